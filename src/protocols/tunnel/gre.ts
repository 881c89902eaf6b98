/** Generic Routing Encapsulation, and its form for PPTP. */
import { mix } from '../../bytes/hash.ts';
import { listUntil } from '../../packet/fields/list-until.ts';
import { when } from '../../packet/fields/conditional.ts';
import { bits, flag, u16, u32, u8 } from '../../packet/fields/integers.ts';
import { record } from '../../packet/fields/lists.ts';
import { octets } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';
import type { Column } from '../../packet/spec/spec.ts';
import { etherTypes } from '../registries/ether-types.ts';
import { ERSPAN_I } from './erspan.ts';

/** ERSPAN of types I and II: the first has no header of its own, and no sequence number in GRE. */
const MIRRORED = 0x88be;

/** A source route entry of GRE's first form. @see RFC 1701 §2 */
export const GRErouting = layer('GRErouting', () => ({
  title: 'GRE routing information',
  about: 'Source Route Entry: addresses of one family that the packet must pass through.',
  source: 'RFC 1701',
  wireshark: '',
  fields: {
    address_family: u16({ names: { IP: 0x0800, AS: 0xfffe }, hex: true, wireshark: 'gre.routing.address_family' }),
    SRE_offset: u8({ wireshark: 'gre.routing.sre_offset', about: 'offset in octets of the next entry' }),
    SRE_len: u8({ measures: 'routing_info', wireshark: 'gre.routing.src_length' }),
    routing_info: octets({ wireshark: 'gre.routing.information' }),
  },
}));

/** The first half of the flags, which both forms have. */
const firstFlags = (hasKey: boolean) => ({
  chksum_present: flag({ wireshark: 'gre.flags.checksum' }),
  routing_present: flag({ wireshark: 'gre.flags.routing', about: 'RFC 1701; 0 in RFC 2784' }),
  key_present: flag({ default: hasKey, wireshark: 'gre.flags.key', about: 'RFC 2890' }),
  seqnum_present: flag({ wireshark: 'gre.flags.sequence_number', about: 'RFC 2890' }),
  strict_route_source: flag({ wireshark: 'gre.flags.strict_source_route', about: 'RFC 1701' }),
  recursion_control: bits(3, { wireshark: 'gre.flags.recursion_control', about: 'RFC 1701' }),
});

const protocol = (initial: number) => u16({ default: initial, selects: 'ethertype', names: etherTypes, hex: true, wireshark: 'gre.proto' });
/** The flags as one number. */
const flagsColumn: Column<unknown> = { hex: 16, of: (_gre, { b, start }) => ((b[start] as number) << 8) | (b[start + 1] as number) };

const R_WITHOUT_C = { chksum_present: false, routing_present: true } as const;

/** Generic Routing Encapsulation. @see RFC 2784 §2; RFC 2890 §2 (key, sequence number); RFC 1701 (source routes) */
export const GRE = layer('GRE', () => ({
  about: 'Generic Routing Encapsulation: packets of any protocol inside IP.',
  source: 'RFC 2784 §2; RFC 2890; RFC 1701',
  wireshark: 'gre',
  fields: {
    ...firstFlags(false),
    flags: bits(5, { wireshark: 'gre.flags.reserved', about: 'reserved' }),
    version: bits(3, { wireshark: 'gre.flags.version' }),
    proto: protocol(0),
    chksum: when('chksum_present', u16({ checksums: 'layer', hex: true, wireshark: 'gre.checksum' })),
    offset: when('chksum_present', u16({ wireshark: 'gre.offset', about: 'to the active source route entry; 0 in RFC 2784' })),
    // RFC 1701: a route alone brings both fields as well, the checksum without a meaning.
    no_chksum: when(R_WITHOUT_C, u16({ hex: true, about: 'in place of a checksum, if there is only a route' })),
    route_offset: when(R_WITHOUT_C, u16({ wireshark: 'gre.offset', about: 'offset, if there is only a route' })),
    key: when('key_present', u32({ hex: true, wireshark: 'gre.key' })),
    // RFC 2890 §2.2: it goes back to 0 after 2^32 - 1.
    sequence_number: when('seqnum_present', u32({ modular: true, wireshark: 'gre.sequence_number' })),
    routing: when(
      'routing_present',
      listUntil(
        record(() => GRErouting),
        new Uint8Array(4),
        { about: 'source route (RFC 1701), ended by an entry of zeros' },
      ),
    ),
  },
  columns: { 'gre.flags_and_version': flagsColumn },
  match: {
    about: 'the same protocol inside, and the same key',
    hash: (gre, _role, seed) => mix(seed, gre.proto),
    answers: (reply, request) => reply.proto === request.proto && reply.key === request.key,
  },
  next: {
    to: () => [ERSPAN_I],
    choose: (gre) => (gre.proto === MIRRORED && !gre.seqnum_present ? ERSPAN_I : undefined),
  },
}));

/** GRE of version 1, as PPTP uses it: with the call, and acknowledgements. @see RFC 2637 §4.1 */
export const GRE_PPTP = layer('GRE_PPTP', () => ({
  title: 'GRE PPTP',
  about: 'Enhanced GRE: carries the PPP packets of a PPTP call, numbered and acknowledged.',
  source: 'RFC 2637 §4.1',
  wireshark: 'gre',
  fields: {
    ...firstFlags(true),
    acknum_present: flag({ wireshark: 'gre.flags.ack' }),
    flags: bits(4, { wireshark: 'gre.flags.reserved' }),
    version: bits(3, { default: 1, wireshark: 'gre.flags.version' }),
    proto: protocol(0x880b),
    payload_len: when('key_present', u16({ measures: 'payload', wireshark: 'gre.key.payload_length' })),
    call_id: when('key_present', u16({ wireshark: 'gre.key.call_id', about: "the peer's number of the call" })),
    sequence_number: when('seqnum_present', u32({ wireshark: 'gre.sequence_number' })),
    ack_number: when('acknum_present', u32({ wireshark: 'gre.ack_number', about: 'highest number received' })),
  },
  columns: { 'gre.flags_and_version': flagsColumn },
}));
