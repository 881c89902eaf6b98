/** A network in memory: hosts on segments, with time and random numbers of its own. No root, no sockets, no harm. */
import { checkOptions, inRange, type OptionNames } from '../bytes/known-options.ts';
import { shown } from '../packet/spec/wants.ts';
import { isMac, readMac } from '../bytes/address.ts';
import { parseAddress } from '../bytes/any-address.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import { parsePrefix, type Prefix } from '../bytes/prefix.ts';
import { seededRandom } from '../bytes/random.ts';
import type { Address, Clock, Link } from '../host/host.ts';
import { Attached, type Attachment } from './attachment.ts';
import { checkImpairments, ImpairedLine, type ImpairmentCounters, type Impairments } from './impair/impairments.ts';
import { type LineEvent, LineScript } from './impair/line-events.ts';
import { LabCapture } from './lab-capture.ts';
import { realClock, VirtualClock } from './lab-clock.ts';
import { type CardSpec, LabHost, type RoutingSpec } from './lab-host.ts';
import type { LabRule } from './router/firewall.ts';
import type { NatLimits } from './router/nat.ts';
import { Segment } from './segment.ts';
import { checkServices, type LabServices } from './services.ts';

/** A network card: what it is plugged into, and its addresses. */
export interface LabCardSpec {
  /** An address with its prefix, or several: `192.0.2.10/24`, `2001:db8::10/64`. */
  readonly address?: string | readonly string[];
  /** The segment it is connected to. Default: the lab's first segment. */
  readonly segment?: string;
  /** Default: derived from its address. */
  readonly mac?: string;
}

/** A router: it sends on what comes to one of its cards and is for somebody else. */
export interface LabRouterSpec {
  /** By their names: `{ eth0: { segment: 'lan', address: '10.0.1.1/24' }, eth1: … }`. */
  readonly cards: Readonly<Record<string, LabCardSpec>>;
  /** Where all goes that nothing else is known of; one of each family. */
  readonly gateway?: Address | readonly Address[];
  /** Routers by the networks that lie behind them: `{ '10.0.3.0/24': '10.0.2.2' }`. */
  readonly routes?: Readonly<Record<string, Address>>;
  /** The card whose IPv4 address all have that are behind the others, or with the bounds of the table. */
  readonly nat?: string | ({ readonly card: string } & NatLimits);
  /** What it lets in and through; what no rule names passes. */
  readonly firewall?: readonly LabRule[];
  /** Its DNS server. */
  readonly resolver?: Address;
  readonly services?: LabServices;
}

/** A host of the lab. */
export interface LabHostSpec extends LabCardSpec {
  /** An address with its prefix, or several: `192.0.2.10/24`, `2001:db8::10/64`. Without one the host has none until `useDhcp()`. */
  readonly address?: string | readonly string[];
  /** Its router, or one of each family. */
  readonly gateway?: Address | readonly Address[];
  /** Its DNS server. Default: the first host of the lab that has a zone. */
  readonly resolver?: Address;
  readonly services?: LabServices;
  /** What it lets in; what no rule names passes. */
  readonly firewall?: readonly LabRule[];
}

/** A segment of the lab. */
export interface LabSegmentSpec {
  /** Largest layer 3 packet, octets. Default 1,500. */
  readonly mtu?: number;
  /** Every frame goes to every host, so that each can hear all with `promiscuous`. Default false: a switch, which sends it where it belongs. */
  readonly hub?: boolean;
  /** How bad its lines are: loss, delay, frames out of order … by chance that the lab's seed decides. Default: perfect. */
  readonly impair?: Impairments;
}

/** The hosts and segments of a lab. */
export interface LabSpec {
  readonly hosts: Readonly<Record<string, LabHostSpec>>;
  readonly routers?: Readonly<Record<string, LabRouterSpec>>;
  /** Default: one, called `lan`. */
  readonly segments?: Readonly<Record<string, LabSegmentSpec>>;
  /** The same seed gives the same random numbers. Default 1. */
  readonly seed?: number | string | bigint;
  /** `virtual`: time jumps from timer to timer, so time-outs take no time and every run has the same times. Default `real`. */
  readonly time?: 'real' | 'virtual';
  /** What befalls the frames of bad lines, in place of chance: what {@link Lab.events} told of another run, or some of it. */
  readonly events?: readonly LineEvent[];
}

/** A network in memory. */
export interface Lab extends AsyncDisposable {
  readonly clock: Clock;
  /** Names of hosts and segments. */
  readonly hosts: readonly string[];
  readonly segments: readonly string[];
  /** @throws ERR_VALUE when there is no host of that name */
  host(name: string): LabHost;
  /** Captures every frame on a segment (default: the first) from now on. @throws ERR_VALUE */
  capture(segment?: string): LabCapture;
  /**
   * Plugs an open link into a segment (default: the first): a veth, a card, a TAP device. What its kernel sends there comes to the lab's hosts, and their answers to it: so
   * curl talks to a lab. The link stays its owner's.
   * @throws ERR_VALUE for a lab in virtual time, ERR_INTERFACE for a link without Ethernet headers
   */
  attach(link: Link, segment?: string): Attachment;
  /** What became of the frames of a segment whose lines are not perfect; undefined for others. @throws ERR_VALUE */
  impaired(segment?: string): Readonly<ImpairmentCounters> | undefined;
  /** What befell single frames so far: which were lost, repeated, damaged, held back. */
  events(): readonly LineEvent[];
  /** Closes all hosts and segments. Calling it twice does nothing. */
  close(): Promise<void>;
}

const HOST_OPTIONS: OptionNames<LabHostSpec> = {
  address: true,
  segment: true,
  mac: true,
  gateway: true,
  resolver: true,
  services: true,
  firewall: true,
};
const CARD_OPTIONS: OptionNames<LabCardSpec> = { address: true, segment: true, mac: true };
const ROUTER_OPTIONS: OptionNames<LabRouterSpec> = {
  ...{ cards: true, gateway: true, routes: true, nat: true, firewall: true, resolver: true, services: true },
};

const MTU = 1500;
/** RFC 791 §3.2: every link carries as much. */
const LEAST_MTU = 68;
/** Where virtual time begins: 2026-01-01 00:00:00 UTC. */
const VIRTUAL_START = Date.UTC(2026, 0, 1);

/**
 * Makes a lab.
 * @throws ERR_VALUE, ERR_ADDRESS for a description that cannot be
 */
export function lab(spec: LabSpec): Lab {
  checkSpec(spec);
  const clock = spec.time === 'virtual' ? new VirtualClock(VIRTUAL_START) : realClock();
  const scripts: LineScript[] = [];
  const segments = new Map(
    Object.entries(spec.segments ?? { lan: {} }).map(([name, { mtu = MTU, hub, impair }]) => {
      if (impair !== undefined) scripts.push(new LineScript(name, spec.events));
      const line = impair && new ImpairedLine(impair, seededRandom(`${spec.seed ?? 1} segment ${name}`), scripts.at(-1));
      return [name, new Segment(name, mtu, clock, hub, line)];
    }),
  );
  const first = [...segments.keys()][0];
  if (first === undefined) throw new PacketwrightError('ERR_VALUE', 'a lab needs at least one segment');
  const segment = (name: string): Segment => found(segments, name, 'segment');
  const server = Object.values(spec.hosts).find((h) => h.services?.dns !== undefined && several(h.address).length > 0);
  const resolver = server === undefined ? undefined : bare(several(server.address)[0] as string);
  const card = cardMaker(segment, first);
  const hosts = new Map(
    Object.entries(spec.hosts).map(([name, h]) => {
      const host = new LabHost({
        name,
        cards: [card(name, 'eth0', h)],
        firewall: h.firewall ?? [],
        gateways: several(h.gateway),
        resolver: h.resolver ?? resolver,
        services: h.services ?? {},
        clock,
        random: seededRandom(`${spec.seed ?? 1} ${name}`),
      });
      return [name, host] as const;
    }),
  );
  for (const [name, r] of Object.entries(spec.routers ?? {})) {
    if (hosts.has(name)) throw new PacketwrightError('ERR_VALUE', `${name} is the name of a host and of a router`, { name });
    const router = new LabHost({
      name,
      cards: Object.entries(r.cards).map(([iface, c]) => card(name, iface, c)),
      routing: { routes: r.routes ?? {}, nat: natOf(r) },
      firewall: r.firewall ?? [],
      gateways: several(r.gateway),
      resolver: r.resolver ?? resolver,
      services: r.services ?? {},
      clock,
      random: seededRandom(`${spec.seed ?? 1} ${name}`),
    });
    hosts.set(name, router);
  }
  const attached = new Set<Attachment>();
  const attach = (link: Link, name: string = first): Attachment => {
    if (spec.time === 'virtual')
      throw new PacketwrightError(
        'ERR_VALUE',
        `${link.name} cannot be attached to a lab in virtual time: its kernel does not wait for that`,
        {
          iface: link.name,
          remedy: "make the lab without time: 'virtual'",
        },
      );
    const one = new Attached(link, segment(name));
    attached.add(one);
    return one;
  };
  const close = async (): Promise<void> => {
    for (const one of attached) one.stop();
    for (const host of hosts.values()) await host.close();
  };
  return {
    clock,
    hosts: [...hosts.keys()],
    segments: [...segments.keys()],
    host: (name) => found(hosts, name, 'host'),
    capture: (name = first) => new LabCapture(segment(name)),
    attach,
    impaired: (name = first) => segment(name).impaired,
    events: () => scripts.flatMap(({ events }) => events),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Makes the cards of a lab, no two of which have one address. They throw ERR_ADDRESS and ERR_VALUE. */
function cardMaker(segment: (name: string) => Segment, first: string): (host: string, name: string, c: LabCardSpec) => CardSpec {
  const taken = new Map<string, string>();
  const cards = new Map<string, string>();
  return (host, name, c) => {
    const addresses = several(c.address);
    for (const text of addresses) {
      const { address } = parseOwn(text);
      const other = taken.get(address);
      if (other !== undefined)
        throw new PacketwrightError('ERR_VALUE', `${other} and ${host} both have the address ${address}`, { address });
      taken.set(address, host);
    }
    if (c.mac !== undefined && !isMac(c.mac))
      throw new PacketwrightError('ERR_ADDRESS', `'${c.mac}' is not a MAC address`, { text: c.mac });
    const own = addresses[0] === undefined ? seededRandom(`MAC of ${host} ${name}`).octets(4) : parseAddress(bare(addresses[0]));
    const on = segment(c.segment ?? first);
    const mac = c.mac?.toLowerCase() ?? macFor(own);
    const other = cards.get(`${on.name} ${mac}`);
    if (other !== undefined)
      throw new PacketwrightError('ERR_VALUE', `${other} and ${host} both have the MAC address ${mac} on segment ${on.name}`, {
        mac,
        remedy: `give ${host} another with mac`,
      });
    cards.set(`${on.name} ${mac}`, host);
    return { name, addresses, mac, segment: on };
  };
}

function found<T>(table: ReadonlyMap<string, T>, name: string, what: string): T {
  const there = table.get(name);
  if (there === undefined)
    throw new PacketwrightError('ERR_VALUE', `the lab has no ${what} '${name}': it has ${[...table.keys()].join(', ')}`, { name });
  return there;
}

/** @throws ERR_OPTION, ERR_VALUE, ERR_RANGE */
function checkSpec(spec: LabSpec): void {
  checkOptions('lab', spec, { hosts: true, routers: true, segments: true, seed: true, time: true, events: true });
  if (typeof spec.hosts !== 'object' || spec.hosts === null)
    throw new PacketwrightError('ERR_VALUE', 'a lab needs hosts', { remedy: "lab({ hosts: { a: { address: '192.0.2.1/24' } } })" });
  if (spec.time !== undefined && spec.time !== 'real' && spec.time !== 'virtual')
    throw new PacketwrightError('ERR_VALUE', `time ${shown(spec.time)} is not known: 'real' or 'virtual' was expected`, {
      value: spec.time,
    });
  if (spec.seed !== undefined) seededRandom(spec.seed);
  for (const [name, h] of Object.entries(spec.hosts)) {
    checkOptions(`lab host ${name}`, h, HOST_OPTIONS);
    if (h.services !== undefined) checkServices(name, h.services);
  }
  for (const [name, r] of Object.entries(spec.routers ?? {})) checkRouter(name, r);
  for (const [name, segment] of Object.entries(spec.segments ?? {})) {
    checkOptions(`lab segment ${name}`, segment, { mtu: true, hub: true, impair: true });
    if (segment.mtu !== undefined) inRange(`mtu of segment ${name}`, segment.mtu, LEAST_MTU, 65_535);
    if (segment.impair !== undefined) checkImpairments(`segment ${name}`, segment.impair);
  }
}

/** @throws ERR_OPTION, ERR_VALUE */
function checkRouter(name: string, r: LabRouterSpec): void {
  checkOptions(`lab router ${name}`, r, ROUTER_OPTIONS);
  const cards = Object.entries(r.cards ?? {});
  for (const [iface, card] of cards) checkOptions(`card ${iface} of ${name}`, card, CARD_OPTIONS);
  if (cards.length === 0) throw new PacketwrightError('ERR_VALUE', `${name} has no card: a router needs one at least`, { name });
  if (r.services !== undefined) checkServices(name, r.services);
  const nat = natOf(r);
  if (nat === undefined) return;
  checkOptions(`the NAT of ${name}`, nat.limits, { most: true, tcpMs: true, udpMs: true, icmpMs: true });
  if (!several(r.cards[nat.card]?.address).some((text) => !text.includes(':')))
    throw new PacketwrightError('ERR_VALUE', `the NAT of ${name} needs a card with an IPv4 address: ${nat.card} is none`, {
      iface: nat.card,
      remedy: `give one of ${Object.keys(r.cards).join(', ')}`,
    });
}

function natOf({ nat }: LabRouterSpec): RoutingSpec['nat'] {
  if (nat === undefined) return undefined;
  if (typeof nat === 'string') return { card: nat, limits: {} };
  const { card, ...limits } = nat;
  return { card, limits };
}

const several = (one: string | readonly string[] | undefined): readonly string[] =>
  one === undefined ? [] : typeof one === 'string' ? [one] : one;

const bare = (text: string): Address => text.split('/')[0] as string;

/** @throws ERR_ADDRESS */
function parseOwn(text: string): Prefix {
  if (!text.includes('/'))
    throw new PacketwrightError('ERR_ADDRESS', `'${text}' has no prefix: expected the form 192.0.2.10/24 or 2001:db8::10/64`, { text });
  return parsePrefix(text);
}

/** A locally administered MAC whose last four octets are the address's: readable, and nobody else's. */
const macFor = (octets: Uint8Array): string => readMac(Uint8Array.of(2, 0, ...octets.subarray(-4)), 0);
