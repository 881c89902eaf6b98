/** The User-based Security Model's keys, digests and ciphers, by Node's crypto. @see RFC 3414; RFC 3826; RFC 7860 */
import { createCipheriv, createDecipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { didYouMean, nearest } from '../../../bytes/nearest.ts';
import { utf8Octets } from '../../../bytes/text.ts';

/** By net-snmp's names: the hash, and how much of its digest a message has (RFC 3414 §6, §7; RFC 7860 §4.2). */
const AUTHENTICATIONS = {
  MD5: { hash: 'md5', octets: 12 },
  SHA: { hash: 'sha1', octets: 12 },
  'SHA-224': { hash: 'sha224', octets: 16 },
  'SHA-256': { hash: 'sha256', octets: 24 },
  'SHA-384': { hash: 'sha384', octets: 32 },
  'SHA-512': { hash: 'sha512', octets: 48 },
} as const;

/** How messages are authenticated. */
export type SnmpAuthentication = keyof typeof AUTHENTICATIONS;
/** How they are encrypted: DES in CBC (RFC 3414 §8), AES-128 in CFB (RFC 3826). */
export type SnmpPrivacy = 'DES' | 'AES';

const PRIVACIES: readonly SnmpPrivacy[] = ['DES', 'AES'];

/** A name in any case, with or without a hyphen. @throws ERR_VALUE */
export function authenticationOf(name: string): SnmpAuthentication {
  const names = Object.keys(AUTHENTICATIONS) as SnmpAuthentication[];
  const plain = name.toUpperCase() === 'SHA1' ? 'SHA' : name.toUpperCase().replace(/^SHA-?(\d{3})$/, 'SHA-$1');
  return known('authentication', plain, names);
}
/** The same of privacy: `AES128` is AES. @throws ERR_VALUE */
export const privacyOf = (name: string): SnmpPrivacy => known('privacy', name.toUpperCase().replace(/^AES-?128$/, 'AES'), PRIVACIES);

function known<N extends string>(what: string, name: string, names: readonly N[]): N {
  const found = names.find((one) => one === name);
  if (found !== undefined) return found;
  throw new PacketwrightError('ERR_VALUE', `SNMP has no ${what} ${name}${didYouMean(nearest(name, names))}`, {
    value: name,
    remedy: `known: ${names.join(', ')}`,
  });
}

/** Octets of a message's digest. */
export const digestOctets = (authentication: SnmpAuthentication): number => AUTHENTICATIONS[authentication].octets;

const MEGABYTE = 1_048_576;
const LEAST_PASSWORD = 8;

/** A password as a key for one engine (RFC 3414 §2.6, A.2): a megabyte of it hashed, and that with the engine's number. @throws ERR_VALUE for fewer than 8 octets */
export function localKey(authentication: SnmpAuthentication, password: string, engineId: Uint8Array): Uint8Array {
  const octets = utf8Octets(password);
  if (octets.length < LEAST_PASSWORD)
    throw new PacketwrightError('ERR_VALUE', `a password of SNMP has ${LEAST_PASSWORD} octets at least, not ${octets.length}`);
  const { hash } = AUTHENTICATIONS[authentication];
  const long = new Uint8Array(MEGABYTE);
  long.set(octets);
  for (let n = octets.length; n < MEGABYTE; n *= 2) long.copyWithin(n, 0, Math.min(n, MEGABYTE - n));
  const key = createHash(hash).update(long).digest();
  return createHash(hash).update(key).update(engineId).update(key).digest();
}

/** Of a whole message whose own digest is zeros (RFC 3414 §6.3.1). */
export function digestOf(authentication: SnmpAuthentication, key: Uint8Array, message: Uint8Array): Uint8Array {
  const { hash, octets } = AUTHENTICATIONS[authentication];
  return Uint8Array.from(createHmac(hash, key).update(message).digest().subarray(0, octets));
}

export const sameDigest = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);

/** What a cipher is told beside the key. */
export interface PrivacyTerms {
  readonly privacy: SnmpPrivacy;
  readonly key: Uint8Array;
  readonly boots: number;
  readonly time: number;
  /** The eight octets that the message carries. */
  readonly salt: Uint8Array;
}

const KEY_OCTETS = { DES: 8, AES: 16 } as const;
const DES_BLOCK = 8;

function cipherOf({ privacy, key, boots, time, salt }: PrivacyTerms): {
  readonly name: string;
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
} {
  const own = key.subarray(0, KEY_OCTETS[privacy]);
  if (privacy === 'AES') {
    const iv = new Uint8Array(16);
    const view = new DataView(iv.buffer);
    view.setUint32(0, boots);
    view.setUint32(4, time);
    iv.set(salt, 8);
    return { name: 'aes-128-cfb', key: own, iv };
  }
  // Three times with one key is once (FIPS 46-3): OpenSSL 3 has single DES in a module that Node does not load.
  const iv = Uint8Array.from(salt, (octet, i) => octet ^ (key[DES_BLOCK + i] as number));
  return { name: 'des-ede3-cbc', key: Uint8Array.of(...own, ...own, ...own), iv };
}

/** DES fills up to 8 octets with zeros. */
export function encrypt(terms: PrivacyTerms, plain: Uint8Array): Uint8Array {
  const { name, key, iv } = cipherOf(terms);
  const cipher = createCipheriv(name, key, iv).setAutoPadding(false);
  const whole = terms.privacy === 'DES' ? filled(plain) : plain;
  return Uint8Array.from([...cipher.update(whole), ...cipher.final()]);
}

/** Undefined where there are not whole blocks. What DES was filled up with is still there. */
export function decrypt(terms: PrivacyTerms, secret: Uint8Array): Uint8Array | undefined {
  if (terms.salt.length !== 8 || (terms.privacy === 'DES' && secret.length % DES_BLOCK !== 0)) return undefined;
  const { name, key, iv } = cipherOf(terms);
  const decipher = createDecipheriv(name, key, iv).setAutoPadding(false);
  return Uint8Array.from([...decipher.update(secret), ...decipher.final()]);
}

function filled(plain: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.ceil(plain.length / DES_BLOCK) * DES_BLOCK);
  whole.set(plain);
  return whole;
}
