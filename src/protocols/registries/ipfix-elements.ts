/**
 * IPFIX information elements by the names of IANA's registry, with those that only NetFlow 9 has (RFC 3954 §8) in the numbers that are kept for them. They
 * are written down by hand, for no package was found that has the registry and a licence that this one can use; test/interop/tshark-ipfix-elements.test.ts holds them
 * against tshark: all numbers, the names from 210 on (those before it has from NetFlow 9), and the types, but eight. Nothing checks those that it does not
 * know: 87, 100, 102 to 104, and 492 to 502. The table is one packed text, read at the first question.
 */
import { lazyNames, type Names } from '../../packet/spec/names.ts';

/** What an element's value is (RFC 7012 §3.1): of numbers the width is the template's. */
export type ElementType =
  | 'unsigned'
  | 'signed'
  | 'float'
  | 'boolean'
  | 'mac'
  | 'string'
  | 'octets'
  | 'ipv4'
  | 'ipv6'
  | 'seconds'
  | 'milliseconds'
  | 'microseconds'
  | 'nanoseconds';

/** An information element. */
export interface InformationElement {
  readonly name: string;
  readonly type: ElementType;
}

const TYPES: Readonly<Record<string, ElementType>> = {
  i: 'signed',
  f: 'float',
  b: 'boolean',
  m: 'mac',
  s: 'string',
  o: 'octets',
  4: 'ipv4',
  6: 'ipv6',
  S: 'seconds',
  M: 'milliseconds',
  U: 'microseconds',
  N: 'nanoseconds',
};

/** Names in the order of their numbers: before one its number, where others are left out, and its type, where it is no unsigned number. */
const PACKED = `
octetDeltaCount packetDeltaCount deltaFlowCount protocolIdentifier ipClassOfService tcpControlBits sourceTransportPort
4:sourceIPv4Address sourceIPv4PrefixLength ingressInterface destinationTransportPort 4:destinationIPv4Address
destinationIPv4PrefixLength egressInterface 4:ipNextHopIPv4Address bgpSourceAsNumber bgpDestinationAsNumber
4:bgpNextHopIPv4Address postMCastPacketDeltaCount postMCastOctetDeltaCount flowEndSysUpTime flowStartSysUpTime postOctetDeltaCount
postPacketDeltaCount minimumIpTotalLength maximumIpTotalLength 6:sourceIPv6Address 6:destinationIPv6Address sourceIPv6PrefixLength
destinationIPv6PrefixLength flowLabelIPv6 icmpTypeCodeIPv4 igmpType samplingInterval samplingAlgorithm flowActiveTimeout
flowIdleTimeout engineType engineId exportedOctetTotalCount exportedMessageTotalCount exportedFlowRecordTotalCount 4:ipv4RouterSc
4:sourceIPv4Prefix 4:destinationIPv4Prefix mplsTopLabelType 4:mplsTopLabelIPv4Address samplerId samplerMode samplerRandomInterval
classId minimumTTL maximumTTL fragmentIdentification postIpClassOfService m:sourceMacAddress m:postDestinationMacAddress vlanId
postVlanId ipVersion flowDirection 6:ipNextHopIPv6Address 6:bgpNextHopIPv6Address ipv6ExtensionHeaders
70=o:mplsTopLabelStackSection o:mplsLabelStackSection2 o:mplsLabelStackSection3 o:mplsLabelStackSection4 o:mplsLabelStackSection5
o:mplsLabelStackSection6 o:mplsLabelStackSection7 o:mplsLabelStackSection8 o:mplsLabelStackSection9 o:mplsLabelStackSection10
m:destinationMacAddress m:postSourceMacAddress s:interfaceName s:interfaceDescription s:samplerName octetTotalCount
packetTotalCount flagsAndSamplerId fragmentOffset forwardingStatus o:mplsVpnRouteDistinguisher mplsTopLabelPrefixLength
srcTrafficIndex dstTrafficIndex s:applicationDescription o:applicationId s:applicationName 98=postIpDiffServCodePoint
multicastReplicationFactor s:className classificationEngineId layer2packetSectionOffset layer2packetSectionSize
o:layer2packetSectionData 128=bgpNextAdjacentAsNumber bgpPrevAdjacentAsNumber 4:exporterIPv4Address 6:exporterIPv6Address
droppedOctetDeltaCount droppedPacketDeltaCount droppedOctetTotalCount droppedPacketTotalCount flowEndReason commonPropertiesId
observationPointId icmpTypeCodeIPv6 6:mplsTopLabelIPv6Address lineCardId portId meteringProcessId exportingProcessId templateId
wlanChannelId s:wlanSSID flowId observationDomainId S:flowStartSeconds S:flowEndSeconds M:flowStartMilliseconds
M:flowEndMilliseconds U:flowStartMicroseconds U:flowEndMicroseconds N:flowStartNanoseconds N:flowEndNanoseconds
flowStartDeltaMicroseconds flowEndDeltaMicroseconds M:systemInitTimeMilliseconds flowDurationMilliseconds flowDurationMicroseconds
observedFlowTotalCount ignoredPacketTotalCount ignoredOctetTotalCount notSentFlowTotalCount notSentPacketTotalCount
notSentOctetTotalCount 6:destinationIPv6Prefix 6:sourceIPv6Prefix postOctetTotalCount postPacketTotalCount flowKeyIndicator
postMCastPacketTotalCount postMCastOctetTotalCount icmpTypeIPv4 icmpCodeIPv4 icmpTypeIPv6 icmpCodeIPv6 udpSourcePort
udpDestinationPort tcpSourcePort tcpDestinationPort tcpSequenceNumber tcpAcknowledgementNumber tcpWindowSize tcpUrgentPointer
tcpHeaderLength ipHeaderLength totalLengthIPv4 payloadLengthIPv6 ipTTL nextHeaderIPv6 mplsPayloadLength ipDiffServCodePoint
ipPrecedence fragmentFlags octetDeltaSumOfSquares octetTotalSumOfSquares mplsTopLabelTTL mplsLabelStackLength mplsLabelStackDepth
mplsTopLabelExp ipPayloadLength udpMessageLength isMulticast ipv4IHL ipv4Options tcpOptions o:paddingOctets 4:collectorIPv4Address
6:collectorIPv6Address collectorInterface collectorProtocolVersion collectorTransportProtocol collectorTransportPort
exporterTransportPort tcpSynTotalCount tcpFinTotalCount tcpRstTotalCount tcpPshTotalCount tcpAckTotalCount tcpUrgTotalCount
ipTotalLength 4:postNATSourceIPv4Address 4:postNATDestinationIPv4Address postNAPTSourceTransportPort
postNAPTDestinationTransportPort natOriginatingAddressRealm natEvent initiatorOctets responderOctets firewallEvent ingressVRFID
egressVRFID s:VRFname postMplsTopLabelExp tcpWindowScale biflowDirection ethernetHeaderLength ethernetPayloadLength
ethernetTotalLength dot1qVlanId dot1qPriority dot1qCustomerVlanId dot1qCustomerPriority s:metroEvcId metroEvcType pseudoWireId
pseudoWireType pseudoWireControlWord ingressPhysicalInterface egressPhysicalInterface postDot1qVlanId postDot1qCustomerVlanId
ethernetType postIpPrecedence M:collectionTimeMilliseconds exportSctpStreamId S:maxExportSeconds S:maxFlowEndSeconds
o:messageMD5Checksum messageScope S:minExportSeconds S:minFlowStartSeconds o:opaqueOctets sessionScope U:maxFlowEndMicroseconds
M:maxFlowEndMilliseconds N:maxFlowEndNanoseconds U:minFlowStartMicroseconds M:minFlowStartMilliseconds N:minFlowStartNanoseconds
o:collectorCertificate o:exporterCertificate b:dataRecordsReliability observationPointType newConnectionDeltaCount
connectionSumDurationSeconds connectionTransactionId 6:postNATSourceIPv6Address 6:postNATDestinationIPv6Address natPoolId
s:natPoolName anonymizationFlags anonymizationTechnique informationElementIndex s:p2pTechnology s:tunnelTechnology
s:encryptedTechnology o:basicList o:subTemplateList o:subTemplateMultiList bgpValidityState IPSecSPI greKey natType
initiatorPackets responderPackets s:observationDomainName selectionSequenceId selectorId informationElementId selectorAlgorithm
samplingPacketInterval samplingPacketSpace samplingTimeInterval samplingTimeSpace samplingSize samplingPopulation
f:samplingProbability dataLinkFrameSize o:ipHeaderPacketSection o:ipPayloadPacketSection o:dataLinkFrameSection
o:mplsLabelStackSection o:mplsPayloadPacketSection selectorIdTotalPktsObserved selectorIdTotalPktsSelected f:absoluteError
f:relativeError S:observationTimeSeconds M:observationTimeMilliseconds U:observationTimeMicroseconds N:observationTimeNanoseconds
digestHashValue hashIPPayloadOffset hashIPPayloadSize hashOutputRangeMin hashOutputRangeMax hashSelectedRangeMin
hashSelectedRangeMax b:hashDigestOutput hashInitialiserValue s:selectorName f:upperCILimit f:lowerCILimit f:confidenceLevel
informationElementDataType s:informationElementDescription s:informationElementName informationElementRangeBegin
informationElementRangeEnd informationElementSemantics informationElementUnits privateEnterpriseNumber o:virtualStationInterfaceId
s:virtualStationInterfaceName o:virtualStationUUID s:virtualStationName layer2SegmentId layer2OctetDeltaCount
layer2OctetTotalCount ingressUnicastPacketTotalCount ingressMulticastPacketTotalCount ingressBroadcastPacketTotalCount
egressUnicastPacketTotalCount egressBroadcastPacketTotalCount M:monitoringIntervalStartMilliSeconds
M:monitoringIntervalEndMilliSeconds portRangeStart portRangeEnd portRangeStepSize portRangeNumPorts m:staMacAddress
4:staIPv4Address m:wtpMacAddress ingressInterfaceType egressInterfaceType rtpSequenceNumber s:userName s:applicationCategoryName
s:applicationSubCategoryName s:applicationGroupName originalFlowsPresent originalFlowsInitiated originalFlowsCompleted
distinctCountOfSourceIPAddress distinctCountOfDestinationIPAddress distinctCountOfSourceIPv4Address
distinctCountOfDestinationIPv4Address distinctCountOfSourceIPv6Address distinctCountOfDestinationIPv6Address
valueDistributionMethod rfc3550JitterMilliseconds rfc3550JitterMicroseconds rfc3550JitterNanoseconds b:dot1qDEI b:dot1qCustomerDEI
flowSelectorAlgorithm flowSelectedOctetDeltaCount flowSelectedPacketDeltaCount flowSelectedFlowDeltaCount
selectorIDTotalFlowsObserved selectorIDTotalFlowsSelected samplingFlowInterval samplingFlowSpacing flowSamplingTimeInterval
flowSamplingTimeSpacing hashFlowDomain transportOctetDeltaCount transportPacketDeltaCount 4:originalExporterIPv4Address
6:originalExporterIPv6Address originalObservationDomainId intermediateProcessId ignoredDataRecordTotalCount dataLinkFrameType
sectionOffset sectionExportedOctets o:dot1qServiceInstanceTag dot1qServiceInstanceId dot1qServiceInstancePriority
m:dot1qCustomerSourceMacAddress m:dot1qCustomerDestinationMacAddress originalOctetDeltaCount postLayer2OctetDeltaCount
postMCastLayer2OctetDeltaCount originalOctetTotalCount postLayer2OctetTotalCount postMCastLayer2OctetTotalCount
minimumLayer2TotalLength maximumLayer2TotalLength droppedLayer2OctetDeltaCount droppedLayer2OctetTotalCount
ignoredLayer2OctetTotalCount notSentLayer2OctetTotalCount layer2OctetDeltaSumOfSquares layer2OctetTotalSumOfSquares
layer2FrameDeltaCount layer2FrameTotalCount 4:pseudoWireDestinationIPv4Address ignoredLayer2FrameTotalCount
i:mibObjectValueInteger o:mibObjectValueOctetString o:mibObjectValueOID o:mibObjectValueBits 4:mibObjectValueIPAddress
mibObjectValueCounter mibObjectValueGauge mibObjectValueTimeTicks mibObjectValueUnsigned o:mibObjectValueTable o:mibObjectValueRow
o:mibObjectIdentifier mibSubIdentifier mibIndexIndicator mibCaptureTimeSemantics o:mibContextEngineID s:mibContextName
s:mibObjectName s:mibObjectDescription s:mibObjectSyntax s:mibModuleName s:mobileIMSI s:mobileMSISDN httpStatusCode
sourceTransportPortsLimit s:httpRequestMethod s:httpRequestHost s:httpRequestTarget s:httpMessageVersion natInstanceID
o:internalAddressRealm o:externalAddressRealm natQuotaExceededEvent natThresholdEvent s:httpUserAgent s:httpContentType
s:httpReasonPhrase maxSessionEntries maxBIBEntries maxEntriesPerUser maxSubscribers maxFragmentsPendingReassembly
addressPoolHighThreshold addressPoolLowThreshold addressPortMappingHighThreshold addressPortMappingLowThreshold
addressPortMappingPerUserHighThreshold globalAddressMappingHighThreshold o:vpnIdentifier bgpCommunity o:bgpSourceCommunityList
o:bgpDestinationCommunityList o:bgpExtendedCommunity o:bgpSourceExtendedCommunityList o:bgpDestinationExtendedCommunityList
o:bgpLargeCommunity o:bgpSourceLargeCommunityList o:bgpDestinationLargeCommunityList srhFlagsIPv6 srhTagIPv6 6:srhSegmentIPv6
6:srhActiveSegmentIPv6 o:srhSegmentIPv6BasicList o:srhSegmentIPv6ListSection srhSegmentsIPv6Left o:srhIPv6Section
srhIPv6ActiveSegmentType srhSegmentIPv6LocatorLength srhSegmentIPv6EndpointBehavior`;

let table: ReadonlyMap<number, InformationElement> | undefined;

function loaded(): ReadonlyMap<number, InformationElement> {
  if (table !== undefined) return table;
  const made = new Map<number, InformationElement>();
  let id = 0;
  for (const [, number, type, name] of PACKED.matchAll(/(?:(\d+)=)?(?:(\w):)?(\w+)/g)) {
    id = number === undefined ? id + 1 : Number(number);
    made.set(id, { name: name as string, type: TYPES[type ?? ''] ?? 'unsigned' });
  }
  table = made;
  return made;
}

/** The element of a number; undefined for one that IANA has not given away. */
export const informationElement = (id: number): InformationElement | undefined => loaded().get(id);

/** Names of elements, by number. */
export const informationElements: Names = /* @__PURE__ */ lazyNames(function* () {
  for (const [id, { name }] of loaded()) yield [id, name];
});
