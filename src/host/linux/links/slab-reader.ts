/**
 * Packets by recvmmsg(2) into slots of one slab: no ring to set up, nothing cut, a wake-up at once. What request and
 * reply want (3.9 µs through the event loop), and lossless at 600,000 packets a second with a large enough buffer.
 */
import type { NativeBinding, NativeHandle } from '../../../../native/binding.ts';
import {
  RECORD_ADDRESS,
  RECORD_HARDWARE,
  RECORD_IFINDEX,
  RECORD_LENGTH,
  RECORD_NSEC,
  RECORD_SEC,
  RECORD_STATUS,
  RECORD_TYPE,
  RECORD_VLAN,
  RECORD_WIRE,
  RECORD_WORDS,
} from '../../../../native/binding.ts';
import { FLAG_CHECKSUM_NOT_READY, FLAG_CUT, FLAG_OUTGOING, type PacketBatch } from '../../../capture/batch.ts';
import { EAGAIN } from '../errno.ts';
import { PACKET_OUTGOING, TP_STATUS_CSUMNOTREADY } from './constants.ts';
import type { CookedType } from './link-type.ts';
import type { PacketReader } from './reader.ts';
import { type Selection, selected } from './selection.ts';
import { COOKED_HEADROOM, hasVlan, restoreHeaders, type Sideband, VLAN_LENGTH } from './sideband.ts';
import { SlabBatch } from './slab-batch.ts';

/** Slots of the slab: what one system call brings at most … */
const SLOTS = 64;
/** … and how many are asked for in calm times: making 64 ready takes some 10 µs, which a lone packet would wait for. */
const FEW_SLOTS = 4;
/** A frame of 64 kB (segmentation offload, loopback) with its headers. */
const LARGEST_FRAME = 65_536 + 64;

export interface SlabReaderOptions {
  /** The socket gives no link header (SOCK_DGRAM): make one up. */
  readonly cooked: CookedType | undefined;
  readonly snaplen: number;
  readonly selection: Selection;
}

/** Octets a slot: an odd number of cache lines, so that the starts of frames do not all fall into the same cache set. */
function slotSize(octets: number): number {
  const lines = Math.ceil(octets / 64);
  return (lines % 2 === 0 ? lines + 1 : lines) * 64;
}

export class SlabReader implements PacketReader {
  errno = 0;
  more = false;
  received = 0;
  readonly #native: NativeBinding;
  readonly #handle: NativeHandle;
  readonly #options: SlabReaderOptions;
  readonly #headroom: number;
  readonly #slot: number;
  /** What the kernel writes into: the slab without the first slot's headroom. */
  readonly #window: Uint8Array;
  readonly #records = new Uint32Array(SLOTS * RECORD_WORDS);
  readonly #side: Sideband;
  readonly #batch: SlabBatch;
  #asked = FEW_SLOTS;

  constructor(native: NativeBinding, handle: NativeHandle, options: SlabReaderOptions) {
    this.#native = native;
    this.#handle = handle;
    this.#options = options;
    // In front of each frame there is room for what is put back or made up.
    this.#headroom = options.cooked === undefined ? VLAN_LENGTH : COOKED_HEADROOM;
    this.#slot = slotSize(this.#headroom + Math.min(options.snaplen, LARGEST_FRAME));
    const slab = new Uint8Array(this.#headroom + SLOTS * this.#slot);
    this.#window = slab.subarray(this.#headroom);
    const addresses = new Uint8Array(this.#records.buffer);
    this.#side = {
      status: 0,
      tci: 0,
      tpid: 0,
      protocol: 0,
      ifindex: 0,
      hardware: 0,
      packetType: 0,
      addressLength: 0,
      addresses,
      addressAt: 0,
    };
    this.#batch = new SlabBatch(slab, SLOTS, () => undefined);
  }

  next(): PacketBatch | undefined {
    for (;;) {
      const asked = this.#asked;
      const n = this.#native.recvBatch(this.#handle, this.#window, this.#slot, asked, this.#records);
      this.#asked = n === asked ? SLOTS : FEW_SLOTS;
      if (n <= 0) {
        this.errno = n === -EAGAIN ? 0 : -n;
        this.more = false;
        return undefined;
      }
      this.more = n === asked;
      if (this.#fill(n) > 0) {
        this.received += this.#batch.n;
        return this.#batch;
      }
      if (!this.more) {
        this.errno = 0;
        return undefined;
      }
    }
  }

  /** Takes out what is queued, without touching the batch. Ends by itself only when a filter keeps new packets out. */
  discard(): void {
    const bin = new Uint8Array(SLOTS);
    while (this.#native.recvBatch(this.#handle, bin, 1, SLOTS, this.#records) > 0);
  }

  /** Turns the records of `n` messages into the batch, without those that are not asked for. */
  #fill(n: number): number {
    const batch = this.#batch;
    const records = this.#records;
    const { cooked, selection, snaplen } = this.#options;
    const room = this.#slot - this.#headroom;
    let k = 0;
    for (let i = 0; i < n; i++) {
      const r = i * RECORD_WORDS;
      const packetType = records[r + RECORD_TYPE]! & 0xffff;
      if (!selected(selection, packetType, records[r + RECORD_HARDWARE]! & 0xffff)) continue;
      const status = records[r + RECORD_STATUS]!;
      const here = records[r + RECORD_LENGTH]!;
      batch.offset[k] = this.#headroom + i * this.#slot;
      batch.captured[k] = here < room ? here : room;
      batch.wire[k] = records[r + RECORD_WIRE]!;
      batch.sec[k] = records[r + RECORD_SEC]!;
      batch.nsec[k] = records[r + RECORD_NSEC]!;
      batch.flags[k] =
        (packetType === PACKET_OUTGOING ? FLAG_OUTGOING : 0) | ((status & TP_STATUS_CSUMNOTREADY) !== 0 ? FLAG_CHECKSUM_NOT_READY : 0);
      if (cooked !== undefined || hasVlan(status)) restoreHeaders(batch, k, cooked, this.#sideband(r));
      if (batch.captured[k]! > snaplen) batch.captured[k] = snaplen;
      if (batch.captured[k]! < batch.wire[k]!) batch.flags[k] = batch.flags[k]! | FLAG_CUT;
      k++;
    }
    batch.n = k;
    return k;
  }

  #sideband(r: number): Sideband {
    const records = this.#records;
    const side = this.#side;
    side.status = records[r + RECORD_STATUS]!;
    side.tci = records[r + RECORD_VLAN]! & 0xffff;
    side.tpid = records[r + RECORD_VLAN]! >>> 16;
    side.packetType = records[r + RECORD_TYPE]! & 0xffff;
    side.protocol = records[r + RECORD_TYPE]! >>> 16;
    side.ifindex = records[r + RECORD_IFINDEX]!;
    side.hardware = records[r + RECORD_HARDWARE]! & 0xffff;
    side.addressLength = records[r + RECORD_HARDWARE]! >>> 16;
    side.addressAt = (r + RECORD_ADDRESS) * 4;
    return side;
  }
}
