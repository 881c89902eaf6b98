/**
 * When frames left, by the kernel's clock: it puts the time of each frame that a socket sends into that socket's error queue, as the frame leaves
 * the socket for the interface's queue (`SOF_TIMESTAMPING_TX_SCHED`: every driver has it, and it is there when sending returns, so that nobody
 * waits and no poll sees an error). https://docs.kernel.org/networking/timestamping.html
 */
import type { NativeBinding, NativeHandle } from '../../../../native/binding.ts';
import type { SendStamps } from '../../host.ts';
import * as k from './constants.ts';

const int = (n: number): Uint8Array => new Uint8Array(new Int32Array([n]).buffer);

/** Software stamps of sending, each with the number of its packet since this was switched on, and no copy of the packet. */
const ON = /* @__PURE__ */ int(
  k.SOF_TIMESTAMPING_TX_SCHED | k.SOF_TIMESTAMPING_SOFTWARE | k.SOF_TIMESTAMPING_OPT_ID | k.SOF_TIMESTAMPING_OPT_TSONLY,
);
const OFF = /* @__PURE__ */ int(0);

/** struct cmsghdr, and what it is aligned to. */
const HEAD = 16;
const ALIGN = 8;
/** struct sock_extended_err: where it says who tells (4: time stamps), and of which packet. */
const ORIGIN_AT = 4;
const DATA_AT = 12;
const SO_EE_ORIGIN_TIMESTAMPING = 4;

export function emptyStamps(n: number): SendStamps {
  return { sec: new Float64Array(n), nsec: new Uint32Array(n) };
}

export class StampedSocket {
  readonly #native: NativeBinding;
  readonly #handle: NativeHandle;
  readonly #nothing = new Uint8Array(1);
  readonly #address = new Uint8Array(32);
  readonly #control = new Uint8Array(512);
  readonly #view = new DataView(this.#control.buffer);
  readonly #out = new Int32Array(3);

  constructor(native: NativeBinding, handle: NativeHandle) {
    this.#native = native;
    this.#handle = handle;
  }

  /**
   * Sends with `take`, which gives how many frames were taken, or -errno; the first of them is number `first` of `stamps`. Where the kernel or
   * an older addon cannot tell, the stamps stay 0.
   */
  send(take: () => number, stamps: SendStamps, first: number): number {
    if (this.#native.setsockopt(this.#handle, k.SOL_SOCKET, k.SO_TIMESTAMPING, ON) < 0) return take();
    try {
      const took = take();
      this.#collect(took, stamps, first);
      return took;
    } finally {
      this.#native.setsockopt(this.#handle, k.SOL_SOCKET, k.SO_TIMESTAMPING, OFF);
    }
  }

  /** Empties the error queue, whoever put something there: it must not wake those who read. */
  #collect(took: number, { sec, nsec }: SendStamps, first: number): void {
    const { MSG_ERRQUEUE, MSG_DONTWAIT } = k;
    while (this.#native.recvmsg(this.#handle, this.#nothing, this.#address, this.#control, this.#out, MSG_ERRQUEUE | MSG_DONTWAIT) >= 0) {
      const message = this.#message(this.#out[1] as number);
      if (message === undefined || message.number >= took) continue;
      sec[first + message.number] = message.sec;
      nsec[first + message.number] = message.nsec;
    }
  }

  /** The stamp, and the packet's number, that control messages of so many octets tell. */
  #message(length: number): { readonly number: number; readonly sec: number; readonly nsec: number } | undefined {
    const view = this.#view;
    let sec = 0,
      nsec = 0,
      number = -1;
    for (let at = 0; at + HEAD <= length; ) {
      const size = Number(view.getBigUint64(at, true));
      if (size < HEAD || size > length - at) break;
      const data = at + HEAD;
      if (view.getInt32(at + 8, true) === k.SOL_SOCKET) {
        // struct scm_timestamping: the first of its three times is the kernel's.
        if (view.getInt32(at + 12, true) === k.SO_TIMESTAMPING && size >= HEAD + 16) {
          sec = Number(view.getBigInt64(data, true));
          nsec = Number(view.getBigInt64(data + 8, true));
        }
      } else if (size >= HEAD + DATA_AT + 4 && view.getUint8(data + ORIGIN_AT) === SO_EE_ORIGIN_TIMESTAMPING) {
        number = view.getUint32(data + DATA_AT, true);
      }
      at += Math.ceil(size / ALIGN) * ALIGN;
    }
    return number < 0 || sec === 0 ? undefined : { number, sec, nsec };
  }
}
