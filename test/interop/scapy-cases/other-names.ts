/** Layers of one side that the other has under another name, or as one where this has several. */
export const otherNames: Readonly<Record<string, string>> = {
  // Ours, and scapy's name
  SNAPCisco: 'SNAP',
  PPPCompressed: 'PPP',
  L2TPControl: 'L2TP',
  GTPv2: 'GTPHeader',
  MQTTPublishQoS: 'MQTTPublish',
  MQTTSNLong: 'MQTTSN',
  NetflowFlowsetV10: 'NetflowFlowsetV9',
  NetflowTemplateV10: 'NetflowTemplateV9',
  NetflowTemplateFieldV10: 'NetflowTemplateFieldV9',
  // scapy's, and ours
  CDPAddrRecordIPv4: 'CDPAddrRecord',
  CDPAddrRecordIPv6: 'CDPAddrRecord',
  IEC104_I_Message_SingleIOA: 'IEC104_I_Message',
  ISAKMP_payload_Hash: 'ISAKMP_payload',
  ISAKMP_payload_KE: 'ISAKMP_payload',
  ISAKMP_payload_Nonce: 'IKEv2_payload_Nonce',
  ISAKMP_payload_VendorID: 'IKEv2_payload_VendorID',
  ...Object.fromEntries(
    ['DLV', 'DNSKEY', 'DS', 'MX', 'NSEC', 'NSEC3', 'NSEC3PARAM', 'OPT', 'RSIG', 'SOA', 'SRV', 'TSIG'].map((type) => [
      `DNSRR${type}`,
      'DNSRR',
    ]),
  ),
};
