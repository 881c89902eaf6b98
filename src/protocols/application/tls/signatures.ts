/**
 * Names of signature algorithms in messages that have them in TLS 1.2 and not before, and do not say so: they are there where the lengths
 * behind them take all that is left. @see RFC 5246 §7.4.3, §7.4.4
 */
const u16At = (b: Uint8Array, at: number): number => ((b[at] as number) << 8) | (b[at + 1] as number);

/** A key of a named curve, its signature's algorithm, and the signature (RFC 8422 §5.4). */
const NAMED_CURVE = 3;

/** The algorithm by which a server's key is signed, where it is a key of a named curve; undefined where it is not named. */
export function signatureOfKey(params: Uint8Array): number | undefined {
  if (params.length < 4 || params[0] !== NAMED_CURVE) return undefined;
  const at = 4 + (params[3] as number);
  return at + 4 <= params.length && at + 4 + u16At(params, at + 2) === params.length ? u16At(params, at) : undefined;
}

/** The algorithms of a request for a certificate, which stand before its authorities. */
export function signaturesOfRequest(rest: Uint8Array): number[] {
  if (rest.length < 4) return [];
  const octets = u16At(rest, 0);
  if (octets % 2 !== 0 || octets + 4 > rest.length || octets + 4 + u16At(rest, octets + 2) !== rest.length) return [];
  return Array.from({ length: octets / 2 }, (_, i) => u16At(rest, 2 + 2 * i));
}
