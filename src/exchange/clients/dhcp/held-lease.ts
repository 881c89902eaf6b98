/** A lease that is held as long as it is wanted: the machine that gets it, driven over a link, and who is told of it. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { Packet } from '../../../packet/laid/packet.ts';
import { type DrivenMachine, driveMachine } from '../../machine/drive-machine.ts';
import type { Machine } from '../../machine/machine.ts';
import type { Step } from '../../machine/machine-run.ts';
import type { ClientLink } from './client-link.ts';
import { Told } from './told.ts';

/** Keeps a lease from one run to the next. */
export interface LeaseStore<Lease> {
  load(): Promise<Lease | undefined> | Lease | undefined;
  /** `undefined`: there is none any more. */
  save(lease: Lease | undefined): Promise<void> | void;
}

/** What happens to a lease. */
export interface LeaseEvents<Lease> {
  /** A new one, the first one included. */
  readonly bound: Lease;
  /** The same for longer; settings may have changed. */
  readonly renewed: Lease;
  /** It goes on as it was, after {@link LeaseClient.confirm}. */
  readonly confirmed: Lease;
  /** It may not be used any more; why. The client looks for another one, unless it was released. */
  readonly lost: { readonly lease: Lease; readonly why: string };
  /** It can go on no longer: the interface is gone. Or the lease could not be kept in the store. */
  readonly failed: unknown;
}

/** A client that holds a lease. Disposing of it releases the lease. */
export interface LeaseClient<Lease, State extends string = string> extends AsyncDisposable {
  readonly iface: string;
  readonly state: State;
  /** Undefined between two leases, and after the end. */
  readonly lease: Lease | undefined;
  /** Calls `f` at each such event from now on; returns a function that ends it. */
  on<E extends keyof LeaseEvents<Lease>>(event: E, f: (what: LeaseEvents<Lease>[E]) => void): () => void;
  /** Asks its server for more time, now. Rejects with ERR_VALUE where there is no lease, and with ERR_NEIGHBOUR where nobody answers in time (default 10 s). */
  renew(o?: { readonly timeoutMs?: number }): Promise<Lease>;
  /** Asks any server for more time, now. As {@link renew}. */
  rebind(o?: { readonly timeoutMs?: number }): Promise<Lease>;
  /**
   * Asks whether the lease is good on this link: for after the link was down, or changed. A lease of addresses alone goes on also where nobody
   * answers (RFC 8415 §18.2.3); one of IPv4 does not (RFC 2131 §3.2). Rejects with ERR_NEIGHBOUR when it is lost. As {@link renew}; default 20 s.
   */
  confirm(o?: { readonly timeoutMs?: number }): Promise<Lease>;
  /** Says that another host has the address, and begins anew. */
  decline(): void;
  /** Gives the lease back, and ends. Calling it twice does nothing. */
  release(): Promise<void>;
  /** Ends without giving the lease back. */
  stop(): Promise<void>;
}

const RENEW_TIMEOUT_MS = 10_000;
/** More than DHCPv6 asks (10 s), and than DHCP asks twice (13 s). */
const CONFIRM_TIMEOUT_MS = 20_000;

/** What a client is made of. */
export interface HeldLeaseParts<Lease, State extends string, Memory, Input> {
  readonly link: ClientLink;
  readonly machine: Machine<State, Memory, Input, Packet>;
  readonly memory: Memory;
  /** For messages: `DHCP`. */
  readonly what: string;
  /** What a frame says to the machine. */
  readonly read: (received: Packet) => Input | undefined;
  /** Called after the machine had it. */
  readonly heard?: (received: Packet, input: Input) => void;
  readonly onStep: ((step: Step<State>) => void) | undefined;
  readonly store: LeaseStore<Lease> | undefined;
  readonly signal: AbortSignal | undefined;
}

/** What a lease's machine remembers. */
interface LeaseMemory<Lease> {
  readonly lease: Lease | undefined;
  readonly refusal: string | undefined;
}

export class HeldLease<Lease extends object, State extends string, Memory extends LeaseMemory<Lease>, Input>
  implements LeaseClient<Lease, State>
{
  readonly iface: string;
  readonly #link: ClientLink;
  readonly #machine: DrivenMachine<State, Memory, Input>;
  readonly #told = new Told<LeaseEvents<Lease>>();
  readonly #o: HeldLeaseParts<Lease, State, Memory, Input>;
  /** The lease that was told of. */
  #lease: Lease | undefined;
  #saving: Promise<void> = Promise.resolve();

  constructor(o: HeldLeaseParts<Lease, State, Memory, Input>) {
    const { link, machine, memory, signal } = o;
    this.iface = link.iface;
    this.#link = link;
    this.#o = o;
    this.#machine = driveMachine(machine, memory, {
      clock: link.host.clock,
      send: (frame) => link.send(frame),
      onStep: (step) => this.#stepped(step),
    });
    link.listen(
      (received) => {
        const input = o.read(received);
        if (input === undefined) return;
        this.#machine.deliver(input);
        o.heard?.(received, input);
      },
      (error) => this.#fail(error),
    );
    this.#machine.ended.catch((error: unknown) => this.#fail(error));
    signal?.addEventListener('abort', this.abort, { once: true });
  }

  get state(): State {
    return this.#machine.state;
  }

  get lease(): Lease | undefined {
    return this.#lease;
  }

  readonly abort = (): void => void this.stop();

  on<E extends keyof LeaseEvents<Lease>>(event: E, f: (what: LeaseEvents<Lease>[E]) => void): () => void {
    return this.#told.on(event, f);
  }

  #stepped(step: Step<State>): void {
    const { lease, refusal } = this.#machine.memory;
    this.#o.onStep?.(step);
    if (step.to === 'BOUND' && lease !== undefined && lease !== this.#lease) {
      const before = this.#lease;
      this.#set(lease);
      this.#told.tell(before === undefined ? 'bound' : 'renewed', lease);
    } else if (step.to === 'BOUND' && step.from !== 'BOUND' && lease !== undefined) {
      this.#told.tell('confirmed', lease);
    } else if (lease === undefined && this.#lease !== undefined) {
      const lost = this.#lease;
      this.#set(undefined);
      this.#told.tell('lost', { lease: lost, why: refusal ?? '' });
    }
  }

  #set(lease: Lease | undefined): void {
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
  async bound(timeoutMs: number): Promise<void> {
    if (this.#lease === undefined) await this.#next(['bound'], timeoutMs, this.#o.signal);
    await this.#saving;
  }

  async renew({ timeoutMs = RENEW_TIMEOUT_MS }: { readonly timeoutMs?: number } = {}): Promise<Lease> {
    return this.#more('renew', timeoutMs);
  }

  async rebind({ timeoutMs = RENEW_TIMEOUT_MS }: { readonly timeoutMs?: number } = {}): Promise<Lease> {
    return this.#more('rebind', timeoutMs);
  }

  async confirm({ timeoutMs = CONFIRM_TIMEOUT_MS }: { readonly timeoutMs?: number } = {}): Promise<Lease> {
    return this.#more('confirm', timeoutMs);
  }

  async #more(request: string, timeoutMs: number): Promise<Lease> {
    this.#machine.ask(request);
    const lease = await this.#next(['renewed', 'confirmed'], timeoutMs);
    await this.#saving;
    return lease;
  }

  decline(): void {
    this.#machine.ask('decline');
  }

  /** The lease of the next event of these. */
  #next(events: readonly ('bound' | 'renewed' | 'confirmed')[], timeoutMs: number, signal?: AbortSignal): Promise<Lease> {
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
          fail(`no ${this.#o.what} server answered within ${timeoutMs} ms${refusal === undefined ? '' : `; ${refusal}`}`);
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
    const { asked = {} } = this.#o.machine.states[this.state];
    if (this.#lease !== undefined && 'release' in asked) {
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
