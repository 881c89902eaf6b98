/** Networks: an address and the number of its bits that all its hosts share. */
import { checkOptions } from './known-options.ts';
import { compareAddresses } from './any-address.ts';
import { formatIpv4, isIpv4, isIpv6, parseIpv4, parseIpv6, readIpv6 } from './address.ts';
import { PacketwrightError } from './errors.ts';

/** IP version. */
export type Family = 4 | 6;

const bitsOf = (family: Family): number => (family === 4 ? 32 : 128);

/** An address as a number, for either family. */
interface AddressNumber {
  readonly family: Family;
  readonly value: bigint;
}

function toNumber(address: string): AddressNumber {
  if (isIpv4(address)) return { family: 4, value: BigInt(parseIpv4(address)) };
  if (isIpv6(address)) {
    const d = new DataView(parseIpv6(address).buffer);
    return { family: 6, value: (d.getBigUint64(0) << 64n) | d.getBigUint64(8) };
  }
  throw new PacketwrightError('ERR_ADDRESS', `'${address}' is neither an IPv4 nor an IPv6 address`, { text: address });
}

function toText(family: Family, value: bigint): string {
  if (family === 4) return formatIpv4(Number(value));
  const d = new DataView(new ArrayBuffer(16));
  d.setBigUint64(0, value >> 64n);
  d.setBigUint64(8, value & 0xffff_ffff_ffff_ffffn);
  return readIpv6(new Uint8Array(d.buffer), 0);
}

/** Ones in the host bits. */
const hostMask = (family: Family, length: number): bigint => (1n << BigInt(bitsOf(family) - length)) - 1n;

/** A network such as 10.0.0.0/30. Immutable. Iterating gives every address as text, the network address first. */
export class Prefix implements Iterable<string> {
  readonly family: Family;
  /** Bits of the network, 0 … 32 or 128. */
  readonly length: number;
  /** The address as given, host bits included: 10.0.0.5 for 10.0.0.5/24. */
  readonly address: string;
  readonly #first: bigint;

  /** @throws ERR_ADDRESS for text that is not an address, ERR_RANGE for an impossible length. */
  constructor(address: string, length: number) {
    const { family, value } = toNumber(address);
    checkLength(family, length, `${address}/${length}`);
    this.family = family;
    this.length = length;
    this.address = toText(family, value);
    this.#first = value & ~hostMask(family, length);
  }

  /** The first address: all host bits 0. */
  get network(): string {
    return toText(this.family, this.#first);
  }

  /** The last address: all host bits 1. For IPv4 this is the broadcast address; IPv6 has none, so it is the last address of the range. */
  get broadcast(): string {
    return toText(this.family, this.#first | hostMask(this.family, this.length));
  }

  get netmask(): string {
    return lengthToMask(this.length, this.family);
  }

  /** How many addresses, including the network and broadcast addresses. */
  get count(): bigint {
    return 1n << BigInt(bitsOf(this.family) - this.length);
  }

  /** Whether an address, or a whole other prefix, is inside this one; false for the other family. @throws ERR_ADDRESS */
  contains(other: string | Prefix): boolean {
    if (typeof other !== 'string') return other.family === this.family && other.length >= this.length && this.#covers(other.#first);
    const { family, value } = toNumber(other);
    return family === this.family && this.#covers(value);
  }

  #covers(value: bigint): boolean {
    return (value & ~hostMask(this.family, this.length)) === this.#first;
  }

  /** The address number `index`; negative numbers count from the end: -1 is the last. @throws ERR_RANGE */
  at(index: number | bigint): string {
    const i = BigInt(index);
    const count = this.count;
    if (i >= count || i < -count)
      throw new PacketwrightError('ERR_RANGE', `${this.toString()} has ${count} addresses: ${i} is out of range`, { index });
    return toText(this.family, this.#first + (i < 0n ? i + count : i));
  }

  *[Symbol.iterator](): Iterator<string> {
    const last = this.#first + this.count;
    for (let value = this.#first; value < last; value++) yield toText(this.family, value);
  }

  /**
   * The addresses that hosts can use: all but the network and broadcast addresses; every address of a /31 (RFC 3021), a /32 or an IPv6
   * prefix.
   */
  *hosts(): IterableIterator<string> {
    const edges = this.family === 6 || this.length >= 31 ? 0n : 1n;
    const last = this.#first + this.count - edges;
    for (let value = this.#first + edges; value < last; value++) yield toText(this.family, value);
  }

  equals(other: Prefix): boolean {
    return this.family === other.family && this.length === other.length && this.#first === other.#first;
  }

  /** `10.0.0.0/30`: the network, without host bits that were given. */
  toString(): string {
    return `${this.network}/${this.length}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

/** Options of {@link parsePrefix}. */
export interface PrefixOptions {
  /** Also accept scapy's short IPv4 forms, which leave out octets at the end: `10/8`, `192.168/16`. */
  readonly short?: boolean;
}

/**
 * `10.0.0.0/30`, `2001:db8::/64`, `10.0.0.0/255.255.255.252`; an address alone is a /32 or /128.
 * @throws ERR_ADDRESS, ERR_RANGE for a length that the family cannot have.
 */
export function parsePrefix(text: string, options: PrefixOptions = {}): Prefix {
  checkOptions('parsePrefix', options, { short: true });
  const slash = text.indexOf('/');
  let address = slash < 0 ? text : text.slice(0, slash);
  if (options.short === true && slash >= 0 && /^\d+(\.\d+){0,2}$/.test(address)) {
    address += '.0'.repeat(4 - address.split('.').length);
  }
  const family: Family | undefined = isIpv4(address) ? 4 : isIpv6(address) ? 6 : undefined;
  if (family === undefined) {
    const large = /^\d+(?:\.\d+){3}$/.test(address) ? address.split('.').find((part) => Number(part) > 255) : undefined;
    if (large !== undefined)
      throw new PacketwrightError('ERR_ADDRESS', `'${text}' is not an address: each of its numbers is at most 255, and ${large} is more`, {
        text,
      });
    throw new PacketwrightError('ERR_ADDRESS', `'${text}' is not a prefix: expected the form 192.0.2.0/24 or 2001:db8::/32`, { text });
  }
  if (slash < 0) return new Prefix(address, bitsOf(family));
  const rest = text.slice(slash + 1);
  if (/^\d{1,3}$/.test(rest)) return new Prefix(address, Number(rest));
  if (family === 4 && isIpv4(rest)) return new Prefix(address, maskToLength(rest));
  throw new PacketwrightError('ERR_ADDRESS', `'${text}' is not a prefix: expected a number of bits after the slash, found '${rest}'`, {
    text,
  });
}

function checkLength(family: Family, length: number, what: string): void {
  if (!Number.isInteger(length) || length < 0 || length > bitsOf(family))
    throw new PacketwrightError('ERR_RANGE', `${what}: expected a length of 0 … ${bitsOf(family)} for IPv${family}`, { length });
}

/** `'255.255.255.0'` → 24 (libdnet's mtob). @throws ERR_ADDRESS; ERR_VALUE when a one bit follows a zero bit. */
export function maskToLength(mask: string): number {
  const { family, value } = toNumber(mask);
  const zeros = ~value & ((1n << BigInt(bitsOf(family))) - 1n);
  // Host bits alone are one less than a power of two.
  if ((zeros & (zeros + 1n)) !== 0n)
    throw new PacketwrightError('ERR_VALUE', `'${mask}' is not a netmask: expected one bits, then zero bits`, { text: mask });
  return bitsOf(family) - (zeros === 0n ? 0 : zeros.toString(2).length);
}

/** 24 → `'255.255.255.0'` (libdnet's btom). @throws ERR_RANGE */
export function lengthToMask(length: number, family: Family = 4): string {
  checkLength(family, length, `a netmask of ${length} bits`);
  return toText(family, ((1n << BigInt(bitsOf(family))) - 1n) & ~hostMask(family, length));
}

/** Orders networks, for `sort`: IPv4 before IPv6, then by first address, then the larger network first. */
export function comparePrefixes(a: Prefix, b: Prefix): number {
  return compareAddresses(a.network, b.network) || a.length - b.length;
}
