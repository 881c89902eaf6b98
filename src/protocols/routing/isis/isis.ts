/** IS-IS: routers tell each other of the network, directly over the link. */
import { bits, flags, u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { names } from '../../../packet/spec/names.ts';
import { lspId, nodeId, systemId } from './identifiers.ts';
import { tlvs } from './tlvs.ts';

const ISIS = 0x83;
/** ISO/IEC 10589 §9.5 to §9.13, in scapy's words. */
const pdus = names({
  'L1 LAN Hello PDU': 15,
  'L2 LAN Hello PDU': 16,
  'Point-to-Point Hello PDU': 17,
  'L1 Link State PDU': 18,
  'L2 Link State PDU': 20,
  'L1 Complete Sequence Number PDU': 24,
  'L2 Complete Sequence Number PDU': 25,
  'L1 Partial Sequence Number PDU': 26,
  'L2 Partial Sequence Number PDU': 27,
});
/** Octets before the first TLV, by type. */
const HEADER: Readonly<Record<number, number>> = { 15: 27, 16: 27, 17: 20, 18: 27, 20: 27, 24: 33, 25: 33, 26: 17, 27: 17 };
/** Octets of the header that all have. A message's length counts them. */
const COMMON = 8;

/** What every message begins with. @see ISO/IEC 10589 §9.1 */
export const ISIS_CommonHdr = layer('ISIS_CommonHdr', () => ({
  title: 'ISIS Common Header',
  about: 'IS-IS: the header of every message.',
  source: 'ISO/IEC 10589 §9.1; RFC 1195',
  wireshark: 'osi:isis',
  begins: (b, start, end) => b[start] === ISIS && end - start >= COMMON,
  fields: {
    nlpid: u8({ default: ISIS, names: { CLNP: 0x81, 'ES-IS': 0x82, 'IS-IS': ISIS }, hex: true, wireshark: 'isis.irpd' }),
    hdrlen: u8({ compute: (at) => HEADER[at.fields['pdutype'] as number] ?? COMMON, wireshark: 'isis.len' }),
    version: u8({ default: 1, wireshark: 'isis.version' }),
    idlen: u8({ wireshark: 'isis.sysid_len', about: '0: 6 octets' }),
    reserved: bits(3),
    pdutype: bits(5, { selects: 'isis.type', names: pdus, wireshark: 'isis.type' }),
    pduversion: u8({ default: 1, wireshark: 'isis.version2' }),
    hdrreserved: u8({ wireshark: 'isis.reserved' }),
    maxareaaddr: u8({ wireshark: 'isis.max_area_adr', about: '0: 3' }),
  },
  columns: { 'isis.type.reserved': { hex: 8, of: ({ reserved }) => reserved } },
  summary: ({ pdutype }) => `ISIS ${pdus.name(pdutype) ?? pdutype}`,
}));

const pdulength = (part: string) =>
  u16({ measures: 'layer', bias: -COMMON, wireshark: `isis.${part}.pdu_length`, about: 'with the common header' });

const helloHead = () => ({
  reserved: bits(6),
  circuittype: flags(2, ['L1', 'L2'], { default: 2, about: 'levels' }),
  sourceid: systemId({ wireshark: 'isis.hello.source_id' }),
  holdingtime: u16({ default: 30, wireshark: 'isis.hello.holding_timer', about: 'seconds' }),
  pdulength: pdulength('hello'),
});

const lanHello = () => ({
  ...helloHead(),
  reserved2: bits(1),
  priority: bits(7, { default: 1, wireshark: 'isis.hello.priority' }),
  lanid: nodeId({ default: '0000.0000.0000.00', wireshark: 'isis.hello.lan_id' }),
  tlvs: tlvs('hello'),
});

/** @see ISO/IEC 10589 §9.5 */
export const ISIS_L1_LAN_Hello = layer('ISIS_L1_LAN_Hello', () => ({
  title: 'ISIS L1 LAN Hello PDU',
  about: 'Finds neighbours of the same area on a network of many.',
  source: 'ISO/IEC 10589 §9.5',
  wireshark: 'isis.hello',
  fields: lanHello(),
}));

/** @see ISO/IEC 10589 §9.6 */
export const ISIS_L2_LAN_Hello = layer('ISIS_L2_LAN_Hello', () => ({
  title: 'ISIS L2 LAN Hello PDU',
  about: 'Finds neighbours of the backbone on a network of many.',
  source: 'ISO/IEC 10589 §9.6',
  wireshark: 'isis.hello',
  fields: lanHello(),
}));

/** @see ISO/IEC 10589 §9.7 */
export const ISIS_P2P_Hello = layer('ISIS_P2P_Hello', () => ({
  title: 'ISIS Point-to-Point Hello PDU',
  about: 'Finds the neighbour on a link of two.',
  source: 'ISO/IEC 10589 §9.7',
  wireshark: 'isis.hello',
  fields: { ...helloHead(), localcircuitid: u8({ wireshark: 'isis.hello.local_circuit_id' }), tlvs: tlvs('hello') },
}));

const lsp = () => ({
  pdulength: pdulength('lsp'),
  lifetime: u16({ default: 1199, wireshark: 'isis.lsp.remaining_life', about: 'seconds' }),
  lspid: lspId({ default: '0102.0304.0506.00-00', wireshark: 'isis.lsp.lsp_id' }),
  seqnum: u32({ default: 1, hex: true, wireshark: 'isis.lsp.sequence_number' }),
  // ISO/IEC 10589 §7.3.11: from the identifier on.
  checksum: u16({ hex: true, checksums: 'layer', sum: 'fletcher', skips: 4, wireshark: 'isis.lsp.checksum' }),
  typeblock: flags(8, ['L1', 'L2', 'OL', 'ADef', 'ADel', 'AExp', 'AErr', 'P'], { default: 3, about: 'level, overload, attached' }),
  tlvs: tlvs('lsp'),
});

/** @see ISO/IEC 10589 §9.8 */
export const ISIS_L1_LSP = layer('ISIS_L1_LSP', () => ({
  title: 'ISIS L1 Link State PDU',
  about: 'What a router says of its area.',
  source: 'ISO/IEC 10589 §9.8',
  wireshark: 'isis.lsp',
  fields: lsp(),
}));

/** @see ISO/IEC 10589 §9.9 */
export const ISIS_L2_LSP = layer('ISIS_L2_LSP', () => ({
  title: 'ISIS L2 Link State PDU',
  about: 'What a router says of the backbone.',
  source: 'ISO/IEC 10589 §9.9',
  wireshark: 'isis.lsp',
  fields: lsp(),
}));

/** The system, and the circuit (0). */
const source = (part: string) => ({
  pdulength: pdulength(part),
  sourceid: nodeId({ default: '0102.0304.0506.00' }),
});
type Source = { readonly sourceid: string };
const sourceColumns = (part: string) => ({
  [`isis.${part}.source_id`]: ({ sourceid }: Source) => sourceid.slice(0, 14),
  [`isis.${part}.source_circuit`]: ({ sourceid }: Source) => sourceid.slice(15),
});

const csnp = () => ({
  ...source('csnp'),
  startlspid: lspId({ default: '0000.0000.0000.00-00', wireshark: 'isis.csnp.start_lsp_id' }),
  endlspid: lspId({ default: 'ffff.ffff.ffff.ff-ff', wireshark: 'isis.csnp.end_lsp_id' }),
  tlvs: tlvs('csnp'),
});

/** @see ISO/IEC 10589 §9.10 */
export const ISIS_L1_CSNP = layer('ISIS_L1_CSNP', () => ({
  title: 'ISIS L1 Complete Sequence Number Packet',
  about: 'All link state packets of an area that a router has.',
  source: 'ISO/IEC 10589 §9.10',
  wireshark: 'isis.csnp',
  fields: csnp(),
  columns: sourceColumns('csnp'),
}));

/** @see ISO/IEC 10589 §9.11 */
export const ISIS_L2_CSNP = layer('ISIS_L2_CSNP', () => ({
  title: 'ISIS L2 Complete Sequence Number Packet',
  about: 'All link state packets of the backbone that a router has.',
  source: 'ISO/IEC 10589 §9.11',
  wireshark: 'isis.csnp',
  fields: csnp(),
  columns: sourceColumns('csnp'),
}));

/** @see ISO/IEC 10589 §9.12 */
export const ISIS_L1_PSNP = layer('ISIS_L1_PSNP', () => ({
  title: 'ISIS L1 Partial Sequence Number Packet',
  about: 'Acknowledges link state packets of an area, or asks for them.',
  source: 'ISO/IEC 10589 §9.12',
  wireshark: 'isis.psnp',
  fields: { ...source('psnp'), tlvs: tlvs('psnp') },
  columns: sourceColumns('psnp'),
}));

/** @see ISO/IEC 10589 §9.13 */
export const ISIS_L2_PSNP = layer('ISIS_L2_PSNP', () => ({
  title: 'ISIS L2 Partial Sequence Number Packet',
  about: 'Acknowledges link state packets of the backbone, or asks for them.',
  source: 'ISO/IEC 10589 §9.13',
  wireshark: 'isis.psnp',
  fields: { ...source('psnp'), tlvs: tlvs('psnp') },
  columns: sourceColumns('psnp'),
}));
