/** Random texts, octets and addresses for templates, by the names that scapy gave them. */
import { formatIpv4 } from '../../bytes/address.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { toHex } from '../../bytes/hex.ts';
import { parsePrefix } from '../../bytes/prefix.ts';
import type { Random } from '../../bytes/random.ts';
import { textsOf } from './random-pattern.ts';
import { exponential } from './random-values.ts';
import { octetValues } from './sets.ts';
import { Volatile } from '../spec/several.ts';

/** A number, or another each time. */
type Size = number | Volatile<number>;

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const shown = (...args: readonly unknown[]): string =>
  args
    .filter((a) => a !== undefined)
    .map((a) => (typeof a === 'string' ? `'${a}'` : String(a)))
    .join(', ');

/** As scapy draws a length that was not given: mostly short, a hundred on average. */
const sizeOf = (size: Size | undefined, r: Random): number =>
  size === undefined ? exponential(r, 0.01) : typeof size === 'number' ? size : size.draw(r);

const text = (r: Random, size: number, letters: string): string => {
  let out = '';
  for (let i = 0; i < size; i++) out += letters[r.below(letters.length)] as string;
  return out;
};

/** Letters and digits, or the characters given. */
export const RandString = (size?: Size, letters = LETTERS): Volatile<string> =>
  new Volatile(`RandString(${shown(size)})`, (r) => text(r, sizeOf(size, r), letters));

/** Any octets. */
export const RandBin = (size?: Size): Volatile<Uint8Array> => new Volatile(`RandBin(${shown(size)})`, (r) => r.octets(sizeOf(size, r)));

/** Text that contains none of the terminator's characters, then the terminator. */
export function RandTermString(size: Size, terminator: string): Volatile<string> {
  const letters = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i))
    .filter((c) => !terminator.includes(c))
    .join('');
  return new Volatile(`RandTermString(${shown(size, terminator)})`, (r) => text(r, sizeOf(size, r), letters) + terminator);
}

/** An IPv4 address: any, of a prefix (`10.0.0.0/8`), or of a pattern (`192.168.*.1-9`). @throws ERR_ADDRESS */
export function RandIP(pattern = '0.0.0.0/0'): Volatile<string> {
  const name = `RandIP(${shown(pattern)})`;
  if (!/[-,*]/.test(pattern)) {
    const prefix = parsePrefix(pattern, { short: true });
    return new Volatile(name, (r) => prefix.at(r.below(Number(prefix.count))));
  }
  const parts = pattern.split('.').map((part) => octetValues(part, pattern));
  if (parts.length !== 4)
    throw new PacketwrightError('ERR_ADDRESS', `'${pattern}': expected four parts such as 192.168.*.1-9`, { text: pattern });
  return new Volatile(name, (r) => formatIpv4(parts.reduce((n, values) => n * 256 + r.pick(values), 0)));
}

/** An IPv6 address: any, or of a prefix (`2001:db8::/32`). @throws ERR_ADDRESS */
export function RandIP6(prefix = '::/0'): Volatile<string> {
  const network = parsePrefix(prefix);
  if (network.family !== 6) throw new PacketwrightError('ERR_ADDRESS', `'${prefix}' is not an IPv6 prefix`, { text: prefix });
  return new Volatile(`RandIP6(${shown(prefix)})`, (r) =>
    network.at(BigInt.asUintN(128, (BigInt.asUintN(64, r.bigint64()) << 64n) | BigInt.asUintN(64, r.bigint64())) % network.count),
  );
}

/** A MAC address: any, or of a pattern: `02:00:*:*:*:00-0f`. @throws ERR_ADDRESS */
export function RandMAC(pattern = '*'): Volatile<string> {
  const parts = pattern.split(':');
  while (parts.length < 6) parts.push('*');
  const ranges = parts.map((part) => {
    const found = /^(?:\*|([\da-f]{1,2})(?:-([\da-f]{1,2}))?)$/i.exec(part);
    const low = Number.parseInt(found?.[1] ?? '0', 16),
      high = Number.parseInt(found?.[2] ?? found?.[1] ?? 'ff', 16);
    if (found === null || low > high || parts.length > 6)
      throw new PacketwrightError('ERR_ADDRESS', `'${pattern}': expected up to six of *, 0f or 00-0f with colons`, { text: pattern });
    return { low, n: high - low + 1 };
  });
  return new Volatile(`RandMAC(${shown(pattern)})`, (r) =>
    toHex(
      Uint8Array.from(ranges, ({ low, n }) => low + r.below(n)),
      ':',
    ),
  );
}

/** An object identifier: any, or of a pattern in which `*` is one number and `**` several. */
export function RandOID(pattern?: string): Volatile<string> {
  const several = (r: Random): string => Array.from({ length: 1 + exponential(r, 0.1) }, () => exponential(r, 0.01)).join('.');
  return new Volatile(`RandOID(${shown(pattern)})`, (r) =>
    pattern === undefined
      ? several(r)
      : pattern
          .split('.')
          .map((part) => (part === '**' ? several(r) : part === '*' ? exponential(r, 0.01) : part))
          .join('.'),
  );
}

/** A random UUID. @see RFC 9562 §5.4 (version 4) */
export const RandUUID = (): Volatile<string> =>
  new Volatile('RandUUID()', (r) => {
    const b = r.octets(16);
    b[6] = ((b[6] as number) & 0x0f) | 0x40;
    b[8] = ((b[8] as number) & 0x3f) | 0x80;
    return toHex(b).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  });

/** Text that a regular expression describes (a subset: classes, groups, alternatives, repetition). @throws ERR_EXPRESSION */
export function RandRegExp(pattern: string | RegExp): Volatile<string> {
  const source = typeof pattern === 'string' ? pattern : pattern.source;
  return new Volatile(`RandRegExp(${shown(source)})`, textsOf(source));
}

/** Text that often breaks programs: empty, long, with format directives, quotes, paths, other line ends. */
export const RandSingString = (): Volatile<string> =>
  new Volatile('RandSingString()', (r) =>
    r.pick([
      '',
      '\0',
      '%n%n%s%s',
      '%d',
      '"',
      "'",
      '`',
      '../../../../etc/passwd',
      '..\\..\\',
      '\r\n',
      '\n',
      ' ',
      '/',
      ';',
      '|',
      '<',
      '&',
      '$(id)',
      'A'.repeat(255),
      'A'.repeat(256),
      'A'.repeat(1024),
      'A'.repeat(4097),
      '\xff\xfe',
      '-1',
      '0',
      '4294967296',
      'null',
      'NaN',
    ]),
  );

/** An address from a special range: unspecified, loopback, multicast, broadcast, private. */
export const RandSingIP = (): Volatile<string> =>
  new Volatile('RandSingIP()', (r) =>
    r.pick([
      '0.0.0.0',
      '127.0.0.1',
      '10.0.0.1',
      '169.254.0.1',
      '192.168.0.1',
      '192.0.2.1',
      '224.0.0.1',
      '239.255.255.255',
      '240.0.0.1',
      '255.255.255.255',
    ]),
  );
