/**
 * Packets out of a TPACKET_V3 ring, without a copy: a block of the ring is a batch, and goes back to the kernel when it
 * is released. Layout: linux/if_packet.h, tpacket_block_desc and tpacket3_hdr.
 */
import { FLAG_CHECKSUM_NOT_READY, FLAG_CUT, FLAG_OUTGOING, type PacketBatch } from '../../../capture/batch.ts';
import { PACKET_OUTGOING, TP_STATUS_CSUMNOTREADY } from './constants.ts';
import type { CookedType } from './link-type.ts';
import type { PacketReader } from './reader.ts';
import { type Selection, selected } from './selection.ts';
import { hasVlan, restoreHeaders, type Sideband } from './sideband.ts';
import { SlabBatch } from './slab-batch.ts';

/** Block header: offsets in 32-bit words. */
const BLOCK_STATUS = 2;
const BLOCK_PACKETS = 3;
const BLOCK_FIRST = 4;
const USER = 1;

/** Packet header: offsets in 32-bit words … */
const NEXT = 0;
const SEC = 1;
const NSEC = 2;
const CAPTURED = 3;
const WIRE = 4;
const STATUS = 5;
const MAC = 6; // low half; the high half is the network layer's offset
const TCI = 8;
const TPID = 9; // low half
const IFINDEX = 13;
/** … and in octets, within the struct sockaddr_ll at 48. */
const PROTOCOL = 50;
const HARDWARE = 56;
const PACKET_TYPE = 58;
const ADDRESS_LENGTH = 59;
const ADDRESS = 60;

export interface RingReaderOptions {
  readonly blockSize: number;
  readonly blocks: number;
  readonly cooked: CookedType | undefined;
  readonly snaplen: number;
  readonly selection: Selection;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export class RingReader implements PacketReader {
  readonly errno = 0;
  readonly more = true;
  received = 0;
  readonly #options: RingReaderOptions;
  readonly #octets: Uint8Array;
  readonly #words: Uint32Array;
  readonly #status: Int32Array;
  readonly #batch: SlabBatch;
  readonly #side: Sideband;
  /** The block to look at next. */
  #block = 0;
  /** The block that the consumer has; -1: none. */
  #held = -1;
  /** Packets of the next block from before this time came through an older filter; 0: none. */
  #staleBefore = 0;

  constructor(ring: ArrayBuffer, options: RingReaderOptions) {
    this.#options = options;
    this.#octets = new Uint8Array(ring);
    this.#words = new Uint32Array(ring);
    this.#status = new Int32Array(ring);
    this.#batch = new SlabBatch(this.#octets, 256, () => this.#release());
    this.#side = {
      status: 0,
      tci: 0,
      tpid: 0,
      protocol: 0,
      ifindex: 0,
      hardware: 0,
      packetType: 0,
      addressLength: 0,
      addresses: this.#octets,
      addressAt: 0,
    };
  }

  next(): PacketBatch | undefined {
    this.#release();
    while (this.#ready()) {
      this.#held = this.#block;
      this.#advance();
      if (this.#fill(this.#held) > 0) {
        this.received += this.#batch.n;
        return this.#batch;
      }
      this.#release();
    }
    return undefined;
  }

  /**
   * Gives back what is ready, except what the consumer has. The block that the kernel is filling cannot be taken from
   * it: when it comes, its packets from before now are left out.
   */
  discard(): void {
    while (this.#ready()) {
      this.#giveBack(this.#block);
      this.#advance();
    }
    this.#staleBefore = this.#options.now();
  }

  /** The ring is about to be unmapped. */
  end(): void {
    this.#held = -1;
    this.#batch.n = 0;
  }

  #ready(): boolean {
    const at = (this.#block * this.#options.blockSize) / 4 + BLOCK_STATUS;
    // Atomics give the fence: nothing of the block is read before its status.
    return this.#block !== this.#held && (Atomics.load(this.#status, at) & USER) !== 0;
  }

  #advance(): void {
    this.#block = (this.#block + 1) % this.#options.blocks;
  }

  #release(): void {
    if (this.#held < 0) return;
    this.#giveBack(this.#held);
    this.#held = -1;
  }

  #giveBack(block: number): void {
    Atomics.store(this.#status, (block * this.#options.blockSize) / 4 + BLOCK_STATUS, 0);
  }

  #fill(block: number): number {
    const batch = this.#batch;
    const words = this.#words;
    const octets = this.#octets;
    const { blockSize, cooked, snaplen, selection } = this.#options;
    const start = block * blockSize;
    const n = words[start / 4 + BLOCK_PACKETS]!;
    let header = start + words[start / 4 + BLOCK_FIRST]!;
    const staleBefore = this.#staleBefore;
    this.#staleBefore = 0;
    batch.reserve(n);
    let k = 0;
    for (let i = 0; i < n; i++) {
      const w = header >>> 2;
      const at = header;
      header += words[w + NEXT]!;
      const packetType = octets[at + PACKET_TYPE]!;
      if (!selected(selection, packetType, octets[at + HARDWARE]! | (octets[at + HARDWARE + 1]! << 8))) continue;
      const sec = words[w + SEC]!;
      const nsec = words[w + NSEC]!;
      if (staleBefore !== 0 && sec * 1e3 + nsec / 1e6 < staleBefore) continue;
      const status = words[w + STATUS]!;
      batch.offset[k] = at + (words[w + MAC]! & 0xffff);
      batch.captured[k] = words[w + CAPTURED]!;
      batch.wire[k] = words[w + WIRE]!;
      batch.sec[k] = sec;
      batch.nsec[k] = nsec;
      batch.flags[k] =
        (packetType === PACKET_OUTGOING ? FLAG_OUTGOING : 0) | ((status & TP_STATUS_CSUMNOTREADY) !== 0 ? FLAG_CHECKSUM_NOT_READY : 0);
      // The headers fit between the kernel's record (68 octets) and the frame, which is at 82 (96 when cooked) or later.
      if (cooked !== undefined || hasVlan(status)) restoreHeaders(batch, k, cooked, this.#sideband(at, status));
      if (batch.captured[k]! > snaplen) batch.captured[k] = snaplen;
      if (batch.captured[k]! < batch.wire[k]!) batch.flags[k] = batch.flags[k]! | FLAG_CUT;
      k++;
    }
    batch.n = k;
    return k;
  }

  #sideband(at: number, status: number): Sideband {
    const words = this.#words;
    const octets = this.#octets;
    const side = this.#side;
    const w = at >>> 2;
    side.status = status;
    side.tci = words[w + TCI]! & 0xffff;
    side.tpid = words[w + TPID]! & 0xffff;
    side.ifindex = words[w + IFINDEX]!;
    side.protocol = (octets[at + PROTOCOL]! << 8) | octets[at + PROTOCOL + 1]!;
    side.hardware = octets[at + HARDWARE]! | (octets[at + HARDWARE + 1]! << 8);
    side.packetType = octets[at + PACKET_TYPE]!;
    side.addressLength = octets[at + ADDRESS_LENGTH]!;
    side.addressAt = at + ADDRESS;
    return side;
  }
}
