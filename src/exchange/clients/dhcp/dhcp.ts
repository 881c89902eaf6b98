/** `dhcp()`: an address from a DHCP server, kept as long as it is wanted. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { checkOptions, type OptionNames } from '../../../bytes/known-options.ts';
import type { Address } from '../../../host/host.ts';
import { driveMachine } from '../../machine/drive-machine.ts';
import type { Step } from '../../machine/machine-run.ts';
import { ClientLink, type ClientPlace } from './client-link.ts';
import type { DhcpLease, DhcpSettings } from './dhcp-lease.ts';
import { dhcpClient, type DhcpState } from './dhcp-machine.ts';
import { type DhcpMemory, type DhcpWishes, dhcpMemory } from './dhcp-memory.ts';
import { dhcpInput } from './dhcp-reply.ts';
import { Told } from './told.ts';

/** Keeps a lease from one run to the next. */
export interface LeaseStore {
  load(): Promise<DhcpLease | undefined> | DhcpLease | undefined;
  /** `undefined`: there is none any more. */
  save(lease: DhcpLease | undefined): Promise<void> | void;
}

/** Where a client runs, what it asks for, and how long it may take. */
export interface DhcpOptions extends ClientPlace, Omit<DhcpWishes, 'informFor'> {
  /** How long the first answer may take, ms. Default 30,000. */
  readonly timeoutMs?: number;
  /** The lease of an earlier run is asked for first (INIT-REBOOT), and each new one is kept. Default: none is. */
  readonly store?: LeaseStore;
  /**
   * Answer ARP requests for the address while the interface does not have it: else nobody can send there before it is set, the server
   * included. Default true.
   */
  readonly answerArp?: boolean;
  /** Called after each step of the machine. */
  readonly onStep?: (step: Step<DhcpState>) => void;
}

/** What happens to a lease. */
export interface DhcpEvents {
  /** A new address, the first one included. */
  readonly bound: DhcpLease;
  /** The same address for longer; settings may have changed. */
  readonly renewed: DhcpLease;
  /** It may not be used any more; why. The client looks for another one, unless it was released. */
  readonly lost: { readonly lease: DhcpLease; readonly why: string };
  /** It can go on no longer: the interface is gone. */
  readonly failed: unknown;
}

/** A client that holds an address. Disposing of it releases the address. */
export interface DhcpClient extends AsyncDisposable {
  readonly iface: string;
  readonly state: DhcpState;
  /** Undefined between two leases, and after the end. */
  readonly lease: DhcpLease | undefined;
  /** Calls `f` at each such event from now on; returns a function that ends it. */
  on<E extends keyof DhcpEvents>(event: E, f: (what: DhcpEvents[E]) => void): () => void;
  /** Asks its server for more time, now. Rejects with ERR_VALUE where there is no lease, and with ERR_NEIGHBOUR where nobody answers in time (default 10 s). */
  renew(o?: { readonly timeoutMs?: number }): Promise<DhcpLease>;
  /** Asks any server for more time, now. As {@link renew}. */
  rebind(o?: { readonly timeoutMs?: number }): Promise<DhcpLease>;
  /** Says that another host has the address, and begins anew. */
  decline(): void;
  /** Gives the address back, and ends. Calling it twice does nothing. */
  release(): Promise<void>;
  /** Ends without giving the address back. */
  stop(): Promise<void>;
}

const WISHES: OptionNames<Omit<DhcpWishes, 'informFor'>> = {
  ...{ hostname: true, clientId: true, vendorClass: true, request: true, address: true, seconds: true, rapidCommit: true, broadcast: true },
  ...{ probeMs: true, restartMs: true },
};
const OPTIONS: OptionNames<DhcpOptions> = {
  ...{ host: true, iface: true, signal: true, timeoutMs: true, store: true, answerArp: true, onStep: true },
  ...WISHES,
};
const TIMEOUT_MS = 30_000;
const RENEW_TIMEOUT_MS = 10_000;
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
  let client: Client | undefined;
  try {
    const { mac, host } = link;
    const lease = await store?.load();
    const memory = dhcpMemory({ mac, random: host.random, now: () => host.clock.now(), wishes, ...(lease && { lease }) });
    client = new Client(link, memory, { answerArp, onStep, store, signal });
    signal?.addEventListener('abort', client.abort, { once: true });
    await client.bound(timeoutMs, signal);
    return client;
  } catch (error) {
    await (client ?? link).stop();
    throw error;
  }
}

interface ClientParts {
  readonly answerArp: boolean;
  readonly onStep: DhcpOptions['onStep'];
  readonly store: LeaseStore | undefined;
  readonly signal: AbortSignal | undefined;
}

class Client implements DhcpClient {
  readonly iface: string;
  readonly #link: ClientLink;
  readonly #machine;
  readonly #told = new Told<DhcpEvents>();
  readonly #o: ClientParts;
  /** The lease that was told of. */
  #lease: DhcpLease | undefined;
  #saving: Promise<void> = Promise.resolve();

  constructor(link: ClientLink, memory: DhcpMemory, o: ClientParts) {
    this.iface = link.iface;
    this.#link = link;
    this.#o = o;
    this.#machine = driveMachine(dhcpClient, memory, {
      clock: link.host.clock,
      send: (frame) => link.send(frame),
      onStep: (step) => this.#stepped(step),
    });
    link.listen(
      (received) => {
        const input = dhcpInput(received, link.mac);
        if (input === undefined) return;
        this.#machine.deliver(input);
        if (input.kind === 'neighbour' && o.answerArp && input.target === this.#lease?.address) void link.answerArp(received, input.target);
      },
      (error) => this.#fail(error),
    );
    this.#machine.ended.catch((error: unknown) => this.#fail(error));
  }

  get state(): DhcpState {
    return this.#machine.state;
  }

  get lease(): DhcpLease | undefined {
    return this.#lease;
  }

  readonly abort = (): void => void this.stop();

  on<E extends keyof DhcpEvents>(event: E, f: (what: DhcpEvents[E]) => void): () => void {
    return this.#told.on(event, f);
  }

  #stepped(step: Step<DhcpState>): void {
    const { lease, refusal } = this.#machine.memory;
    this.#o.onStep?.(step);
    if (step.to === 'BOUND' && lease !== undefined && lease !== this.#lease) {
      const before = this.#lease;
      this.#set(lease);
      this.#told.tell(before === undefined ? 'bound' : 'renewed', lease);
    } else if (lease === undefined && this.#lease !== undefined) {
      const lost = this.#lease;
      this.#set(undefined);
      this.#told.tell('lost', { lease: lost, why: refusal ?? '' });
    }
  }

  #set(lease: DhcpLease | undefined): void {
    this.#lease = lease;
    const { store } = this.#o;
    if (store !== undefined)
      this.#saving = this.#saving.then(() => store.save(lease)).catch((error: unknown) => this.#told.tell('failed', error));
  }

  #fail(error: unknown): void {
    this.#machine.stop();
    void this.#link.stop();
    this.#told.tell('failed', error);
  }

  /** Resolves with the first lease. */
  async bound(timeoutMs: number, signal: AbortSignal | undefined): Promise<void> {
    if (this.#lease === undefined) await this.#next(['bound'], timeoutMs, signal);
    await this.#saving;
  }

  async renew({ timeoutMs = RENEW_TIMEOUT_MS }: { readonly timeoutMs?: number } = {}): Promise<DhcpLease> {
    return this.#more('renew', timeoutMs);
  }

  async rebind({ timeoutMs = RENEW_TIMEOUT_MS }: { readonly timeoutMs?: number } = {}): Promise<DhcpLease> {
    return this.#more('rebind', timeoutMs);
  }

  async #more(request: string, timeoutMs: number): Promise<DhcpLease> {
    this.#machine.ask(request);
    const lease = await this.#next(['renewed'], timeoutMs);
    await this.#saving;
    return lease;
  }

  decline(): void {
    this.#machine.ask('decline');
  }

  /** The lease of the next event of these. */
  #next(events: readonly ('bound' | 'renewed')[], timeoutMs: number, signal?: AbortSignal): Promise<DhcpLease> {
    return new Promise((resolve, reject) => {
      const undo: (() => void)[] = [];
      const done = (settle: () => void): void => {
        for (const f of undo) f();
        settle();
      };
      const fail = (why: string): void =>
        done(() =>
          reject(
            new PacketwrightError('ERR_NEIGHBOUR', `${this.iface}: ${why}`, {
              iface: this.iface,
              state: this.state,
              remedy: 'pkw sniff or sniff() with the filter "port 67 or port 68" shows what is said',
            }),
          ),
        );
      for (const event of events) undo.push(this.on(event, (lease) => done(() => resolve(lease))));
      if (events.includes('renewed')) undo.push(this.on('lost', ({ why }) => fail(`the lease is lost: ${why}`)));
      undo.push(this.on('failed', (error) => done(() => reject(error))));
      undo.push(
        this.#link.host.clock.timer(timeoutMs, () => {
          const { refusal } = this.#machine.memory;
          fail(`no DHCP server answered within ${timeoutMs} ms${refusal === undefined ? '' : `; ${refusal}`}`);
        }),
      );
      if (signal !== undefined) {
        const aborted = (): void => done(() => reject(signal.reason as Error));
        signal.addEventListener('abort', aborted, { once: true });
        undo.push(() => signal.removeEventListener('abort', aborted));
      }
    });
  }

  async release(): Promise<void> {
    if (this.#lease !== undefined && ['BOUND', 'RENEWING', 'REBINDING'].includes(this.state)) {
      this.#machine.ask('release');
      await this.#machine.ended;
    }
    await this.stop();
  }

  async stop(): Promise<void> {
    this.#machine.stop();
    this.#o.signal?.removeEventListener('abort', this.abort);
    await this.#saving;
    await this.#link.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.release();
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
  const { timeoutMs = RENEW_TIMEOUT_MS, address, host: _host, iface: _iface, signal, ...wishes } = o;
  const link = await ClientLink.open(o, FILTER);
  try {
    const { mac, host } = link;
    const informFor = address ?? link.address;
    if (informFor === undefined)
      throw new PacketwrightError('ERR_VALUE', `${link.iface} has no IPv4 address to ask settings for`, {
        iface: link.iface,
        remedy: 'give one: { address }; or ask for an address: dhcp()',
      });
    const memory = dhcpMemory({ mac, random: host.random, now: () => host.clock.now(), wishes: { ...wishes, informFor } });
    const driven = driveMachine(dhcpClient, memory, {
      clock: host.clock,
      send: (frame) => link.send(frame),
      ...(signal && { signal }),
    });
    link.listen(
      (received) => {
        const input = dhcpInput(received, mac);
        if (input !== undefined) driven.deliver(input);
      },
      () => driven.stop(),
    );
    const cancel = host.clock.timer(timeoutMs, () => driven.stop());
    await driven.ended;
    cancel();
    signal?.throwIfAborted();
    if (memory.settings !== undefined) return memory.settings;
    throw new PacketwrightError('ERR_NEIGHBOUR', `${link.iface}: no DHCP server answered DHCPINFORM within ${timeoutMs} ms`, {
      iface: link.iface,
    });
  } finally {
    await link.stop();
  }
}
