/** Encapsulated Remote SPAN: mirrored frames inside of GRE. */
import { bits, flag, u16, u32 } from '../../packet/fields/integers.ts';
import { layer } from '../../packet/layer/layer.ts';
import type { Column } from '../../packet/spec/spec.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { IPv6 } from '../network/ipv6/ipv6.ts';

/** ERSPAN type I: no header; the frame stands behind GRE, which has no sequence number. @see draft-foschiano-erspan-03 §4.1 */
export const ERSPAN_I = layer('ERSPAN_I', () => ({
  title: 'ERSPAN I',
  about: 'A mirrored frame right after GRE.',
  source: 'draft-foschiano-erspan-03 §4.1',
  wireshark: 'erspan',
  fields: {},
}));

/** What both headers begin with. */
const head = (version: number) => ({
  ver: bits(4, { default: version, wireshark: 'erspan.version' }),
  vlan: bits(12, { wireshark: 'erspan.vlan', about: 'VLAN of the frame' }),
  cos: bits(3, { wireshark: 'erspan.cos', about: 'class of service of the frame' }),
});

/** ERSPAN type II. @see draft-foschiano-erspan-03 §4.2 */
export const ERSPAN_II = layer('ERSPAN_II', () => ({
  title: 'ERSPAN II',
  about: 'A mirrored frame, with its VLAN, the session and the port.',
  source: 'draft-foschiano-erspan-03 §4.2',
  wireshark: 'erspan',
  fields: {
    // scapy's default is 0; the draft has 1 for type II, and readers go by it.
    ...head(1),
    en: bits(2, {
      names: { originally_without_VLAN_tag: 0, ISL: 1, '802_1Q': 2, tag_preserved: 3 },
      wireshark: 'erspan.encap',
      about: 'how the port tags frames',
    }),
    t: flag({ wireshark: 'erspan.truncated', about: 'the frame is cut' }),
    session_id: bits(10, { wireshark: 'erspan.spanid' }),
    reserved: bits(12, { wireshark: 'erspan.reserved' }),
    index: bits(20, { wireshark: 'erspan.index', about: 'port and direction, as the platform numbers them' }),
  },
}));

/** ERSPAN type III: with the time. @see draft-foschiano-erspan-03 §4.3 */
export const ERSPAN_III = layer('ERSPAN_III', () => ({
  title: 'ERSPAN III',
  about: 'A mirrored frame, with its VLAN, the session, the time and a security group.',
  source: 'draft-foschiano-erspan-03 §4.3',
  wireshark: 'erspan',
  fields: {
    ...head(2),
    bso: bits(2, { names: { good: 0, unknown: 3, short: 1, oversized: 2 }, wireshark: 'erspan.bso', about: 'bad, short or oversized' }),
    t: flag({ wireshark: 'erspan.truncated', about: 'the frame is cut' }),
    session_id: bits(10, { wireshark: 'erspan.spanid' }),
    timestamp: u32({ hex: true, wireshark: 'erspan.timestamp' }),
    sgt_other: u16({ hex: true, wireshark: 'erspan.sgt', about: 'security group tag' }),
    p: flag({ wireshark: 'erspan.p', about: 'the frame is an Ethernet frame' }),
    ft: bits(5, { names: { Ethernet: 0, IP: 2 }, wireshark: 'erspan.ft', about: 'type of the frame' }),
    hw: bits(6, { wireshark: 'erspan.hw', about: 'engine of the sender' }),
    d: flag({ wireshark: 'erspan.direction', about: 'the frame went out' }),
    gra: bits(2, { names: { '100us': 0, '100ns': 1, 'IEEE 1588': 2 }, wireshark: 'erspan.gra', about: 'unit of the time' }),
    o: bits(1, { selects: 'erspan.o', wireshark: 'erspan.o', about: 'a platform specific header follows' }),
  },
  next: {
    to: () => [IP, IPv6],
    // An IP packet that was mirrored without its link header.
    choose: ({ ft, o }, { b, start }) => (ft !== 2 || o === 1 ? undefined : (b[start + 12] as number) >> 4 === 6 ? IPv6 : IP),
  },
}));

type Platform = { readonly platf_id: number; readonly info1: number; readonly info2: number };
/** A number of the header that platform `id` has. */
const of =
  (id: number, number: (p: Platform) => number): Column<Platform> =>
  (p) =>
    p.platf_id === id ? number(p) : undefined;
const second = ({ info2 }: Platform): number => info2;

/** What one platform or another says besides. @see draft-foschiano-erspan-03 §4.3 */
export const ERSPAN_PlatformSpecific = layer('ERSPAN_PlatformSpecific', () => ({
  title: 'PlatformSpecific',
  about: 'Optional header of ERSPAN type III, whose meaning depends on the platform.',
  source: 'draft-foschiano-erspan-03 §4.3',
  wireshark: '',
  fields: {
    platf_id: bits(6, { wireshark: 'erspan.platid', about: 'platform' }),
    info1: bits(26),
    info2: u32({ hex: true }),
  },
  columns: {
    'erspan.pid1.vsmid': of(1, ({ info1 }) => info1 & 0xfff),
    'erspan.pid1.port_index': of(1, second),
    'erspan.pid3.port_index': of(3, ({ info1 }) => info1 & 0x3fff),
    'erspan.pid3.timestamp': of(3, second),
    'erspan.pid5.switchid': of(5, ({ info1 }) => info1 >> 16),
    'erspan.pid5.port_index': of(5, ({ info1 }) => info1 & 0xffff),
    'erspan.pid5.timestamp': of(5, second),
    'erspan.pid7.source_index': of(7, ({ info1 }) => info1 & 0xf_ffff),
    'erspan.pid7.timestamp': of(7, second),
  },
}));
