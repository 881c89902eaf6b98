/** What all formats have in common for the reader: take records out of a window, and say why it stopped. */

import type { BatchColumns, CaptureBatch } from './batch-columns.ts';
import type { InterfaceInfo } from './batch.ts';
import type { PacketwrightError } from '../bytes/errors.ts';
import type { OctetWindow } from './octet-window.ts';
import type { PcapngBlock } from './pcapng/block.ts';
import type { PcapngOption } from './pcapng/options.ts';

/** An interface of a capture file: what a link has, and what only files say. */
export interface CaptureInterface extends InterfaceInfo {
  /** Which section of the file it belongs to, from 0. */
  readonly section: number;
  /** Its number in that section, from 0: what packets name it by. */
  readonly number: number;
  /** Seconds that are added to its time stamps (if_tsoffset). */
  readonly timeOffset?: number;
  /** Octets of frame check sequence at each packet's end, where the file says so. */
  readonly fcsOctets?: number;
  readonly filter?: string;
  readonly os?: string;
  readonly hardware?: string;
  readonly comments?: readonly string[];
  /** pcapng: its options as they stand in the file: a writer takes these, but for the resolution of its own. */
  readonly options?: readonly PcapngOption[];
}

/** Why a walk stopped. */
export type WalkEnd =
  /** The batch is full, or is to be given out before what comes next is read. */
  | 'batch'
  /** The window ends inside of a record, or exactly behind one. */
  | 'more'
  /** What comes next is damage: {@link Walker.damage}. */
  | 'damage';

/** What a capture's header says of the format; of a pcapng file, the header of the section that was read last. */
export interface CaptureVersion {
  readonly major: number;
  readonly minor: number;
  readonly byteOrder: 'little' | 'big';
}

/** What a capture is. `netmon` is Microsoft Network Monitor's, `hexdump` text that was read as one. */
export type CaptureFormat = 'pcap' | 'pcapng' | 'snoop' | 'erf' | 'netmon' | 'hexdump';

/** What decrypts packets of a capture: a decryption secrets block of pcapng. */
export interface CaptureSecrets {
  /** 0x544c534b TLS key log, 0x5353484b SSH, 0x57474b4c WireGuard, 0x5a4e574b ZigBee network key, 0x5a415053 ZigBee APS key … */
  readonly type: number;
  /** As they stand in the file. Of a key log, its text. */
  readonly octets: Uint8Array;
  /** Of a key log (TLS, SSH, WireGuard): its lines. */
  readonly text?: string;
  /** Which section of the file they belong to, from 0. */
  readonly section: number;
}

export interface Walker {
  readonly format: CaptureFormat;
  readonly version: CaptureVersion;
  readonly interfaces: CaptureInterface[];
  readonly batch: BatchColumns & CaptureBatch;
  /** What decrypts its packets, as far as it was read (pcapng). */
  readonly secrets?: readonly CaptureSecrets[];
  /** Packets that the capturing program lost, as far as the file says. */
  readonly dropped: number;
  damage: PacketwrightError | undefined;
  /** Called with each block that is no packet (pcapng). */
  onBlock: ((block: PcapngBlock) => void) | undefined;
  /**
   * Fills the batch from `window.start` on and moves that. At most `maxPackets` (0 reads only what stands before
   * the first packet), and `maxOctets` but for a single packet that is larger.
   */
  walk(window: OctetWindow, maxPackets: number, maxOctets: number): WalkEnd;
  /** The error for an input that ends at `window.end`; undefined where it may end there. */
  cut(window: OctetWindow): PacketwrightError | undefined;
  /** Called once at the input's end: fills the batch with what only the end completes (a hex dump's last packet). */
  last?(window: OctetWindow): void;
}
