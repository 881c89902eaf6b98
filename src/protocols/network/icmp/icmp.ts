/** Internet Control Message Protocol. */
import { when } from '../../../packet/fields/conditional.ts';
import { ipv4 } from '../../../packet/fields/addresses.ts';
import { i32, u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { overlay } from '../../../packet/fields/overlay.ts';
import { records } from '../../../packet/fields/lists.ts';
import { mix } from '../../../bytes/hash.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { extensionColumns } from './icmp-extension.ts';
import { namesBy } from '../../../packet/fields/names-by.ts';
import { icmpCodes, icmpReplies, icmpTypes } from './icmp-types.ts';

/** A router in an advertisement. @see RFC 1256 §4 */
export const ICMPRouter = layer('ICMPRouter', () => ({
  about: 'A router and its preference.',
  source: 'RFC 1256 §4',
  fields: {
    address: ipv4({ wireshark: 'icmp.router_address' }),
    preference: i32({ wireshark: 'icmp.pref_level', about: 'higher is better; -2^31: do not use' }),
  },
}));

// Queries and their replies have an identifier and a sequence number (RFC 792, RFC 950).
const QUERIES = [0, 8, 13, 14, 15, 16, 17, 18, 33, 34, 35, 36, 37, 38] as const;
const EXTENDED_ECHO = [42, 43] as const;
const TIMESTAMPS = { type: [13, 14] };
const ADVERTISEMENT = 9;

const id = u16({ hex: true, wireshark: 'icmp.ident', about: 'identifies the sender of the requests' });
const seq = { hex: true, wireshark: 'icmp.seq', about: 'tells requests apart; 8 bits in extended echo' } as const;
const reserved = u8();
// Messages that may carry extensions say how long the quote is (RFC 4884 §4).
const length = u8({
  wireshark: 'icmp.length',
  about: 'length of the padded quote in words of 4 octets, if extensions follow it; 0: none follow (RFC 4884)',
});

/** Internet Control Message Protocol. What stands behind the checksum depends on the type. @see RFC 792; RFC 4884; IANA "ICMP Parameters" */
export const ICMP = layer('ICMP', () => ({
  about: 'Internet Control Message Protocol.',
  source: 'RFC 792',
  wireshark: 'icmp',
  fields: {
    type: u8({ default: 8, names: icmpTypes, hints: 'icmp.type', wireshark: 'icmp.type' }),
    code: u8({ ...namesBy('type', icmpCodes), wireshark: 'icmp.code' }),
    chksum: u16({ checksums: 'layer', hex: true, wireshark: 'icmp.checksum' }),
    ...overlay(
      'type',
      4,
      [
        [QUERIES, { id, seq: u16(seq) }],
        [
          EXTENDED_ECHO,
          {
            id,
            seq: u8(seq),
            state: u8({
              hex: true,
              about: 'request: 1 for an interface of the proxy itself; reply: state (3 bits), reserved, active, IPv4, IPv6 (RFC 8335 §2)',
            }),
          },
        ],
        [5, { gw: ipv4({ wireshark: 'icmp.redir_gw', about: 'the better router' }) }],
        [12, { ptr: u8({ wireshark: 'icmp.pointer', about: 'offset of the wrong octet in the quoted packet' }), length, unused: u16() }],
        [
          3,
          {
            reserved,
            length,
            nexthopmtu: u16({ about: 'largest packet that would pass, with code fragmentation-needed (RFC 1191 §4)' }),
          },
        ],
        [
          ADVERTISEMENT,
          {
            naddr: u8({ wireshark: 'icmp.num_addrs', about: 'number of routers in the list; not computed' }),
            entrysize: u8({ default: 2, wireshark: 'icmp.addr_entry_size', about: 'words of 4 octets in each entry' }),
            lifetime: u16({ default: 1800, wireshark: 'icmp.lifetime', about: 'seconds' }),
          },
        ],
        [11, { reserved, length, unused: u16() }],
      ],
      { unused: u32() },
    ),
    ts_ori: when(TIMESTAMPS, u32({ wireshark: 'icmp.originate_timestamp', about: 'milliseconds since midnight UT' })),
    ts_rx: when(TIMESTAMPS, u32({ wireshark: 'icmp.receive_timestamp' })),
    ts_tx: when(TIMESTAMPS, u32({ wireshark: 'icmp.transmit_timestamp' })),
    addr_mask: when({ type: [17, 18] }, ipv4({ wireshark: 'icmp.address_mask' })),
    routers: when(
      { type: ADVERTISEMENT },
      records(() => ICMPRouter),
    ),
  },
  columns: {
    ...extensionColumns,
    // With other codes the field is unused (RFC 1191 §4).
    'icmp.mtu': (icmp) => (icmp.type === 3 && icmp.code === 4 ? icmp.nexthopmtu : undefined),
  },
  match: {
    about: 'the reply of that kind, identifier and number',
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
