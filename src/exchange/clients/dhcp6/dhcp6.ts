/** `dhcp6()`: addresses and prefixes from a DHCPv6 server, kept as long as they are wanted. */
import { checkOptions, type OptionNames } from '../../../bytes/known-options.ts';
import { askSettings } from '../dhcp/ask-settings.ts';
import { ClientLink, type ClientPlace } from '../dhcp/client-link.ts';
import { HeldLease, type LeaseClient, type LeaseStore } from '../dhcp/held-lease.ts';
import type { Step } from '../../machine/machine-run.ts';
import { type Dhcp6Lease, type Dhcp6Settings, settings6Of } from './dhcp6-lease.ts';
import { dhcp6Client, type Dhcp6State } from './dhcp6-client.ts';
import { type Dhcp6Memory, type Dhcp6Wishes, dhcp6Memory } from './dhcp6-messages.ts';
import { type Dhcp6Input, dhcp6Input } from './dhcp6-options.ts';

/** Where a client runs, what it asks for, and how long it may take. */
export interface Dhcp6ClientOptions extends ClientPlace, Omit<Dhcp6Wishes, 'inform'> {
  /** How long the first lease may take, ms. Default 30,000. */
  readonly timeoutMs?: number;
  /** The lease of an earlier run is asked for first, and each new one is kept. Default: none is. */
  readonly store?: LeaseStore<Dhcp6Lease>;
  /** Called after each step of the machine. */
  readonly onStep?: (step: Step<Dhcp6State>) => void;
}

/** A client that holds addresses and prefixes. Disposing of it releases them. */
export type Dhcp6Client = LeaseClient<Dhcp6Lease, Dhcp6State>;

const OPTIONS: OptionNames<Dhcp6ClientOptions> = {
  ...{ host: true, iface: true, signal: true, timeoutMs: true, onStep: true, store: true },
  ...{ address: true, prefix: true, rapidCommit: true, probeMs: true, delayMs: true },
};
const TIMEOUT_MS = 30_000;
/** Answers, and neighbours (RFC 4861: types 135 and 136). */
const FILTER = 'ip6 and ((udp and dst port 546) or (icmp6 and (ip6[40] == 135 or ip6[40] == 136)))';

/**
 * Gets addresses, prefixes or both from a DHCPv6 server, and keeps them. The host's tables are not changed: `applyLease6` does that. Resolves
 * with the first lease.
 *
 * @throws ERR_NEIGHBOUR when no server gives one in time; ERR_INTERFACE (also without a link-local address), ERR_PERMISSION; the signal's reason
 * @see RFC 8415 §18.2
 */
export async function dhcp6(o: Dhcp6ClientOptions = {}): Promise<Dhcp6Client> {
  checkOptions('dhcp6', o, OPTIONS);
  const { timeoutMs = TIMEOUT_MS, onStep, store, host: _host, iface: _iface, signal, ...wishes } = o;
  const link = await ClientLink.open(o, FILTER);
  let client: HeldLease<Dhcp6Lease, Dhcp6State, Dhcp6Memory, Dhcp6Input> | undefined;
  try {
    const { mac } = link;
    client = new HeldLease({
      ...{ link, machine: dhcp6Client, memory: memoryOf(link, wishes, await store?.load()), onStep, store, signal, what: 'DHCPv6' },
      read: (received) => dhcp6Input(received, mac),
    });
    await client.bound(timeoutMs);
    return client;
  } catch (error) {
    await (client ?? link).stop();
    throw error;
  }
}

const memoryOf = ({ mac, linkLocal: source, host }: ClientLink, wishes: Dhcp6Wishes, lease?: Dhcp6Lease): Dhcp6Memory =>
  dhcp6Memory({ mac, source, random: host.random, now: () => host.clock.now(), wishes, ...(lease && { lease }) });

/** What is asked with INFORMATION-REQUEST. */
export interface Dhcp6InformOptions extends ClientPlace, Pick<Dhcp6Wishes, 'delayMs'> {
  /** How long to wait, ms. Default 10,000. */
  readonly timeoutMs?: number;
}

/**
 * Asks for settings alone (stateless DHCPv6).
 *
 * @throws ERR_NEIGHBOUR when no server answers in time; ERR_INTERFACE, ERR_PERMISSION; the signal's reason
 * @see RFC 8415 §18.2.6
 */
export async function dhcp6Inform(o: Dhcp6InformOptions = {}): Promise<Dhcp6Settings> {
  checkOptions('dhcp6Inform', o, { host: true, iface: true, signal: true, timeoutMs: true, delayMs: true });
  const { delayMs } = o;
  return await askSettings(o, {
    ...{ filter: FILTER, machine: dhcp6Client, what: 'DHCPv6 server answered' },
    memoryOf: (link) => memoryOf(link, { inform: true, ...(delayMs !== undefined && { delayMs }) }),
    read: (received, { mac }) => dhcp6Input(received, mac),
    settingsOf: ({ settings }) => settings && settings6Of(settings.packet),
  });
}
