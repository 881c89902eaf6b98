/** A host in memory. It can be given wherever a host is taken. */
import { checkOptions } from '../bytes/known-options.ts';
import { isIpv4, isIpv6, readMac } from '../bytes/address.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import type { Random } from '../bytes/random.ts';
import type { InterfaceInfo } from '../capture/batch.ts';
import type { AnsweringMachine } from '../exchange/answering/answering-machine.ts';
import { askNeighbour } from '../exchange/ask-neighbour.ts';
import type { DhcpClient } from '../exchange/clients/dhcp/dhcp.ts';
import { dnsQuery } from '../exchange/clients/dns/dns-query.ts';
import type {
  Address,
  Clock,
  Host,
  Link,
  LinkAbilities,
  LinkOptions,
  Mac,
  ResolverConfig,
  RouteAnswer,
  RouteOptions,
  WaitOptions,
} from '../host/host.ts';
import { checkTimestamps, chosenLinkType, LINK_OPTIONS, ROUTE_OPTIONS, WAIT_OPTIONS } from '../host/link-choices.ts';
import { parseResolvConf } from '../host/resolv-conf.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { dissect } from '../protocols/protocols.ts';
import { type ConnectOptions, listenOn, type ListenSettings, openConnection, type StackListener } from '../stack/connections.ts';
import type { Own } from '../stack/ip/addresses.ts';
import type { Neighbour } from '../stack/ip/neighbour.ts';
import { Stack } from '../stack/stack.ts';
import type { StackConnection } from '../stack/stack-connection.ts';
import { StackSockets } from '../stack/stack-sockets.ts';
import type { TcpSettings } from '../stack/tcp/tcb.ts';
import { TCP_SETTINGS } from '../stack/tcp/tcp-settings.ts';
import type { LabClock } from './lab-clock.ts';
import { leaseFor } from './leased-address.ts';
import { NetworkCard } from './network-card.ts';
import type { Segment } from './segment.ts';
import { type LabServices, startServices } from './services.ts';

/** What makes a host. */
export interface LabHostOptions {
  readonly name: string;
  /** With their prefixes. */
  readonly addresses: readonly string[];
  readonly mac: string;
  readonly segment: Segment;
  readonly gateways: readonly Address[];
  /** Address of its DNS server. */
  readonly resolver: string | undefined;
  readonly services: LabServices;
  readonly clock: LabClock;
  readonly random: Random;
}

const INTERFACE = 'eth0';
const NEIGHBOUR_TIMEOUT_MS = 1000;
const RESOLVE_TIMEOUT_MS = 2000;
/** A neighbour is asked so often, evenly over the time-out. */
const QUESTIONS = 3;
/** What hosts say to themselves. */
const LOOPBACK = '127.0.0.1/8';

/**
 * A host in memory, on a TCP/IP stack of its own: it answers ARP, Neighbour Discovery and pings, resets what no port listens for, and opens and takes connections.
 */
export class LabHost implements Host {
  readonly name: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly isolated = true;
  readonly mac: Mac;
  /** What it runs on: connections and their states, neighbours, UDP ports. */
  readonly stack: Stack;
  /** Answering machines of yours. What one of them takes for its request is not the stack's any more. */
  readonly machines: AnsweringMachine[] = [];
  /** How its connections behave: with it and `stack`, `packetwright/stack/node` opens Node's streams here. */
  readonly settings: TcpSettings = TCP_SETTINGS;
  readonly sockets: StackSockets;
  readonly #ignored = new Set<(received: Packet) => boolean>();
  #resolver: Address | undefined;
  readonly #card: NetworkCard;
  readonly #clock: LabClock;
  #lease: DhcpClient | undefined;

  constructor(o: LabHostOptions) {
    const { clock, random } = o;
    this.name = o.name;
    this.clock = clock;
    this.#clock = clock;
    this.random = random;
    this.mac = o.mac;
    this.#resolver = o.resolver;
    this.#card = new NetworkCard({
      name: INTERFACE,
      index: 1,
      mac: o.mac,
      addresses: () => this.#own().map(({ address, prefix }) => `${address}/${prefix.length}`),
      segment: o.segment,
      clock,
      onFrames: (batch) => this.stack.receive(batch),
    });
    this.stack = new Stack(
      this.#card,
      { clock: clock.idle, random, ...(clock.wait !== undefined && { wait: () => clock.wait?.() ?? NOTHING }) },
      { addresses: [...o.addresses, LOOPBACK], gateways: o.gateways, before: (p) => this.#isTaken(p) },
    );
    for (const { address } of this.stack.addresses.all) this.#isSelf(address);
    this.sockets = new StackSockets(o.name, this.stack);
    startServices(this, o.services);
  }

  /** The first of its addresses; `0.0.0.0` while it has none. */
  get address(): Address {
    return this.#own()[0]?.address ?? NOBODY;
  }

  #own(): readonly Own[] {
    return this.stack.addresses.all.filter(({ address }) => !isLoopback(address));
  }

  /** What it says to itself needs no question. */
  #isSelf(address: Address): void {
    const self = this.stack.neighbours.of(address);
    self.fix(this.#card.mac);
    self.users++;
  }

  /**
   * Gets an address, its router and its name server by DHCP, and keeps them as long as the host is there. Calling it again gives the same client.
   * @throws ERR_NEIGHBOUR when no server gives one in 30 s
   */
  async useDhcp(): Promise<DhcpClient> {
    const { addresses } = this.stack;
    this.#lease ??= await leaseFor(
      this,
      INTERFACE,
      this.#clock,
      ({ address, prefixLength = 32, routers, nameServers }) => {
        addresses.add(`${address}/${prefixLength}`);
        this.#isSelf(address);
        addresses.gateway4 = routers[0];
        this.#resolver = nameServers[0] ?? this.#resolver;
      },
      ({ address }) => addresses.remove(address),
    );
    return this.#lease;
  }

  /** Whether a machine of the user's takes it, which may answer or not, or whether it is ignored. */
  #isTaken(p: Packet): boolean {
    if (this.machines.length === 0 && this.#ignored.size === 0) return false;
    const received = dissect(p.bytes.slice());
    let isTaken = false;
    for (const machine of [...this.machines]) {
      const { requests, failures } = machine.stats;
      for (const reply of machine.answer(received)) this.#card.send(reply.bytes);
      isTaken ||= machine.stats.requests > requests || machine.stats.failures > failures;
    }
    for (const what of this.#ignored) isTaken ||= what(received);
    return isTaken;
  }

  /**
   * Its stack takes no notice of such packets, so it neither answers nor resets them; links and machines still see them. With it you make a connection by hand, or a host
   * that says nothing. @returns what ends it
   */
  ignore(what: (received: Packet) => boolean): () => void {
    this.#ignored.add(what);
    return () => void this.#ignored.delete(what);
  }

  /**
   * Opens a TCP connection to an address, or to a name that its DNS server knows.
   * @throws ERR_ROUTE, ERR_REFUSED, ERR_TIMEOUT, ERR_RESOLVE
   */
  async connect(to: Address | string, port: number, o: ConnectOptions = {}): Promise<StackConnection> {
    const address =
      isIpv4(to) || isIpv6(to) ? to : ((await this.resolve(to, o.signal === undefined ? {} : { signal: o.signal }))[0] as string);
    return openConnection(this.stack, TCP_SETTINGS, address, port, o);
  }

  /** Takes TCP connections on a port. @throws ERR_BUSY */
  listen(port: number, o: ListenSettings = {}): StackListener {
    return listenOn(this.stack, TCP_SETTINGS, port, o);
  }

  async interfaces(): Promise<InterfaceInfo[]> {
    return [this.#card.info];
  }

  async open(iface: string, o: LinkOptions = {}): Promise<Link> {
    checkOptions('open', o, LINK_OPTIONS);
    this.#mustBeOurs(iface);
    const { filter, ...rest } = o;
    const abilities = await this.abilities(iface);
    chosenLinkType(iface, abilities.linkTypes, o.linkType);
    checkTimestamps(iface, abilities.timestamps, o.timestamps ?? 'host');
    if (filter === undefined) return this.#card.open(rest);
    if (typeof filter !== 'string') return this.#card.open({ ...rest, filter });
    const { addresses = [], linkType } = this.#card.info;
    // The compiler is loaded with the first filter.
    const { compileForHost } = await import('../host/compile-filter.ts');
    const program = await compileForHost(filter, {
      linkType,
      lookUp: async (name, kind) => (kind === 'host' ? this.resolve(name) : []),
      addresses: async () => addresses,
    });
    return this.#card.open({ ...rest, filter: program });
  }

  async abilities(iface: string): Promise<LinkAbilities> {
    this.#mustBeOurs(iface);
    return { linkTypes: [this.#card.info.linkType], timestamps: ['host'], ticksPerSecond: this.#card.info.ticksPerSecond ?? 1e9 };
  }

  #mustBeOurs(iface: string): void {
    if (iface !== INTERFACE)
      throw new PacketwrightError('ERR_INTERFACE', `${this.name} has no interface ${iface}: it has ${INTERFACE}`, { iface });
  }

  async route(to: Address, o: RouteOptions = {}): Promise<RouteAnswer> {
    checkOptions('route', o, ROUTE_OPTIONS);
    const { iface = INTERFACE } = o;
    this.#mustBeOurs(iface);
    const { mtu } = this.#card;
    if (isLoopback(to)) return { iface: INTERFACE, source: to, mtu };
    const { next, source } = this.stack.addresses.way(to, o.source);
    return { iface: INTERFACE, source: source.address, mtu, ...(next !== to && { gateway: next }) };
  }

  /** From what its stack knows, or by asking: with ARP, or with Neighbour Discovery. */
  async neighbour(iface: string, address: Address, o: WaitOptions = {}): Promise<Mac | undefined> {
    checkOptions('neighbour', o, WAIT_OPTIONS);
    const { timeoutMs = NEIGHBOUR_TIMEOUT_MS, signal } = o;
    this.#mustBeOurs(iface);
    if (isLoopback(address)) return this.mac;
    const known = this.stack.neighbours.get(address);
    if (known?.isUsable(this.clock.monotonic()) === true) return readMac(known.mac, 0);
    if (isIpv4(address)) return askNeighbour(this, iface, address, this.#sourceFor(address), o);
    return this.#askNd(this.stack.neighbours.of(address), timeoutMs, signal);
  }

  /** Whose question it is; of who has no address near it, the first. */
  #sourceFor(address: Address): Address {
    return this.stack.addresses.all.find(({ prefix }) => prefix.contains(address))?.address ?? this.address;
  }

  async #askNd(neighbour: Neighbour, timeoutMs: number, signal: AbortSignal | undefined): Promise<Mac | undefined> {
    let isKnown = false;
    const wait = new AbortController();
    const stop = neighbour.whenLearned(() => {
      isKnown = true;
      wait.abort();
    });
    try {
      for (let i = 0; i < QUESTIONS && !isKnown; i++) {
        this.stack.neighbours.ask(neighbour, false);
        const either = signal === undefined ? wait.signal : AbortSignal.any([signal, wait.signal]);
        await this.clock.sleep(timeoutMs / QUESTIONS, either).catch(() => signal?.throwIfAborted());
      }
    } finally {
      stop();
    }
    return isKnown ? readMac(neighbour.mac, 0) : undefined;
  }

  /** By DNS over the segment. @throws ERR_RESOLVE */
  async resolve(name: string, o: WaitOptions = {}): Promise<Address[]> {
    checkOptions('resolve', o, WAIT_OPTIONS);
    const { timeoutMs = RESOLVE_TIMEOUT_MS, signal } = o;
    if (isIpv4(name) || isIpv6(name)) return [name];
    const fail = (why: string): never => {
      throw new PacketwrightError('ERR_RESOLVE', `${this.name} cannot resolve ${name}: ${why}`, { name });
    };
    const server = this.#resolver ?? fail('it has no DNS server');
    const ask = async (type: 'A' | 'AAAA'): Promise<Address[]> => {
      const { records } = await dnsQuery(name, { host: this, type, timeoutMs, tries: 1, ...(signal && { signal }) }).catch(
        (cause: unknown) => {
          signal?.throwIfAborted();
          return fail((cause as Error).message);
        },
      );
      return records.map(({ rdata }) => String(rdata));
    };
    if (this.stack.addresses.isOurs(server)) return fail('it is the DNS server itself');
    const found: Address[] = [];
    // Addresses of a family that it has none of are of no use to it.
    for (const type of ['A', 'AAAA'] as const)
      if (this.#own().some(({ isV6 }) => isV6 === (type === 'AAAA'))) found.push(...(await ask(type)));
    return found.length > 0 ? found : fail(`${server} has no address for it`);
  }

  async resolverConfig(): Promise<ResolverConfig> {
    const usual = parseResolvConf('');
    return { ...usual, servers: this.#resolver === undefined ? [] : [this.#resolver], timeoutMs: RESOLVE_TIMEOUT_MS };
  }

  async close(): Promise<void> {
    const lease = this.#lease;
    this.#lease = undefined;
    await lease?.stop();
    this.stack.close();
    await this.#card.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

const NOTHING = (): void => undefined;
const NOBODY = '0.0.0.0';

/** RFC 1122 §3.2.1.3 (g): it never leaves the host. */
const isLoopback = (address: string): boolean => isIpv4(address) && address.startsWith('127.');
