/**
 * The blocks of a pcapng file, typed. What was read carries its octets too (`raw`), and a writer takes those: reading a file and
 * writing it again gives the same octets, whatever it holds.
 * @see draft-ietf-opsawg-pcapng §4
 */

import type { PcapngOption } from './options.ts';

export const BLOCK_SECTION = 0x0a0d0d0a;
export const BLOCK_INTERFACE = 1;
export const BLOCK_OLD_PACKET = 2;
export const BLOCK_SIMPLE_PACKET = 3;
export const BLOCK_NAMES = 4;
export const BLOCK_STATISTICS = 5;
export const BLOCK_PACKET = 6;
export const BLOCK_JOURNAL = 9;
export const BLOCK_SECRETS = 10;
export const BLOCK_CUSTOM = 0x00000bad;
export const BLOCK_CUSTOM_NO_COPY = 0x40000bad;

/** Written in a section header; how it reads tells the section's byte order. */
export const BYTE_ORDER_MAGIC = 0x1a2b3c4d;

/** What all blocks have. */
interface AnyBlock {
  /** In the file's order. A writer ends them with opt_endofopt when there are any. */
  readonly options: readonly PcapngOption[];
  /** The whole block as it was read. Take it away ({@link changeBlock}) when something is changed. */
  readonly raw?: Uint8Array | undefined;
}

export interface SectionBlock extends AnyBlock {
  readonly kind: 'section';
  /** Byte order of this section's numbers. */
  readonly little: boolean;
  readonly major: number;
  readonly minor: number;
  /** Octets of the section behind this block; -1n: not known. */
  readonly sectionLength: bigint;
}

export interface InterfaceBlock extends AnyBlock {
  readonly kind: 'interface';
  readonly linkType: number;
  /** 0: no limit. */
  readonly snaplen: number;
}

/** Enhanced packet block. */
export interface PacketBlock extends AnyBlock {
  readonly kind: 'packet';
  /** Counts within the section. */
  readonly interfaceId: number;
  /** Time in the interface's ticks. */
  readonly ticks: bigint;
  readonly wire: number;
  readonly data: Uint8Array;
}

/** The obsolete packet block. */
export interface OldPacketBlock extends AnyBlock {
  readonly kind: 'old packet';
  readonly interfaceId: number;
  /** Packets lost before this one; 0xffff: not known. */
  readonly drops: number;
  readonly ticks: bigint;
  readonly wire: number;
  readonly data: Uint8Array;
}

/** A packet of the section's first interface, without a time. */
export interface SimplePacketBlock extends AnyBlock {
  readonly kind: 'simple packet';
  readonly wire: number;
  readonly data: Uint8Array;
}

export interface NameRecord {
  /** 1 IPv4, 2 IPv6, 3 EUI-48, 4 EUI-64. */
  readonly type: number;
  readonly address: Uint8Array;
  readonly names: readonly string[];
}

/** Name resolution block. */
export interface NamesBlock extends AnyBlock {
  readonly kind: 'names';
  readonly records: readonly NameRecord[];
}

/** Interface statistics block. */
export interface StatisticsBlock extends AnyBlock {
  readonly kind: 'statistics';
  readonly interfaceId: number;
  readonly ticks: bigint;
}

/** Decryption secrets block. */
export interface SecretsBlock extends AnyBlock {
  readonly kind: 'secrets';
  /** 0x544c534b TLS key log, 0x57474b4c WireGuard key log, 0x5a4e574b ZigBee … */
  readonly secretsType: number;
  readonly data: Uint8Array;
}

/** systemd journal export block. */
export interface JournalBlock extends AnyBlock {
  readonly kind: 'journal';
  readonly entry: Uint8Array;
}

export interface CustomBlock extends AnyBlock {
  readonly kind: 'custom';
  /** Private enterprise number. */
  readonly pen: number;
  /** Whether a program that does not know it may keep it in a changed file. */
  readonly copy: boolean;
  /** All that follows the number; only its maker knows where options begin. */
  readonly data: Uint8Array;
}

export interface UnknownBlock extends AnyBlock {
  readonly kind: 'unknown';
  readonly type: number;
  /** The block's body. */
  readonly data: Uint8Array;
}

export type PcapngBlock =
  | SectionBlock
  | InterfaceBlock
  | PacketBlock
  | OldPacketBlock
  | SimplePacketBlock
  | NamesBlock
  | StatisticsBlock
  | SecretsBlock
  | JournalBlock
  | CustomBlock
  | UnknownBlock;

/** A copy of a block with some values changed, to be written anew from its fields. */
export function changeBlock<B extends PcapngBlock>(block: B, changes: Partial<Omit<B, 'raw' | 'kind'>>): B {
  return { ...block, ...changes, raw: undefined };
}
