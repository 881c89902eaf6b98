/** Values and small helpers by scapy's names: Net, Rand…, raw, fuzz, mac2str, checksum … */
import { parseMac, readMac } from '../../bytes/address.ts';
import { internetChecksum } from '../../bytes/checksum.ts';
import { fletcher16 } from '../../bytes/crc.ts';
import { utf8Octets } from '../../bytes/text.ts';
import type { CraftedLayer } from '../../packet/spec/crafted.ts';
import type { Crafted } from '../../packet/spec/spec.ts';
import { Volatile } from '../../packet/spec/several.ts';
import { fuzz } from '../../packet/templates/fuzz.ts';
import * as texts from '../../packet/templates/random-text.ts';
import * as numbers from '../../packet/templates/random-values.ts';
import {
  AutoTime,
  corruptBits,
  corruptBytes,
  CorruptedBits,
  CorruptedBytes,
  type Damage,
  IncrementalValue,
} from '../../packet/templates/volatile.ts';
import { OCTETS, Tuple } from '../python/behaviour.ts';
import { Builtin, functions } from '../python/callable.ts';
import { typeError, valueError } from '../python/errors.ts';
import { iterableNow } from '../python/iterate.ts';
import { asNumber, typeName } from '../python/kinds.ts';
import { QueryAnswer, ScapyList } from '../lists/scapy-list.ts';
import { Drawn, Net } from '../packets/net.ts';
import { maybePacket } from '../packets/packet-of-value.ts';
import { linkedPackets, ScapyPacket } from '../packets/scapy-packet.ts';
import type { Shell } from '../session.ts';

/** Octets of a packet, text or octets. */
export function octetsOf(shell: Shell, v: unknown): Uint8Array {
  if (v instanceof Uint8Array) return v;
  if (typeof v === 'string') return utf8Octets(v);
  const p = maybePacket(shell.place, v);
  if (p !== undefined) return p.octets();
  const own = (v as { [OCTETS]?: () => Uint8Array } | null)?.[OCTETS];
  if (own !== undefined) return own.call(v);
  if (Array.isArray(v)) return Uint8Array.from(v as number[]);
  throw typeError('a packet, octets or text was expected');
}

/** Numbers that scapy has names for. */
const NUMBERS: Readonly<Record<string, unknown>> = {
  ETH_P_ALL: 3,
  ETH_P_IP: 0x800,
  ETH_P_ARP: 0x806,
  ETH_P_IPV6: 0x86dd,
  ETHER_BROADCAST: Uint8Array.of(255, 255, 255, 255, 255, 255),
  ETHER_ANY: new Uint8Array(6),
};

/** scapy's random values, and what they take there. */
const RANDOM: Readonly<Record<string, (...args: never[]) => Volatile<unknown>>> = {
  'RandNum(min, max)': numbers.RandNum,
  'RandByte()': numbers.RandByte,
  'RandSByte()': numbers.RandSByte,
  'RandShort()': numbers.RandShort,
  'RandSShort()': numbers.RandSShort,
  'RandInt()': numbers.RandInt,
  'RandSInt()': numbers.RandSInt,
  'RandLong()': numbers.RandLong,
  'RandSLong()': numbers.RandSLong,
  'RandFloat(min, max)': numbers.RandFloat,
  'RandNumGauss(mu, sigma)': numbers.RandNumGauss,
  'RandNumExpo(lambd, base=0)': numbers.RandNumExpo,
  'RandNumGamma(alpha, beta)': numbers.RandNumGamma,
  'RandChoice(*args)': ((args: readonly unknown[]) =>
    new Volatile(`RandChoice(${args.join(', ')})`, (r) => args[r.below(args.length)])) as never,
  'RandEnum(min, max, seed=None)': ((min: number, max: number) => numbers.RandEnum(min, max)) as never,
  'RandEnumByte()': numbers.RandEnumByte,
  'RandEnumSByte()': numbers.RandEnumSByte,
  'RandEnumShort()': numbers.RandEnumShort,
  'RandEnumSShort()': numbers.RandEnumSShort,
  'RandEnumInt()': numbers.RandEnumInt,
  'RandEnumSInt()': numbers.RandEnumSInt,
  'RandEnumKeys(enum, seed=None)': ((table: unknown) => {
    const keys = [...iterableNow(table)];
    if (keys.length === 0) throw valueError('RandEnumKeys() takes a dict with at least one key');
    return new Volatile('RandEnumKeys()', (r) => r.pick(keys));
  }) as never,
  'RandPool(*args)': ((args: readonly unknown[]) => numbers.RandPool(...args.map(weighted))) as never,
  'RandSingNum(mn, mx)': numbers.RandSingNum,
  'RandSingByte()': numbers.RandSingByte,
  'RandSingSByte()': numbers.RandSingSByte,
  'RandSingShort()': numbers.RandSingShort,
  'RandSingSShort()': numbers.RandSingSShort,
  'RandSingInt()': numbers.RandSingInt,
  'RandSingSInt()': numbers.RandSingSInt,
  'RandSingLong()': numbers.RandSingLong,
  'RandIP(iptemplate="0.0.0.0/0")': texts.RandIP,
  'RandIP6(ip6template="::/0")': ((t: string) => texts.RandIP6(t.replaceAll('**', '::/0').includes('*') ? '::/0' : t)) as never,
  'RandMAC(template="*")': texts.RandMAC,
  'RandString(size=None, chars=None)': ((size: number | null, chars: unknown) =>
    octetsDrawn(
      texts.RandString(
        size ?? undefined,
        chars === null ? undefined : chars instanceof Uint8Array ? new TextDecoder('latin1').decode(chars) : (chars as string),
      ),
    )) as never,
  'RandBin(size=None)': ((size: number | null) => texts.RandBin(size ?? undefined)) as never,
  'RandTermString(size, term)': ((size: number, term: unknown) =>
    octetsDrawn(texts.RandTermString(size, term instanceof Uint8Array ? new TextDecoder('latin1').decode(term) : String(term)))) as never,
  'RandOID(fmt=None)': ((fmt: string | null) => texts.RandOID(fmt ?? undefined)) as never,
  'RandUUID(template=None)': texts.RandUUID as never,
  'RandRegExp(regexp)': texts.RandRegExp as never,
  'RandSingString()': texts.RandSingString,
  'RandSingIP()': texts.RandSingIP,
  'IncrementalValue(start=0, step=1, restart=None)': ((start: number, step: number, restart: number | null) =>
    // There it is restart that is reached, and start that follows.
    IncrementalValue(start, step, restart === null ? undefined : restart + step)) as never,
  'AutoTime(base=0)': ((base: number) => AutoTime({ base })) as never,
  'CorruptedBytes(s, p=0.01, n=None)': ((s: Uint8Array, p: number, n: number | null) => CorruptedBytes(s, damage(p, n))) as never,
  'CorruptedBits(s, p=0.01, n=None)': ((s: Uint8Array, p: number, n: number | null) => CorruptedBits(s, damage(p, n))) as never,
};

/** A random value, or one with its weight. */
function weighted(entry: unknown): Volatile<unknown> | [Volatile<unknown>, number] {
  const [from, weight] = Array.isArray(entry) ? (entry as unknown[]) : [entry, 1];
  const n = asNumber(weight);
  if (!(from instanceof Drawn) || n === undefined)
    throw typeError('RandPool() takes random values, or pairs of one and its weight: RandPool((RandByte(), 3), RandShort())');
  return [from.volatile, n];
}

const damage = (p: number, n: number | null): Damage => (n === null ? { p } : { n });

/** scapy's random text is octets. */
const octetsDrawn = (v: Volatile<string>): Volatile<Uint8Array> => new Volatile(v.text, (r) => utf8Octets(v.draw(r)));

export function valueFunctions(shell: Shell): Record<string, unknown> {
  const { place } = shell;
  const drawn = Object.fromEntries(
    Object.entries(RANDOM).map(([text, make]) => {
      const builtin = new Builtin(text, ((...args: never[]) => new Drawn(make(...args), place)) as never);
      return [builtin.name, builtin];
    }),
  );
  return {
    ...NUMBERS,
    ...drawn,
    ...functions({
      'Net(net, stop=None)': (text: unknown) => new Net(String(text), place),
      'Net6(net, stop=None)': (text: unknown) => new Net(String(text), place),
      'raw(x)': (v: unknown) => octetsOf(shell, v),
      'bytes_encode(x)': (v: unknown) => octetsOf(shell, v),
      'ensure_bytes(x)': (v: unknown) => octetsOf(shell, v),
      'plain_str(x)': (v: unknown) => (v instanceof Uint8Array ? new TextDecoder().decode(v) : String(v)),
      'sane(x)': (v: unknown) => Array.from(octetsOf(shell, v), (x) => (x < 32 || x >= 127 ? '.' : String.fromCharCode(x))).join(''),
      'bytes_hex(x)': (v: unknown) => utf8Octets(Buffer.from(octetsOf(shell, v)).toString('hex')),
      'hex_bytes(x)': (v: unknown) => new Uint8Array(Buffer.from(v instanceof Uint8Array ? new TextDecoder().decode(v) : String(v), 'hex')),
      'mac2str(mac)': (mac: string) => parseMac(mac),
      'str2mac(s)': (octets: Uint8Array) => readMac(octets, 0),
      'checksum(pkt)': (v: unknown) => internetChecksum(octetsOf(shell, v)),
      'fletcher16_checksum(binbuf)': (v: unknown) => fletcher16(octetsOf(shell, v)),
      'ltoa(addr)': (n: number) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255].join('.'),
      'atol(x)': (text: string) => text.split('.').reduce((n, part) => n * 256 + Number(part), 0),
      'itom(x)': (n: number) => (n === 0 ? 0 : Number(BigInt.asUintN(32, 0xffffffff00000000n >> BigInt(n)))),
      'corrupt_bytes(data, p=0.01, n=None)': (v: unknown, p: number, n: number | null) =>
        corruptBytes(octetsOf(shell, v), place.random, damage(p, n)),
      'corrupt_bits(data, p=0.01, n=None)': (v: unknown, p: number, n: number | null) =>
        corruptBits(octetsOf(shell, v), place.random, damage(p, n)),
      'fuzz(p, _inplace=0)': (v: unknown) => fuzzed(shell, v),
      'strxor(x, y)': (x: unknown, y: unknown) => paired(octetsOf(shell, x), octetsOf(shell, y), (a, b) => a ^ b),
      'strand(x, y)': (x: unknown, y: unknown) => paired(octetsOf(shell, x), octetsOf(shell, y), (a, b) => a & b),
      // One truth for all that is drawn: Python's.
      'seed(n)': async (n: unknown) => shell.runtime.call(shell.runtime.get(await shell.runtime.importModule('random', true), 'seed'), [n]),
      'QueryAnswer(query, answer)': (query: ScapyPacket, answer: ScapyPacket) => new QueryAnswer(query, answer),
      'PacketList(res=None, name="PacketList")': (items: unknown, name: string) => listOf(shell, items, name, false),
      'SndRcvList(res=None, name="Results")': (items: unknown, name: string) => listOf(shell, items, name, true),
    } as never),
  };
}

/** As long as the shorter one, as in scapy. */
const paired = (x: Uint8Array, y: Uint8Array, of: (a: number, b: number) => number): Uint8Array =>
  x.subarray(0, y.length).map((a, i) => of(a, y[i] as number));

/** Each field that nobody gave gets a random value that fits. */
function fuzzed(shell: Shell, v: unknown): ScapyPacket {
  const p = maybePacket(shell.place, v);
  if (p === undefined) throw typeError('fuzz() takes a packet');
  // Of one that was read all values are given.
  const all = p.copy().chain();
  for (const node of all) node.crack();
  return linkedPackets(
    all.map((node) => {
      const made = fuzz(node.crafted() as Crafted<string>) as unknown as CraftedLayer;
      return ScapyPacket.ofCrafted(shell.place, made);
    }),
  );
}

/** @throws TypeError for what is no packet */
function listed({ place }: Shell, x: unknown): ScapyPacket {
  const p = typeof x === 'string' || x instanceof Uint8Array ? undefined : maybePacket(place, x);
  if (p !== undefined) return p;
  const pairs = x instanceof Tuple ? '; pairs of a packet and its answer are a SndRcvList([(a, b)])' : '';
  throw typeError(`packets were expected, not ${typeName(x)}${pairs}`);
}

function pairOf(shell: Shell, x: unknown): QueryAnswer {
  if (!Array.isArray(x) || x.length !== 2) throw typeError(`SndRcvList() takes pairs of a packet and its answer, not ${typeName(x)}`);
  return new QueryAnswer(listed(shell, x[0]), listed(shell, x[1]));
}

function listOf(shell: Shell, items: unknown, name: string, pairs: boolean): ScapyList {
  const all = items === null ? [] : [...iterableNow(items)];
  return new ScapyList(
    shell.place,
    pairs
      ? all.map((x) => (x instanceof QueryAnswer ? x : pairOf(shell, x)))
      : all.map((x) => (x instanceof QueryAnswer ? (x as unknown as ScapyPacket) : listed(shell, x))),
    name,
    pairs,
  );
}
