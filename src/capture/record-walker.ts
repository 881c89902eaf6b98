/** The loop of formats that are records one behind the other, each with its own header; what a record looks like is theirs to say. */

import type { PacketwrightError } from '../bytes/errors.ts';
import { BatchColumns } from './batch-columns.ts';
import { FLAG_CUT } from './batch.ts';
import { cutShort, damaged } from './file-error.ts';
import type { OctetWindow } from './octet-window.ts';
import type { CaptureFormat, CaptureInterface, CaptureVersion, WalkEnd, Walker } from './walker.ts';

/** Where a packet of a record lies in the window, and what its header says of it. */
export interface FoundPacket {
  readonly at: number;
  readonly captured: number;
  readonly wire: number;
  readonly sec: number;
  /** Nanoseconds; what a file gives beyond 32 bits is wrong, and stays visibly wrong. */
  readonly nsec: number;
  readonly iface: number;
}

export abstract class RecordWalker implements Walker {
  abstract readonly format: CaptureFormat;
  abstract readonly version: CaptureVersion;
  readonly interfaces: CaptureInterface[] = [];
  readonly batch = new BatchColumns();
  dropped = 0;
  damage: PacketwrightError | undefined;
  onBlock: undefined;
  readonly #name: string;
  /** Keys have 16 bits at most, so that there are never more interfaces than a batch can name. */
  readonly #byKey = new Map<number, number>();
  /** Records of batches that were given out. */
  #taken = 0;
  #missing: { readonly what: string; readonly octets: number } = { what: 'the next record needs', octets: 0 };

  constructor(name: string) {
    this.#name = name;
  }

  /**
   * Reads the record at `at`: calls {@link put} if it holds a packet.
   * @returns how many octets it has; 0: they are not all there ({@link isThere} said so); -1: {@link damaged}
   */
  protected abstract record(window: OctetWindow, at: number): number;

  /** Describes the interface of the first record, so that who writes the packets knows it before they come. */
  peek(window: OctetWindow): this {
    this.record(window, window.start);
    this.batch.n = 0;
    return this;
  }

  walk(window: OctetWindow, maxPackets: number, maxOctets: number): WalkEnd {
    const { batch } = this;
    const stop = window.start + maxOctets;
    let at = window.start;
    let why: WalkEnd = 'batch';
    batch.n = 0;
    while (batch.n < maxPackets && at < stop) {
      const length = this.record(window, at);
      if (length <= 0) {
        why = length === 0 ? 'more' : 'damage';
        break;
      }
      at += length;
    }
    batch.data = window.data;
    this.#taken += batch.n;
    window.start = at;
    return why;
  }

  cut(window: OctetWindow): PacketwrightError | undefined {
    const had = window.end - window.start;
    if (had === 0) return undefined;
    return cutShort(this.#name, window.offsetOf(window.start), this.#missing.what, this.#missing.octets, had);
  }

  /** The number of the record that is being read, from 1. */
  protected get number(): number {
    return this.#taken + this.batch.n + 1;
  }

  /** Whether `octets` lie behind `at`; if not, `what` says what needs them, should the file end here. */
  protected isThere(window: OctetWindow, at: number, octets: number, what: string): boolean {
    if (at + octets <= window.end) return true;
    this.#missing = { what, octets };
    return false;
  }

  protected damaged(window: OctetWindow, at: number, what: string): -1 {
    this.damage = damaged(this.#name, window.offsetOf(at), what);
    return -1;
  }

  protected put(packet: FoundPacket): void {
    const { batch } = this;
    const i = batch.n++;
    batch.offset[i] = packet.at;
    batch.captured[i] = packet.captured;
    batch.wire[i] = packet.wire;
    batch.sec[i] = packet.sec;
    batch.nsec[i] = Math.min(packet.nsec, 0xffff_ffff);
    batch.iface[i] = packet.iface;
    batch.flags[i] = packet.captured < packet.wire ? FLAG_CUT : 0;
  }

  /** The number of the interface with that key, which is described when it is met first. */
  protected interfaceOf(key: number, describe: () => Pick<CaptureInterface, 'name' | 'linkType' | 'ticksPerSecond'>): number {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const number = this.interfaces.length;
    this.interfaces.push({ ...describe(), section: 0, number });
    this.#byKey.set(key, number);
    return number;
  }
}
