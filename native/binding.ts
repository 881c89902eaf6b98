/**
 * What the addon gives: descriptors, octets and errno, nothing else. `native/src/packetwright.c` implements it,
 * `native/mock.ts` implements it in memory, so that everything above is tested without root.
 *
 * Every function returns a number >= 0, or -errno. Only a wrong argument type throws (TypeError).
 * A buffer that is too small gives -EFAULT; where the kernel wants an exact size, so does any other size.
 * A handle owns its descriptor: close() stops its poll, closes the descriptor, and frees its mapping.
 */
export interface NativeHandle {
  readonly __native: unique symbol;
}

/** The version of this interface; a binary that was built for another one is refused. */
export const NATIVE_VERSION = 1;

/** Words a packet that {@link NativeBinding.recvBatch} writes; the constants below are their places. */
export const RECORD_WORDS = 11;
/** Octets in the slot. */
export const RECORD_LENGTH = 0;
/** Octets on the wire. */
export const RECORD_WIRE = 1;
/** Time stamp: seconds since 1970 (32 bits, unsigned) and nanoseconds; 0 and 0 when the socket has no SO_TIMESTAMPNS. */
export const RECORD_SEC = 2;
export const RECORD_NSEC = 3;
/** The sender's address (sockaddr_ll): interface index; packet type | EtherType << 16; ARPHRD | address length << 16; address in memory order. */
export const RECORD_IFINDEX = 4;
export const RECORD_TYPE = 5;
export const RECORD_HARDWARE = 8;
export const RECORD_ADDRESS = 9;
/** TP_STATUS_… bits and VLAN tci | tpid << 16; 0 when the socket has no PACKET_AUXDATA. */
export const RECORD_STATUS = 6;
export const RECORD_VLAN = 7;

/** The most packets that one sendBatch and one recvBatch take. */
export const SEND_MAX = 1024;
export const RECEIVE_MAX = 256;

export interface NativeBinding {
  /** The addon's own version of this interface. */
  readonly version: number;
  /** socket(2) with SOCK_CLOEXEC | SOCK_NONBLOCK, inside the namespace of descriptor `netnsFd` (-1: this one). */
  open(domain: number, type: number, protocol: number, netnsFd: number): NativeHandle | number;
  /**
   * open(2) with O_CLOEXEC | O_NONBLOCK, inside a namespace: /dev/net/tun and /proc/sys/net belong to the namespace of
   * who opens them, so `fs.open` outside would reach the wrong one. -ENAMETOOLONG from PATH_MAX octets on, -EINVAL with a NUL in it.
   */
  openFile(path: string, flags: number, netnsFd: number): NativeHandle | number;
  /** Closing twice does nothing. Every other call on a closed handle gives -EBADF. */
  close(h: NativeHandle): number;
  bind(h: NativeHandle, address: Uint8Array): number;
  connect(h: NativeHandle, address: Uint8Array): number;
  /** Gives the address's length. */
  getsockname(h: NativeHandle, out: Uint8Array): number;
  /** Only what this package sets; any other option gives -ENOPROTOOPT. */
  setsockopt(h: NativeHandle, level: number, option: number, value: Uint8Array): number;
  /** Gives the value's length. Only what this package reads, as setsockopt. */
  getsockopt(h: NativeHandle, level: number, option: number, out: Uint8Array): number;
  /** SO_ATTACH_FILTER; an empty program detaches. */
  attachFilter(h: NativeHandle, program: Uint8Array): number;
  /** ioctl(2) with a struct ifreq, 40 octets. Only the requests of this package, any other gives -ENOTTY; -EINVAL for a name that would be cut. */
  ioctl(h: NativeHandle, request: number, buffer: Uint8Array): number;
  sendto(h: NativeHandle, data: Uint8Array, offset: number, length: number, flags: number, address: Uint8Array | undefined): number;
  /** sendmmsg(2): frames `start … start + count` of (offset, length) pairs; gives how many were taken. */
  sendBatch(h: NativeHandle, data: Uint8Array, offset: Uint32Array, length: Uint32Array, start: number, count: number): number;
  /** recvmsg(2); `out` gets [address length, control length, flags]. */
  recvmsg(h: NativeHandle, data: Uint8Array, address: Uint8Array, control: Uint8Array, out: Int32Array, flags: number): number;
  /** recvmmsg(2) into slots of `slot` octets (packet i is at `i * slot`, cut there); writes RECORD_WORDS words a packet into `records`; gives the number of packets. */
  recvBatch(h: NativeHandle, slab: Uint8Array, slot: number, max: number, records: Uint32Array): number;
  read(h: NativeHandle, buffer: Uint8Array): number;
  write(h: NativeHandle, buffer: Uint8Array, offset: number, length: number): number;
  /** Maps the socket's ring, once. close() detaches the buffer; the mapping lives as long as a view of it. -EOPNOTSUPP where external memory is refused. */
  mmap(h: NativeHandle, length: number): ArrayBuffer | number;
  /**
   * Watches the descriptor on the event loop: UV_READABLE 1, UV_WRITABLE 2. `events` 0 stops. A negative status means
   * that an error waits to be read (the interface went down) and that the watching has ended: read, and poll again.
   * A watched handle is not collected.
   */
  poll(h: NativeHandle, events: number, callback: ((status: number, events: number) => void) | undefined): number;
  /** Whether watching keeps the process alive (it does unless unref was called). */
  ref(h: NativeHandle): number;
  unref(h: NativeHandle): number;
  /** poll(2), blocking, for worker threads. Gives the events, 0 at the timeout. */
  pollWait(h: NativeHandle, events: number, timeoutMs: number): number;
  /** Milliseconds since 1970 with their fraction, of the clock that packets are stamped with. */
  now(): number;
}
