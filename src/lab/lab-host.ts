/** A host in memory. It can be given wherever a host is taken; what it is asked, its answering machines answer. */
import { checkOptions } from '../bytes/known-options.ts';
import { isIpv4, isIpv6 } from '../bytes/address.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import type { Random } from '../bytes/random.ts';
import type { InterfaceInfo } from '../capture/batch.ts';
import type { AnsweringMachine } from '../exchange/answering/answering-machine.ts';
import { arpMachine } from '../exchange/answering/arp-machine.ts';
import { dnsMachine } from '../exchange/answering/dns/dns-machine.ts';
import type { DnsZone } from '../exchange/answering/dns/zone.ts';
import { icmpEchoMachine } from '../exchange/answering/icmp-echo-machine.ts';
import { tcpSynMachine } from '../exchange/answering/tcp-syn-machine.ts';
import { askNeighbour } from '../exchange/ask-neighbour.ts';
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
import { dissect } from '../protocols/protocols.ts';
import { LabUdp } from './lab-udp.ts';
import { type Network, parseNetwork } from './network.ts';
import { NetworkCard } from './network-card.ts';
import type { Segment } from './segment.ts';

/** The services of a host. */
export interface LabServices {
  /** Names and their records: a DNS server on UDP port 53. */
  readonly dns?: DnsZone;
  /** TCP ports that accept connections (up to SYN and ACK). Every other port answers with a reset. */
  readonly tcp?: readonly number[];
}

export interface LabHostOptions {
  readonly name: string;
  readonly address: string;
  readonly mac: string;
  readonly segment: Segment;
  readonly gateway: string | undefined;
  /** Address of its DNS server. */
  readonly resolver: string | undefined;
  readonly services: LabServices;
  readonly clock: Clock;
  readonly random: Random;
}

const INTERFACE = 'eth0';
/** How long a neighbour's address is remembered, ms: about as long as kernels do. */
const NEIGHBOUR_MS = 60_000;
const NEIGHBOUR_TIMEOUT_MS = 1000;
const RESOLVE_TIMEOUT_MS = 2000;
/** Addresses of neighbours that are remembered at a time. */
const MOST_NEIGHBOURS = 1024;

/** A host in memory that handles packets as a real host does. */
export class LabHost implements Host {
  readonly name: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly isolated = true;
  readonly address: Address;
  readonly mac: Mac;
  /** Its answering machines, for their counters; you can add more. */
  readonly machines: AnsweringMachine[];
  /** UDP ports. It has no TCP connections. */
  readonly sockets: LabUdp;
  readonly #network: Network;
  readonly #gateway: Address | undefined;
  readonly #resolver: Address | undefined;
  readonly #card: NetworkCard;
  readonly #neighbours = new Map<Address, { readonly mac: Mac; readonly until: number }>();

  constructor(o: LabHostOptions) {
    this.name = o.name;
    this.clock = o.clock;
    this.random = o.random;
    this.mac = o.mac;
    this.#network = parseNetwork(o.address);
    this.address = this.#network.address;
    this.#gateway = o.gateway;
    this.#resolver = o.resolver;
    this.#card = new NetworkCard({
      name: INTERFACE,
      index: 1,
      mac: o.mac,
      addresses: [o.address],
      segment: o.segment,
      clock: o.clock,
      onFrame: (octets) => this.#heard(octets),
    });
    this.sockets = new LabUdp(this);
    const isOurs = (address: string): boolean => address === this.address || isLoopback(address);
    const { dns, tcp = [] } = o.services;
    const open = new Set(tcp);
    this.machines = [
      arpMachine({ macOf: (address) => (address === this.address ? this.mac : undefined) }),
      icmpEchoMachine({ isOurs }),
      ...(dns === undefined ? [] : [dnsMachine({ isOurs, zone: dns, tcp: false })]),
      tcpSynMachine({ isOurs, isOpen: (port) => open.has(port), random: this.random }),
    ];
  }

  #heard(octets: Uint8Array): void {
    const received = dissect(octets);
    this.sockets.heard(received);
    for (const machine of this.machines) for (const reply of machine.answer(received)) this.#card.send(reply.bytes);
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
    const answer = { iface: INTERFACE, source: this.address, mtu: this.#card.segment.mtu };
    if (isLoopback(to)) return { ...answer, source: to };
    if (this.#network.contains(to) || isGroup(to)) return answer;
    if (this.#gateway !== undefined && isIpv4(to)) return { ...answer, gateway: this.#gateway };
    throw new PacketwrightError('ERR_ROUTE', `${this.name} has no route to ${to}`, {
      address: to,
      remedy: 'give the host a gateway: { gateway: ADDRESS }',
    });
  }

  /** By ARP over the segment; remembered for a minute. */
  async neighbour(iface: string, address: Address, o: WaitOptions = {}): Promise<Mac | undefined> {
    checkOptions('neighbour', o, WAIT_OPTIONS);
    const { timeoutMs = NEIGHBOUR_TIMEOUT_MS, signal } = o;
    this.#mustBeOurs(iface);
    if (address === this.address || isLoopback(address)) return this.mac;
    const known = this.#neighbours.get(address);
    if (known !== undefined && known.until > this.clock.monotonic()) return known.mac;
    const mac = await askNeighbour(this, iface, address, this.address, { timeoutMs, ...(signal && { signal }) });
    if (mac === undefined) return undefined;
    if (this.#neighbours.size >= MOST_NEIGHBOURS) this.#neighbours.clear();
    this.#neighbours.set(address, { mac, until: this.clock.monotonic() + NEIGHBOUR_MS });
    return mac;
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
    if (server === this.address) return fail('it is the DNS server itself');
    const found = [...(await ask('A')), ...(await ask('AAAA'))];
    return found.length > 0 ? found : fail(`${server} has no address for it`);
  }

  async resolverConfig(): Promise<ResolverConfig> {
    const usual = parseResolvConf('');
    return { ...usual, servers: this.#resolver === undefined ? [] : [this.#resolver], timeoutMs: RESOLVE_TIMEOUT_MS };
  }

  close(): Promise<void> {
    this.sockets.close();
    return this.#card.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

const isGroup = (address: string): boolean => isIpv4(address) && Number(address.split('.')[0]) >= 224;

/** RFC 1122 §3.2.1.3 (g): it never leaves the host. */
const isLoopback = (address: string): boolean => isIpv4(address) && address.startsWith('127.');
