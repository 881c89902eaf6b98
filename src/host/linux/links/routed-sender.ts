/** IP packets to this host itself, by raw sockets: its own routing takes them, as it takes those of its programs. raw(7), ipv6(7). */
import type { NativeBinding, NativeHandle } from '../../../../native/binding.ts';
import type { PackedFrames, SendStamps } from '../../host.ts';
import { EINVAL, kernelError } from '../errno.ts';
import { neededToOpen } from '../privileges/permission-error.ts';
import { AF_INET, AF_INET6, ETH_P_IP, ETH_P_IPV6, SOCK_RAW } from './constants.ts';
import { StampedSocket } from './send-stamps.ts';

/** The whole packet is given, its header included. */
const IPPROTO_RAW = 255;
/** Octets of an Ethernet header, which is left out, and where it has its type. */
const LINK_HEADER = 14;
const TYPE_AT = 12;
/** RFC 791 §3.1 and RFC 8200 §3: the shortest header, and where the destination stands. */
const FAMILIES = {
  [ETH_P_IP]: { family: AF_INET, header: 20, destination: 16, octets: 4, addressAt: 4, address: 16 },
  [ETH_P_IPV6]: { family: AF_INET6, header: 40, destination: 24, octets: 16, addressAt: 8, address: 28 },
} as const;

export class RoutedSender {
  readonly #native: NativeBinding;
  readonly #netnsFd: number;
  readonly #sockets = new Map<number, NativeHandle>();

  constructor(native: NativeBinding, netnsFd: number) {
    this.#native = native;
    this.#netnsFd = netnsFd;
  }

  /** Frames `start … start + count`: how many were taken, or -errno. The kernel fills in IPv4's checksum and length, and an identification of 0. */
  take(frames: PackedFrames, start: number, count: number, stamps?: SendStamps): number {
    for (let i = 0; i < count; i++) {
      const rc = this.#send(frames, start + i, stamps);
      if (rc < 0) return i > 0 ? i : rc;
    }
    return count;
  }

  #send({ data, offset, length: lengths }: PackedFrames, i: number, stamps: SendStamps | undefined): number {
    const at = offset[i] as number;
    const length = lengths[i] as number;
    const type = ((data[at + TYPE_AT] as number) << 8) | (data[at + TYPE_AT + 1] as number);
    const family = FAMILIES[type as keyof typeof FAMILIES];
    const start = at + LINK_HEADER;
    if (family === undefined || length < LINK_HEADER + family.header) return -EINVAL;
    const to = new Uint8Array(family.address);
    new DataView(to.buffer).setUint16(0, family.family, true);
    to.set(data.subarray(start + family.destination, start + family.destination + family.octets), family.addressAt);
    const socket = this.#socket(family.family);
    const send = (): number => this.#native.sendto(socket, data, start, length - LINK_HEADER, 0, to);
    if (stamps === undefined) return send();
    // What was sent counts octets here, and frames there.
    let rc = 0;
    new StampedSocket(this.#native, socket).send(() => ((rc = send()) < 0 ? rc : 1), stamps, i);
    return rc;
  }

  #socket(family: number): NativeHandle {
    const there = this.#sockets.get(family);
    if (there !== undefined) return there;
    const made = this.#native.open(family, SOCK_RAW, IPPROTO_RAW, this.#netnsFd);
    if (typeof made === 'number') throw kernelError(made, 'open a raw socket', { needs: neededToOpen(this.#netnsFd, 'CAP_NET_RAW') });
    this.#sockets.set(family, made);
    return made;
  }

  close(): void {
    for (const socket of this.#sockets.values()) this.#native.close(socket);
    this.#sockets.clear();
  }
}
