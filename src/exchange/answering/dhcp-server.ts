/** A DHCP and BOOTP server. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { toHex } from '../../bytes/hex.ts';
import { checkOptions, type OptionNames } from '../../bytes/known-options.ts';
import { lengthToMask, parsePrefix } from '../../bytes/prefix.ts';
import type { Address, Clock, Mac } from '../../host/host.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { type DHCPOption, dhcpOptions } from '../../protocols/application/dhcp/all-options.ts';
import { BOOTP, DHCP } from '../../protocols/application/dhcp/dhcp.ts';
import { messageTypes } from '../../protocols/application/dhcp/options.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { packet } from '../../protocols/protocols.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import type { GivenDhcpOption } from '../clients/dhcp/dhcp-messages.ts';
import { dhcpOptionNumber, hasOption, optionValue } from '../clients/dhcp/dhcp-options.ts';
import { AnsweringMachine } from './answering-machine.ts';
import { type DhcpBinding, DhcpPool } from './dhcp-pool.ts';

/** Addresses of one network, and the settings that go with them. */
export interface DhcpServerPool {
  /** `192.0.2.0/24`. */
  readonly network: string;
  /** First and last address that is given; at most 65,536. */
  readonly range: readonly [Address, Address];
  readonly routers?: readonly Address[];
  readonly nameServers?: readonly Address[];
  readonly domain?: string;
  readonly mtu?: number;
  /** More options, as DHCP takes them: `['NTP_server', ['192.0.2.1']]`. */
  readonly options?: readonly GivenDhcpOption[];
  /** Addresses that certain clients always get, by their MAC; also some that are not in the range. */
  readonly reserved?: Readonly<Record<Mac, Address>>;
}

/** What a DHCP server gives. */
export interface DhcpServerOptions {
  /** The server's own address and MAC: where its answers come from, and its identifier. */
  readonly address: Address;
  readonly mac: Mac;
  /** By the network: clients here get addresses of the server's own network, those behind a relay of the relay's. */
  readonly pools: readonly DhcpServerPool[];
  /** Whose time the leases have. */
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Default 3,600. A client that asks for less gets less. */
  readonly leaseSeconds?: number;
  /** T1 and T2. Default: half, and seven eighths, of the lease. */
  readonly renewSeconds?: number;
  readonly rebindSeconds?: number;
  /** Give an address in two messages to clients that ask for it (RFC 4039). Default true. */
  readonly rapidCommit?: boolean;
  /** Refuse addresses that the server does not know (DHCPNAK), as the only server of a network does. Default true. */
  readonly authoritative?: boolean;
  /** Where BOOTP clients boot from, and what. */
  readonly nextServer?: Address;
  readonly bootFile?: string;
}

const OPTIONS: OptionNames<DhcpServerOptions> = {
  ...{ address: true, mac: true, pools: true, clock: true, leaseSeconds: true, renewSeconds: true, rebindSeconds: true },
  ...{ rapidCommit: true, authoritative: true, nextServer: true, bootFile: true },
};
const POOL: OptionNames<DhcpServerPool> = {
  ...{ network: true, range: true, routers: true, nameServers: true, domain: true, mtu: true, options: true, reserved: true },
};

const NOBODY = '0.0.0.0';
const ALL = '255.255.255.255';
const ALL_MACS = 'ff:ff:ff:ff:ff:ff';
const [SERVER, CLIENT] = [67, 68];
const REQUEST = 1;
const LEASE_SECONDS = 3600;
/** An offer is kept so long, and an address that a client declined is not given for so long, ms. */
const OFFER_MS = 60_000,
  DECLINED_MS = 600_000;
const FOR_EVER = 0xffff_ffff;

interface Place {
  readonly spec: DhcpServerPool;
  readonly pool: DhcpPool;
}

/** What was asked. */
interface Asked {
  readonly p: Packet;
  readonly options: readonly DHCPOption[];
  readonly client: string;
  readonly mac: Mac;
  readonly ciaddr: Address;
  readonly place: Place;
  readonly now: number;
}

interface Answer {
  readonly type?: keyof typeof messageTypes;
  readonly yiaddr?: Address;
  /** Undefined: no times. */
  readonly seconds?: number;
  readonly rapid?: boolean;
  readonly message?: string;
}

/** A DHCP and BOOTP server; its counters are an answering machine's. */
export class DhcpServer extends AnsweringMachine {
  readonly #places: readonly Place[];
  readonly #clock: Pick<Clock, 'monotonic'>;

  constructor(o: DhcpServerOptions, places: readonly Place[]) {
    const served = new Served(o, places);
    super({ name: 'DHCP', isRequest: (p) => served.isRequest(p), makeReply: (p) => served.reply(p) });
    this.#places = places;
    this.#clock = o.clock;
  }

  /** Who has which address now. */
  get bindings(): readonly DhcpBinding[] {
    return this.#places.flatMap(({ pool }) => pool.bindings(this.#clock.monotonic()));
  }
}

/**
 * A DHCP and BOOTP server, for `startAnswering`. On a kernel's interface hold UDP port 67 too (`host.sockets.udp({ port: 67 })`), or the
 * kernel tells clients that nobody is there.
 *
 * @throws ERR_VALUE, ERR_ADDRESS, ERR_RANGE for pools that cannot be
 * @see RFC 2131 §4.3; RFC 951; RFC 1542 §5; RFC 3046; RFC 4039; RFC 6842
 */
export function dhcpServer(o: DhcpServerOptions): DhcpServer {
  checkOptions('dhcpServer', o, OPTIONS);
  const places = o.pools.map((spec) => {
    checkOptions('a pool of dhcpServer', spec, POOL);
    return { spec, pool: new DhcpPool(spec.network, spec.range, spec.reserved) };
  });
  if (places.length === 0)
    throw new PacketwrightError('ERR_VALUE', 'dhcpServer: pools is empty', { remedy: 'give one: { network, range }' });
  return new DhcpServer(o, places);
}

class Served {
  readonly #o: DhcpServerOptions;
  readonly #places: readonly Place[];

  constructor(o: DhcpServerOptions, places: readonly Place[]) {
    this.#o = o;
    this.#places = places;
  }

  isRequest(p: Packet): boolean {
    const bootp = p.get(BOOTP);
    if (bootp === undefined || bootp.op !== REQUEST || p.get(UDP)?.dport !== SERVER) return false;
    const to = p.get(IP)?.dst ?? '';
    const isOurs = to === ALL || to === this.#o.address || this.#places.some(({ pool }) => pool.network.broadcast === to);
    // Ethernet: other hardware's clients cannot be reached from here.
    return isOurs && bootp.hlen === 6 && bootp.chaddr !== ALL_MACS && p.has(Ether);
  }

  reply(p: Packet): Packet | undefined {
    const bootp = p.get(BOOTP);
    if (bootp === undefined) return undefined;
    const asked = this.#asked(p);
    if (asked === undefined) return undefined;
    const type = optionValue(asked.options, 'message-type');
    const answer = type === undefined ? this.#boot(asked) : this.#answer(type, asked);
    return answer === undefined ? undefined : this.#frame(asked, answer);
  }

  #asked(p: Packet): Asked | undefined {
    const bootp = p.get(BOOTP);
    if (bootp === undefined) return undefined;
    const options = dhcpOptions(p);
    const { giaddr, ciaddr, chaddr } = bootp;
    // RFC 3527: a relay may say that the client is in another network than its own.
    const relayed = optionValue(options, 'relay_agent_information');
    const selected = relayed?.find(([name]) => name === 'link_selection')?.[1];
    const link = typeof selected === 'string' ? selected : giaddr === NOBODY ? this.#o.address : giaddr;
    const place = this.#places.find(({ pool }) => pool.network.contains(link));
    if (place === undefined) return undefined;
    const identified: unknown = options.find(([name]) => name === 'client_id')?.[1];
    const client = identified === undefined ? chaddr : keyOf(identified);
    return { p, options, client, mac: chaddr, ciaddr, place, now: this.#o.clock.monotonic() };
  }

  #answer(type: number, asked: Asked): Answer | undefined {
    switch (type) {
      case messageTypes.discover:
        return this.#discovered(asked);
      case messageTypes.request:
        return this.#requested(asked);
      case messageTypes.decline:
        asked.place.pool.decline(asked.client, optionValue(asked.options, 'requested_addr') ?? '', asked.mac, asked.now + DECLINED_MS);
        return undefined;
      case messageTypes.release:
        asked.place.pool.release(asked.client, asked.ciaddr, asked.now);
        return undefined;
      case messageTypes.inform:
        return asked.ciaddr === NOBODY ? undefined : { type: 'ack' };
      default:
        return undefined;
    }
  }

  #discovered(asked: Asked): Answer | undefined {
    const { options, place, client, mac, now } = asked;
    const address = place.pool.choose(client, mac, optionValue(options, 'requested_addr'), now);
    if (address === undefined) return undefined;
    const seconds = this.#seconds(options);
    if (this.#o.rapidCommit !== false && hasOption(options, 'rapid_commit')) return { ...this.#lease(asked, address), rapid: true };
    // One that has it already keeps it, whether it takes the offer or not.
    const held = place.pool.of(client, now);
    if (held?.state !== 'leased' || held.address !== address)
      place.pool.bind(client, { address, mac, state: 'offered', until: now + OFFER_MS });
    return { type: 'offer', yiaddr: address, seconds };
  }

  #requested(asked: Asked): Answer | undefined {
    const { options, place, client, mac, ciaddr, now } = asked;
    const { pool } = place;
    const chosen = optionValue(options, 'server_id');
    const held = pool.of(client, now);
    if (chosen !== undefined && chosen !== this.#o.address) {
      // Another server's offer was taken: ours is free again.
      if (held?.state === 'offered') pool.release(client, held.address, now);
      return undefined;
    }
    const wanted = optionValue(options, 'requested_addr') ?? (ciaddr === NOBODY ? undefined : ciaddr);
    if (wanted === undefined) return undefined;
    const refuse = (message: string): Answer | undefined =>
      chosen !== undefined || this.#o.authoritative !== false ? { type: 'nak', message } : undefined;
    if (!pool.network.contains(wanted)) return refuse(`${wanted} is not in this network`);
    if (chosen !== undefined && held?.address !== wanted) return refuse(`${wanted} was not offered`);
    if (held !== undefined && held.address !== wanted) return refuse(`the address is ${held.address}`);
    if (!pool.mayHave(client, mac, wanted, now)) return refuse(`${wanted} is not free`);
    // RFC 2131 §4.3.2: of one that it does not know a server says nothing, unless it is the only one.
    if (held === undefined && this.#o.authoritative === false) return undefined;
    return this.#lease(asked, wanted);
  }

  #lease({ options, place, client, mac, now }: Asked, address: Address): Answer {
    const seconds = this.#seconds(options);
    const until = seconds === FOR_EVER ? Number.POSITIVE_INFINITY : now + 1000 * seconds;
    place.pool.bind(client, { address, mac, state: 'leased', until });
    return { type: 'ack', yiaddr: address, seconds };
  }

  /** BOOTP: an address for ever (RFC 1534 §2). */
  #boot({ p, place, client, mac, now }: Asked): Answer | undefined {
    if (p.has(DHCP) && p.get(DHCP)?.options.some(([name]) => name === 'malformed')) return undefined;
    const address = place.pool.choose(client, mac, undefined, now);
    if (address === undefined) return undefined;
    place.pool.bind(client, { address, mac, state: 'leased', until: Number.POSITIVE_INFINITY });
    return { yiaddr: address };
  }

  #seconds(options: readonly DHCPOption[]): number {
    const { leaseSeconds = LEASE_SECONDS } = this.#o;
    const most = leaseSeconds === Number.POSITIVE_INFINITY ? FOR_EVER : leaseSeconds;
    return Math.min(most, Math.max(1, optionValue(options, 'lease_time') ?? most));
  }

  /** Whom an answer goes to: RFC 2131 §4.1. */
  #frame({ p, options, ciaddr, mac, place }: Asked, answer: Answer): Packet | undefined {
    const bootp = p.get(BOOTP),
      ether = p.get(Ether);
    if (bootp === undefined || ether === undefined) return undefined;
    const { type, yiaddr = NOBODY, seconds, rapid = false, message } = answer;
    const { giaddr, xid, flags } = bootp;
    const refused = type === 'nak';
    const to =
      giaddr !== NOBODY
        ? { ip: giaddr, mac: ether.src, port: SERVER }
        : !refused && ciaddr !== NOBODY
          ? { ip: ciaddr, mac, port: CLIENT }
          : refused || flags.has('B')
            ? { ip: ALL, mac: ALL_MACS, port: CLIENT }
            : { ip: yiaddr, mac, port: CLIENT };
    const client: unknown = options.find(([name]) => name === 'client_id')?.[1];
    const relay: unknown = options.find(([name]) => name === 'relay_agent_information')?.[1];
    const { nextServer = NOBODY, bootFile = '', address } = this.#o;
    const said: unknown[] = [
      ...(type === undefined
        ? []
        : [
            ['message-type', type],
            ['server_id', address],
          ]),
      ...(seconds === undefined ? [] : this.#times(seconds)),
      ...(rapid ? ['rapid_commit'] : []),
      ...(message === undefined ? [] : [['error_message', message]]),
      ...(refused ? [] : this.#settings(place, options)),
      // RFC 6842 §3: a client that said who it is is told so. RFC 3046 §2.2: what the relay added it gets back, at the end.
      ...(client === undefined || type === undefined ? [] : [['client_id', client]]),
      ...(relay === undefined ? [] : [['relay_agent_information', relay]]),
      'end',
    ];
    return packet(
      Ether({ dst: to.mac, src: this.#o.mac }),
      IP({ src: address, dst: to.ip }),
      UDP({ sport: SERVER, dport: to.port }),
      BOOTP({
        ...{ op: 2, xid, chaddr: mac, giaddr, yiaddr },
        // RFC 2131 §4.3.2: the relay is to broadcast a refusal.
        flags: refused && giaddr !== NOBODY ? 'B' : flags,
        ciaddr: refused ? NOBODY : ciaddr,
        siaddr: refused ? NOBODY : nextServer,
        file: refused ? '' : bootFile,
      }),
      DHCP({ options: said as GivenDhcpOption[] }),
    );
  }

  #times(seconds: number): GivenDhcpOption[] {
    const { renewSeconds = seconds / 2, rebindSeconds = (seconds * 7) / 8 } = this.#o;
    if (seconds === FOR_EVER) return [['lease_time', seconds]];
    return [
      ['lease_time', seconds],
      ['renewal_time', Math.floor(Math.min(renewSeconds, seconds))],
      ['rebinding_time', Math.floor(Math.min(rebindSeconds, seconds))],
    ];
  }

  /** Those that were asked for; all where none were. */
  #settings({ spec, pool }: Place, options: readonly DHCPOption[]): GivenDhcpOption[] {
    const { routers = [], nameServers = [], domain, mtu, options: more = [] } = spec;
    const all: GivenDhcpOption[] = [
      ['subnet_mask', lengthToMask(parsePrefix(spec.network).length)],
      ['broadcast_address', pool.network.broadcast],
      ...(routers.length > 0 ? [['router', routers] as const] : []),
      ...(nameServers.length > 0 ? [['name_server', nameServers] as const] : []),
      ...(domain === undefined ? [] : [['domain', domain] as const]),
      ...(mtu === undefined ? [] : [['interface-mtu', mtu] as const]),
      ...more,
    ];
    const wanted = optionValue(options, 'param_req_list');
    if (wanted === undefined) return all;
    return all.filter((given) => {
      const name = Array.isArray(given) ? given[0] : given;
      const number = typeof name === 'number' ? name : dhcpOptionNumber(String(name));
      return number === undefined || wanted.includes(number);
    });
  }
}

/** A text that only that client has. */
function keyOf(identified: unknown): string {
  const octets = (value: unknown): unknown => (value instanceof Uint8Array ? toHex(value) : value);
  return `id ${JSON.stringify(identified, (_, value) => octets(value))}`;
}
