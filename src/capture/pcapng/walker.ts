/** Walks the blocks of a pcapng file into batches; keeps what belongs to a section: byte order, interfaces, clocks. */

import { BatchColumns } from '../batch-columns.ts';
import { FLAG_CUT, FLAG_NO_TIME } from '../batch.ts';
import type { PacketwrightError } from '../../bytes/errors.ts';
import { cutShort, damaged } from '../file-error.ts';
import { MAX_BLOCK, MAX_INTERFACES, MAX_SECRETS } from '../limits.ts';
import type { OctetWindow } from '../octet-window.ts';
import type { CaptureInterface, CaptureSecrets, CaptureVersion, WalkEnd, Walker } from '../walker.ts';
import {
  BLOCK_INTERFACE,
  BLOCK_OLD_PACKET,
  BLOCK_PACKET,
  BLOCK_SECTION,
  BLOCK_SIMPLE_PACKET,
  BYTE_ORDER_MAGIC,
  type InterfaceBlock,
  type PcapngBlock,
  type SecretsBlock,
  type StatisticsBlock,
} from './block.ts';
import { makeClock, type PcapngClock, splitTime } from './clock.ts';
import { describeInterface } from './interface-info.ts';
import { optionsFit, optionValue, optionValues, padded, type PcapngOption, readOptions } from './options.ts';
import { flagsOfOption } from './packet-flags.ts';
import { leastLength, readBlock, simpleLength } from './read-block.ts';
import { secretsOf } from './secrets.ts';

const NO_OPTIONS: readonly PcapngOption[] = [];

class PcapngBatch extends BatchColumns {
  /** Where packet i's options lie in `data`; 0: it has none. */
  readonly optionsAt = new Uint32Array(this.offset.length);
  readonly optionsEnd = new Uint32Array(this.offset.length);
  /** A batch never spans two sections. */
  little = true;

  options(i: number): readonly PcapngOption[] {
    const at = this.optionsAt[i] ?? 0;
    if (at === 0) return NO_OPTIONS;
    const view = new DataView(this.data.buffer, this.data.byteOffset, this.data.length);
    return readOptions('packet', view, at, this.optionsEnd[i] as number, this.little);
  }

  comments(i: number): readonly string[] {
    return optionValues(this.options(i), 'comment');
  }
}

export class PcapngWalker implements Walker {
  readonly format = 'pcapng';
  version: CaptureVersion = { major: 1, minor: 0, byteOrder: 'little' };
  readonly interfaces: CaptureInterface[] = [];
  readonly secrets: CaptureSecrets[] = [];
  readonly batch = new PcapngBatch();
  damage: PacketwrightError | undefined;
  onBlock: ((block: PcapngBlock) => void) | undefined;
  readonly #name: string;
  readonly #clocks: PcapngClock[] = [];
  readonly #drops = new Map<number, number>();
  #little = true;
  #section = -1;
  /** This section's first interface in `interfaces`. */
  #first = 0;
  #firstSnaplen = 0;
  #blocks = 0;
  #secretOctets = 0;

  constructor(name: string) {
    this.#name = name;
  }

  get dropped(): number {
    let sum = 0;
    for (const drops of this.#drops.values()) sum += drops;
    return sum;
  }

  walk(window: OctetWindow, maxPackets: number, maxOctets: number): WalkEnd {
    const { batch } = this;
    const { view, end } = window;
    const stop = window.start + maxOctets;
    let at = window.start;
    let n = 0;
    let why: WalkEnd = 'batch';
    batch.little = this.#little;
    while (at < stop) {
      const length = this.#frame(window, at, end);
      if (length <= 0) {
        why = length === 0 ? 'more' : 'damage';
        break;
      }
      const type = view.getUint32(at, this.#little);
      if (type === BLOCK_PACKET || type === BLOCK_SIMPLE_PACKET || type === BLOCK_OLD_PACKET) {
        if (n >= maxPackets) break;
        if (!this.#packet(window, at, length, type, n)) {
          why = 'damage';
          break;
        }
        n++;
      } else {
        if (type === BLOCK_SECTION && n > 0) break; // the next batch begins with it
        const block = this.#other(window, at, length);
        if (block === undefined) {
          why = 'damage';
          break;
        }
        this.onBlock?.(block);
        batch.little = this.#little;
      }
      this.#blocks++;
      at += length;
    }
    batch.data = window.data;
    batch.n = n;
    window.start = at;
    return why;
  }

  /** The next block, typed, with its own copy of its octets. */
  nextBlock(window: OctetWindow): PcapngBlock | WalkEnd {
    const length = this.#frame(window, window.start, window.end);
    if (length <= 0) return length === 0 ? 'more' : 'damage';
    const block = this.#other(window, window.start, length);
    if (block === undefined) return 'damage';
    this.#blocks++;
    window.start += length;
    return block;
  }

  cut(window: OctetWindow): PacketwrightError | undefined {
    const had = window.end - window.start;
    if (had === 0) return undefined;
    const at = window.offsetOf(window.start);
    const block = `block ${this.#blocks + 1}`;
    if (had < 12) return cutShort(this.#name, at, `${block} needs`, 12, had);
    return cutShort(this.#name, at, `${block} claims`, window.view.getUint32(window.start + 4, this.#little), had);
  }

  /** The whole length of the block at `at`; 0: not all there yet; -1: damage. Sets the byte order at a section header. */
  #frame(window: OctetWindow, at: number, end: number): number {
    if (at + 12 > end) return 0;
    const { view } = window;
    const type = view.getUint32(at, this.#little);
    if (type === BLOCK_SECTION) {
      const magic = view.getUint32(at + 8, true);
      if (magic === BYTE_ORDER_MAGIC) this.#little = true;
      else if (view.getUint32(at + 8) === BYTE_ORDER_MAGIC) this.#little = false;
      else
        return this.#damaged(
          window,
          at,
          `byte order magic of a section header is ${hex32(magic)}, expected 0x1a2b3c4d in either byte order`,
        );
    }
    const length = view.getUint32(at + 4, this.#little);
    if (length < leastLength(type))
      return this.#damaged(
        window,
        at,
        `block ${this.#blocks + 1} of type ${hex32(type)} claims ${length} octets, expected at least ${leastLength(type)}`,
      );
    if (length > MAX_BLOCK)
      return this.#damaged(
        window,
        at,
        `block ${this.#blocks + 1} of type ${hex32(type)} claims ${length} octets, expected at most ${MAX_BLOCK}`,
      );
    // Some old programs did not count the padding in the length; it is there all the same.
    const whole = padded(length);
    if (at + whole > end) return 0;
    const trailer = view.getUint32(at + whole - 4, this.#little);
    if (trailer !== length)
      return this.#damaged(window, at, `block ${this.#blocks + 1} claims ${length} octets at its start but ${trailer} at its end`);
    return whole;
  }

  #damaged(window: OctetWindow, at: number, what: string): -1 {
    this.damage = damaged(this.#name, window.offsetOf(at), what);
    return -1;
  }

  #packet(window: OctetWindow, at: number, length: number, type: number, n: number): boolean {
    const { batch } = this;
    const { view } = window;
    const little = this.#little;
    if (type === BLOCK_SIMPLE_PACKET) {
      if (this.#clocks.length === this.#first)
        return this.#damaged(window, at, `block ${this.#blocks + 1} is a packet, but its section has no interface yet`) > 0;
      const wire = view.getUint32(at + 8, little);
      const here = simpleLength(wire, this.#firstSnaplen, length);
      batch.offset[n] = at + 12;
      batch.captured[n] = here;
      batch.wire[n] = wire;
      batch.sec[n] = 0;
      batch.nsec[n] = 0;
      batch.iface[n] = this.#first;
      batch.flags[n] = FLAG_NO_TIME | (here < wire ? FLAG_CUT : 0);
      batch.optionsAt[n] = 0;
      return true;
    }
    const id = type === BLOCK_PACKET ? view.getUint32(at + 8, little) : view.getUint16(at + 8, little);
    const iface = this.#first + id;
    const clock = this.#clocks[iface];
    if (clock === undefined)
      return (
        this.#damaged(
          window,
          at,
          `block ${this.#blocks + 1} belongs to interface ${id}, but its section has ${this.#clocks.length - this.#first}`,
        ) > 0
      );
    const here = view.getUint32(at + 20, little);
    const wire = view.getUint32(at + 24, little);
    const options = 28 + padded(here);
    if (here > length - 32)
      return this.#damaged(window, at, `block ${this.#blocks + 1} claims ${here} octets of packet but has room for ${length - 32}`) > 0;
    batch.offset[n] = at + 28;
    batch.captured[n] = here;
    batch.wire[n] = wire;
    splitTime(clock, view.getUint32(at + 12, little), view.getUint32(at + 16, little), batch.sec, batch.nsec, n);
    batch.iface[n] = iface;
    batch.flags[n] = here < wire ? FLAG_CUT : 0;
    if (options + 4 < length) {
      batch.optionsAt[n] = at + options;
      batch.optionsEnd[n] = at + length - 4;
      batch.flags[n]! |= flagsOf(view, at + options, at + length - 4, little);
    } else batch.optionsAt[n] = 0;
    return true;
  }

  /** A block that is not for the batch (or any, for {@link nextBlock}); undefined: damage. */
  #other(window: OctetWindow, at: number, length: number): PcapngBlock | undefined {
    const { view } = window;
    const little = this.#little;
    const type = view.getUint32(at, little);
    if (type === BLOCK_SECTION) {
      const major = view.getUint16(at + 12, little);
      const minor = view.getUint16(at + 14, little);
      // 1.2 is 1.0, written by programs that should not have (§4.1).
      if (major !== 1 || (minor !== 0 && minor !== 2)) {
        this.#damaged(window, at, `section of version ${major}.${minor}, expected 1.0`);
        return undefined;
      }
    }
    // Packets' options are checked by nobody: what is wrong with them costs no packet.
    const optionsAt = type === BLOCK_SECTION ? 24 : type === BLOCK_INTERFACE ? 16 : 0;
    if (optionsAt !== 0 && !optionsFit(view, at + optionsAt, at + length - 4, little)) {
      this.#damaged(window, at, `an option of block ${this.#blocks + 1} claims more octets than are left in the block`);
      return undefined;
    }
    const block = readBlock(window.data.slice(at, at + length), little, this.#firstSnaplen);
    if (block.kind === 'section') {
      this.version = { major: block.major, minor: block.minor, byteOrder: little ? 'little' : 'big' };
      this.#startSection();
    } else if (block.kind === 'interface') {
      if (this.interfaces.length === MAX_INTERFACES) {
        this.#damaged(window, at, `more than ${MAX_INTERFACES} interfaces`);
        return undefined;
      }
      this.#addInterface(block);
    } else if (block.kind === 'statistics') this.#count(block);
    else if (block.kind === 'secrets') this.#keepSecrets(block);
    return block;
  }

  #startSection(): void {
    this.#section++;
    this.#first = this.interfaces.length;
    this.#firstSnaplen = 0;
  }

  #addInterface(block: InterfaceBlock): void {
    if (this.interfaces.length === this.#first) this.#firstSnaplen = block.snaplen;
    this.#clocks.push(makeClock(optionValue(block.options, 'if_tsresol'), optionValue(block.options, 'if_tsoffset')));
    this.interfaces.push(describeInterface(block, Math.max(this.#section, 0), this.interfaces.length - this.#first));
  }

  /** They come before the packets that need them (§4.7), and stay: as many as memory is given to. */
  #keepSecrets({ secretsType, data }: SecretsBlock): void {
    this.#secretOctets += data.length;
    if (this.#secretOctets <= MAX_SECRETS) this.secrets.push(secretsOf(secretsType, data, Math.max(this.#section, 0)));
  }

  /** Statistics are totals so far: the last of an interface count. */
  #count(block: StatisticsBlock): void {
    const iface = this.#first + block.interfaceId;
    if (iface >= this.interfaces.length) return;
    const lost = (optionValue(block.options, 'isb_ifdrop') ?? 0n) + (optionValue(block.options, 'isb_osdrop') ?? 0n);
    this.#drops.set(iface, Number(lost));
  }
}

/** The FLAG_… bits that a packet's epb_flags gives. */
function flagsOf(view: DataView, at: number, end: number, little: boolean): number {
  let o = at;
  while (o + 8 <= end) {
    const code = view.getUint16(o, little);
    if (code === 0) return 0;
    const length = view.getUint16(o + 2, little);
    if (code === 2 && length === 4) {
      const flags = view.getUint32(o + 4, little);
      return flagsOfOption(flags);
    }
    o += 4 + padded(length);
  }
  return 0;
}

function hex32(n: number): string {
  return `0x${n.toString(16).padStart(8, '0')}`;
}
