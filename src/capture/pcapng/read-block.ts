/** One block's octets to its typed form. The frame (length at both ends) was checked by who calls. */

import { utf8 } from '../../bytes/text.ts';
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
  type NameRecord,
  type PcapngBlock,
} from './block.ts';
import { type OptionSet, padded, readOptions } from './options.ts';

/** Octets that a block of this type must have, header and trailer included. */
export function leastLength(type: number): number {
  switch (type) {
    case BLOCK_SECTION:
      return 28;
    case BLOCK_INTERFACE:
      return 20;
    case BLOCK_OLD_PACKET:
    case BLOCK_PACKET:
      return 32;
    case BLOCK_SIMPLE_PACKET:
    case BLOCK_CUSTOM:
    case BLOCK_CUSTOM_NO_COPY:
      return 16;
    case BLOCK_STATISTICS:
      return 24;
    case BLOCK_SECRETS:
      return 20;
    default:
      return 12;
  }
}

/**
 * Reads a whole block. The result refers to `raw`, which it keeps.
 * @param snaplen of the section's first interface: a simple packet block does not say how much of the packet it holds
 */
export function readBlock(raw: Uint8Array, little: boolean, snaplen: number): PcapngBlock {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.length);
  const u32 = (at: number): number => view.getUint32(at, little);
  const end = raw.length - 4;
  const options = (set: OptionSet, at: number) => readOptions(set, view, at, end, little);
  const ticks = (at: number): bigint => (BigInt(u32(at)) << 32n) | BigInt(u32(at + 4));
  const type = u32(0);
  switch (type) {
    case BLOCK_SECTION:
      return {
        kind: 'section',
        little,
        major: view.getUint16(12, little),
        minor: view.getUint16(14, little),
        sectionLength: view.getBigInt64(16, little),
        options: options('section', 24),
        raw,
      };
    case BLOCK_INTERFACE:
      return { kind: 'interface', linkType: view.getUint16(8, little), snaplen: u32(12), options: options('interface', 16), raw };
    case BLOCK_PACKET: {
      const data = octetsAt(raw, 28, u32(20), end);
      return {
        kind: 'packet',
        interfaceId: u32(8),
        ticks: ticks(12),
        wire: u32(24),
        data,
        options: options('packet', 28 + padded(data.length)),
        raw,
      };
    }
    case BLOCK_OLD_PACKET: {
      const data = octetsAt(raw, 28, u32(20), end);
      return {
        kind: 'old packet',
        interfaceId: view.getUint16(8, little),
        drops: view.getUint16(10, little),
        ticks: ticks(12),
        wire: u32(24),
        data,
        options: options('packet', 28 + padded(data.length)),
        raw,
      };
    }
    case BLOCK_SIMPLE_PACKET: {
      const wire = u32(8);
      return { kind: 'simple packet', wire, data: octetsAt(raw, 12, simpleLength(wire, snaplen, raw.length), end), options: [], raw };
    }
    case BLOCK_NAMES: {
      const { records, at } = readNames(raw, view, 8, end, little);
      return { kind: 'names', records, options: options('names', at), raw };
    }
    case BLOCK_STATISTICS:
      return { kind: 'statistics', interfaceId: u32(8), ticks: ticks(12), options: options('statistics', 20), raw };
    case BLOCK_SECRETS: {
      const data = octetsAt(raw, 16, u32(12), end);
      return { kind: 'secrets', secretsType: u32(8), data, options: options('other', 16 + padded(data.length)), raw };
    }
    case BLOCK_JOURNAL:
      return { kind: 'journal', entry: octetsAt(raw, 8, end - 8, end), options: [], raw };
    case BLOCK_CUSTOM:
    case BLOCK_CUSTOM_NO_COPY:
      return { kind: 'custom', pen: u32(8), copy: type === BLOCK_CUSTOM, data: octetsAt(raw, 12, end - 12, end), options: [], raw };
    default:
      return { kind: 'unknown', type, data: octetsAt(raw, 8, end - 8, end), options: [], raw };
  }
}

/** How many octets of the packet a simple packet block holds (§4.4): limited by snaplen, and by the block. */
export function simpleLength(wire: number, snaplen: number, blockLength: number): number {
  return Math.min(wire, blockLength - 16, snaplen === 0 ? wire : snaplen);
}

/** A length that a header claims is clamped to what is there. */
function octetsAt(raw: Uint8Array, at: number, length: number, end: number): Uint8Array {
  return raw.subarray(at, Math.min(at + length, end));
}

/** Octets of the addresses of name records; of other types all octets are names that we do not know how to cut. */
const ADDRESS_LENGTHS: Readonly<Record<number, number>> = { 1: 4, 2: 16, 3: 6, 4: 8 };

function readNames(raw: Uint8Array, view: DataView, from: number, end: number, little: boolean): { records: NameRecord[]; at: number } {
  const records: NameRecord[] = [];
  let at = from;
  while (at + 4 <= end) {
    const type = view.getUint16(at, little);
    const length = view.getUint16(at + 2, little);
    at += 4;
    if (type === 0 || at + length > end) break;
    const split = at + Math.min(ADDRESS_LENGTHS[type] ?? length, length);
    records.push({ type, address: raw.subarray(at, split), names: zeroEnded(raw, split, at + length) });
    at += padded(length);
  }
  return { records, at: Math.min(at, end) };
}

function zeroEnded(raw: Uint8Array, from: number, end: number): string[] {
  const names: string[] = [];
  let start = from;
  for (let i = from; i < end; i++) {
    if (raw[i] !== 0) continue;
    names.push(utf8(raw, start, i));
    start = i + 1;
  }
  if (start < end) names.push(utf8(raw, start, end));
  return names;
}
