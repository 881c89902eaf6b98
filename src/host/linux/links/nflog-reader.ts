/** Packets out of the firewall's log: netlink messages, several in a datagram, as they lie there. */
import type { NativeBinding, NativeHandle } from '../../../../native/binding.ts';
import { FLAG_OUTGOING, type PacketBatch } from '../../../capture/batch.ts';
import { type FilterRunner, filterRunner } from '../../../filter/bpf/program/run-filter.ts';
import type { BpfProgram } from '../../host.ts';
import { EAGAIN, ENOBUFS } from '../errno.ts';
import { walkAttributes } from '../netlink/attributes.ts';
import { decodeMessages } from '../netlink/message.ts';
import { NFULA_PACKET_HEADER, NFULA_TIMESTAMP, NFULNL_MSG_PACKET } from './nflog-messages.ts';
import type { PacketReader } from './reader.ts';
import { SlabBatch } from './slab-batch.ts';

/** A packet of 64 kB with what the kernel says of it. */
const LARGEST_DATAGRAM = 65_536 + 4096;
const SLAB = 3 * LARGEST_DATAGRAM;
/** struct nfgenmsg: family, version, group. The attributes follow. */
const HEAD = 4;
/** Netlink's own header, ours, and the attribute that every packet has. */
const SMALLEST = 16 + HEAD + 8;
/** NF_INET_LOCAL_OUT */
const LOCAL_OUT = 3;

export class NflogReader implements PacketReader {
  errno = 0;
  more = false;
  received = 0;
  #filter: FilterRunner | undefined;
  readonly #native: NativeBinding;
  readonly #handle: NativeHandle;
  readonly #slab = new Uint8Array(SLAB);
  readonly #view = new DataView(this.#slab.buffer);
  readonly #batch = new SlabBatch(this.#slab, Math.ceil(SLAB / SMALLEST), () => undefined);
  readonly #address = new Uint8Array(12);
  readonly #control = new Uint8Array(0);
  readonly #out = new Int32Array(3);

  constructor(native: NativeBinding, handle: NativeHandle) {
    this.#native = native;
    this.#handle = handle;
  }

  /** The kernel filters whole messages only, so it is done here. @throws ERR_FILTER */
  setFilter(program: BpfProgram | undefined): void {
    this.#filter = program === undefined ? undefined : filterRunner(program);
  }

  next(): PacketBatch | undefined {
    const batch = this.#batch;
    batch.n = 0;
    this.errno = 0;
    this.more = true;
    for (let at = 0; at + LARGEST_DATAGRAM <= SLAB; ) {
      const length = this.#native.recvmsg(this.#handle, this.#slab.subarray(at), this.#address, this.#control, this.#out, 0);
      // The kernel's queue was full: said once, and counted.
      if (length === -ENOBUFS) continue;
      if (length < 0) {
        if (length !== -EAGAIN) this.errno = -length;
        this.more = false;
        break;
      }
      // The sender's port id is 0: the kernel. Other processes may write to this socket too.
      if (!this.#address.subarray(4, 8).every((octet) => octet === 0)) continue;
      this.#take(at, length);
      at += (length + 7) & ~7;
    }
    this.received += batch.n;
    return batch.n > 0 ? batch : undefined;
  }

  /** Adds the packets of the datagram at `at`. */
  #take(at: number, length: number): void {
    const batch = this.#batch;
    for (const { type, body } of decodeMessages(this.#slab.subarray(at), length)) {
      if (type !== NFULNL_MSG_PACKET || body.length < HEAD || this.#filter?.(body) === 0) continue;
      const k = batch.n++;
      const start = body.byteOffset;
      const ms = this.#native.now();
      batch.offset[k] = start;
      batch.captured[k] = body.length;
      batch.wire[k] = body.length;
      batch.sec[k] = Math.floor(ms / 1000);
      batch.nsec[k] = Math.floor((ms % 1000) * 1e6);
      batch.flags[k] = 0;
      walkAttributes(this.#slab, start + HEAD, start + body.length, (attribute, value, end) => {
        if (attribute === NFULA_TIMESTAMP && end - value === 16) {
          batch.sec[k] = Number(this.#view.getBigUint64(value));
          batch.nsec[k] = this.#view.getUint32(value + 12) * 1000;
        } else if (attribute === NFULA_PACKET_HEADER && end - value >= 3 && this.#slab[value + 2] === LOCAL_OUT) {
          batch.flags[k] = FLAG_OUTGOING;
        }
      });
    }
  }
}
