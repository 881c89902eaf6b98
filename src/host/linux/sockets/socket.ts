/** A socket of the kernel's TCP or UDP, in any network namespace: opened, watched, closed with its host. */
import type { NativeBinding, NativeHandle } from '../../../../native/binding.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { kernelError } from '../errno.ts';
import { interfaceFacts } from '../links/interface-facts.ts';
import type { OpenThings } from '../open-things.ts';
import { neededToOpen } from '../privileges/permission-error.ts';
import { ADDRESS_OCTETS, type End, endOf, familyOf, socketAddress } from './socket-address.ts';

export const READABLE = 1;
export const WRITABLE = 2;
const SOL_SOCKET = 1;
const SO_ERROR = 4;
const NONE = new Uint8Array(0);

/** Where sockets are opened, and what closes them. */
export interface SocketPlace {
  readonly native: NativeBinding;
  /** Descriptor of the network namespace; -1: this process's. */
  readonly netnsFd: number;
  readonly things: OpenThings;
}

export class KernelSocket {
  readonly native: NativeBinding;
  readonly #place: SocketPlace;
  readonly #handle: NativeHandle;
  readonly #forget: () => void;
  #watching = 0;
  #closed = false;
  /** Called with the kernel's refusal (negative) or 0, and what it is ready for. */
  onReady: ((status: number, events: number) => void) | undefined;
  /** Called once, however it is closed. */
  onClose: (() => void) | undefined;

  /** @param towards decides whether it is one of IPv4 or of IPv6 */
  constructor(place: SocketPlace, kind: { readonly type: number; readonly towards: string }) {
    const { native, netnsFd } = place;
    const handle = native.open(familyOf(kind.towards), kind.type, 0, netnsFd);
    if (typeof handle === 'number') throw kernelError(handle, 'open a socket', { needs: neededToOpen(netnsFd) });
    this.native = native;
    this.#place = place;
    this.#handle = handle;
    native.unref(handle);
    this.#forget = place.things.add(() => this.close());
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** 0, or what the kernel refused, negative. @throws ERR_ADDRESS, ERR_RANGE, ERR_INTERFACE */
  bind(end: End): number {
    return this.native.bind(this.#handle, this.#octetsOf(end));
  }

  /** As {@link bind}; -EINPROGRESS: it is ready for writing when it is connected. */
  connect(end: End): number {
    return this.native.connect(this.#handle, this.#octetsOf(end));
  }

  /** Its own end. */
  local(): End {
    const out = new Uint8Array(ADDRESS_OCTETS);
    const rc = this.native.getsockname(this.#handle, out);
    if (rc < 0) throw kernelError(rc, "ask for a socket's address");
    return endOf(out);
  }

  /** The error that waits at the socket, negative; 0: none. Asked once, it is gone. */
  error(): number {
    const out = new Int32Array(1);
    const rc = this.native.getsockopt(this.#handle, SOL_SOCKET, SO_ERROR, new Uint8Array(out.buffer));
    return rc < 0 ? rc : -(out[0] as number);
  }

  option(option: number, value: number, level = SOL_SOCKET): number {
    return this.native.setsockopt(this.#handle, level, option, new Uint8Array(new Int32Array([value]).buffer));
  }

  /** Sends; gives how many octets were taken, or the kernel's refusal, negative. `to` absent: to the end it is connected with. */
  send(data: Uint8Array, offset: number, to?: End): number {
    return this.native.sendto(this.#handle, data, offset, data.length - offset, MSG_NOSIGNAL, to && this.#octetsOf(to));
  }

  /** recvmsg(2): `out` gets the lengths of address and control, and flags. */
  receive(
    data: Uint8Array,
    address: Uint8Array = NONE,
    control: Uint8Array = NONE,
    out: Int32Array = new Int32Array(3),
    flags = 0,
  ): number {
    return this.native.recvmsg(this.#handle, data, address, control, out, flags);
  }

  /** From now on {@link onReady} is called for these events; 0: for none. */
  watch(events: number): void {
    if (this.#closed || events === this.#watching) return;
    this.#watching = events;
    const rc = this.native.poll(this.#handle, events, events === 0 ? undefined : this.#ready);
    if (rc < 0) throw kernelError(rc, 'wait at a socket');
  }

  readonly #ready = (status: number, events: number): void => {
    // With an error status the watching has ended by itself.
    if (status < 0) this.#watching = 0;
    this.onReady?.(status, events);
  };

  /** Somebody waits here: the process stays. */
  hold(): void {
    if (!this.#closed) this.native.ref(this.#handle);
  }

  letGo(): void {
    if (!this.#closed) this.native.unref(this.#handle);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.native.close(this.#handle);
    this.#forget();
    this.onClose?.();
  }

  #octetsOf(end: End): Uint8Array {
    return socketAddress(end, (iface) => interfaceFacts(this.native, iface, this.#place.netnsFd).ifindex);
  }
}

/** No SIGPIPE: the call says EPIPE. */
const MSG_NOSIGNAL = 0x4000;

/** `cannot DOING: REASON`, for what a plain socket could not do. */
export function socketError(rc: number, doing: string, details: object): PacketwrightError {
  const { code, message, details: told } = kernelError(rc, doing);
  return new PacketwrightError(code, message, { ...told, ...details });
}
