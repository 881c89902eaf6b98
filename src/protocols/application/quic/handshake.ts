/** Initial packets as they are asked: their numbers, their frames, and the handshake of TLS in them. @see RFC 9001 §4.1.3, §5.2 */
import { toHex } from '../../../bytes/hex.ts';
import { knownOf } from '../../../packet/fields/known.ts';
import { readRecord, recordEnd } from '../../../packet/fields/nested.ts';
import type { Field, VariableKind } from '../../../packet/spec/field.ts';
import { field } from '../../../packet/spec/field.ts';
import { gatherRecord, namesOfRecord } from '../../../packet/spec/inside.ts';
import type { AnyLayer, ColumnFunction } from '../../../packet/spec/spec.ts';
import { TLSClientHello, TLSServerHello } from '../tls/handshake.ts';
import { cryptoOf, type Frame, framesOf } from './frames.ts';
import { openInitial, type Opened } from './initial.ts';

/** What is asked of a view of an Initial. */
export interface Initial {
  readonly Version: number;
  readonly DstConnID: Uint8Array;
  readonly data: Uint8Array;
}

/** The messages that Initial packets carry in clear, by their types (RFC 8446 §4). */
const messages = (): Readonly<Record<number, AnyLayer>> => ({
  1: TLSClientHello as unknown as AnyLayer,
  2: TLSServerHello as unknown as AnyLayer,
});

/** The Initial whose layer begins at `start` of `b`; undefined where it does not open: damaged, edited, or of a conversation whose beginning nobody saw. */
function openedOf(initial: Initial, b: Uint8Array, start: number, data = initial.data): Opened | undefined {
  const known = (knownOf(initial) as { readonly ids?: readonly string[] } | undefined)?.ids ?? [];
  const own = toHex(initial.DstConnID);
  const end = data.byteOffset - b.byteOffset + data.length;
  // A client's first packets are sent to the id that the keys are of.
  return openInitial(b.subarray(start, end), data.length, initial.Version, [own, ...known.filter((id) => id !== own)]);
}

type Values = Frame['values'];
const NUMBERS = [
  'padding_length',
  'ack.largest_acknowledged',
  'ack.ack_delay',
  'ack.ack_range_count',
  'ack.first_ack_range',
  'ack.gap',
  'ack.ack_range',
  'ack.ect0_count',
  'ack.ect1_count',
  'ack.ecn_ce_count',
  'crypto.offset',
  'crypto.length',
  'cc.error_code',
  'cc.error_code.app',
  'cc.frame_type',
  'cc.reason_phrase.length',
] as const;

const ofFrames =
  (of: (frame: Frame) => Values[string] | undefined): ColumnFunction<any> =>
  (initial: Initial, { b, start }) => {
    const found = openedOf(initial, b, start);
    const values = found === undefined ? [] : framesOf(found.payload).flatMap((frame) => of(frame) ?? []);
    return values.length === 0 ? undefined : (values as number[]);
  };

/** Wireshark's names of what an Initial says when it is opened. */
export const initialColumns: Readonly<Record<string, ColumnFunction<any>>> = {
  'quic.packet_number': (initial: Initial, { b, start }) => openedOf(initial, b, start)?.packetNumber,
  'quic.packet_number_length': (initial: Initial, { b, start }) => {
    const found = openedOf(initial, b, start);
    // As it stands in the header: less one (RFC 9000 §17.2).
    return found === undefined ? undefined : found.packetNumberLength - 1;
  },
  'quic.frame_type': ofFrames(({ type }) => type),
  ...Object.fromEntries(NUMBERS.map((name) => [`quic.${name}`, ofFrames(({ values }) => values[name])])),
};

/** Handshake messages in the octets of a stream of CRYPTO frames, each with its layer and where it ends. */
function* messagesIn(crypto: Uint8Array): Iterable<readonly [layer: AnyLayer, from: number, to: number]> {
  const layers = messages();
  for (let at = 0; at + 4 <= crypto.length; ) {
    const to = at + 4 + (((crypto[at + 1] as number) << 16) | ((crypto[at + 2] as number) << 8) | (crypto[at + 3] as number));
    const layer = layers[crypto[at] as number];
    if (layer === undefined || to > crypto.length) return;
    yield [layer, at, to];
    at = to;
  }
}

/** The octets of an Initial, which have the handshake's names inside; for who reads them they are octets. */
export function sealedHandshake<R, G>(f: Field<R, G>): Field<R, G> {
  const kind: VariableKind = {
    ...(f.kind as VariableKind),
    inside: {
      *names(seen) {
        for (const layer of Object.values(messages())) yield* namesOfRecord(layer, seen);
      },
      gather: (search, b, at, end, { self, start }) => {
        const found = openedOf(self as unknown as Initial, b, start, b.subarray(at, end));
        if (found === undefined) return;
        const crypto = cryptoOf(framesOf(found.payload));
        for (const [layer, from, to] of messagesIn(crypto))
          if (recordEnd(layer, crypto, from, to, from) === to) gatherRecord(search, readRecord(layer, crypto, from, to, from));
      },
    },
  };
  return field(kind as never, f.options) as unknown as Field<R, G>;
}
