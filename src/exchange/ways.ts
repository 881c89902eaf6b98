/**
 * The way to an address, as a host would take it: interface, source address, the next hop's MAC. Looked up once and kept
 * for a moment: a thousand probes to one host ask the kernel once, and a changed route is noticed all the same.
 */
import { isIpv4, isLoopbackAddress, parseMac } from '../bytes/address.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import { parsePrefix } from '../bytes/prefix.ts';
import type { Host, Mac, RouteAnswer, WaitOptions } from '../host/host.ts';
import { askNeighbour } from './ask-neighbour.ts';
import { splitZone, type Zoned } from '../bytes/zone.ts';
import { BROADCAST_MAC, groupMac, isGroup, isGroupAnywhere } from './groups.ts';
import { OwnInterfaces } from './own-addresses.ts';
import { type SharedLink, sharedLink } from './shared-link.ts';
import { LINKTYPE } from '../capture/link-types.ts';

/** How long an answer counts, ms. */
const KEPT_MS = 1000;
/** More addresses than that at a time, and the table starts anew. */
const MOST = 65_536;

/** What somebody who sends says of the way. */
export interface Through {
  readonly iface: string | undefined;
  readonly via: string | undefined;
  /** 3: the packet is sent without a link header of its own. */
  readonly level: 2 | 3;
}

/** What a way is looked up by: addresses without zones. */
interface Wanted extends Through {
  readonly to: string;
  /** One of this host's own. */
  readonly from?: string;
}

export interface Way {
  readonly link: SharedLink;
  /** This host's own address on that way; undefined where it has none. */
  readonly source: string | undefined;
  /** Who is to get the frame: the gateway, or the address itself. */
  readonly hop: string;
  /** Several may answer: a broadcast or multicast address. */
  readonly group: boolean;
  /** It leads to this host itself. */
  readonly own: boolean;
  /** The frame's destination; undefined until looked up. Links that have no MACs: none is needed. */
  mac: Uint8Array | undefined;
  /** Nobody has that address, or nobody said so in time. */
  silent: PacketwrightError | undefined;
  /** While the neighbour is asked for. */
  asking: Promise<void> | undefined;
  /** Until when all this counts, by the host's monotonic clock. */
  until: number;
}

const NO_MAC = new Uint8Array(6);

export class Ways {
  readonly #host: Host;
  readonly #own: OwnInterfaces;
  readonly #entries = new Map<string, Way | Promise<Way>>();
  readonly #names = new Map<string, { readonly address: string; readonly until: number }>();

  constructor(host: Host) {
    this.#host = host;
    this.#own = new OwnInterfaces(host, KEPT_MS);
  }

  /**
   * The way to `to`, through `iface` and the gateway `via` where those are given, whatever the routes say. `onLink`: on the
   * interface itself (ARP). `source`: the one that was given; where it is this host's own, its rules may send it another way. A zone
   * (`fe80::1%eth0`) names the interface. A promise the first time.
   * @throws ERR_ROUTE, ERR_INTERFACE, ERR_PERMISSION
   */
  to(to: string, through: Through, onLink: boolean, source?: string): Way | Promise<Way> {
    // Who has no address yet gives none.
    const from = source === '0.0.0.0' || source === '::' ? undefined : source;
    const key = `${to}${onLink ? ' on ' : ' '}${through.iface ?? ''} ${through.via ?? ''} ${from ?? ''} ${through.level}`;
    const there = this.#entries.get(key);
    if (there !== undefined && (there instanceof Promise || (there.until > this.#host.clock.monotonic() && !there.link.closed)))
      return there;
    if (this.#entries.size >= MOST) this.#entries.clear();
    const way = this.#scoped(to, through, onLink, from).then(
      (found) => {
        this.#entries.set(key, found);
        return found;
      },
      (error: unknown) => {
        this.#entries.delete(key);
        throw error;
      },
    );
    this.#entries.set(key, way);
    return way;
  }

  /** Without zones, and without a source that no rule of this host is for. */
  async #scoped(to: string, { iface, via, level }: Through, onLink: boolean, from: string | undefined): Promise<Way> {
    const ends = [to, ...(from === undefined ? [] : [from])].map(splitZone);
    const gateway = onLink || via === undefined ? undefined : splitZone(via);
    const through = await this.#own.ofZones(gateway === undefined ? ends : [...ends, gateway], iface);
    const [{ address }, source] = ends as [Zoned, Zoned?];
    const wanted = { to: address, iface: through, via: gateway?.address, level };
    if (source === undefined) return await this.#find(wanted, onLink);
    if (!isLoopbackAddress(source.address) && (await this.#own.has(source.address)))
      return await this.#find({ ...wanted, from: source.address }, onLink);
    // Somebody else's, or loopback's on its way out: the kernel looks up no way for it, and all that are made up need but one look-up.
    return await this.to(address, { iface: through, via, level }, onLink);
  }

  async #find(wanted: Wanted, onLink: boolean): Promise<Way> {
    const { to, iface, via, level } = wanted;
    if (onLink && iface !== undefined) {
      const link = await sharedLink(this.#host, iface);
      return {
        link,
        source: ownAddress(to, link),
        hop: to,
        group: false,
        own: false,
        mac: BROADCAST_MAC,
        silent: undefined,
        asking: undefined,
        until: this.#soon(),
      };
    }
    const route = await (via === undefined ? this.#route(wanted) : this.#overGateway(wanted, via));
    // Frames on loopback the kernel takes for martians, where they are for 127.0.0.0/8 or from its own addresses.
    const link = await sharedLink(this.#host, route.iface, level === 3 && !onLink && (await this.#own.isLoopback(route.iface)));
    const group = isGroup(to, link);
    const way: Way = {
      link,
      source: route.source === '' ? undefined : route.source,
      hop: route.gateway ?? to,
      group,
      own: !onLink && (await this.#own.has(to)),
      mac: undefined,
      silent: undefined,
      asking: undefined,
      until: this.#soon(),
    };
    if (link.link.linkType !== LINKTYPE.ETHERNET || link.info.loopback === true || link.info.pointToPoint === true) way.mac = NO_MAC;
    else if (onLink) way.mac = BROADCAST_MAC;
    else if (group && via === undefined) way.mac = groupMac(to);
    return way;
  }

  /** The host's route. Where none leads through `iface`, it is tried as a neighbour there, as the kernel does for IPv4. */
  async #route({ to, iface, from }: Wanted): Promise<RouteAnswer> {
    const source = from === undefined ? {} : { source: from };
    if (iface === undefined) return this.#host.route(to, source).catch((error: unknown) => withInterfaceNamed(to, error));
    if (!(await this.#own.isLoopback(iface)) && (await this.#own.has(to, iface))) throw ownAddressError(to, iface);
    try {
      const route = await this.#host.route(to, { iface, ...source });
      if (route.iface === iface) return route;
    } catch (error) {
      if (!(error instanceof PacketwrightError) || error.code !== 'ERR_ROUTE') throw error;
    }
    const link = await sharedLink(this.#host, iface);
    return { iface, source: from ?? ownAddress(to, link) ?? '', mtu: link.link.mtu };
  }

  /** Through a gateway that somebody names: it must be a neighbour. */
  async #overGateway(wanted: Wanted, via: string): Promise<RouteAnswer> {
    let through = wanted.iface;
    if (through === undefined) {
      const route = await this.#host.route(via);
      if (route.gateway !== undefined)
        throw new PacketwrightError('ERR_ROUTE', `${via} cannot be a gateway: it is not a neighbour, but behind ${route.gateway}`, {
          address: via,
          gateway: route.gateway,
          remedy: 'if it is on the link after all, give the interface too',
        });
      through = route.iface;
    }
    return { ...(await this.#route({ ...wanted, iface: through })), gateway: via };
  }

  #soon(): number {
    return this.#host.clock.monotonic() + KEPT_MS;
  }

  /**
   * Sets `way.mac`, or `way.silent` when the neighbour does not answer. The neighbour table is the host's; it decides how
   * long to ask.
   */
  findMac(way: Way, signal: AbortSignal | undefined): Promise<void> {
    way.asking ??= this.#ask(way, signal).finally(() => {
      way.asking = undefined;
      way.until = this.#soon();
    });
    return way.asking;
  }

  async #ask(way: Way, signal: AbortSignal | undefined): Promise<void> {
    const { name } = way.link.info;
    const mac = await this.#neighbour(way, name, signal === undefined ? {} : { signal });
    if (mac !== undefined) way.mac = parseMac(mac);
    else
      way.silent = new PacketwrightError('ERR_NEIGHBOUR', `${way.hop} does not answer on ${name}: no host there claims the address`, {
        address: way.hop,
        iface: name,
        remedy: 'check that its host is up and on this link',
      });
  }

  async #neighbour({ hop, source }: Way, iface: string, o: WaitOptions): Promise<Mac | undefined> {
    try {
      return await this.#host.neighbour(iface, hop, o);
    } catch (error) {
      // A process may send frames without being allowed to have the kernel ask for neighbours.
      if (!(error instanceof PacketwrightError) || error.code !== 'ERR_PERMISSION' || source === undefined || !isIpv4(hop)) throw error;
      return await askNeighbour(this.#host, iface, hop, source, o);
    }
  }

  /** An address of a name, of the family that the field holds (4 or 16 octets). A promise the first time. @throws ERR_RESOLVE */
  addressOf(name: string, octets: number, signal: AbortSignal | undefined): string | Promise<string> {
    const key = `${name} ${octets}`;
    const there = this.#names.get(key);
    if (there !== undefined && there.until > this.#host.clock.monotonic()) return there.address;
    return this.#resolve(key, name, octets, signal);
  }

  async #resolve(key: string, name: string, octets: number, signal: AbortSignal | undefined): Promise<string> {
    const addresses = await this.#host.resolve(name, signal === undefined ? {} : { signal });
    const address = addresses.find((a) => isIpv4(a) === (octets === 4));
    if (address === undefined)
      throw new PacketwrightError('ERR_RESOLVE', `${name} has no IPv${octets === 4 ? 4 : 6} address`, {
        name,
        addresses,
        remedy: 'give an address, or a name that has one',
      });
    if (this.#names.size >= MOST) this.#names.clear();
    this.#names.set(key, { address, until: this.#host.clock.monotonic() + KEPT_MS });
    return address;
  }
}

const ways = new WeakMap<Host, Ways>();

export function waysOf(host: Host): Ways {
  let own = ways.get(host);
  if (own === undefined) ways.set(host, (own = new Ways(host)));
  return own;
}

/** A group is on every link: without a route, only who sends knows which one is meant. */
function withInterfaceNamed(to: string, error: unknown): never {
  if (!(error instanceof PacketwrightError) || error.code !== 'ERR_ROUTE' || !isGroupAnywhere(to)) throw error;
  throw new PacketwrightError('ERR_ROUTE', error.message, {
    ...error.details,
    remedy: 'name an interface: { iface: NAME }',
    cause: error,
  });
}

function ownAddressError(to: string, iface: string): PacketwrightError {
  const isLinkLocal = !isIpv4(to) && LINK_LOCAL.contains(to);
  return new PacketwrightError('ERR_ROUTE', `${to} is this host's own address: packets to it do not leave through ${iface}`, {
    address: to,
    iface,
    remedy: isLinkLocal ? 'send to another address of this host, such as ::1' : 'name no interface',
  });
}

/** The interface's own address in the network of `to`; or its first one of that family, link-local ones last. */
function ownAddress(to: string, { info }: SharedLink): string | undefined {
  const address = to.split('%')[0] as string;
  const family = isIpv4(address) ? 4 : 6;
  const own = (info.addresses ?? []).map((text) => parsePrefix(text)).filter((one) => one.family === family);
  const near = own.find((one) => one.contains(address)) ?? own.find((one) => !LINK_LOCAL.contains(one.address)) ?? own[0];
  return near?.address;
}

/** RFC 4291 §2.5.6 */
const LINK_LOCAL = /* @__PURE__ */ parsePrefix('fe80::/10');
