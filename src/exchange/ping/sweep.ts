/** Many hosts, asked whether they answer: a few requests each, all through the same links. */
import { isIpv4 } from '../../bytes/address.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { splitZone } from '../../bytes/zone.ts';
import type { PacketBatch } from '../../capture/batch.ts';
import type { Address, Clock, Host, Link } from '../../host/host.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { ETHERTYPE } from '../../protocols/registries/ether-types.ts';
import { protocols } from '../../protocols/protocols.ts';
import { type Concrete, concrete, type FillOptions } from '../concrete.ts';
import { defaultHost } from '../default-host.ts';
import { type Emission, emit } from '../emit.ts';
import { isGroupAnywhere } from '../groups.ts';
import { type NetworkPlace, networkPlace } from '../link-header.ts';
import { nextTurn } from '../next-turn.ts';
import type { Receiver, SharedLink } from '../shared-link.ts';
import { echoAnswer, type ErrorRead } from './echo-answer.ts';
import { EchoRequests } from './echo-request.ts';
import { EventRun } from './event-run.ts';
import { answersInFragments, fragmentsOf, wholePacket } from './whole-packet.ts';
import { addressOf } from './ping-targets.ts';
import { checkSweep, type SweepOptions, sweptHosts } from './sweep-options.ts';

/** What became of one host. */
export interface SweepResult {
  /** As it was given; of a network each of its addresses. */
  readonly to: string;
  /** Undefined where the name has none. */
  readonly address: Address | undefined;
  readonly alive: boolean;
  /** Requests that left for it. */
  readonly sent: number;
  /** Who answered: another address than the one that was asked is worth a look. */
  readonly from?: Address;
  /** From the last request to the reply, ms; never negative. */
  readonly rttMs?: number;
  /** The last ICMP error about it, where nothing else came. */
  readonly error?: { readonly from: Address; readonly type: number; readonly code: number };
  /** Why nothing more was sent: ERR_NEIGHBOUR, ERR_RESOLVE, ERR_ROUTE, ERR_ADDRESS, ERR_TOO_LARGE. */
  readonly reason?: PacketwrightError;
}

/** Counts so far. */
export interface SweepStatistics {
  readonly hosts: number;
  readonly alive: number;
  readonly unreachable: number;
  /** Requests that left. */
  readonly sent: number;
  /** From the beginning, ms. */
  readonly elapsedMs: number;
}

/** A sweep that runs: a result for each host, as soon as it is known, by `for await`, once. */
export interface Sweeper extends AsyncIterable<SweepResult> {
  /** Ends it, quietly: what is not known by then stays unsaid. */
  stop(): void;
  stats(): SweepStatistics;
}

/**
 * Pings many hosts: addresses, names, networks (`192.0.2.0/28`), at most 65,536. Each is alive with its first reply, and unreachable when
 * all its requests have had their time or its neighbour is silent.
 *
 * ```ts
 * for await (const { to, alive } of sweep('192.0.2.0/28')) console.log(to, alive);
 * ```
 *
 * @throws ERR_VALUE, ERR_RANGE, ERR_ADDRESS for targets and options. ERR_INTERFACE and ERR_PERMISSION come when it is read
 * @see RFC 792; RFC 4443 §4
 */
export function sweep(targets: string | Iterable<string>, o: SweepOptions = {}): Sweeper {
  checkSweep('sweep', o);
  return new Sweeping(sweptHosts(targets), o);
}

const DEFAULT_INTERVAL_MS = 10;
const DEFAULT_TIMEOUT_MS = 500;
const DEFAULT_RETRY = 3;
/** Each request waits so much longer than the one before. */
const BACKOFF = 1.5;
/** Hosts whose way or neighbour is looked for at a time: a kernel keeps no more than some hundred unanswered questions (`gc_thresh3`). */
const MOST_LOOKUPS = 256;
/** Requests that leave together where there is no pause between them. */
const GROUP = 64;
/** After a delay (an engine that warms up, a busy machine) so much is made up for, ms, … */
const CATCH_UP_MS = 200;
/** … with so many requests in the time of one. */
const CATCH_UP_PACE = 2;
/** A timer's: what should have left since the last look leaves together. */
const TURN_MS = 2;
/** Sequence numbers have 16 bits. */
const SEQUENCES = 0x1_0000;

/** What one host's silence or lack of a way is; all else ends the sweep. */
const OF_ONE_HOST = new Set(['ERR_NEIGHBOUR', 'ERR_RESOLVE', 'ERR_ROUTE', 'ERR_ADDRESS', 'ERR_TOO_LARGE']);

// One packet is looked at at a time.
const place: NetworkPlace = { at: 0, etherType: -1 };

interface Target {
  readonly to: string;
  address: Address | undefined;
  echo: EchoRequests | undefined;
  source: string | undefined;
  sent: number;
  /** When the last request left, ms since 1970. */
  leftAtMs: number;
  error: SweepResult['error'];
  done: boolean;
}

class Sweeping extends EventRun<SweepResult> implements Sweeper, Receiver, Emission {
  readonly level = 3;
  readonly wantsStamps = true;
  clock!: Clock;
  readonly #o: SweepOptions;
  readonly #targets: readonly Target[];
  readonly #links = new Set<SharedLink>();
  /** By sequence number: the last requests. */
  readonly #bySeq = new Map<number, Target>();
  /** By packet, until it has left. */
  readonly #leaving = new Map<Packet, Target>();
  /** Ready to leave. */
  #ready: Concrete[] = [];
  readonly #fragments = answersInFragments();
  /** To be asked once more. */
  readonly #again: Target[] = [];
  /** By number of the request: who waits for its answer, and until when. Those of one number wait equally long, so the first is the next. */
  readonly #waiting: { readonly target: Target; readonly until: number }[][] = [];
  readonly #heads: number[] = [];
  #host!: Host;
  #id = 0;
  #seq = 0;
  #next = 0;
  #lookups = 0;
  #open: number;
  #alive = 0;
  #sent = 0;
  #startedAt: number | undefined;
  #endedAt: number | undefined;

  constructor(hosts: readonly string[], o: SweepOptions) {
    super(o.signal);
    this.#o = o;
    this.#targets = hosts.map((to) => ({
      to,
      address: undefined,
      echo: undefined,
      source: undefined,
      sent: 0,
      leftAtMs: 0,
      error: undefined,
      done: false,
    }));
    this.#open = hosts.length;
    this.start();
  }

  stats(): SweepStatistics {
    const hosts = this.#targets.length;
    const elapsedMs = this.#startedAt === undefined ? 0 : (this.#endedAt ?? this.clock.monotonic()) - this.#startedAt;
    return { hosts, alive: this.#alive, unreachable: hosts - this.#open - this.#alive, sent: this.#sent, elapsedMs };
  }

  protected async begin(): Promise<void> {
    this.#host = this.#o.host ?? (await defaultHost());
    this.clock = this.#host.clock;
    this.#startedAt = this.clock.monotonic();
    this.#id = this.#o.id ?? this.#host.random.below(SEQUENCES);
  }

  protected release(): void {
    this.#endedAt = this.clock?.monotonic();
    for (const link of this.#links) link.detach(this);
  }

  protected async loop(): Promise<void> {
    const { intervalMs = DEFAULT_INTERVAL_MS } = this.#o;
    let due = this.clock.monotonic();
    // When the next may leave at the soonest: what is late does not come in a burst.
    let soonest = due;
    while (!this.isOver()) {
      const now = this.clock.monotonic();
      this.#expire(now);
      let n = 0;
      while (now >= Math.max(due, soonest) && n < GROUP && this.#lookups < MOST_LOOKUPS) {
        const target = this.#again.shift() ?? this.#targets[this.#next++];
        if (target === undefined) break;
        if (target.done) continue;
        this.#launch(target);
        due = Math.max(due, now - CATCH_UP_MS) + intervalMs;
        soonest = Math.max(soonest, now - TURN_MS) + intervalMs / CATCH_UP_PACE;
        n++;
      }
      if (this.#ready.length > 0) {
        const ready = this.#ready;
        this.#ready = [];
        await emit(ready, this, this.#o.signal === undefined ? {} : { signal: this.#o.signal });
        await nextTurn();
      } else if (n === 0 && !this.isOver()) await this.wait(this.clock, this.#nextTime(Math.max(due, soonest)) - now);
    }
  }

  /** When something is due that no answer brings about. */
  #nextTime(due: number): number {
    const hasMore = this.#lookups < MOST_LOOKUPS && (this.#again.length > 0 || this.#next < this.#targets.length);
    return this.#waiting.reduce(
      (soonest, list, i) => Math.min(soonest, list[this.#heads[i] as number]?.until ?? Number.POSITIVE_INFINITY),
      hasMore ? due : Number.POSITIVE_INFINITY,
    );
  }

  /** Who has waited long enough is asked again, or is unreachable. */
  #expire(now: number): void {
    const { retry = DEFAULT_RETRY } = this.#o;
    this.#waiting.forEach((list, i) => {
      let at = this.#heads[i] as number;
      for (; at < list.length && (list[at]?.until as number) <= now; at++) {
        const { target } = list[at] as { target: Target };
        if (target.done) continue;
        if (target.sent > retry) this.#decide(target, { alive: false });
        else this.#again.push(target);
      }
      if (at === list.length) list.length = at = 0;
      this.#heads[i] = at;
    });
  }

  #launch(target: Target): void {
    const made = this.#made(target);
    if (!(made instanceof Promise)) {
      this.#take(target, made);
      return;
    }
    this.#lookups++;
    made.then(
      (c) => {
        this.#lookups--;
        this.#take(target, c);
        this.wake();
      },
      (error: unknown) => {
        this.#lookups--;
        this.#kept(target, error);
      },
    );
  }

  #made(target: Target): Concrete | Promise<Concrete> {
    return target.echo === undefined ? this.#first(target) : this.#request(target, target.echo);
  }

  async #first(target: Target): Promise<Concrete> {
    const { family, source, signal } = this.#o;
    const address = await addressOf(this.#host, target.to, family, signal);
    target.address = address;
    if (isGroupAnywhere(address)) throw groupError(address);
    target.echo = new EchoRequests(this.#host, address, source, false, { ...this.#o, id: this.#id });
    return await this.#request(target, target.echo);
  }

  #request(target: Target, echo: EchoRequests): Concrete | Promise<Concrete> {
    this.#seq = (this.#seq + 1) % SEQUENCES;
    this.#bySeq.set(this.#seq, target);
    return concrete(echo.make(this.#seq, this.clock.now()), this.#fill);
  }

  get #fill(): FillOptions {
    return { host: this.#host, level: 3, iface: this.#o.iface, via: this.#o.via, signal: this.#o.signal };
  }

  #take(target: Target, c: Concrete): void {
    if (this.isStopped || target.done) return;
    const { packet, link, way, silent } = c;
    const { mtu } = link.link;
    if (silent !== undefined) this.#kept(target, silent);
    else if (way?.group === true) this.#kept(target, groupError(way.hop));
    else if (packet.length > mtu && this.#o.mayFragment !== false) this.#takePieces(target, c);
    else if (packet.length > mtu)
      this.#kept(
        target,
        new PacketwrightError('ERR_TOO_LARGE', `${packet.length} octets are too many for ${link.info.name}: its MTU is ${mtu}`, {
          length: packet.length,
          mtu,
          iface: link.info.name,
        }),
      );
    else {
      this.#leaving.set(packet, target);
      this.#ready.push(c);
    }
  }

  /** The first one stands for them all. */
  #takePieces(target: Target, c: Concrete): void {
    const { packet, link } = c;
    const pieces = fragmentsOf(packet, link.link.mtu, this.#host.random.below(0x1_0000_0000));
    this.#leaving.set(pieces[0] as Packet, target);
    for (const one of pieces) this.#ready.push({ ...c, packet: one });
  }

  /** Nothing leaves for this one. */
  #kept(target: Target, error: unknown): void {
    if (this.isStopped || target.done) return;
    if (error instanceof PacketwrightError && OF_ONE_HOST.has(error.code)) this.#decide(target, { alive: false, reason: error });
    else this.failed(error as Error);
  }

  #decide(target: Target, found: Pick<SweepResult, 'alive' | 'from' | 'rttMs' | 'reason'>): void {
    const { to, address, sent, error } = target;
    target.done = true;
    this.#open--;
    if (found.alive) this.#alive++;
    this.events.push({ to, address, sent, ...found, ...(!found.alive && error !== undefined && { error }) });
    // The next one may be due for long: only the last one, and room for a look-up, change what is to be done.
    if (this.#open === 0 || found.reason !== undefined) this.wake();
  }

  // Emission ----------------------------------------------------------------------------------------------------------

  leaving({ packet, link }: Concrete): void {
    if (!this.#links.has(link)) {
      link.attach(this);
      this.#links.add(link);
    }
    const target = this.#leaving.get(packet);
    if (target === undefined) return;
    const { timeoutMs = DEFAULT_TIMEOUT_MS } = this.#o;
    const attempt = target.sent++;
    target.leftAtMs = this.clock.now();
    this.#sent++;
    let list = this.#waiting[attempt];
    if (list === undefined) {
      this.#waiting[attempt] = list = [];
      this.#heads[attempt] = 0;
    }
    list.push({ target, until: this.clock.monotonic() + timeoutMs * BACKOFF ** attempt });
  }

  hasLeft(packet: Packet, sec: number, nsec: number): void {
    const target = this.#leaving.get(packet);
    this.#leaving.delete(packet);
    if (target !== undefined) target.leftAtMs = sec * 1000 + nsec / 1e6;
  }

  cannotLeave({ packet }: Concrete, why: PacketwrightError): void {
    const target = this.#leaving.get(packet);
    this.#leaving.delete(packet);
    if (target !== undefined) this.#kept(target, why);
  }

  isOver(): boolean {
    return this.isStopped || this.#open === 0;
  }

  // Receiver ----------------------------------------------------------------------------------------------------------

  received(batch: PacketBatch, link: Link): void {
    for (let i = 0; i < batch.n; i++) {
      const { at, etherType } = networkPlace(batch, i, link.linkType, place);
      const isV4 = etherType === ETHERTYPE.IPv4;
      // The protocol is ICMP's; behind an extension header of IPv6 it may be anything.
      if (isV4 ? batch.data[at + 9] !== 1 : etherType !== ETHERTYPE.IPv6) continue;
      const first = protocols.next('ethertype', etherType);
      if (first === undefined) continue;
      const packet = wholePacket(batch, i, { at, first, iface: link.name }, this.#fragments, this.clock.monotonic());
      const read = packet && echoAnswer(packet);
      if (read === undefined || read.id !== this.#id) continue;
      const target = this.#bySeq.get(read.seq);
      if (target === undefined || target.done || target.address === undefined || target.sent === 0) continue;
      if (read.kind === 'error') this.#error(target, read, link);
      else if (!read.badChecksum && isIpv4(read.from) === isIpv4(target.address)) {
        const atMs = (batch.sec[i] as number) * 1000 + (batch.nsec[i] as number) / 1e6;
        this.#decide(target, { alive: true, from: scoped(read.from, link), rttMs: Math.max(0, atMs - target.leftAtMs) });
      }
    }
  }

  /** A router may be wrong for a moment: the host gets its other requests all the same. */
  #error(target: Target, { from, to, type, code }: ErrorRead, link: Link): void {
    if (to === splitZone(target.address as string).address) target.error = { from: scoped(from, link), type, code };
  }

  failed(error: Error): void {
    this.events.fail(error);
    this.stop();
  }
}

/** Addresses of the link are those of its interface. */
const scoped = (address: string, { name }: Link): string => (address.startsWith('fe80:') ? `${address}%${name}` : address);

const groupError = (address: string): PacketwrightError =>
  new PacketwrightError('ERR_ADDRESS', `${address} is a group's address, not a host's`, {
    address,
    remedy: 'ping it alone; a broadcast address with { broadcast: true }',
  });
