/** Flows to collectors: messages over UDP or TCP, from a host's sockets. */
import { PacketwrightError } from '../../bytes/errors.ts';
import type { Flow } from '../../flows/flow.ts';
import { FlowMessages, type FlowMessageStats } from '../../flows/messages/flow-messages.ts';
import type { FlowMessageOptions } from '../../flows/messages/message-options.ts';
import type { Host, HostSockets, TcpConnection, UdpPort } from '../../host/host.ts';
import type { FlowTarget } from './flow-target.ts';

/** Options of {@link flowExporter}. */
export interface FlowExporterOptions extends FlowMessageOptions {
  readonly host: Host;
  /** Each gets every message. */
  readonly to: readonly FlowTarget[];
  /** Each message goes to one of them, in turns: softflowd's `-l`. Default false. */
  readonly spread?: boolean;
}

/** Octets of messages that may wait for a slow collector; then the oldest are dropped. */
const MOST_WAITING = 16 << 20;

/** Sends flows. Adding never waits: `sent()` does, and whoever adds many should, once a batch. */
export interface FlowExporter {
  add(flow: Flow): void;
  /** Sends what waits for its message to be full. */
  flush(): void;
  /** Time has gone on: headers tell it. */
  passTo(us: number): void;
  /** Resolves when all that was added so far has left. @throws what a socket said (ERR_SYSTEM, ERR_ROUTE …) of TCP; UDP's refusals are counted */
  sent(): Promise<void>;
  readonly stats: FlowMessageStats & { readonly dropped: number; readonly unsent: number };
  /** Sends what is there, and closes. */
  close(): Promise<void>;
}

interface Way {
  send(octets: Uint8Array): Promise<void>;
  close(): void;
}

async function openWay(sockets: HostSockets, { address, port, transport }: FlowTarget, host: Host): Promise<Way> {
  const [to] = /^[\d.]+$|:/.test(address) ? [address] : await host.resolve(address);
  if (to === undefined) throw new PacketwrightError('ERR_RESOLVE', `${address} has no address`, { name: address });
  if (transport === 'tcp') {
    const connection: TcpConnection = await sockets.connect(to, port);
    return { send: (octets) => connection.write(octets), close: () => connection.close() };
  }
  const udp: UdpPort = await sockets.udp({ to: { address: to, port } });
  return { send: (octets) => udp.send(octets, to, port), close: () => udp.close() };
}

/**
 * Opens sockets to collectors. Over TCP templates are sent once, and messages are IPFIX (RFC 7011 §10.4).
 *
 * @throws ERR_VALUE; ERR_RESOLVE, ERR_ROUTE, ERR_REFUSED … of the sockets
 */
export async function flowExporter({ host, to, spread = false, ...o }: FlowExporterOptions): Promise<FlowExporter> {
  const { sockets } = host;
  if (sockets === undefined) throw new PacketwrightError('ERR_PLATFORM', `${host.name} has no sockets`);
  const tcp = to.some(({ transport }) => transport === 'tcp');
  if (tcp && o.version !== 10)
    throw new PacketwrightError('ERR_VALUE', `NetFlow ${o.version ?? 5} goes over UDP: only IPFIX goes over TCP`, {
      remedy: 'version: 10',
    });
  const ways = await Promise.all(to.map((target) => openWay(sockets, target, host)));
  return new Exporter(ways, spread, tcp ? { templateEvery: 0, ...o } : o);
}

class Exporter implements FlowExporter {
  readonly #ways: readonly Way[];
  readonly #spread: boolean;
  readonly #messages: FlowMessages;
  #queue: Uint8Array[] = [];
  #waiting = 0;
  #sending: Promise<void> | undefined;
  #turn = 0;
  #dropped = 0;
  #unsent = 0;

  constructor(ways: readonly Way[], spread: boolean, o: FlowMessageOptions) {
    this.#ways = ways;
    this.#spread = spread;
    this.#messages = new FlowMessages(o, (octets) => this.#put(octets.slice()));
  }

  get stats(): FlowExporter['stats'] {
    return { ...this.#messages.stats, dropped: this.#dropped, unsent: this.#unsent };
  }

  add(flow: Flow): void {
    this.#messages.add(flow);
  }

  flush(): void {
    this.#messages.flush();
  }

  passTo(us: number): void {
    this.#messages.passTo(us);
  }

  async sent(): Promise<void> {
    await this.#sending;
  }

  async close(): Promise<void> {
    try {
      this.flush();
      await this.sent();
    } finally {
      for (const way of this.#ways) way.close();
    }
  }

  #put(octets: Uint8Array): void {
    this.#queue.push(octets);
    this.#waiting += octets.length;
    while (this.#waiting > MOST_WAITING) {
      this.#waiting -= (this.#queue.shift() as Uint8Array).length;
      this.#dropped++;
    }
    this.#sending ??= this.#send().finally(() => {
      this.#sending = undefined;
    });
    // Whoever waits hears it.
    this.#sending.catch(() => undefined);
  }

  async #send(): Promise<void> {
    // What is put in one go is sent in one go.
    await undefined;
    for (let octets = this.#queue.shift(); octets !== undefined; octets = this.#queue.shift()) {
      this.#waiting -= octets.length;
      const ways = this.#spread ? [this.#ways[this.#turn++ % this.#ways.length] as Way] : this.#ways;
      for (const way of ways) await this.#over(way, octets);
    }
  }

  /** Nobody listens on a collector's port now and then: UDP does not mind. */
  async #over(way: Way, octets: Uint8Array): Promise<void> {
    try {
      await way.send(octets);
    } catch (error) {
      this.#unsent++;
      if (!(error instanceof PacketwrightError) || (error.code !== 'ERR_SYSTEM' && error.code !== 'ERR_REFUSED')) throw error;
    }
  }
}
