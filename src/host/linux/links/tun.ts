/**
 * TUN and TAP: an interface of the kernel whose other end is this process. What the kernel sends out there is read here,
 * and what is written here the kernel receives. Documentation/networking/tuntap.rst of the kernel.
 */
import type { NativeBinding, NativeHandle } from '../../../../native/binding.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { FLAG_CUT, type PacketBatch } from '../../../capture/batch.ts';
import type { PackedFrames } from '../../host.ts';
import { EAGAIN, EINVAL, EIO, ENETDOWN, kernelError } from '../errno.ts';
import { interfaceFacts, interfaceRequest } from './interface-facts.ts';
import type { ToPacket } from '../../../capture/packet-stream.ts';
import { KernelLink } from './kernel-link.ts';
import { LINKTYPE_ETHERNET, LINKTYPE_RAW } from './link-type.ts';
import type { PacketReader } from './reader.ts';
import { SlabBatch } from './slab-batch.ts';
import { openTunDevice } from './tun-device.ts';

const TUNSETIFF = 0x400454ca;
const IFF_TUN = 0x0001;
const IFF_TAP = 0x0002;
/** No header of four octets in front of each packet. */
const IFF_NO_PI = 0x1000;

const SLOTS = 64;
const SLOT = 65_536 + 64;

export interface TunArguments<P> {
  readonly native: NativeBinding;
  /** 'tun': IP packets (link type 101). 'tap': Ethernet frames. */
  readonly kind: 'tun' | 'tap';
  /** Namespace that the interface is made in; -1 or absent: this process's. */
  readonly netnsFd?: number;
  readonly toPacket: ToPacket<P>;
  /** Called with the interface's name once it is there, before what it is like is looked up. */
  readonly configure?: (name: string) => void;
  /** Keep the process alive while it is being read. Default true. */
  readonly referenced?: boolean;
}

/**
 * Makes the interface `name` (`tun%d`: the kernel picks the number), or takes an existing one that is persistent.
 * It goes away when the link is closed. It is still down: bringing it up and addresses are for who asked.
 *
 * @throws ERR_PERMISSION, ERR_BUSY (somebody has it), ERR_INTERFACE, ERR_SYSTEM
 */
export function openTun<P>(name: string, a: TunArguments<P>): KernelLink<P> {
  const { native, kind, netnsFd = -1 } = a;
  const handle = openTunDevice(native, netnsFd);
  try {
    const request = interfaceRequest(name);
    new DataView(request.buffer).setUint16(16, (kind === 'tun' ? IFF_TUN : IFF_TAP) | IFF_NO_PI, true);
    const rc = native.ioctl(handle, TUNSETIFF, request);
    if (rc === -EINVAL)
      throw new PacketwrightError('ERR_INTERFACE', `${name} is not a ${kind} device: an interface of another kind has that name`, {
        iface: name,
        kind,
      });
    if (rc < 0) throw kernelError(rc, `make the ${kind} interface ${name}`, { needs: 'CAP_NET_ADMIN' });
    const end = request.indexOf(0);
    const made = new TextDecoder().decode(request.subarray(0, end));
    a.configure?.(made);
    const facts = interfaceFacts(native, made, netnsFd);
    const linkType = kind === 'tun' ? LINKTYPE_RAW : LINKTYPE_ETHERNET;
    const info = {
      name: facts.name,
      index: facts.ifindex,
      linkType,
      mtu: facts.mtu,
      ...(facts.mac === undefined ? {} : { mac: facts.mac }),
      ticksPerSecond: 1e6,
    };
    const device = tunDevice(native, handle, facts.name);
    return new KernelLink({ device, info, referenced: a.referenced ?? true, toPacket: a.toPacket });
  } catch (error) {
    native.close(handle);
    throw error;
  }
}

function tunDevice(native: NativeBinding, handle: NativeHandle, name: string) {
  return {
    native,
    handle,
    reader: new TunReader(native, handle),
    adaptive: true,
    /** One write(2) a packet: there is no call for many. */
    take(frames: PackedFrames, start: number, count: number): number {
      for (let i = 0; i < count; i++) {
        const rc = native.write(handle, frames.data, frames.offset[start + i]!, frames.length[start + i]!);
        // EIO is the device's word for "the interface is down".
        if (rc < 0) return i > 0 ? i : rc === -EIO ? -ENETDOWN : rc;
      }
      return count;
    },
    setFilter(): void {
      // TUNATTACHFILTER would filter taps only, and by a struct with a pointer in it.
      throw new PacketwrightError('ERR_PLATFORM', `${name} does not support kernel filters`, {
        iface: name,
        remedy: 'filter the packets after reading them',
      });
    },
    takeError: () => 0,
    isGone: () => false,
    drops: () => ({ dropped: 0, frozen: 0 }),
    close: () => {
      native.close(handle);
    },
  };
}

/** One read(2) a packet, until there is none or the slab is full. Stamped here: the device has no time stamps. */
class TunReader implements PacketReader {
  errno = 0;
  more = false;
  received = 0;
  readonly #native: NativeBinding;
  readonly #handle: NativeHandle;
  readonly #slots: Uint8Array[] = [];
  readonly #batch: SlabBatch;

  constructor(native: NativeBinding, handle: NativeHandle) {
    this.#native = native;
    this.#handle = handle;
    const slab = new Uint8Array(SLOTS * SLOT);
    for (let i = 0; i < SLOTS; i++) this.#slots.push(slab.subarray(i * SLOT, (i + 1) * SLOT));
    this.#batch = new SlabBatch(slab, SLOTS, () => undefined);
  }

  next(): PacketBatch | undefined {
    const batch = this.#batch;
    let n = 0;
    this.errno = 0;
    while (n < SLOTS) {
      const length = this.#native.read(this.#handle, this.#slots[n]!);
      if (length < 0) {
        if (length !== -EAGAIN) this.errno = -length;
        break;
      }
      const ms = this.#native.now();
      const sec = Math.floor(ms / 1000);
      batch.offset[n] = n * SLOT;
      batch.captured[n] = length;
      batch.wire[n] = length;
      batch.sec[n] = sec;
      batch.nsec[n] = Math.min(999_999_999, Math.round((ms - sec * 1000) * 1e6));
      batch.flags[n] = length === SLOT ? FLAG_CUT : 0;
      n++;
    }
    this.more = n === SLOTS;
    batch.n = n;
    this.received += n;
    return n > 0 ? batch : undefined;
  }
}
