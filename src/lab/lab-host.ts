/** A host in memory. It can be given wherever a host is taken. */
import { checkOptions } from '../bytes/known-options.ts';
import { isIpv4, isIpv6, readMac } from '../bytes/address.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import type { Random } from '../bytes/random.ts';
import type { InterfaceInfo, PacketBatch } from '../capture/batch.ts';
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
import { objectOf } from '../packet/object/packet-object.ts';
import { dissect } from '../protocols/protocols.ts';
import { type ConnectOptions, listenOn, type ListenSettings, openConnection, type StackListener } from '../stack/connections.ts';
import { isGroupAnywhere } from '../exchange/groups.ts';
import { IcmpErrors } from '../stack/icmp/errors-out.ts';
import type { Own } from '../stack/ip/addresses.ts';
import type { Neighbour } from '../stack/ip/neighbour.ts';
import { receivedOf } from '../stack/received.ts';
import { Stack } from '../stack/stack.ts';
import type { Surroundings } from '../stack/wire.ts';
import type { StackConnection } from '../stack/stack-connection.ts';
import { StackSockets } from '../stack/stack-sockets.ts';
import type { TcpSettings } from '../stack/tcp/tcb.ts';
import { TCP_SETTINGS } from '../stack/tcp/tcp-settings.ts';
import type { LabClock } from './lab-clock.ts';
import { Firewall, type LabRule } from './router/firewall.ts';
import { Nat, type NatLimits } from './router/nat.ts';
import { refuse } from './router/refusal.ts';
import { Router } from './router/router.ts';
import { leaseFor } from './leased-address.ts';
import { NetworkCard } from './network-card.ts';
import type { Segment } from './segment.ts';
import { type LabServices, startServices } from './services.ts';

/** A card that a host is to have. */
export interface CardSpec {
  readonly name: string;
  readonly mac: string;
  readonly segment: Segment;
  /** With their prefixes. */
  readonly addresses: readonly string[];
}

/** What makes a router of a host. */
export interface RoutingSpec {
  /** Routers by the networks behind them. */
  readonly routes: Readonly<Record<string, Address>>;
  readonly nat: { readonly card: string; readonly limits: NatLimits } | undefined;
}

/** What makes a host. */
export interface LabHostOptions {
  readonly name: string;
  /** At least one; several are a router's. */
  readonly cards: readonly CardSpec[];
  /** Absent: it sends nothing on. */
  readonly routing?: RoutingSpec | undefined;
  readonly firewall: readonly LabRule[];
  readonly gateways: readonly Address[];
  /** Address of its DNS server. */
  readonly resolver: string | undefined;
  readonly services: LabServices;
  readonly clock: LabClock;
  readonly random: Random;
}

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
  readonly #cards: readonly NetworkCard[];
  /** Who knows the neighbours of each card. */
  readonly #links: readonly Stack[];
  /** What it sends on, where it is a router. */
  readonly router: Router | undefined;
  /** What it lets in, and through. */
  readonly firewall: Firewall | undefined;
  readonly #errors: IcmpErrors;
  readonly #clock: LabClock;
  #lease: DhcpClient | undefined;

  constructor(o: LabHostOptions) {
    const { clock, random } = o;
    this.name = o.name;
    this.clock = clock;
    this.#clock = clock;
    this.random = random;
    this.mac = (o.cards[0] as CardSpec).mac;
    this.#resolver = o.resolver;
    const names = o.cards.map((card) => card.name);
    this.firewall = o.firewall.length === 0 ? undefined : new Firewall(o.name, o.firewall, names);
    this.#cards = o.cards.map(({ name, mac, segment, addresses }, i) => {
      const now = (): readonly string[] => this.#own().map(({ address, prefix }) => `${address}/${prefix.length}`);
      const onFrames = (batch: PacketBatch): void => this.#links[i]?.receive(batch);
      return new NetworkCard({
        name,
        index: i + 1,
        mac,
        addresses: o.routing === undefined ? now : () => addresses,
        segment,
        clock,
        onFrames,
      });
    });
    const surroundings = { clock: clock.idle, random, ...(clock.wait !== undefined && { wait: () => clock.wait?.() ?? NOTHING }) };
    if (o.routing === undefined) {
      const card = this.#cards[0] as NetworkCard;
      const { addresses } = o.cards[0] as CardSpec;
      const before = (p: Packet): boolean => this.#isTaken(p, card) || this.#isDenied(p, card);
      this.stack = new Stack(card, surroundings, { addresses: [...addresses, LOOPBACK], gateways: o.gateways, before });
      this.#links = [this.stack];
      for (const { address } of this.stack.addresses.all) this.#isSelf(address);
    } else {
      this.router = this.#route(o, o.routing, surroundings);
      this.stack = this.router.stack;
      this.#links = this.router.links;
    }
    this.#errors = new IcmpErrors(this.stack.output);
    this.sockets = new StackSockets(o.name, this.stack);
    startServices(this, o.services);
  }

  /** @throws ERR_ROUTE for a router that is on no link */
  #route(o: LabHostOptions, { routes, nat }: RoutingSpec, surroundings: Surroundings): Router {
    const outside = nat && o.cards.find(({ name }) => name === nat.card)?.addresses.find((text) => !text.includes(':'));
    const router = new Router({
      cards: o.cards.map(({ name, addresses }, i) => ({ name, addresses, card: this.#cards[i] as NetworkCard })),
      surroundings,
      firewall: this.firewall,
      nat:
        nat && outside !== undefined
          ? { card: nat.card, table: new Nat(outside.split('/')[0] as string, o.random, nat.limits) }
          : undefined,
      before: (p, card) => this.#isTaken(p, card),
    });
    const all = [
      ...Object.entries(routes),
      ...o.gateways.map((gateway) => [gateway.includes(':') ? '::/0' : '0.0.0.0/0', gateway] as const),
    ];
    for (const [network, next] of all)
      if (!router.routes.over(network, next))
        throw new PacketwrightError(
          'ERR_ROUTE',
          `${o.name} has no way to ${next}, its router to ${network}: it is on no link of its cards`,
          {
            address: next,
          },
        );
    return router;
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
    self.fix((this.#cards[0] as NetworkCard).mac);
    self.users++;
  }

  /**
   * Gets an address, its router and its name server by DHCP, and keeps them as long as the host is there. Calling it again gives the same client.
   * @throws ERR_NEIGHBOUR when no server gives one in 30 s; ERR_VALUE for a router
   */
  async useDhcp(): Promise<DhcpClient> {
    if (this.router !== undefined)
      throw new PacketwrightError('ERR_VALUE', `${this.name} is a router, which needs its addresses from the beginning`, {
        name: this.name,
      });
    const { addresses } = this.stack;
    this.#lease ??= await leaseFor(
      this,
      (this.#cards[0] as NetworkCard).info.name,
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
  #isTaken(p: Packet, card: NetworkCard): boolean {
    if (this.machines.length === 0 && this.#ignored.size === 0) return false;
    const received = dissect(p.bytes.slice());
    let isTaken = false;
    for (const machine of [...this.machines]) {
      const { requests, failures } = machine.stats;
      for (const reply of machine.answer(received)) card.send(reply.bytes);
      isTaken ||= machine.stats.requests > requests || machine.stats.failures > failures;
    }
    for (const what of this.#ignored) isTaken ||= what(received);
    return isTaken;
  }

  /** Whether the firewall keeps it out; whom it refuses, it tells. */
  #isDenied(p: Packet, card: NetworkCard): boolean {
    if (this.firewall === undefined) return false;
    const ip = ipOf(p);
    const verdict = ip === undefined ? 'accept' : this.firewall.judge(ip, card.info.name);
    if (ip !== undefined && verdict === 'reject') refuse(this.stack, this.#errors, ip.slice());
    return verdict !== 'accept';
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
    return this.#cards.map(({ info }) => info);
  }

  async open(iface: string, o: LinkOptions = {}): Promise<Link> {
    checkOptions('open', o, LINK_OPTIONS);
    const card = this.#card(iface);
    const { filter, ...rest } = o;
    const abilities = await this.abilities(iface);
    chosenLinkType(iface, abilities.linkTypes, o.linkType);
    checkTimestamps(iface, abilities.timestamps, o.timestamps ?? 'host');
    if (filter === undefined) return card.open(rest);
    if (typeof filter !== 'string') return card.open({ ...rest, filter });
    const { addresses = [], linkType } = card.info;
    // The compiler is loaded with the first filter.
    const { compileForHost } = await import('../host/compile-filter.ts');
    const program = await compileForHost(filter, {
      linkType,
      lookUp: async (name, kind) => (kind === 'host' ? this.resolve(name) : []),
      addresses: async () => addresses,
    });
    return card.open({ ...rest, filter: program });
  }

  async abilities(iface: string): Promise<LinkAbilities> {
    const { info } = this.#card(iface);
    return { linkTypes: [info.linkType], timestamps: ['host'], ticksPerSecond: info.ticksPerSecond ?? 1e9 };
  }

  #card(iface: string): NetworkCard {
    return this.#cards[this.#indexOf(iface)] as NetworkCard;
  }

  #indexOf(iface: string): number {
    const names = this.#cards.map(({ info }) => info.name);
    const i = names.indexOf(iface);
    if (i < 0)
      throw new PacketwrightError('ERR_INTERFACE', `${this.name} has no interface ${iface}: it has ${names.join(', ')}`, { iface });
    return i;
  }

  async route(to: Address, o: RouteOptions = {}): Promise<RouteAnswer> {
    checkOptions('route', o, ROUTE_OPTIONS);
    const wanted = o.iface === undefined ? undefined : this.#indexOf(o.iface);
    const route = this.router?.routes.to(to);
    const index = wanted ?? route?.card ?? 0;
    const { mtu, info } = this.#cards[index] as NetworkCard;
    if (isLoopback(to)) return { iface: info.name, source: to, mtu };
    if (this.router !== undefined && route?.card !== index && !isGroupAnywhere(to)) throw noRoute(this.name, to);
    // The stack of a card knows its addresses; that of a router's own packets believes all to be behind a gateway.
    const { addresses } = this.#links[index] as Stack;
    const { next, source } = addresses.way(route?.next ?? to, o.source);
    const gateway = route?.next ?? (next === to ? undefined : next);
    return { iface: info.name, source: source.address, mtu, ...(gateway !== undefined && { gateway }) };
  }

  /** From what its stack knows, or by asking: with ARP, or with Neighbour Discovery. */
  async neighbour(iface: string, address: Address, o: WaitOptions = {}): Promise<Mac | undefined> {
    checkOptions('neighbour', o, WAIT_OPTIONS);
    const { timeoutMs = NEIGHBOUR_TIMEOUT_MS, signal } = o;
    const link = this.#links[this.#indexOf(iface)] as Stack;
    if (isLoopback(address) || link.addresses.isOurs(address)) return this.#card(iface).info.mac;
    const known = link.neighbours.get(address);
    if (known?.isUsable(this.clock.monotonic()) === true) return readMac(known.mac, 0);
    if (isIpv4(address)) return askNeighbour(this, iface, address, this.#sourceFor(link, address), o);
    return this.#askNd(link, link.neighbours.of(address), timeoutMs, signal);
  }

  /** Whose question it is; of who has no address near it, the first. */
  #sourceFor({ addresses: { all } }: Stack, address: Address): Address {
    return (all.find(({ prefix }) => prefix.contains(address)) ?? all.find(({ isV6 }) => !isV6))?.address ?? this.address;
  }

  async #askNd(link: Stack, neighbour: Neighbour, timeoutMs: number, signal: AbortSignal | undefined): Promise<Mac | undefined> {
    let isKnown = false;
    const wait = new AbortController();
    const stop = neighbour.whenLearned(() => {
      isKnown = true;
      wait.abort();
    });
    try {
      for (let i = 0; i < QUESTIONS && !isKnown; i++) {
        link.neighbours.ask(neighbour, false);
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
    (this.router ?? this.stack).close();
    for (const card of this.#cards) await card.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

const NOTHING = (): void => undefined;
const NOBODY = '0.0.0.0';

const noRoute = (host: string, address: Address): PacketwrightError =>
  new PacketwrightError('ERR_ROUTE', `${host} has no route to ${address}`, { address, remedy: 'give it a gateway, or a route' });

/** From the IP header on; undefined for what has none in front. */
function ipOf(p: Packet): Uint8Array | undefined {
  const object = objectOf(p);
  const { ip, kind } = receivedOf(object);
  return ip < 0 || kind === 'arp' ? undefined : object.b.subarray(object.$offset(ip), object.e);
}

/** RFC 1122 §3.2.1.3 (g): it never leaves the host. */
const isLoopback = (address: string): boolean => isIpv4(address) && address.startsWith('127.');
