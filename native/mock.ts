/**
 * The addon's interface in memory, so that what stands on it is tested without root: two interfaces, `m0` (index 1) and
 * `m1` (index 2), joined by a cable, and AF_PACKET sockets on them. No rings (mmap gives -EOPNOTSUPP) and no files.
 */
import { type NativeBinding, type NativeHandle, NATIVE_VERSION, RECORD_WORDS } from './binding.ts';

const EINVAL = 22;
const ENXIO = 6;
const EBADF = 9;
const EAGAIN = 11;
const EFAULT = 14;
const ENODEV = 19;
const EMSGSIZE = 90;
const EOPNOTSUPP = 95;
const ENETDOWN = 100;

const SOL_PACKET = 263;
const PACKET_STATISTICS = 6;
const PACKET_IGNORE_OUTGOING = 23;
const SO_ERROR = 4;
const OUTGOING = 4;

interface Interface {
  readonly name: string;
  readonly mtu: number;
  up: boolean;
}

interface Message {
  readonly data: Uint8Array;
  readonly ms: number;
  readonly packetType: number;
}

interface Socket {
  open: boolean;
  ifindex: number;
  ignoreOutgoing: boolean;
  filter: Uint8Array;
  readonly queue: Message[];
  taken: number;
  dropped: number;
  error: number;
  watch: ((status: number, events: number) => void) | undefined;
  scheduled: boolean;
}

export interface MockOptions {
  /** Packets that a socket's queue holds. Default 1,000. */
  readonly queue?: number;
  /** Runs an attached filter: the octets it lets through. Default: 0 for a single `ret 0`, all otherwise. */
  readonly runFilter?: (program: Uint8Array, packet: Uint8Array) => number;
  /** Frames that one sendBatch takes before it says -EAGAIN. Default: all. */
  readonly sendRoom?: () => number;
}

export interface MockNative extends NativeBinding {
  /** Takes an interface down or up, or removes it. */
  set(name: string, state: 'up' | 'down' | 'gone'): void;
  /** Sockets that are open. */
  openSockets(): number;
}

const MTU = 1500;

function singleReturn(program: Uint8Array, packet: Uint8Array): number {
  const view = new DataView(program.buffer, program.byteOffset, program.byteLength);
  return program.length === 8 && view.getUint16(0, true) === 0x06 ? Math.min(view.getUint32(4, true), packet.length) : packet.length;
}

export function mockNative(o: MockOptions = {}): MockNative {
  const { sendRoom = () => Number.POSITIVE_INFINITY } = o;
  const net = new Network(o);
  /** Runs `f` with an open socket. */
  const on = (h: NativeHandle, f: (socket: Socket) => number): number => {
    const socket = net.socketOf(h);
    return socket.open ? f(socket) : -EBADF;
  };
  const unsupported = (h: NativeHandle): number => on(h, () => -EOPNOTSUPP);
  return {
    version: NATIVE_VERSION,
    open: () => net.open(),
    openFile: () => -2,
    close(h) {
      const socket = net.socketOf(h);
      socket.open = false;
      socket.watch = undefined;
      socket.queue.length = 0;
      return 0;
    },
    bind: (h, address) =>
      on(h, (socket) => {
        const ifindex = new DataView(address.buffer, address.byteOffset).getInt32(4, true);
        if (!net.interfaces.has(ifindex)) return -ENODEV;
        socket.ifindex = ifindex;
        return 0;
      }),
    connect: unsupported,
    getsockname: (h, out) => on(h, (socket) => boundAddress(net.interfaces.has(socket.ifindex) ? socket.ifindex : -1, out)),
    setsockopt: (h, level, option, value) =>
      on(h, (socket) => {
        if (level === SOL_PACKET && option === PACKET_IGNORE_OUTGOING) socket.ignoreOutgoing = value[0] !== 0;
        return 0;
      }),
    getsockopt: (h, level, option, out) => on(h, (socket) => getOption(socket, level, option, out)),
    attachFilter: (h, program) =>
      on(h, (socket) => {
        if (program.length % 8 !== 0) return -EINVAL;
        socket.filter = program.slice();
        return 0;
      }),
    ioctl: (h, request, buffer) => on(h, () => interfaceRequest(net.interfaces, request, buffer)),
    sendto: (h, data, offset, length) => on(h, (socket) => net.transmit(socket, data.subarray(offset, offset + length))),
    sendBatch: (h, data, offset, length, start, count) =>
      on(h, (socket) => {
        const most = Math.min(count, sendRoom());
        for (let i = 0; i < most; i++) {
          const at = offset[start + i]!;
          const rc = net.transmit(socket, data.subarray(at, at + length[start + i]!));
          if (rc < 0) return i > 0 ? i : rc;
        }
        return most === 0 && count > 0 ? -EAGAIN : most;
      }),
    recvmsg: unsupported,
    recvBatch: (h, slab, slot, max, records) => on(h, (socket) => receive(socket, slab, slot, max, records)),
    read: unsupported,
    write: unsupported,
    mmap: unsupported,
    poll: (h, events, callback) =>
      on(h, (socket) => {
        socket.watch = events === 0 ? undefined : callback;
        wake(socket);
        return 0;
      }),
    ref: () => 0,
    unref: () => 0,
    pollWait: (h) => on(h, (socket) => (socket.queue.length > 0 || socket.error !== 0 ? 1 : 0)),
    now,
    set: (name, state) => net.set(name, state),
    openSockets: () => [...net.sockets.values()].filter((socket) => socket.open).length,
  };
}

const now = (): number => performance.timeOrigin + performance.now();

/** Two interfaces with a cable between them, and who listens. */
class Network {
  readonly interfaces = new Map<number, Interface>([
    [1, { name: 'm0', mtu: MTU, up: true }],
    [2, { name: 'm1', mtu: MTU, up: true }],
  ]);
  readonly sockets = new Map<NativeHandle, Socket>();
  readonly #room: number;
  readonly #runFilter: (program: Uint8Array, packet: Uint8Array) => number;

  constructor({ queue = 1000, runFilter = singleReturn }: MockOptions) {
    this.#room = queue;
    this.#runFilter = runFilter;
  }

  open(): NativeHandle {
    const handle = {} as NativeHandle;
    this.sockets.set(handle, {
      open: true,
      ifindex: 0,
      ignoreOutgoing: false,
      filter: new Uint8Array(0),
      queue: [],
      taken: 0,
      dropped: 0,
      error: 0,
      watch: undefined,
      scheduled: false,
    });
    return handle;
  }

  socketOf(h: NativeHandle): Socket {
    const socket = this.sockets.get(h);
    if (socket === undefined) throw new TypeError('a handle was expected');
    return socket;
  }

  transmit(from: Socket, frame: Uint8Array): number {
    const device = this.interfaces.get(from.ifindex);
    if (device === undefined) return -ENXIO;
    if (!device.up) return -ENETDOWN;
    if (frame.length < 14) return -EINVAL;
    if (frame.length > device.mtu + 14) return -EMSGSIZE;
    for (const socket of this.sockets.values()) {
      if (!socket.open || socket === from) continue;
      if (socket.ifindex === from.ifindex) this.#deliver(socket, frame, OUTGOING);
      else if (socket.ifindex === 3 - from.ifindex && this.interfaces.get(socket.ifindex)?.up === true) this.#deliver(socket, frame, 0);
    }
    return frame.length;
  }

  #deliver(socket: Socket, data: Uint8Array, packetType: number): void {
    if (packetType === OUTGOING && socket.ignoreOutgoing) return;
    const length = socket.filter.length === 0 ? data.length : this.#runFilter(socket.filter, data);
    if (length === 0) return;
    if (socket.queue.length >= this.#room) socket.dropped++;
    else {
      socket.taken++;
      socket.queue.push({ data: data.slice(0, length), ms: now(), packetType });
      wake(socket);
    }
  }

  set(name: string, state: 'up' | 'down' | 'gone'): void {
    for (const [ifindex, device] of this.interfaces) {
      if (device.name !== name) continue;
      const wasUp = device.up;
      device.up = state === 'up';
      if (state === 'gone') this.interfaces.delete(ifindex);
      // Going down is told once; being removed after that is not.
      if (state === 'up' || !wasUp) continue;
      for (const socket of this.sockets.values()) {
        if (!socket.open || socket.ifindex !== ifindex) continue;
        socket.error = ENETDOWN;
        wake(socket);
      }
    }
  }
}

/** Calls who watches the socket when there is something for it. */
function wake(socket: Socket): void {
  if (socket.scheduled || socket.watch === undefined || (socket.queue.length === 0 && socket.error === 0)) return;
  socket.scheduled = true;
  setImmediate(() => {
    socket.scheduled = false;
    const { watch } = socket;
    if (watch === undefined || !socket.open) return;
    if (socket.error !== 0) {
      socket.watch = undefined;
      watch(-EBADF, 0);
    } else if (socket.queue.length > 0) {
      watch(0, 1);
      wake(socket);
    }
  });
}

function boundAddress(ifindex: number, out: Uint8Array): number {
  if (out.length < 20) return -EFAULT;
  const view = new DataView(out.buffer, out.byteOffset);
  view.setUint16(0, 17, true);
  view.setInt32(4, ifindex, true);
  return 20;
}

function getOption(socket: Socket, level: number, option: number, out: Uint8Array): number {
  const view = new DataView(out.buffer, out.byteOffset, out.byteLength);
  if (level === SOL_PACKET && option === PACKET_STATISTICS) {
    view.setUint32(0, socket.taken + socket.dropped, true);
    view.setUint32(4, socket.dropped, true);
    socket.taken = 0;
    socket.dropped = 0;
    return 8;
  }
  if (option === SO_ERROR) {
    view.setInt32(0, socket.error, true);
    socket.error = 0;
  }
  return 4;
}

function interfaceRequest(interfaces: ReadonlyMap<number, Interface>, request: number, buffer: Uint8Array): number {
  const name = new TextDecoder().decode(buffer.subarray(0, buffer.indexOf(0)));
  for (const [ifindex, device] of interfaces) {
    if (device.name !== name) continue;
    const view = new DataView(buffer.buffer, buffer.byteOffset);
    if (request === 0x8933) view.setInt32(16, ifindex, true);
    else if (request === 0x8921) view.setInt32(16, device.mtu, true);
    else if (request === 0x8927) {
      view.setUint16(16, 1, true);
      buffer.set([2, 0, 0, 0, 0x4d, ifindex], 18);
    } else return -EINVAL;
    return 0;
  }
  return -ENODEV;
}

function receive(socket: Socket, slab: Uint8Array, slot: number, max: number, records: Uint32Array): number {
  if (slot * max > slab.length || max * RECORD_WORDS > records.length) return -EFAULT;
  if (socket.error !== 0) {
    const { error } = socket;
    socket.error = 0;
    return -error;
  }
  const n = Math.min(max, socket.queue.length);
  for (let i = 0; i < n; i++) {
    const { data, ms, packetType } = socket.queue.shift()!;
    const here = Math.min(slot, data.length);
    slab.set(data.subarray(0, here), i * slot);
    const sec = Math.floor(ms / 1000);
    const protocol = (data[12]! << 8) | data[13]!;
    records.set(
      [here, data.length, sec, Math.floor((ms - sec * 1000) * 1e6), socket.ifindex, packetType | (protocol << 16), 0, 0, 1, 0, 0],
      i * RECORD_WORDS,
    );
  }
  return n > 0 ? n : -EAGAIN;
}
