/**
 * When to look for packets: at the kernel's wake-up while it is calm, once a millisecond while it is busy.
 *
 * A wake-up costs more than reading a packet. Under load (several wake-ups in a row that each brought a handful) looking
 * again after a millisecond brings hundreds at once; the first packet after a lull is again told of at once.
 */
import type { NativeBinding, NativeHandle } from '../../../../native/binding.ts';
import { UV_READABLE } from './constants.ts';

/** Packets that make a wake-up a busy one, and how many of those in a row change the way of waiting. */
const BUSY = 8;
const STREAK = 4;

export class ReadWatch {
  readonly #native: NativeBinding;
  readonly #handle: NativeHandle;
  readonly #referenced: boolean;
  /** Rings gather packets themselves: always wait for the wake-up. */
  readonly #adaptive: boolean;
  #wake: ((status: number) => void) | undefined;
  #polling = false;
  #timer: NodeJS.Timeout | undefined;
  #streak = 0;

  constructor(native: NativeBinding, handle: NativeHandle, o: { readonly referenced: boolean; readonly adaptive: boolean }) {
    this.#native = native;
    this.#handle = handle;
    this.#referenced = o.referenced;
    this.#adaptive = o.adaptive;
    if (!o.referenced) native.unref(handle);
  }

  /**
   * Watches until {@link stop}: `wake` gets 0, or a negative number when an error waits at the descriptor.
   * After reading, it must call {@link read}. Gives 0 or -errno.
   *
   * @param packets what was read since the last time, when that was not said to {@link read}
   */
  start(wake: (status: number) => void, packets = 0): number {
    this.#wake = wake;
    return this.read(packets);
  }

  /** Says how many packets the last wake-up brought: decides how to wait for the next. Gives 0 or -errno. */
  read(packets: number): number {
    this.#streak = packets >= BUSY ? this.#streak + 1 : 0;
    return this.#arm();
  }

  stop(): void {
    this.#wake = undefined;
    this.#disarm();
  }

  #arm(): number {
    if (this.#adaptive && this.#streak >= STREAK) {
      if (this.#polling) this.#disarm();
      if (this.#timer === undefined) {
        this.#timer = setTimeout(this.#onTimer, 1);
        if (!this.#referenced) this.#timer.unref();
      }
      return 0;
    }
    if (this.#polling) return 0;
    const rc = this.#native.poll(this.#handle, UV_READABLE, this.#onEvent);
    this.#polling = rc >= 0;
    return rc;
  }

  #disarm(): void {
    if (this.#polling) this.#native.poll(this.#handle, 0, undefined);
    this.#polling = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  readonly #onEvent = (status: number): void => {
    // With an error status the watching has ended by itself.
    if (status < 0) this.#polling = false;
    this.#wake?.(status);
  };

  readonly #onTimer = (): void => {
    this.#timer = undefined;
    this.#wake?.(0);
  };
}
