/** Records of NetFlow 1, 5 and 7 under the names that IPFIX gave the same things: one set of names for all versions. */

/** The spec's name of a field, and the information element. */
export const ELEMENT_OF: Readonly<Record<string, string>> = {
  src: 'sourceIPv4Address',
  dst: 'destinationIPv4Address',
  nexthop: 'ipNextHopIPv4Address',
  input: 'ingressInterface',
  output: 'egressInterface',
  dpkts: 'packetDeltaCount',
  dOctets: 'octetDeltaCount',
  first: 'flowStartSysUpTime',
  last: 'flowEndSysUpTime',
  srcport: 'sourceTransportPort',
  dstport: 'destinationTransportPort',
  prot: 'protocolIdentifier',
  tos: 'ipClassOfService',
  tcpFlags: 'tcpControlBits',
  src_as: 'bgpSourceAsNumber',
  dst_as: 'bgpDestinationAsNumber',
  src_mask: 'sourceIPv4PrefixLength',
  dst_mask: 'destinationIPv4PrefixLength',
  router: 'exporterIPv4Address',
};

export function fixedRecord(view: object): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const [name, element] of Object.entries(ELEMENT_OF)) {
    const value = (view as Readonly<Record<string, unknown>>)[name];
    if (value !== undefined) made[element] = name === 'tcpFlags' ? Number(value) : value;
  }
  return made;
}
