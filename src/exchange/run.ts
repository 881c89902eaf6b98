/** One exchange: packets go out, answers are found among what comes in. */
import type { PacketwrightError } from '../bytes/errors.ts';
import type { PacketBatch } from '../capture/batch.ts';
import type { Clock, Host, Link } from '../host/host.ts';
import type { Packet, PacketMeta } from '../packet/laid/packet.ts';
import { objectOf } from '../packet/object/packet-object.ts';
import { Session } from '../packet/object/session.ts';
import type { Registry } from '../packet/chain/registry.ts';
import { addressFields } from './address-fields.ts';
import { type Answer, answerOf, msBetween } from './answer.ts';
import { type Concrete, concrete, type FillOptions } from './concrete.ts';
import { defaultHost } from './default-host.ts';
import { emit, type Emission } from './emit.ts';
import { goesToGroup } from './goes-to-group.ts';
import { hold, letGo } from './hold.ts';
import { incoming } from './incoming.ts';
import { MatchTable, type Probe } from './matching/match-table.ts';
import { DEFAULT_TIMEOUT_MS, type ExchangeOptions, type Sendable } from './options.ts';
import { packetsOf } from './packets-of.ts';
import { ExchangeResult, MAX_REJECTED } from './result.ts';
import { keepNotes, RunNotes } from './explain/run-notes.ts';
import type { Receiver, SharedLink } from './shared-link.ts';
import { toOneself } from './to-oneself.ts';
import { type Way, waysOf } from './ways.ts';

export interface RunMode {
  readonly level: 2 | 3;
  /** The first answer is enough. */
  readonly first: boolean;
  /** Each packet is sent so often, for so long. Absent: once. */
  readonly flood?: { readonly count: number; readonly durationMs: number };
}

/**
 * Sends and waits. Ends when everything is answered, at the time-out, or with the signal; gives what there is by then. What is thrown after
 * packets have left (an interface that went down) has what was answered until then as its `result`.
 */
export async function exchange<S extends string>(given: Sendable<S>, o: ExchangeOptions, mode: RunMode): Promise<ExchangeResult<S>> {
  const run = new Run<S>(o.host ?? (await defaultHost()), o, mode);
  hold();
  try {
    await run.go(packetsOf(given));
    return run.result();
  } catch (error) {
    if (error instanceof Error && run.hasSent) Object.defineProperty(error, 'result', { value: run.result(), configurable: true });
    throw error;
  } finally {
    run.end();
    letGo();
  }
}

/** A probe, and how it left: for sending it again. */
interface OpenProbe extends Probe {
  readonly concrete: Concrete;
  /** It has left, once at least. */
  left: boolean;
  /** When its first answer came, by that one's time stamp. */
  answeredAt: PacketMeta | undefined;
}

/** The packet for a neighbour that has been found after all. A frame's own header is filled in now. */
function withMac(c: Concrete, way: Way): Concrete {
  const { packet } = c;
  const first = packet.layers()[0];
  const slot = first === undefined ? undefined : addressFields(first).destinationMac;
  if (first !== undefined && slot !== undefined && way.mac !== undefined) packet.set(first, { [slot.name]: way.mac });
  return { ...c, silent: way.silent };
}

class Run<S extends string> implements Receiver, Emission {
  readonly level: 2 | 3;
  readonly clock: Clock;
  readonly wantsStamps = true;
  readonly #host: Host;
  readonly #o: ExchangeOptions;
  readonly #mode: RunMode;
  readonly #fill: FillOptions;
  readonly #table = new MatchTable();
  readonly #links = new Set<SharedLink>();
  /** By packet, in the order of sending. */
  readonly #probes = new Map<Packet, OpenProbe>();
  readonly #answered: Answer<S>[] = [];
  readonly #reasons = new Map<Packet<S>, PacketwrightError>();
  readonly #rejected: Packet[] = [];
  readonly #startedAt: number;
  readonly #notes: RunNotes;
  /** Those of the probes: each finds its answers with its own. */
  readonly #registries = new Set<Registry>();
  /** Probes that have left and have no answer. */
  #open = 0;
  #sent = 0;
  #received = 0;
  #emitting = true;
  #error: unknown;
  #failed = false;
  /** What the probes tell of the ports that answers come from. */
  #session: Session | undefined;
  /** The caller's `stop` said so. */
  #stopped = false;
  #wake: (() => void) | undefined;

  constructor(host: Host, o: ExchangeOptions, mode: RunMode) {
    this.#host = host;
    this.#o = o;
    this.#mode = mode;
    this.level = mode.level;
    this.clock = host.clock;
    this.#fill = { host, level: mode.level, iface: o.iface, via: o.via, signal: o.signal };
    this.#startedAt = host.clock.monotonic();
    this.#notes = new RunNotes(host);
  }

  async go(packets: Iterable<Packet<S>>): Promise<void> {
    const { verbose, retry = 0, watch } = this.#o;
    if (watch === true) await this.#notes.watch();
    verbose?.('Begin emission:');
    await this.#round(this.#mode.flood === undefined ? this.#fillIn(packets) : this.#flood(packets, this.#mode.flood));
    verbose?.(`Finished sending ${this.#sent} packets.`);
    let rounds = Math.abs(retry);
    while (rounds-- > 0 && !this.#isEnough() && this.#unanswered().length > 0) {
      const before = this.#answered.length;
      await this.#again();
      if (retry < 0 && this.#answered.length > before) rounds = -retry;
    }
    verbose?.(`Received ${this.#received} packets, got ${this.#answered.length} answers, remaining ${this.#unanswered().length} packets`);
    if (this.#failed) throw this.#error;
  }

  async #round(packets: Iterable<Concrete | Promise<Concrete>>): Promise<void> {
    this.#emitting = true;
    await emit(packets, this, this.#o);
    this.#emitting = false;
    await this.#wait();
  }

  *#fillIn(packets: Iterable<Packet>): Generator<Concrete | Promise<Concrete>> {
    const checked = (c: Concrete): Concrete => this.#checked(c);
    for (const packet of packets) {
      const c = concrete(packet, this.#fill);
      yield this.level === 3 ? c : c instanceof Promise ? c.then(checked) : checked(c);
    }
  }

  *#flood(packets: Iterable<Packet>, { count, durationMs }: NonNullable<RunMode['flood']>): Generator<Concrete | Promise<Concrete>> {
    const isTime = (): boolean => this.clock.monotonic() - this.#startedAt < durationMs;
    const all: (Concrete | Promise<Concrete>)[] = [];
    for (const c of this.#fillIn(packets)) {
      if (!isTime() || count < 1) return;
      const i = all.push(c) - 1;
      if (c instanceof Promise) c.then((made) => (all[i] = made)).catch(() => undefined);
      yield c;
    }
    for (let round = 1; round < count && all.length > 0; round++)
      for (const c of all) {
        if (!isTime()) return;
        yield c;
      }
  }

  /** Of one that nobody can answer the reason is told, and the others leave; it is an error where it is the only one. */
  #checked(c: Concrete): Concrete {
    const why = c.silent ?? toOneself(c);
    if (why === undefined) return c;
    if (this.#mode.first && c.silent === undefined) throw why;
    return { ...c, silent: why };
  }

  /** Sends the packets without an answer once more: they are what was sent the first time. */
  #again(): Promise<void> {
    const waysAgain = new Map<Way, Promise<void>>();
    return this.#round(
      [...this.#probes.values()]
        .filter((p) => p.answers === 0)
        .map(({ concrete: c }) => {
          const { way } = c;
          if (way === undefined || c.silent === undefined) return c;
          // Perhaps the neighbour answers now.
          way.silent = undefined;
          let asked = waysAgain.get(way);
          if (asked === undefined) waysAgain.set(way, (asked = waysOf(this.#host).findMac(way, this.#o.signal)));
          return asked.then(() => withMac(c, way));
        }),
    );
  }

  // Emission ----------------------------------------------------------------------------------------------------------

  /** Receiving is on, and the packet can be found, before it leaves. */
  leaving(c: Concrete): void {
    const { packet, link } = c;
    if (!this.#links.has(link)) {
      link.attach(this);
      this.#links.add(link);
    }
    this.#registries.add(objectOf(packet).registry);
    this.#sent++;
    const probe = this.#probeOf(c);
    if (probe.left) return;
    probe.left = true;
    this.#reasons.delete(packet as Packet<S>);
    this.#open++;
    this.#table.add(probe);
    if (this.#table.needsSession) (this.#session ??= new Session()).read(packet);
  }

  /** One that was answered while it was sent once more keeps the time of the sending that was answered. */
  hasLeft(packet: Packet, sec: number, nsec: number): void {
    const { meta } = packet;
    const answeredAt = this.#probes.get(packet)?.answeredAt;
    if (this.#mode.flood !== undefined && meta.sec !== undefined) return;
    if (answeredAt !== undefined && meta.sec !== undefined && msBetween({ sec, nsec }, answeredAt) < 0) return;
    meta.sec = sec;
    meta.nsec = nsec;
  }

  cannotLeave(c: Concrete, why: PacketwrightError): void {
    this.#probeOf(c);
    this.#reasons.set(c.packet as Packet<S>, why);
  }

  #probeOf(c: Concrete): OpenProbe {
    const known = this.#probes.get(c.packet);
    if (known !== undefined) return known;
    const probe: OpenProbe = { sent: c.packet, group: goesToGroup(c), answers: 0, concrete: c, left: false, answeredAt: undefined };
    this.#probes.set(c.packet, probe);
    return probe;
  }

  /** Whatever is unanswered, nobody wants more. */
  #isEnough(): boolean {
    return this.#failed || this.#stopped || this.#o.signal?.aborted === true || (this.#mode.first && this.#answered.length > 0);
  }

  isOver(): boolean {
    return this.#isEnough() || (!this.#emitting && this.#open === 0 && this.#o.multi !== true);
  }

  #wait(): Promise<void> {
    if (this.isOver()) return Promise.resolve();
    const { timeoutMs = DEFAULT_TIMEOUT_MS, signal } = this.#o;
    return new Promise((resolve) => {
      const done = (): void => {
        cancel();
        this.#wake = undefined;
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const cancel = timeoutMs === Number.POSITIVE_INFINITY ? () => undefined : this.#host.clock.timer(timeoutMs, done);
      this.#wake = done;
      signal?.addEventListener('abort', done);
    });
  }

  // Receiver ----------------------------------------------------------------------------------------------------------

  received(batch: PacketBatch, link: Link): void {
    try {
      for (let i = 0; i < batch.n; i++) this.#look(batch, i, link);
    } catch (error) {
      // The caller's filter: his error is what he gets.
      this.failed(error);
    }
    if (this.#wake !== undefined && this.isOver()) this.#wake();
  }

  failed(error: unknown): void {
    this.#failed = true;
    this.#error = error;
    this.#wake?.();
  }

  #look(batch: PacketBatch, i: number, link: Link): void {
    this.#received++;
    const answers = this.#isAnswer(batch, i, link);
    this.#o.progress?.(answers);
  }

  /** Whether the frame answers a packet that was sent, which then has its answer. */
  #isAnswer(batch: PacketBatch, i: number, link: Link): boolean {
    let rejected: Packet | undefined;
    for (const registry of this.#registries) {
      const seen = incoming(batch, i, link, this.level, registry, this.#table);
      if (seen === undefined) return false;
      const packet = this.#session === undefined ? seen : this.#session.read(seen);
      const probe = this.#table.find(packet);
      const isItsOwn = probe !== undefined && (this.#registries.size === 1 || objectOf(probe.sent).registry === registry);
      if (isItsOwn) {
        if (this.#o.filter?.(packet) !== false) {
          this.#take(probe, packet);
          return true;
        }
        this.#notes.refused(probe.sent, packet);
      }
      rejected ??= packet;
    }
    if (rejected === undefined) return false;
    this.#rejected.push(rejected);
    if (this.#rejected.length > MAX_REJECTED) this.#rejected.shift();
    return false;
  }

  #take(probe: Probe, packet: Packet): void {
    // Of several that came at once.
    if (this.#isEnough()) return;
    if (probe.answers++ === 0) {
      this.#open--;
      (probe as OpenProbe).answeredAt = packet.meta;
    } else if (this.#o.multi !== true) {
      this.#notes.again(packet);
      return;
    }
    this.#answered.push(answerOf(probe.sent as Packet<S>, packet));
    if (this.#o.stop?.(packet) === true) this.#stopped = true;
  }

  // Result ------------------------------------------------------------------------------------------------------------

  #unanswered(): Packet<S>[] {
    return [...this.#probes.values()].filter((p) => p.answers === 0).map((p) => p.sent as Packet<S>);
  }

  end(): void {
    for (const link of this.#links) link.detach(this);
    this.#notes.over();
  }

  get hasSent(): boolean {
    return this.#sent > 0;
  }

  result(): ExchangeResult<S> {
    const unanswered = this.#unanswered();
    const result = new ExchangeResult({
      answered: this.#answered,
      unanswered,
      reasons: this.#reasons,
      rejected: this.#rejected,
      stats: {
        sent: this.#sent,
        received: this.#received,
        answered: this.#probes.size - unanswered.length,
        remaining: unanswered.length,
        seconds: (this.#host.clock.monotonic() - this.#startedAt) / 1000,
      },
    });
    keepNotes(result, this.#notes);
    return result;
  }
}
