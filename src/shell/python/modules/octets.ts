/** The modules `binascii`, `base64` and `hashlib`. */
import { createHash, createHmac } from 'node:crypto';
import { crc32 as crcOf } from '../../../bytes/crc.ts';
import { GET, REPR, UNKNOWN } from '../behaviour.ts';
import { type Builtin, functions } from '../callable.ts';
import { exceptionType, typeError, valueError, valueErrorType, PyError } from '../errors.ts';
import { fromLatin1, join, latin1, needBytes } from '../containers/octets.ts';
import { hex, unhex } from '../text/codecs.ts';

const binasciiError = exceptionType('Error', valueErrorType, 'binascii');

/** Text or octets, as functions of these modules take it. */
const octetsOf = (given: unknown): Uint8Array => (typeof given === 'string' ? fromLatin1(given) : needBytes(given));

function fromHex(given: unknown): Uint8Array {
  try {
    return unhex(latin1(octetsOf(given)));
  } catch (error) {
    throw new PyError(binasciiError, [(error as Error).message]);
  }
}

function fromBase64(given: unknown): Uint8Array {
  const text = latin1(octetsOf(given)).replace(/[^A-Za-z0-9+/=]/g, '');
  if (text.replaceAll('=', '').length % 4 === 1)
    throw new PyError(binasciiError, [
      `Invalid base64-encoded string: number of data characters (${text.replaceAll('=', '').length}) cannot be 1 more than a multiple of 4`,
    ]);
  if (text.length % 4 !== 0) throw new PyError(binasciiError, ['Incorrect padding']);
  return new Uint8Array(Buffer.from(text, 'base64'));
}

const base64 = (octets: Uint8Array): string => Buffer.from(octets).toString('base64');

export function binascii(): Record<string, unknown> {
  const toHex = (given: unknown, separator: unknown): Uint8Array => {
    const text = hex(needBytes(given));
    const by = separator === null ? '' : typeof separator === 'string' ? separator : latin1(needBytes(separator));
    return fromLatin1(by === '' ? text : (text.match(/../g) ?? []).join(by));
  };
  const table = functions({
    'hexlify(data, sep=None)': toHex,
    'b2a_hex(data, sep=None)': toHex,
    'unhexlify(hexstr, /)': fromHex,
    'a2b_hex(hexstr, /)': fromHex,
    'crc32(data, crc=0, /)': (given: unknown, start: number) => crcOf(needBytes(given), 0, undefined, start),
    'b2a_base64(data, *, newline=True)': (given: unknown, newline: unknown) =>
      fromLatin1(base64(needBytes(given)) + (newline === false ? '' : '\n')),
    'a2b_base64(data, /)': fromBase64,
  });
  return { ...table, Error: binasciiError };
}

export function base64Module(): Record<string, unknown> {
  const decodeUrl = (given: unknown) => fromBase64(latin1(octetsOf(given)).replaceAll('-', '+').replaceAll('_', '/'));
  const encodeUrl = (given: unknown) => fromLatin1(base64(needBytes(given)).replaceAll('+', '-').replaceAll('/', '_'));
  const noText = (given: unknown) => {
    if (typeof given === 'string') throw typeError("a bytes-like object is required, not 'str'");
    return needBytes(given);
  };
  return functions({
    'b64encode(s, altchars=None)': (given: unknown) => fromLatin1(base64(noText(given))),
    'b64decode(s, altchars=None, validate=False)': fromBase64,
    'standard_b64encode(s)': (given: unknown) => fromLatin1(base64(noText(given))),
    'standard_b64decode(s)': fromBase64,
    'urlsafe_b64encode(s)': encodeUrl,
    'urlsafe_b64decode(s)': decodeUrl,
    'encodebytes(s)': (given: unknown) => fromLatin1(base64(noText(given)).replace(/.{1,76}/g, '$&\n')),
    'decodebytes(s)': fromBase64,
    'b16encode(s)': (given: unknown) => fromLatin1(hex(noText(given)).toUpperCase()),
    'b16decode(s, casefold=False)': fromHex,
    'b32encode(s)': (given: unknown) => fromLatin1(base32(noText(given))),
    'b32decode(s, casefold=False)': (given: unknown) => fromBase32(latin1(octetsOf(given))),
  });
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function base32(octets: Uint8Array): string {
  const bits = Array.from(octets, (one) => one.toString(2).padStart(8, '0')).join('');
  const letters = (bits.match(/.{1,5}/g) ?? []).map((five) => LETTERS[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
  return letters.padEnd(Math.ceil(letters.length / 8) * 8, '=');
}

function fromBase32(text: string): Uint8Array {
  const bits = Array.from(text.replaceAll('=', ''), (one) => {
    const at = LETTERS.indexOf(one);
    if (at < 0) throw new PyError(binasciiError, ['Non-base32 digit found']);
    return at.toString(2).padStart(5, '0');
  }).join('');
  return Uint8Array.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
}

const NAMES = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'] as const;

/** `hashlib.sha256(b'…')`, to which more can be added. */
class Hash {
  readonly #name: string;
  readonly #key: Uint8Array | undefined;
  #octets: Uint8Array;

  constructor(name: string, octets: Uint8Array, key?: Uint8Array) {
    this.#name = name;
    this.#octets = octets;
    this.#key = key;
  }

  #digest(): Uint8Array {
    const hash = this.#key === undefined ? createHash(this.#name) : createHmac(this.#name, this.#key);
    return new Uint8Array(hash.update(this.#octets).digest());
  }

  [GET](name: string): unknown {
    if (name === 'name') return this.#name;
    if (name === 'digest_size') return this.#digest().length;
    if (name === 'block_size') return /384|512/.test(this.#name) ? 128 : 64;
    const table: Record<string, Builtin> = functions({
      'update(data, /)': (more: unknown) => {
        this.#octets = join([this.#octets, needBytes(more)]);
        return null;
      },
      'digest()': () => this.#digest(),
      'hexdigest()': () => hex(this.#digest()),
      'copy()': () => new Hash(this.#name, this.#octets, this.#key),
    });
    return table[name] ?? UNKNOWN;
  }

  [REPR](): string {
    return `<${this.#name} _hashlib.HASH object>`;
  }
}

export function hashlib(): Record<string, unknown> {
  const one = (name: string) => (given: unknown) => {
    if (typeof given === 'string') throw typeError('Strings must be encoded before hashing');
    return new Hash(name, needBytes(given));
  };
  return functions({
    ...Object.fromEntries(
      NAMES.map((name) => [
        `${name}(string=b'', *, usedforsecurity=True)`.replace("=b''", '=?'),
        (given: unknown) => one(name)(given ?? new Uint8Array()),
      ]),
    ),
    'new(name, string=?)': (name: string, given: unknown) => {
      if (!(NAMES as readonly string[]).includes(name)) throw valueError(`unsupported hash type ${name}`);
      return one(name)(given ?? new Uint8Array());
    },
  });
}

export function hmac(): Record<string, unknown> {
  const nameOf = (mode: unknown): string => (typeof mode === 'string' ? mode : String((mode as { name?: unknown } | null)?.name ?? 'md5'));
  return functions({
    'new(key, msg=None, digestmod=?)': (key: unknown, message: unknown, mode: unknown) =>
      new Hash(nameOf(mode), message === null ? new Uint8Array() : needBytes(message), needBytes(key)),
  });
}
