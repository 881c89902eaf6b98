/** What every chunk of SCTP has: its head, and what stands behind it. @see RFC 9260 §3.2 */
import { bits, flag, u16, u32, u8 } from '../../packet/fields/integers.ts';
import { octets } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';
import { Raw } from '../../packet/layer/raw.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';

const CHUNK_TYPES = {
  data: 0,
  init: 1,
  'init-ack': 2,
  sack: 3,
  'heartbeat-req': 4,
  'heartbeat-ack': 5,
  abort: 6,
  shutdown: 7,
  'shutdown-ack': 8,
  error: 9,
  'cookie-echo': 10,
  'cookie-ack': 11,
  'shutdown-complete': 14,
  authentication: 15,
  'nr-sack': 16,
  'i-data': 64,
  'address-configuration-ack': 0x80,
  're-configuration': 0x82,
  pad: 0x84,
  'forward-tsn': 0xc0,
  'address-configuration': 0xc1,
  'i-forward-tsn': 0xc2,
} as const;

/** Fills a chunk up to a multiple of 4 octets. @see RFC 9260 §3.2 */
export const SCTPChunkPadding = layer('SCTPChunkPadding', () => ({
  title: 'SCTP chunk padding',
  about: 'Fills a chunk up to a multiple of 4 octets; its length does not count it.',
  source: 'RFC 9260 §3.2',
  wireshark: '',
  fields: { pad: octets({ wireshark: 'sctp.chunk_padding' }) },
}));

/** Chunks stand one behind another, each at a multiple of 4 octets (RFC 9260 §3, §3.2). */
export const chunk = {
  wireshark: '',
  repeats: (): AnyLayer => SCTPChunkUnknown,
  filling: { to: 4, layer: () => SCTPChunkPadding },
} as const;

export const type = (number: number) => u8({ default: number, names: CHUNK_TYPES, wireshark: 'sctp.chunk_type' });
const flags = () => u8({ hex: true, wireshark: 'sctp.chunk_flags' });
/** Octets of the chunk without its padding (RFC 9260 §3.2). */
export const length = (measures: 'header' | 'layer' = 'header') => u16({ measures, wireshark: 'sctp.chunk_length' });
/** The octet of flags, where its bits are fields. */
export const flagsColumn = {
  'sctp.chunk_flags': { hex: 8, of: (_chunk: unknown, { b, start }: { b: Uint8Array; start: number }) => b[start + 1] as number },
};
/** A transmission sequence number, which counts around (RFC 9260 §1.6). */
export const tsn = (about = 'transmission sequence number') => u32({ modular: true, hex: true, about });
export const cumulative = () => tsn('the last number up to which all came');
/** What a chunk of a type has whose flags mean nothing. */
export const head = (number: number) => ({ type: type(number), flags: flags(), len: length() });
/** What one has that tells whose tag it bears (RFC 9260 §8.5.1). */
export const tagged = (number: number, bit: string) => ({
  type: type(number),
  reserved: bits(7),
  TCB: flag({ wireshark: `sctp.${bit}_t_bit`, about: 'the sender had no association: the tag is the one that it received' }),
  len: length(),
});

/** The flags of a chunk that carries a message, or a piece of one. */
export const dataFlags = () => ({
  reserved: bits(4),
  delay_sack: flag({ wireshark: 'sctp.data_i_bit' }),
  unordered: flag({ wireshark: 'sctp.data_u_bit' }),
  beginning: flag({ default: true, wireshark: 'sctp.data_b_bit', about: 'the first piece of a message' }),
  ending: flag({ default: true, wireshark: 'sctp.data_e_bit', about: 'the last one' }),
});

/** What a chunk carries that carries messages. */
export const payloadOfWhole = {
  to: (): readonly AnyLayer[] => [Raw as unknown as AnyLayer],
  // A piece of a message does not begin, or end, where the message does (§6.9).
  choose: ({ beginning, ending }: { readonly beginning: boolean; readonly ending: boolean }): AnyLayer | undefined =>
    beginning && ending ? undefined : (Raw as unknown as AnyLayer),
};

/** Stands where a chunk is expected; the type says which it is. Itself it is one of another type, or one that was cut short. @see RFC 9260 §3.2 */
export const SCTPChunkUnknown = layer('SCTPChunkUnknown', () => ({
  ...chunk,
  title: 'SCTP chunk',
  about: 'A chunk of an unknown type, or cut short.',
  source: 'RFC 9260 §3.2',
  // RFC 9260 §15.1 leaves 63 to extensions.
  fields: { ...head(63), data: octets() },
}));
