/** Internet Control Message Protocol. */
import { choose, when } from '../../../packet/fields/conditional.ts';
import { ipv4 } from '../../../packet/fields/addresses.ts';
import { i32, u16, u32, u8 } from '../../../packet/fields/integers.ts';
import type { Self } from '../../../packet/spec/field.ts';
import { records } from '../../../packet/fields/lists.ts';
import { mix } from '../../../bytes/hash.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { extensionColumns } from './icmp-extension.ts';
import { namesBy } from '../../../packet/fields/names-by.ts';
import { icmpCodes, icmpReplies, icmpTypes } from './icmp-types.ts';

/** @internal A router in an advertisement. @see RFC 1256 §4 */
export const ICMPRouter = layer('ICMPRouter', () => ({
  about: 'A router and how much it wants to be preferred.',
  source: 'RFC 1256 §4',
  fields: {
    address: ipv4({ wireshark: 'icmp.router_address' }),
    preference: i32({ wireshark: 'icmp.pref_level', about: 'higher is better; -2^31: not to be used' }),
  },
}));

type Typed = Self;
const isOf =
  (...types: readonly number[]) =>
  (m: Typed): boolean =>
    types.includes(m['type'] as number);

// Queries and their replies have an identifier and a sequence number (RFC 792, RFC 950, RFC 8335 §2).
const isQuery = isOf(0, 8, 13, 14, 15, 16, 17, 18, 33, 34, 35, 36, 37, 38, 42, 43);
const isExtendedEcho = isOf(42, 43);
const isTimestampType = (type: number): boolean => type === 13 || type === 14;
const isMaskType = (type: number): boolean => type === 17 || type === 18;
const isTimestamp = (m: Typed): boolean => isTimestampType(m['type'] as number);
const isMask = (m: Typed): boolean => isMaskType(m['type'] as number);
const isUnreachable = isOf(3);
const isRedirect = isOf(5);
const isParameter = isOf(12);
const isAdvertisement = isOf(9);
// Messages that may carry extensions say how long the quote is (RFC 4884 §4).
const hasLength = isOf(3, 11, 12);
const isOther = (m: Typed): boolean =>
  !isQuery(m) && !isUnreachable(m) && !isRedirect(m) && !isParameter(m) && !isAdvertisement(m) && m['type'] !== 11;

/** Internet Control Message Protocol. What stands behind the checksum depends on the type. @see RFC 792; RFC 4884; IANA "ICMP Parameters" */
export const ICMP = layer('ICMP', () => ({
  about: 'Internet Control Message Protocol.',
  source: 'RFC 792',
  wireshark: 'icmp',
  fields: {
    type: u8({ default: 8, names: icmpTypes, hints: 'icmp.type', wireshark: 'icmp.type' }),
    code: u8({ ...namesBy('type', icmpCodes), wireshark: 'icmp.code' }),
    chksum: u16({ checksums: 'layer', hex: true, wireshark: 'icmp.checksum' }),
    id: when(isQuery, u16({ hex: true, wireshark: 'icmp.ident', about: 'tells one sender of requests from another' })),
    seq: when(
      isQuery,
      // RFC 8335 §2: 8 bits, the rest are flags.
      choose((m: Typed) => (isExtendedEcho(m) ? 'short' : 'long'), { short: u8() }, u16(), {
        hex: true,
        wireshark: 'icmp.seq',
        about: 'tells requests apart; 8 bits in extended echo',
      }),
    ),
    state: when(
      isExtendedEcho,
      u8({
        hex: true,
        about: 'request: 1 for an interface of the proxy itself; reply: state (3 bits), reserved, active, IPv4, IPv6 (RFC 8335)',
      }),
    ),
    ts_ori: when(isTimestamp, u32({ wireshark: 'icmp.originate_timestamp', about: 'milliseconds since midnight UT' })),
    ts_rx: when(isTimestamp, u32({ wireshark: 'icmp.receive_timestamp' })),
    ts_tx: when(isTimestamp, u32({ wireshark: 'icmp.transmit_timestamp' })),
    gw: when(isRedirect, ipv4({ wireshark: 'icmp.redir_gw', about: 'the better router' })),
    ptr: when(isParameter, u8({ wireshark: 'icmp.pointer', about: 'the octet of the quoted packet that is wrong' })),
    reserved: when(isOf(3, 11), u8()),
    length: when(
      hasLength,
      u8({
        wireshark: 'icmp.length',
        about: 'words of 4 octets that the quote has been filled up to, where extensions follow it; 0: none do (RFC 4884)',
      }),
    ),
    nexthopmtu: when(isUnreachable, u16({ about: 'largest packet that would pass, with code fragmentation-needed (RFC 1191 §4)' })),
    addr_mask: when(isMask, ipv4({ wireshark: 'icmp.address_mask' })),
    naddr: when(isAdvertisement, u8({ wireshark: 'icmp.num_addrs', about: 'routers in the list: not counted for you' })),
    entrysize: when(isAdvertisement, u8({ default: 2, wireshark: 'icmp.addr_entry_size', about: 'words of 4 octets in each entry' })),
    lifetime: when(isAdvertisement, u16({ default: 1800, wireshark: 'icmp.lifetime', about: 'seconds' })),
    routers: when(
      isAdvertisement,
      records(() => ICMPRouter),
    ),
    unused: when(
      (m: Typed) => m['type'] === 11 || m['type'] === 12 || isOther(m),
      choose((m: Typed) => (isOther(m) ? 'long' : 'short'), { short: u16() }, u32()),
    ),
  },
  headerSize: (b, start, end) => {
    const type = b[start] as number;
    if (isTimestampType(type)) return 20;
    if (isMaskType(type)) return 12;
    // As many routers as there is room for.
    return type === 9 ? 8 + Math.max(end - start - 8, 0) - (Math.max(end - start - 8, 0) % 8) : 8;
  },
  columns: {
    ...extensionColumns,
    // With other codes the field is unused (RFC 1191 §4).
    'icmp.mtu': (icmp) => (icmp.type === 3 && icmp.code === 4 ? icmp.nexthopmtu : undefined),
  },
  match: {
    hash: (icmp, _role, seed) => (icmp.id === undefined ? mix(seed, 1) : mix(mix(seed, icmp.id), Number(icmp.seq ?? 0))),
    answers: (reply, request) => icmpReplies[request.type] === reply.type && reply.id === request.id && reply.seq === request.seq,
  },
  summary: (icmp, at) => {
    const below = at.parent?.fields;
    const ends = below?.['src'] === undefined ? '' : `${below['src']} > ${below['dst']} `;
    const type = Object.entries(icmpTypes).find(([, n]) => n === icmp.type)?.[0] ?? icmp.type;
    return `ICMP ${ends}${type} ${icmpCodes[icmp.type]?.name(icmp.code) ?? icmp.code}`;
  },
}));
