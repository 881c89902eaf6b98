/** The rtnetlink socket of a host, opened at first use, and the names of interfaces, which messages give as numbers only. */
import { noInterface } from '../../no-interface.ts';
import type { NativeBinding } from '../../../../native/binding.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { IFREQ_NUMBER, interfaceRequest, SIOCGIFINDEX, SIOCGIFMTU, SIOCGIFNAME } from '../links/interface-facts.ts';
import { NETLINK_ROUTE, NetlinkSocket } from '../netlink/socket.ts';

export class Rtnetlink {
  readonly #native: () => NativeBinding;
  readonly #netnsFd: () => number;
  #socket: NetlinkSocket | undefined;
  /** Those for notifications, and who is to know of their end. */
  readonly #others = new Map<NetlinkSocket, () => void>();
  #closed = false;

  /** Neither function is called before the first question. */
  constructor(native: () => NativeBinding, netnsFd: () => number) {
    this.#native = native;
    this.#netnsFd = netnsFd;
  }

  /** For requests and listings. @throws ERR_CLOSED */
  get socket(): NetlinkSocket {
    this.#socket ??= this.#open();
    return this.#socket;
  }

  /**
   * One of its own, for notifications. The caller gives it back.
   *
   * @param closed called when the host is closed before that, and the socket with it
   */
  newSocket(closed: () => void): NetlinkSocket {
    const socket = this.#open();
    this.#others.set(socket, closed);
    return socket;
  }

  /** Closes what {@link newSocket} gave. Doing so twice does nothing. */
  giveBack(socket: NetlinkSocket): void {
    this.#others.delete(socket);
    socket.close();
  }

  #open(): NetlinkSocket {
    if (this.#closed) throw new PacketwrightError('ERR_CLOSED', 'the host is closed');
    return new NetlinkSocket({ native: this.#native(), protocol: NETLINK_ROUTE, netnsFd: this.#netnsFd() });
  }

  /** `undefined` when it is gone. The kernel is asked each time: an interface may be renamed. */
  nameOf(index: number): string | undefined {
    const request = new Uint8Array(40);
    new DataView(request.buffer).setInt32(IFREQ_NUMBER, index, true);
    if (this.socket.ioctl(SIOCGIFNAME, request) < 0) return undefined;
    return new TextDecoder().decode(request.subarray(0, request.indexOf(0)));
  }

  /** The same for a listing: each is asked for once. One that is gone is called `index 7`. */
  names(): (index: number) => string {
    const known = new Map<number, string>();
    return (index) => {
      let name = known.get(index);
      if (name === undefined) known.set(index, (name = this.nameOf(index) ?? `index ${index}`));
      return name;
    };
  }

  /** @throws ERR_INTERFACE */
  indexOf(name: string): number {
    return this.#number(SIOCGIFINDEX, name);
  }

  /**
   * The interface of a zone, by name or number; it must be `iface` where that is given.
   *
   * @throws ERR_INTERFACE
   * @see RFC 4007 §11.2
   */
  ofZone(zone: string, address: string, iface?: string): string {
    const name = this.#isThere(zone) ? zone : /^[1-9]\d{0,9}$/.test(zone) ? this.nameOf(Number(zone)) : undefined;
    if (name === undefined)
      throw new PacketwrightError('ERR_INTERFACE', `${address}%${zone}: there is no interface ${zone}`, { iface: zone, address });
    if (iface !== undefined && iface !== name)
      throw new PacketwrightError('ERR_INTERFACE', `${address}%${zone} is on ${name}, not on ${iface}`, { iface, zone: name, address });
    return name;
  }

  #isThere(name: string): boolean {
    return new TextEncoder().encode(name).length < IFREQ_NUMBER && this.socket.ioctl(SIOCGIFINDEX, interfaceRequest(name)) >= 0;
  }

  /** @throws ERR_INTERFACE */
  mtuOf(name: string): number {
    return this.#number(SIOCGIFMTU, name);
  }

  /** Closing twice does nothing. */
  close(): void {
    this.#closed = true;
    this.#socket?.close();
    this.#socket = undefined;
    const others = [...this.#others];
    this.#others.clear();
    for (const [socket, closed] of others) {
      socket.close();
      closed();
    }
  }

  #number(request: number, name: string): number {
    const buffer = interfaceRequest(name);
    const rc = this.socket.ioctl(request, buffer);
    if (rc < 0) throw noInterface(name, { errno: -rc });
    return new DataView(buffer.buffer).getInt32(IFREQ_NUMBER, true);
  }
}
