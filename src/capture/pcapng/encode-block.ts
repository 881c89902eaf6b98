/** Typed blocks to octets, in the byte order of their section. */

import { PacketwrightError } from '../../bytes/errors.ts';
import { parseIpv4, parseIpv6, parseMac } from '../../bytes/address.ts';
import { MAX_BLOCK } from '../limits.ts';
import { utf8Octets } from '../../bytes/text.ts';
import {
  BLOCK_CUSTOM,
  BLOCK_CUSTOM_NO_COPY,
  BLOCK_INTERFACE,
  BLOCK_JOURNAL,
  BLOCK_NAMES,
  BLOCK_OLD_PACKET,
  BLOCK_PACKET,
  BLOCK_SECRETS,
  BLOCK_SECTION,
  BLOCK_SIMPLE_PACKET,
  BLOCK_STATISTICS,
  BYTE_ORDER_MAGIC,
  type NameRecord,
  type PcapngBlock,
} from './block.ts';
import { type OptionSet, padded, type PcapngOption, typeOf } from './options.ts';

const OPTION_SETS: Partial<Record<PcapngBlock['kind'], OptionSet>> = {
  section: 'section',
  interface: 'interface',
  packet: 'packet',
  'old packet': 'packet',
  names: 'names',
  statistics: 'statistics',
};

/** A block's octets: those that it was read from, or made from its fields. */
export function encodeBlock(block: PcapngBlock, little: boolean): Uint8Array {
  if (block.raw !== undefined) return block.raw;
  const body = encodeBody(block, little);
  const options = encodeOptions(block.options, OPTION_SETS[block.kind] ?? 'other', little);
  const length = 12 + padded(body.length) + options.length;
  if (length > MAX_BLOCK)
    throw new PacketwrightError('ERR_RANGE', `readers of pcapng take at most ${MAX_BLOCK} octets a block, not ${length}`, {
      had: length,
      expected: MAX_BLOCK,
      remedy: 'write its first octets, with its length as `wire`',
    });
  const octets = new Uint8Array(length);
  const view = new DataView(octets.buffer);
  view.setUint32(0, blockType(block), little);
  view.setUint32(4, length, little);
  octets.set(body, 8);
  octets.set(options, 8 + padded(body.length));
  view.setUint32(length - 4, length, little);
  return octets;
}

function blockType(block: PcapngBlock): number {
  switch (block.kind) {
    case 'section':
      return BLOCK_SECTION;
    case 'interface':
      return BLOCK_INTERFACE;
    case 'packet':
      return BLOCK_PACKET;
    case 'old packet':
      return BLOCK_OLD_PACKET;
    case 'simple packet':
      return BLOCK_SIMPLE_PACKET;
    case 'names':
      return BLOCK_NAMES;
    case 'statistics':
      return BLOCK_STATISTICS;
    case 'secrets':
      return BLOCK_SECRETS;
    case 'journal':
      return BLOCK_JOURNAL;
    case 'custom':
      return block.copy ? BLOCK_CUSTOM : BLOCK_CUSTOM_NO_COPY;
    case 'unknown':
      return block.type;
  }
}

function encodeBody(block: PcapngBlock, little: boolean): Uint8Array {
  const fields = new Fields(little);
  switch (block.kind) {
    case 'section':
      return fields.u32(BYTE_ORDER_MAGIC).u16(block.major).u16(block.minor).u64(block.sectionLength).octets;
    case 'interface':
      return fields.u16(block.linkType).u16(0).u32(block.snaplen).octets;
    case 'packet':
      return fields.u32(block.interfaceId).ticks(block.ticks).u32(block.data.length).u32(block.wire).add(block.data).octets;
    case 'old packet':
      return fields.u16(block.interfaceId).u16(block.drops).ticks(block.ticks).u32(block.data.length).u32(block.wire).add(block.data)
        .octets;
    case 'simple packet':
      return fields.u32(block.wire).add(block.data).octets;
    case 'names':
      for (const record of block.records) addNames(fields, record);
      return fields.u32(0).octets;
    case 'statistics':
      return fields.u32(block.interfaceId).ticks(block.ticks).octets;
    case 'secrets':
      return fields.u32(block.secretsType).u32(block.data.length).add(block.data).octets;
    case 'journal':
      return block.entry;
    case 'custom':
      return fields.u32(block.pen).add(block.data).octets;
    case 'unknown':
      return block.data;
  }
}

function addNames(fields: Fields, record: NameRecord): void {
  const names = record.names.map((name) => utf8Octets(`${name}\0`));
  const length = names.reduce((sum, name) => sum + name.length, record.address.length);
  fields.u16(record.type).u16(length).add(record.address);
  for (const name of names) fields.add(name);
  fields.add(new Uint8Array(padded(length) - length));
}

/** Options as they stand in a block, ended when there are any (§3.5). */
export function encodeOptions(options: readonly PcapngOption[], set: OptionSet, little: boolean): Uint8Array {
  if (options.length === 0) return new Uint8Array(0);
  const fields = new Fields(little);
  for (const option of options) {
    const value = encodeValue(option, set, little);
    if (value.length > 0xffff)
      throw new PacketwrightError('ERR_RANGE', `option ${option.name}: ${value.length} octets, expected at most 65535`, {
        value: value.length,
      });
    fields
      .u16(option.code)
      .u16(value.length)
      .add(value)
      .add(new Uint8Array(padded(value.length) - value.length));
  }
  return fields.u32(0).octets;
}

function encodeValue(option: PcapngOption, set: OptionSet, little: boolean): Uint8Array {
  const fields = new Fields(little);
  if (option.name === 'custom')
    return fields.u32(option.pen).add(typeof option.value === 'string' ? utf8Octets(option.value) : option.value).octets;
  if (option.value instanceof Uint8Array) return option.value;
  switch (typeOf(set, option)) {
    case 'u8':
      return fields.u8(Number(option.value)).octets;
    case 'u32':
      return fields.u32(Number(option.value)).octets;
    case 'u64':
    case 'i64':
      return fields.u64(BigInt(option.value)).octets;
    case 'time':
      return fields.ticks(BigInt(option.value)).octets;
    case 'ipv4':
      return ipv4Octets(String(option.value));
    case 'ipv4WithMask': {
      const [address = '', mask = ''] = String(option.value).split('/');
      return fields.add(ipv4Octets(address)).add(ipv4Octets(mask)).octets;
    }
    case 'ipv6':
      return parseIpv6(String(option.value));
    case 'ipv6Prefix': {
      const [address = '', length = '128'] = String(option.value).split('/');
      return fields.add(parseIpv6(address)).u8(Number(length)).octets;
    }
    case 'mac':
      return parseMac(String(option.value));
    default:
      return utf8Octets(String(option.value));
  }
}

function ipv4Octets(text: string): Uint8Array {
  const address = parseIpv4(text);
  return Uint8Array.of(address >>> 24, address >>> 16, address >>> 8, address);
}

/** Octets that grow, for what is written now and then. */
class Fields {
  readonly #little: boolean;
  #memory = new Uint8Array(64);
  #view = new DataView(this.#memory.buffer);
  #used = 0;

  constructor(little: boolean) {
    this.#little = little;
  }

  get octets(): Uint8Array {
    return this.#memory.subarray(0, this.#used);
  }

  u8(value: number): this {
    const at = this.#room(1);
    this.#view.setUint8(at, value);
    return this;
  }

  u16(value: number): this {
    const at = this.#room(2);
    this.#view.setUint16(at, value, this.#little);
    return this;
  }

  u32(value: number): this {
    const at = this.#room(4);
    this.#view.setUint32(at, value, this.#little);
    return this;
  }

  u64(value: bigint): this {
    const at = this.#room(8);
    this.#view.setBigUint64(at, BigInt.asUintN(64, value), this.#little);
    return this;
  }

  /** The upper half first, in either byte order. */
  ticks(value: bigint): this {
    return this.u32(Number(BigInt.asUintN(32, value >> 32n))).u32(Number(BigInt.asUintN(32, value)));
  }

  add(octets: Uint8Array): this {
    const at = this.#room(octets.length);
    this.#memory.set(octets, at);
    return this;
  }

  /** Where the next `length` octets go. May put other memory in place: call it before `#view` or `#memory` is read. */
  #room(length: number): number {
    const at = this.#used;
    this.#used += length;
    if (this.#used > this.#memory.length) {
      const larger = new Uint8Array(this.#used * 2);
      larger.set(this.#memory);
      this.#memory = larger;
      this.#view = new DataView(larger.buffer);
    }
    return at;
  }
}
