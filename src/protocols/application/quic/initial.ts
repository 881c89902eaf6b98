/**
 * What QUIC's Initial packets say. They are encrypted with keys that everybody can make of the connection id that the client sent first to (RFC
 * 9001 §5.2, RFC 9369 §3.3): so nobody meddles with them by mistake. They are opened when somebody asks, and stay as they are.
 */
import { aesBlock, openGcm, roundKeys } from '../../../bytes/crypto/aes-gcm.ts';
import { hkdfExpand, hmacSha256 } from '../../../bytes/crypto/sha256.ts';
import { equalOctets } from '../../../bytes/equal-octets.ts';
import { fromHex } from '../../../bytes/hex.ts';
import { utf8Octets } from '../../../bytes/text.ts';

/** The salt and the words of a version's labels; others have none that we know. */
interface Version {
  readonly salt: string;
  readonly words: string;
}
const V1 = { salt: '38762cf7f55934b34d179ae6a4c80cadccbb7f0a', words: 'quic ' };
const V2 = { salt: '0dede3def700a6db819381be6e269dcbf9bd2ed9', words: 'quicv2 ' };
const DRAFT = { salt: 'afbfec289993d24c9e9786f19c6111e04390a899', words: 'quic ' };
/** draft-ietf-quic-tls-29 to 32 §5.2 have one salt, 33 and 34 the one of version 1. */
const versionOf = (version: number): Version | undefined => {
  if (version === 1 || version === 0xff000021 || version === 0xff000022) return V1;
  if (version === 0x6b3343cf) return V2;
  return version >= 0xff00001d && version <= 0xff000020 ? DRAFT : undefined;
};

/** HKDF-Expand-Label (RFC 8446 §7.1). */
function labelled(secret: Uint8Array, label: string, n: number): Uint8Array {
  const text = utf8Octets(`tls13 ${label}`);
  return hkdfExpand(secret, Uint8Array.of(0, n, text.length, ...text, 0), n);
}

interface Keys {
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
  readonly head: Uint8Array;
}

function keysOf({ salt, words }: Version, id: Uint8Array, from: 'client' | 'server'): Keys {
  const secret = labelled(hmacSha256(fromHex(salt), id), `${from} in`, 32);
  return {
    key: roundKeys(labelled(secret, `${words}key`, 16)),
    iv: labelled(secret, `${words}iv`, 12),
    head: roundKeys(labelled(secret, `${words}hp`, 16)),
  };
}

/** An Initial that was opened. */
export interface Opened {
  readonly packetNumber: number;
  readonly packetNumberLength: number;
  /** Its frames. */
  readonly payload: Uint8Array;
}

const TAG = 16;
/** The sample for the head's protection begins so far behind the packet number's beginning (RFC 9001 §5.4.2). */
const SAMPLE = 4;

/** Opens the packet that `header` begins and `rest` follows: its number, its frames, its tag. */
function opened(header: Uint8Array, rest: Uint8Array, { key, iv, head }: Keys): Opened | undefined {
  const mask = aesBlock(head, rest.subarray(SAMPLE, SAMPLE + 16));
  const first = (header[0] as number) ^ ((mask[0] as number) & 0x0f);
  const length = (first & 3) + 1;
  const associated = new Uint8Array(header.length + length);
  associated.set(header);
  associated[0] = first;
  const nonce = iv.slice();
  let packetNumber = 0;
  for (let i = 0; i < length; i++) {
    const x = (rest[i] as number) ^ (mask[1 + i] as number);
    associated[header.length + i] = x;
    packetNumber = packetNumber * 256 + x;
    const at = nonce.length - length + i;
    nonce[at] = (nonce[at] as number) ^ x;
  }
  const payload = openGcm(key, nonce, associated, rest.subarray(length));
  return payload === undefined ? undefined : { packetNumber, packetNumberLength: length, payload };
}

/** What was opened last: several questions about one packet mostly come one after another. */
let last: { readonly octets: Uint8Array; readonly ids: string; readonly result: Opened | undefined } | undefined;

/**
 * Opens an Initial: `octets` are all of it, of which the last `sealed` are encrypted. `ids` are those that may have been the first, the likeliest first,
 * as hexadecimal. Undefined where none of them opens it. It takes some 400 µs an id and direction.
 */
export function openInitial(octets: Uint8Array, sealed: number, version: number, ids: readonly string[]): Opened | undefined {
  const known = versionOf(version);
  if (known === undefined || sealed < SAMPLE + 16 + TAG) return undefined;
  const key = ids.join();
  if (last !== undefined && last.ids === key && equalOctets(last.octets, octets)) return last.result;
  const header = octets.subarray(0, octets.length - sealed),
    rest = octets.subarray(octets.length - sealed);
  let result: Opened | undefined;
  for (const id of ids) for (const from of ['client', 'server'] as const) result ??= opened(header, rest, keysOf(known, fromHex(id), from));
  last = { octets: octets.slice(), ids: key, result };
  return result;
}
