/** What a DHCP client knows while it runs. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { didYouMean, nearest } from '../../../bytes/nearest.ts';
import type { Random } from '../../../bytes/random.ts';
import type { Address, Mac } from '../../../host/host.ts';
import { dhcpOptionNames, dhcpOptionNumber } from './dhcp-options.ts';
import type { DhcpLease, DhcpSettings } from './dhcp-lease.ts';

/** What a client asks for, and how. */
export interface DhcpWishes {
  /** Its name, told to the server. */
  readonly hostname?: string;
  /** Identifies the client, instead of its MAC (RFC 2132 §9.14): the octets behind the type 0. */
  readonly clientId?: Uint8Array;
  /** The kind of device. */
  readonly vendorClass?: string;
  /** Names of the options that are asked for, as `ls(DHCP)` has them, or numbers. Default: those of {@link DhcpSettings}. */
  readonly request?: readonly (string | number)[];
  /** The address that it would like to have. */
  readonly address?: Address;
  /** How long it would like to have it, seconds. */
  readonly seconds?: number;
  /** Take an address in two messages where the server can do that (RFC 4039). Default false. */
  readonly rapidCommit?: boolean;
  /** Ask servers to broadcast their answers. Default false: frames come by MAC, also before the address is set. */
  readonly broadcast?: boolean;
  /** Only settings are wanted (DHCPINFORM), for this address, which the host has already. */
  readonly informFor?: Address;
  /** How long the address is looked for by ARP before it is used, ms; three probes. 0: not at all. Default 1,000. */
  readonly probeMs?: number;
  /** How long it waits before it begins anew after it declined an address, ms. Default 10,000 (RFC 2131 §3.1.5). */
  readonly restartMs?: number;
}

/** What a client knows while it runs; made by {@link dhcpMemory}. */
export interface DhcpMemory {
  readonly wishes: DhcpWishes;
  readonly mac: Mac;
  readonly random: Random;
  /** ms since 1970. */
  readonly now: () => number;
  readonly requested: readonly number[];
  /** Of the exchange that runs. */
  xid: number;
  /** When it began (for `secs`), and when the last message left, monotonic ms. */
  beganAt: number;
  sentAt: number;
  /** Messages of this state that nobody answered yet. */
  tries: number;
  /** How long this state lasts, ms: until the next message, or the next state. */
  waitMs: number | undefined;
  /** What INIT waits before it begins, ms. */
  pauseMs: number;
  probes: number;
  offer: { readonly address: Address; readonly server: Address } | undefined;
  /** Asked for, and not yet in use; or in use. */
  lease: DhcpLease | undefined;
  /** From before: what INIT-REBOOT asks for. */
  remembered: Address | undefined;
  /** When T1, T2 and the lease are over, monotonic ms. */
  renewAt: number;
  rebindAt: number;
  endsAt: number;
  settings: DhcpSettings | undefined;
  /** Why it has no address any more, or none yet: the last refusal. */
  refusal: string | undefined;
}

/** In the order in which they are asked for: RFC 3442 wants the routes before the routers. */
const USUAL = [
  ...['subnet_mask', 'broadcast_address', 'classless_static_routes', 'router', 'name_server', 'domain', 'domain_search'],
  ...['hostname', 'interface-mtu', 'NTP_server', 'lease_time', 'renewal_time', 'rebinding_time', 'server_id'],
];

/**
 * A fresh memory for the machine `dhcpClient`.
 *
 * @param now ms since 1970
 * @throws ERR_VALUE for an option that is not known
 */
export function dhcpMemory(o: {
  readonly mac: Mac;
  readonly random: Random;
  readonly now: () => number;
  readonly wishes?: DhcpWishes;
  readonly lease?: DhcpLease;
}): DhcpMemory {
  const { mac, random, now, wishes = {}, lease } = o;
  return {
    ...{ wishes, mac, random, now, requested: (wishes.request ?? USUAL).map(numberOf) },
    ...{ xid: 0, beganAt: 0, sentAt: 0, tries: 0, waitMs: undefined, pauseMs: 0, probes: 0, offer: undefined },
    lease: undefined,
    remembered: lease?.address,
    ...{ renewAt: 0, rebindAt: 0, endsAt: 0, settings: undefined, refusal: undefined },
  };
}

function numberOf(option: string | number): number {
  const number = typeof option === 'number' ? option : dhcpOptionNumber(option);
  if (number !== undefined && Number.isInteger(number) && number > 0 && number < 255) return number;
  const near = typeof option === 'string' ? didYouMean(nearest(option, dhcpOptionNames())) : '';
  throw new PacketwrightError('ERR_VALUE', `DHCP has no option '${option}'${near}`, { option, remedy: 'ls(DHCP) lists the options' });
}
