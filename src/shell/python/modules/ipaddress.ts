/** The module `ipaddress`. */
import { formatIpv4, readIpv6 } from '../../../bytes/address.ts';
import { parseAddress } from '../../../bytes/any-address.ts';
import type { BinaryOperator, Comparison } from '../../runtime.ts';
import { BINARY, COMPARE, CONTAINS, HASH, INTEGER, ITEM, ITERATE, REPR, STR, UNKNOWN } from '../behaviour.ts';
import { attributes, functions, methods } from '../callable.ts';
import { bytesOf } from '../containers/octets.ts';
import { index } from '../containers/slices.ts';
import { exceptionType, indexError, valueError, valueErrorType } from '../errors.ts';
import { Iter } from '../iterate.ts';
import { asInt, int } from '../kinds.ts';
import { str, textRepr } from '../text/repr.ts';
import { CLASS, objectType, Type } from '../types.ts';

type Family = 4 | 6;
const BITS = { 4: 32, 6: 128 } as const;
const type = (name: string): Type => new Type(name, [objectType], { module: 'ipaddress' });
const addressTypes = { 4: type('IPv4Address'), 6: type('IPv6Address') } as const;
const networkTypes = { 4: type('IPv4Network'), 6: type('IPv6Network') } as const;

function textOf(value: bigint, family: Family): string {
  if (family === 4) return formatIpv4(Number(value));
  const octets = Uint8Array.from({ length: 16 }, (_, i) => Number((value >> BigInt(8 * (15 - i))) & 255n));
  return readIpv6(octets, 0);
}

const toBytes = (value: bigint, family: Family): Uint8Array => {
  const size = BITS[family] / 8;
  return Uint8Array.from({ length: size }, (_, i) => Number((value >> BigInt(8 * (size - 1 - i))) & 255n));
};

function order(operator: Comparison, a: bigint, b: bigint): unknown {
  switch (operator) {
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    default:
      return UNKNOWN;
  }
}

class Address {
  readonly value: bigint;
  readonly family: Family;
  constructor(value: bigint, family: Family) {
    this.value = value;
    this.family = family;
  }
  get [CLASS](): Type {
    return addressTypes[this.family];
  }
  [INTEGER](): number | bigint {
    return int(this.value);
  }
  [STR](): string {
    return textOf(this.value, this.family);
  }
  [REPR](): string {
    return `${addressTypes[this.family].name}('${this[STR]()}')`;
  }
  [HASH](): string {
    return `ip${this.family} ${this.value}`;
  }
  [COMPARE](operator: Comparison, other: unknown): unknown {
    return other instanceof Address && other.family === this.family ? order(operator, this.value, other.value) : UNKNOWN;
  }
  [BINARY](operator: BinaryOperator, other: unknown, reversed: boolean): unknown {
    const number = asInt(other);
    if (number === undefined || reversed || (operator !== '+' && operator !== '-')) return UNKNOWN;
    return new Address(operator === '+' ? this.value + BigInt(number) : this.value - BigInt(number), this.family);
  }
  within(...networks: readonly string[]): boolean {
    return networks.some((text) => network(text, false)[CONTAINS](this));
  }
}

class Network {
  readonly base: bigint;
  readonly length: number;
  readonly family: Family;
  constructor(base: bigint, length: number, family: Family) {
    this.base = base;
    this.length = length;
    this.family = family;
  }
  get [CLASS](): Type {
    return networkTypes[this.family];
  }
  get size(): bigint {
    return 1n << BigInt(BITS[this.family] - this.length);
  }
  at(place: bigint): Address {
    return new Address(this.base + place, this.family);
  }
  *[Symbol.iterator](): Generator<Address> {
    for (let i = 0n; i < this.size; i++) yield this.at(i);
  }
  *hosts(): Generator<Address> {
    const edge = BITS[this.family] - this.length < 2 ? 0n : 1n;
    const last = this.family === 4 ? edge : 0n;
    for (let i = edge; i < this.size - last; i++) yield this.at(i);
  }
  [ITERATE](): Iterable<unknown> {
    return this;
  }
  [CONTAINS](what: unknown): boolean {
    if (what instanceof Network) return what.base >= this.base && what.base + what.size <= this.base + this.size;
    return what instanceof Address && what.family === this.family && what.value >= this.base && what.value < this.base + this.size;
  }
  [ITEM](key: unknown): unknown {
    const i = BigInt(index(key) ?? 0);
    const place = i < 0n ? i + this.size : i;
    if (place < 0n || place >= this.size) throw indexError('address out of range');
    return this.at(place);
  }
  [STR](): string {
    return `${textOf(this.base, this.family)}/${this.length}`;
  }
  [REPR](): string {
    return `${networkTypes[this.family].name}('${this[STR]()}')`;
  }
  [HASH](): string {
    return `net ${this[STR]()}`;
  }
  [COMPARE](operator: Comparison, other: unknown): unknown {
    if (!(other instanceof Network)) return UNKNOWN;
    return order(operator, (this.base << 8n) | BigInt(this.length), (other.base << 8n) | BigInt(other.length));
  }
}

function address(given: unknown, family?: Family): Address {
  const number = asInt(given);
  if (number !== undefined) return new Address(BigInt(number), family ?? (number < 2 ** 32 ? 4 : 6));
  if (given instanceof Address) return given;
  let octets = bytesOf(given);
  try {
    octets ??= parseAddress(str(given));
  } catch {
    throw valueError(`${textRepr(str(given))} does not appear to be an IPv4 or IPv6 address`);
  }
  if (family !== undefined && octets.length * 8 !== BITS[family])
    throw valueError(`${textRepr(str(given))} does not appear to be an IPv${family} address`);
  return new Address(
    octets.reduce((sum, one) => (sum << 8n) | BigInt(one), 0n),
    octets.length === 4 ? 4 : 6,
  );
}

function network(given: unknown, strict: boolean): Network {
  if (given instanceof Network) return given;
  const [host = '', mask] = str(given).split('/');
  let at: Address;
  try {
    at = address(host);
  } catch {
    throw valueError(`${textRepr(str(given))} does not appear to be an IPv4 or IPv6 network`);
  }
  const bits = BITS[at.family];
  const length = mask === undefined ? bits : /^\d+$/.test(mask) ? Number(mask) : prefixOf(address(mask, 4).value);
  if (length > bits) throw valueError(`${textRepr(str(given))} does not appear to be an IPv4 or IPv6 network`);
  const size = 1n << BigInt(bits - length);
  if (strict && at.value % size !== 0n) throw valueError(`${str(given)} has host bits set`);
  return new Network(at.value - (at.value % size), length, at.family);
}

const prefixOf = (mask: bigint): number => [...mask.toString(2)].filter((one) => one === '1').length;

let made = false;
function prepare(): void {
  if (made) return;
  made = true;
  const v4 = (self: Address, ...four: string[]) => self.family === 4 && self.within(...four);
  for (const family of [4, 6] as const) {
    addressTypes[family].make = (_, [given]) => address(given, family);
    networkTypes[family].make = (_, [given, strict], named) => network(given, (strict ?? named['strict']) !== false);
    attributes(addressTypes[family], {
      version: (self: Address) => self.family,
      packed: (self: Address) => toBytes(self.value, self.family),
      max_prefixlen: (self: Address) => BITS[self.family],
      exploded: (self: Address) =>
        self.family === 4 ? self[STR]() : (self.value.toString(16).padStart(32, '0').match(/.{4}/g) ?? []).join(':'),
      compressed: (self: Address) => self[STR](),
      is_loopback: (self: Address) => (self.family === 4 ? self.within('127.0.0.0/8') : self.value === 1n),
      is_multicast: (self: Address) => self.within(self.family === 4 ? '224.0.0.0/4' : 'ff00::/8'),
      is_link_local: (self: Address) => self.within(self.family === 4 ? '169.254.0.0/16' : 'fe80::/10'),
      is_unspecified: (self: Address) => self.value === 0n,
      is_private: (self: Address) =>
        v4(
          self,
          '0.0.0.0/8',
          '10.0.0.0/8',
          '127.0.0.0/8',
          '169.254.0.0/16',
          '172.16.0.0/12',
          '192.0.0.0/29',
          '192.0.0.170/31',
          '192.0.2.0/24',
          '192.168.0.0/16',
          '198.18.0.0/15',
          '198.51.100.0/24',
          '203.0.113.0/24',
          '240.0.0.0/4',
        ) ||
        (self.family === 6 &&
          self.within('::1/128', '::/128', '::ffff:0:0/96', '100::/64', '2001::/23', '2001:db8::/32', 'fc00::/7', 'fe80::/10')),
      reverse_pointer: (self: Address) =>
        self.family === 4
          ? `${self[STR]().split('.').reverse().join('.')}.in-addr.arpa`
          : `${[...self.value.toString(16).padStart(32, '0')].reverse().join('.')}.ip6.arpa`,
    });
    attributes(networkTypes[family], {
      version: (self: Network) => self.family,
      prefixlen: (self: Network) => self.length,
      num_addresses: (self: Network) => int(self.size),
      network_address: (self: Network) => self.at(0n),
      broadcast_address: (self: Network) => self.at(self.size - 1n),
      netmask: (self: Network) => new Address((1n << BigInt(BITS[self.family])) - self.size, self.family),
      hostmask: (self: Network) => new Address(self.size - 1n, self.family),
      with_prefixlen: (self: Network) => self[STR](),
    });
    methods(networkTypes[family], {
      'hosts()': (self: Network) => new Iter(self.hosts()),
      'subnets(prefixlen_diff=1, new_prefix=None)': (self: Network, more: number, length: number | null) =>
        new Iter(subnets(self, length ?? self.length + more)),
      'supernet(prefixlen_diff=1)': (self: Network, less: number) =>
        network(`${textOf(self.base, self.family)}/${self.length - less}`, false),
      'overlaps(other)': (self: Network, other: Network) => self[CONTAINS](other.at(0n)) || other[CONTAINS](self.at(0n)),
      'subnet_of(other)': (self: Network, other: Network) => other[CONTAINS](self),
      'supernet_of(other)': (self: Network, other: Network) => self[CONTAINS](other),
    });
  }
}

function* subnets(of: Network, length: number): Generator<Network> {
  const size = 1n << BigInt(BITS[of.family] - length);
  for (let at = of.base; at < of.base + of.size; at += size) yield new Network(at, length, of.family);
}

export function names(): Record<string, unknown> {
  prepare();
  return {
    IPv4Address: addressTypes[4],
    IPv6Address: addressTypes[6],
    IPv4Network: networkTypes[4],
    IPv6Network: networkTypes[6],
    AddressValueError: exceptionType('AddressValueError', valueErrorType, 'ipaddress'),
    NetmaskValueError: exceptionType('NetmaskValueError', valueErrorType, 'ipaddress'),
    ...functions({
      'ip_address(address)': (given: unknown) => address(given),
      'ip_network(address, strict=True)': (given: unknown, strict: unknown) => network(given, strict !== false),
    }),
  };
}
