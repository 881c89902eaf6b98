/** UDP (RFC 768): ports of ours, and datagrams to and from them. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { DatagramQueue } from '../../host/datagram-queue.ts';
import { freePort } from '../../host/free-ports.ts';
import type { UdpOptions, UdpPort } from '../../host/host.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { packet } from '../../protocols/protocols.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { fragment, fragment6 } from '../../streams/fragments/fragment.ts';
import type { IcmpError } from '../icmp/errors-in.ts';
import type { IpOutput } from '../ip/ip-output.ts';
import type { Paths } from '../ip/paths.ts';
import type { Surroundings } from '../wire.ts';

/** RFC 768: what a length of 16 bits leaves, without the header. */
const MOST = 65_507;

interface Open {
  readonly queue: DatagramQueue;
  readonly options: UdpOptions;
}

export class UdpLayer {
  readonly #paths: Paths;
  readonly #output: IpOutput;
  readonly #surroundings: Surroundings;
  readonly #open = new Map<number, Open>();
  #id: number;

  constructor(paths: Paths, output: IpOutput, surroundings: Surroundings) {
    this.#paths = paths;
    this.#output = output;
    this.#surroundings = surroundings;
    this.#id = surroundings.random.u32() & 0xffff;
  }

  /** @throws ERR_BUSY */
  open(options: UdpOptions = {}): UdpPort {
    const port = options.port ?? this.#freePort();
    if (this.#open.has(port)) throw new PacketwrightError('ERR_BUSY', `UDP port ${port} is open already`, { port });
    const queue = new DatagramQueue();
    this.#open.set(port, { queue, options });
    return {
      port,
      send: async (data, address, number) => {
        if (!this.#open.has(port)) throw new PacketwrightError('ERR_CLOSED', 'the UDP port is closed', { port });
        const { to, address: from } = options;
        this.send(port, data, to?.address ?? address, to?.port ?? number, from);
      },
      messages: (wait) => queue.messages(wait),
      close: () => {
        this.#open.delete(port);
        queue.end();
      },
    };
  }

  /** Sends a datagram; one that is larger than the path's MTU leaves in fragments. @throws ERR_ROUTE, ERR_TOO_LARGE */
  send(sport: number, data: Uint8Array, dst: string, dport: number, from?: string): void {
    if (data.length > MOST)
      throw new PacketwrightError('ERR_TOO_LARGE', `a UDP datagram of ${data.length} octets: at most ${MOST} fit`, { length: data.length });
    const path = this.#paths.to(dst, from);
    try {
      const { isV6, local: src } = path;
      this.#id = (this.#id + 1) & 0xffff;
      const udp = UDP({ sport, dport });
      const whole: Packet = isV6
        ? packet(IPv6({ src, dst, hlim: 64 }), udp, data)
        : packet(IP({ src, dst, id: this.#id, ttl: 64 }), udp, data);
      const parts = whole.length <= path.mtu ? [whole] : isV6 ? fragment6(whole, { mtu: path.mtu }) : fragment(whole, { mtu: path.mtu });
      for (const part of parts) this.#output.packet(part.bytes, isV6, path.neighbour);
      this.#output.flush();
    } finally {
      this.#paths.release(path);
    }
  }

  /** A datagram for one of our addresses, or a group. @returns whether somebody has its port open */
  arrive(p: Packet): boolean {
    const udp = p.get(UDP);
    const ip = p.get(IP) ?? p.get(IPv6);
    if (udp === undefined || ip === undefined) return true;
    const open = this.#open.get(udp.dport);
    if (open === undefined) return false;
    const { to, address } = open.options;
    if (to !== undefined && (to.address !== ip.src || to.port !== udp.sport)) return true;
    if (address !== undefined && address !== ip.dst) return true;
    open.queue.add({ data: p.payload(UDP).slice(), from: ip.src, port: udp.sport, at: this.#surroundings.clock.now() });
    return true;
  }

  failed({ kind, localPort, remote, remotePort }: IcmpError): void {
    const open = this.#open.get(localPort);
    if (open === undefined || kind === 'too-big') return;
    const { to, errors } = open.options;
    if (to === undefined ? errors !== true : to.address !== remote || to.port !== remotePort) return;
    const why = kind === 'refused' ? 'nothing listens there' : kind === 'expired' ? 'the way is too long' : 'it cannot be reached';
    open.queue.fail(new PacketwrightError('ERR_SYSTEM', `${remote} port ${remotePort}: ${why}`, { address: remote, port: remotePort }));
  }

  close(): void {
    for (const { queue } of this.#open.values()) queue.end();
    this.#open.clear();
  }

  #freePort(): number {
    for (;;) {
      const port = freePort(this.#surroundings.random);
      if (!this.#open.has(port)) return port;
    }
  }
}
