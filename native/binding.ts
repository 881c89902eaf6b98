/**
 * What the addon gives: descriptors, octets and errno, nothing else. `native/src/packetwright.c` implements it,
 * `native/mock.ts` implements it in memory, so that everything above is tested without root.
 *
 * Every function returns a number >= 0, or -errno. Only a wrong argument type throws (TypeError).
 * A handle owns its descriptor: close() stops its poll, closes the descriptor, and frees its mapping.
 */
export interface NativeHandle { readonly __native: unique symbol }

/** Words per packet that {@link NativeBinding.recvBatch} writes: length, wire length, seconds (low), nanoseconds, interface index, packet type | protocol << 16, status, VLAN tci | tpid << 16. */
export const RECORD_WORDS = 8;

export interface NativeBinding {
  /** The addon's own version of this interface. */
  readonly version: number;
  /** socket(2) with SOCK_CLOEXEC | SOCK_NONBLOCK, inside the namespace of descriptor `netnsFd` (-1: this one). */
  open(domain: number, type: number, protocol: number, netnsFd: number): NativeHandle | number;
  /** Takes over a descriptor that somebody else opened (TUN). */
  adopt(fd: number): NativeHandle | number;
  close(h: NativeHandle): number;
  bind(h: NativeHandle, address: Uint8Array): number;
  connect(h: NativeHandle, address: Uint8Array): number;
  getsockname(h: NativeHandle, out: Uint8Array): number;
  setsockopt(h: NativeHandle, level: number, option: number, value: Uint8Array): number;
  getsockopt(h: NativeHandle, level: number, option: number, out: Uint8Array): number;
  /** SO_ATTACH_FILTER; an empty program detaches. */
  attachFilter(h: NativeHandle, program: Uint8Array): number;
  /** ioctl(2) with a buffer of at least 40 octets. */
  ioctl(h: NativeHandle, request: number, buffer: Uint8Array): number;
  sendto(h: NativeHandle, data: Uint8Array, offset: number, length: number, flags: number, address: Uint8Array | undefined): number;
  /** sendmmsg(2): frames `start … start + count` of (offset, length) pairs; gives how many were taken. */
  sendBatch(h: NativeHandle, data: Uint8Array, offset: Uint32Array, length: Uint32Array, start: number, count: number): number;
  /** recvmsg(2); `out` gets [address length, control length, flags]. */
  recvmsg(h: NativeHandle, data: Uint8Array, address: Uint8Array, control: Uint8Array, out: Int32Array, flags: number): number;
  /** recvmmsg(2) into slots of `slot` octets; writes RECORD_WORDS words a packet into `records`; gives the number of packets. */
  recvBatch(h: NativeHandle, slab: Uint8Array, slot: number, max: number, records: Uint32Array): number;
  read(h: NativeHandle, buffer: Uint8Array): number;
  write(h: NativeHandle, buffer: Uint8Array, offset: number, length: number): number;
  /** Maps the socket's ring. The buffer is detached by close(). */
  mmap(h: NativeHandle, length: number): ArrayBuffer | number;
  /** Watches the descriptor on the event loop: UV_READABLE 1, UV_WRITABLE 2. `events` 0 stops. */
  poll(h: NativeHandle, events: number, callback: ((status: number, events: number) => void) | undefined): number;
  ref(h: NativeHandle): number;
  unref(h: NativeHandle): number;
  /** poll(2), blocking, for worker threads. Gives the events, 0 at the timeout. */
  pollWait(h: NativeHandle, events: number, timeoutMs: number): number;
}
