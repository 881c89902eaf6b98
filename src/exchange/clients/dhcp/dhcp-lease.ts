/** What a server gave: an address for a time, and the settings that go with it. */
import { maskToLength } from '../../../bytes/prefix.ts';
import type { Address, Mac } from '../../../host/host.ts';
import type { Packet } from '../../../packet/laid/packet.ts';
import { type DHCPOption, dhcpOptions } from '../../../protocols/application/dhcp/all-options.ts';
import { BOOTP } from '../../../protocols/application/dhcp/dhcp.ts';
import { Ether } from '../../../protocols/link/ethernet.ts';
import { optionValue } from './dhcp-options.ts';

/** Settings that a server told. What it did not tell is absent, or an empty list. */
export interface DhcpSettings {
  /** The server's identifier: its address. */
  readonly server: Address;
  readonly prefixLength?: number;
  readonly broadcast?: Address;
  /** Default gateways, the best first. Not to be used where there are `routes` (RFC 3442). */
  readonly routers: readonly Address[];
  /** Classless static routes (RFC 3442). A gateway of 0.0.0.0: on the link. */
  readonly routes: readonly { readonly destination: string; readonly gateway: Address }[];
  readonly nameServers: readonly Address[];
  readonly domain?: string;
  /** Domains that names are looked up in (RFC 3397). */
  readonly search: readonly string[];
  readonly ntpServers: readonly Address[];
  readonly hostname?: string;
  readonly mtu?: number;
  /** Where to boot from, and what. */
  readonly nextServer?: Address;
  readonly bootFile?: string;
  /** What the server told and no host can use, a line each: it is left out. */
  readonly notes: readonly string[];
  /** All options as they came. */
  readonly options: readonly DHCPOption[];
}

/** An address, lent. Times are seconds; Infinity: for ever. */
export interface DhcpLease extends DhcpSettings {
  readonly address: Address;
  readonly seconds: number;
  /** From then on its server is asked again (T1), and from then on any server (T2), counted from `obtainedAt`. */
  readonly renewSeconds: number;
  readonly rebindSeconds: number;
  /** When it was asked for, ms since 1970: it ends `seconds` later (RFC 2131 §4.4.1). */
  readonly obtainedAt: number;
  /** Where the frame came from: the server, or a relay's. */
  readonly serverMac: Mac;
}

const FOR_EVER = 0xffff_ffff;
const NONE = '0.0.0.0';
const seconds = (n: number | undefined): number | undefined => (n === FOR_EVER ? Number.POSITIVE_INFINITY : n);
const textOf = (name: unknown): string | undefined => (typeof name === 'string' && name !== '' ? name : undefined);

/** The settings in an offer or acknowledgement. */
export function settingsOf(p: Packet<any>): DhcpSettings {
  const options = dhcpOptions(p);
  const bootp = p.get(BOOTP);
  const mask = optionValue(options, 'subnet_mask');
  const notes: string[] = [];
  const prefixLength = mask === undefined ? undefined : lengthOf(mask);
  if (mask !== undefined && prefixLength === undefined) notes.push(`${mask} is no mask of a network, and is not used`);
  const broadcast = optionValue(options, 'broadcast_address');
  const domain = textOf(optionValue(options, 'domain'));
  const hostname = textOf(optionValue(options, 'hostname'));
  const toldMtu = optionValue(options, 'interface-mtu');
  const mtu = toldMtu !== undefined && toldMtu < LEAST_MTU ? undefined : toldMtu;
  if (mtu !== toldMtu) notes.push(`an MTU of ${toldMtu} is less than ${LEAST_MTU}, and is not used`);
  const nextServer = bootp?.siaddr === NONE ? undefined : bootp?.siaddr;
  const bootFile = textOf(optionValue(options, 'boot-file-name')) ?? textOf(bootp?.file);
  const routes = optionValue(options, 'classless_static_routes') ?? [];
  return {
    server: optionValue(options, 'server_id') ?? bootp?.siaddr ?? NONE,
    ...(prefixLength !== undefined && { prefixLength }),
    ...(broadcast !== undefined && { broadcast }),
    routers: optionValue(options, 'router') ?? [],
    // Octets are a network that could not be read.
    routes: routes.flatMap(({ network, router }) => (typeof network === 'string' ? [{ destination: network, gateway: router }] : [])),
    nameServers: optionValue(options, 'name_server') ?? [],
    ...(domain !== undefined && { domain }),
    search: optionValue(options, 'domain_search') ?? [],
    ntpServers: optionValue(options, 'NTP_server') ?? [],
    ...(hostname !== undefined && { hostname }),
    ...(mtu !== undefined && { mtu }),
    ...(nextServer !== undefined && { nextServer }),
    ...(bootFile !== undefined && { bootFile }),
    notes,
    options,
  };
}

/** RFC 2132 §5.1: what the option may say. */
const LEAST_MTU = 68;

function lengthOf(mask: string): number | undefined {
  try {
    // Of 0.0.0.0 everybody were a neighbour.
    return maskToLength(mask) || undefined;
  } catch {
    // 255.0.255.0: what the server says is no network.
    return undefined;
  }
}

/** Parts of the time that pass before T1 and T2, where the server names none (RFC 2131 §4.4.5). */
const T1 = 0.5,
  T2 = 0.875;

/**
 * The lease that an acknowledgement gives.
 *
 * @param obtainedAt when it was asked for, ms since 1970
 * @param fuzz 0 … 1: T1 and T2 that the server does not name are earlier by up to 1 % (RFC 2131 §4.4.5), so that clients do not come at once
 */
export function leaseOf(p: Packet<any>, obtainedAt: number, fuzz: number): DhcpLease {
  const settings = settingsOf(p);
  const { options } = settings;
  // Of no seconds nobody has anything: a server that says it would be asked without end.
  const whole = Math.max(1, seconds(optionValue(options, 'lease_time')) ?? Number.POSITIVE_INFINITY);
  const earlier = 1 - fuzz / 100;
  const rebind = Math.min(seconds(optionValue(options, 'rebinding_time') || undefined) ?? whole * T2 * earlier, whole);
  const renew = Math.min(seconds(optionValue(options, 'renewal_time') || undefined) ?? whole * T1 * earlier, rebind);
  return {
    ...settings,
    address: p.get(BOOTP)?.yiaddr ?? NONE,
    seconds: whole,
    renewSeconds: renew,
    rebindSeconds: rebind,
    obtainedAt,
    serverMac: p.get(Ether)?.src ?? '',
  };
}
