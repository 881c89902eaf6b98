/** `dhcp()`: an address from a DHCP server, kept as long as it is wanted. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { checkOptions, type OptionNames } from '../../../bytes/known-options.ts';
import type { Address } from '../../../host/host.ts';
import type { Step } from '../../machine/machine-run.ts';
import { askSettings } from './ask-settings.ts';
import { ClientLink, type ClientPlace } from './client-link.ts';
import type { DhcpLease, DhcpSettings } from './dhcp-lease.ts';
import { dhcpClient, type DhcpState } from './dhcp-client.ts';
import { type DhcpMemory, type DhcpWishes, dhcpMemory } from './dhcp-memory.ts';
import { type DhcpInput, dhcpInput } from './dhcp-reply.ts';
import { HeldLease, type LeaseClient, type LeaseStore } from './held-lease.ts';

/** Where a client runs, what it asks for, and how long it may take. */
export interface DhcpOptions extends ClientPlace, Omit<DhcpWishes, 'informFor'> {
  /** How long the first answer may take, ms. Default 30,000. */
  readonly timeoutMs?: number;
  /** The lease of an earlier run is asked for first (INIT-REBOOT), and each new one is kept. Default: none is. */
  readonly store?: LeaseStore<DhcpLease>;
  /**
   * Answer ARP requests for the address while the interface does not have it: else nobody can send there before it is set, the server
   * included. Default true.
   */
  readonly answerArp?: boolean;
  /** Called after each step of the machine. */
  readonly onStep?: (step: Step<DhcpState>) => void;
}

/** A client that holds an address. Disposing of it releases the address. */
export type DhcpClient = LeaseClient<DhcpLease, DhcpState>;

const WISHES: OptionNames<Omit<DhcpWishes, 'informFor'>> = {
  ...{ hostname: true, clientId: true, vendorClass: true, request: true, address: true, seconds: true, rapidCommit: true, broadcast: true },
  ...{ probeMs: true, restartMs: true },
};
const OPTIONS: OptionNames<DhcpOptions> = {
  ...{ host: true, iface: true, signal: true, timeoutMs: true, store: true, answerArp: true, onStep: true },
  ...WISHES,
};
const TIMEOUT_MS = 30_000;
/** What DHCP's answers and neighbours' frames are. */
const FILTER = 'arp or (udp and dst port 68)';

/**
 * Gets an address from a DHCP server, and keeps it: it is renewed in time, and another one is asked for when it is lost. The host's tables are
 * not changed: `applyLease` does that. Resolves with the first lease.
 *
 * @throws ERR_NEIGHBOUR when no server gives one in time; ERR_INTERFACE, ERR_PERMISSION; the signal's reason
 * @see RFC 2131
 */
export async function dhcp(o: DhcpOptions = {}): Promise<DhcpClient> {
  checkOptions('dhcp', o, OPTIONS);
  const { timeoutMs = TIMEOUT_MS, store, answerArp = true, onStep, host: _host, iface: _iface, signal, ...wishes } = o;
  const link = await ClientLink.open(o, FILTER);
  let client: HeldLease<DhcpLease, DhcpState, DhcpMemory, DhcpInput> | undefined;
  try {
    const { mac, host } = link;
    const lease = await store?.load();
    const memory = dhcpMemory({ mac, random: host.random, now: () => host.clock.now(), wishes, ...(lease && { lease }) });
    client = new HeldLease({
      ...{ link, machine: dhcpClient, memory, onStep, store, signal, what: 'DHCP' },
      read: (received) => {
        const input = dhcpInput(received, mac);
        // Where no other answer comes, the error says so.
        if (input?.kind === 'unfit' && input.xid === memory.xid) memory.refusal = input.why;
        return input;
      },
      heard: (received, input) => {
        if (answerArp && input.kind === 'neighbour' && input.target === client?.lease?.address) void link.answerArp(received, input.target);
      },
    });
    await client.bound(timeoutMs);
    return client;
  } catch (error) {
    await (client ?? link).stop();
    throw error;
  }
}

/** What is asked with DHCPINFORM. */
export interface DhcpInformOptions extends ClientPlace, Pick<DhcpWishes, 'hostname' | 'clientId' | 'vendorClass' | 'request'> {
  /** The address that the host has. Default: the interface's first. */
  readonly address?: Address;
  /** How long to wait, ms. Default 10,000. */
  readonly timeoutMs?: number;
}

const INFORM_OPTIONS: OptionNames<DhcpInformOptions> = {
  ...{ host: true, iface: true, signal: true, timeoutMs: true, address: true },
  ...{ hostname: true, clientId: true, vendorClass: true, request: true },
};

/**
 * Asks for settings alone, for an address that the host has already.
 *
 * @throws ERR_NEIGHBOUR when no server answers in time; ERR_VALUE when there is no address; ERR_INTERFACE, ERR_PERMISSION; the signal's reason
 * @see RFC 2131 §3.4
 */
export async function dhcpInform(o: DhcpInformOptions = {}): Promise<DhcpSettings> {
  checkOptions('dhcpInform', o, INFORM_OPTIONS);
  const { timeoutMs: _timeoutMs, address, host: _host, iface: _iface, signal: _signal, ...wishes } = o;
  return await askSettings(o, {
    ...{ filter: FILTER, machine: dhcpClient, what: 'DHCP server answered DHCPINFORM' },
    memoryOf: ({ mac, host, iface, address: own }) => {
      const informFor = address ?? own;
      if (informFor === undefined)
        throw new PacketwrightError('ERR_VALUE', `${iface} has no IPv4 address to ask settings for`, {
          iface,
          remedy: 'give one: { address }; or ask for an address: dhcp()',
        });
      return dhcpMemory({ mac, random: host.random, now: () => host.clock.now(), wishes: { ...wishes, informFor } });
    },
    read: (received, { mac }) => dhcpInput(received, mac),
    settingsOf: ({ settings }) => settings,
  });
}
