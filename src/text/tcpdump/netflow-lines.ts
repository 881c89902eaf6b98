/** NetFlow messages as `tcpdump -T cnfp` prints them: a head, and three lines a record. */

/** What a head says, whichever version. */
export interface NetflowHead {
  readonly version: number;
  /** Milliseconds since the exporter began; IPFIX tells none. */
  readonly uptime: number | undefined;
  readonly sec: number;
  readonly nsec: number;
  readonly records: number;
}

/** A record by IPFIX's names. Milliseconds since the exporter began where they are told. */
export type NetflowValues = Readonly<Record<string, unknown>>;

const thousandths = (ms: number): string => `${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, '0')}`;
const FLAGS = 'FSRPAUEC';

export function netflowHeadLine({ version, uptime, sec, nsec, records }: NetflowHead): string {
  const since = uptime === undefined ? '' : ` ${thousandths(uptime)} uptime,`;
  return `NetFlow v${version},${since} ${sec}.${String(nsec).padStart(9, '0')}, ${records} recs\n`;
}

/** @param first seconds with a fraction, where the record has no time of the exporter's own */
export function netflowRecordLines(values: NetflowValues, first?: string, last?: string): string {
  const number = (name: string): number => Number(values[name] ?? 0);
  const time = (name: string, other: string | undefined): string => {
    const ms = values[name];
    return typeof ms === 'number' ? thousandths(ms) : (other ?? '0.000');
  };
  const src = values['sourceIPv4Address'] ?? values['sourceIPv6Address'] ?? '0.0.0.0';
  const dst = values['destinationIPv4Address'] ?? values['destinationIPv6Address'] ?? '0.0.0.0';
  const hop = values['ipNextHopIPv4Address'] ?? '0.0.0.0';
  const bits = number('tcpControlBits');
  const flags = [...FLAGS].filter((_, i) => (bits & (1 << i)) !== 0).join('');
  return (
    `  started ${time('flowStartSysUpTime', first)}, last ${time('flowEndSysUpTime', last)}\n` +
    `    ${src}:${number('sourceTransportPort')} > ${dst}:${number('destinationTransportPort')} >> ${hop}\n` +
    `    ${number('protocolIdentifier')} ${flags === '' ? '' : `${flags} `}tos ${number('ipClassOfService')}, ${number('packetDeltaCount')} (${number('octetDeltaCount')} octets)\n`
  );
}
