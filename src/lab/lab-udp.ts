/** UDP ports of a lab host: datagrams as packets on its segment. */
import { checkOptions } from '../bytes/known-options.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import { freePort } from '../host/free-ports.ts';
import { send } from '../exchange/send.ts';
import { DatagramQueue } from '../host/datagram-queue.ts';
import type { Host, HostSockets, UdpOptions, UdpPort } from '../host/host.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { IP } from '../protocols/network/ipv4/ipv4.ts';
import { packet } from '../protocols/protocols.ts';
import { UDP } from '../protocols/transport/udp.ts';

interface OpenPort {
  readonly queue: DatagramQueue;
  readonly to: UdpOptions['to'];
}

export class LabUdp implements HostSockets {
  readonly #host: Host & { readonly address: string };
  readonly #open = new Map<number, OpenPort>();

  constructor(host: Host & { readonly address: string }) {
    this.#host = host;
  }

  /** A frame for this host. */
  heard(received: Packet): void {
    if (this.#open.size === 0) return;
    const udp = received.get(UDP),
      ip = received.get(IP);
    const open = udp === undefined ? undefined : this.#open.get(udp.dport);
    if (udp === undefined || ip === undefined || open === undefined || ip.dst !== this.#host.address) return;
    if (open.to !== undefined && (open.to.address !== ip.src || open.to.port !== udp.sport)) return;
    open.queue.add({ data: received.payload(UDP).slice(), from: ip.src, port: udp.sport, at: this.#host.clock.now() });
  }

  async udp(o: UdpOptions = {}): Promise<UdpPort> {
    checkOptions('udp', o, { address: true, port: true, to: true, errors: true });
    const { address, to } = o;
    if (address !== undefined && address !== this.#host.address)
      throw new PacketwrightError('ERR_ADDRESS', `${this.#host.name} has no address ${address}: it has ${this.#host.address}`, { address });
    const port = o.port ?? this.#freePort();
    if (this.#open.has(port))
      throw new PacketwrightError('ERR_BUSY', `cannot open UDP port ${port}: ${this.#host.name} has it open`, { port });
    const queue = new DatagramQueue();
    this.#open.set(port, { queue, to });
    return {
      port,
      send: async (data, address, number) => {
        if (!this.#open.has(port)) throw new PacketwrightError('ERR_CLOSED', 'the UDP port is closed');
        const [dst, dport] = to === undefined ? [address, number] : [to.address, to.port];
        await send(packet(IP({ dst }), UDP({ sport: port, dport }), data), { host: this.#host });
      },
      messages: (wait) => queue.messages(wait),
      close: () => {
        this.#open.delete(port);
        queue.end();
      },
    };
  }

  #freePort(): number {
    for (;;) {
      const port = freePort(this.#host.random);
      if (!this.#open.has(port)) return port;
    }
  }

  connect(to: string, port: number): Promise<never> {
    return Promise.reject(
      new PacketwrightError('ERR_PLATFORM', `cannot connect to ${to} port ${port}: hosts of a lab have no TCP connections`, { to, port }),
    );
  }

  close(): void {
    for (const { queue } of this.#open.values()) queue.end();
    this.#open.clear();
  }
}
