/** Messages on a stream, each behind its length: DNS over TCP and its like. Pieces go in as they come, whole messages come out. */
import { PacketwrightError } from '../../../bytes/errors.ts';

/** Octets of the length before each message (RFC 1035 §4.2.2). */
const LENGTH = 2;

/** A message behind its length. @throws ERR_TOO_LARGE for more octets than the length can say */
export function withLength(message: Uint8Array): Uint8Array {
  if (message.length > 0xffff)
    throw new PacketwrightError('ERR_TOO_LARGE', `a message of ${message.length} octets; the most on a stream is 65535`, {
      length: message.length,
    });
  const octets = new Uint8Array(LENGTH + message.length);
  octets[0] = message.length >>> 8;
  octets[1] = message.length;
  octets.set(message, LENGTH);
  return octets;
}

/** Messages of a stream in order; each is yours to keep. @throws ERR_TRUNCATED when the stream ends within one */
export async function* lengthPrefixed(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let kept = new Uint8Array(0);
  for await (const chunk of chunks) {
    const all = kept.length === 0 ? chunk : joined(kept, chunk);
    let at = 0;
    for (let end = endOf(all, at); end <= all.length; end = endOf(all, at)) {
      yield all.slice(at + LENGTH, end);
      at = end;
    }
    kept = all.slice(at);
  }
  if (kept.length > 0)
    throw new PacketwrightError('ERR_TRUNCATED', `the stream ended after ${kept.length} octets of a message`, { had: kept.length });
}

/** Where the message at `at` ends; past all octets while its length is not there. */
const endOf = (b: Uint8Array, at: number): number =>
  at + LENGTH > b.length ? Number.POSITIVE_INFINITY : at + LENGTH + (((b[at] as number) << 8) | (b[at + 1] as number));

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
