/** Echo requests, one after another, and what comes back. */
import { isIpv4, parseMac } from '../../bytes/address.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { splitZone } from '../../bytes/zone.ts';
import type { PacketBatch } from '../../capture/batch.ts';
import type { Clock, Host, Link } from '../../host/host.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { ETHERTYPE } from '../../protocols/registries/ether-types.ts';
import { protocols } from '../../protocols/protocols.ts';
import { type Concrete, concrete, type FillOptions } from '../concrete.ts';
import { defaultHost } from '../default-host.ts';
import { frameInto } from '../emit.ts';
import { nextTurn } from '../next-turn.ts';
import { isGroupAnywhere } from '../groups.ts';
import { type NetworkPlace, networkPlace, octetsInto } from '../link-header.ts';
import type { Receiver, SharedLink } from '../shared-link.ts';
import { type Way, waysOf } from '../ways.ts';
import { echoAnswer, type ErrorRead, isAdvice, type ReplyRead, withReceiver } from './echo-answer.ts';
import { EchoRequests, TIME_OCTETS } from './echo-request.ts';
import { answersInFragments, fragmentsOf, wholePacket } from './whole-packet.ts';
import { EventRun } from './event-run.ts';
import type { PingError, PingEvent, PingStatistics, PingTarget } from './ping-events.ts';
import { checkPing, type PingOptions } from './ping-options.ts';
import { addressOf, NEIGHBOUR_MS } from './ping-targets.ts';
import { RoundTrips } from './round-trips.ts';

/**
 * A ping that runs: its events by `for await`, once. It ends by `count`, `deadlineMs`, its signal, `stop()`, or with the loop that reads it.
 */
export interface Pinger extends AsyncIterable<PingEvent> {
  /** Where it goes, when that is known and it begins. Rejects with what kept it from beginning. */
  readonly ready: Promise<PingTarget>;
  /** Ends it, quietly. */
  stop(): void;
  /** Counts and round trips so far. */
  stats(): PingStatistics;
}

/**
 * Pings an address or a name, from the call on. Replies, ICMP errors and what this host cannot send come as events.
 *
 * ```ts
 * for await (const e of ping('192.0.2.1', { count: 3 })) if (e.kind === 'reply') console.log(e.rttMs);
 * ```
 *
 * @throws ERR_VALUE, ERR_RANGE for options. ERR_RESOLVE, ERR_ROUTE, ERR_INTERFACE, ERR_PERMISSION and ERR_ADDRESS come when it is read, and
 *   from `ready`
 * @see RFC 792; RFC 4443 §4
 */
export function ping(to: string, o: PingOptions = {}): Pinger {
  checkPing('ping', o);
  return new Pinging(to, o);
}

const DEFAULT_INTERVAL_MS = 1000;
const DEFAULT_TIMEOUT_MS = 10_000;
/** Where nobody answers, a flood is a trickle. */
const FLOOD_MS = 10;
/** After the last request of a flood: a process that has just begun, or that others keep from running, sees an answer later than it came. */
const LEAST_LINGER_MS = 500;
/** Sequence numbers have 16 bits: of more requests than that the older ones cannot be told apart. */
const SEQUENCES = 0x1_0000;

/** Octets that every link lets through (RFC 791 §3.2, RFC 8200 §5). */
const LEAST_MTU = 68;
const LEAST_MTU6 = 1280;

// One packet is looked at at a time.
const place: NetworkPlace = { at: 0, etherType: -1 };

interface Request {
  atMs: number;
  answered: boolean;
  failed: boolean;
}

class Pinging extends EventRun<PingEvent> implements Pinger, Receiver {
  readonly ready: Promise<PingTarget>;
  readonly #to: string;
  readonly #o: PingOptions;
  readonly #requests = new Map<number, Request>();
  readonly #trips = new RoundTrips();
  readonly #links = new Set<SharedLink>();
  #host!: Host;
  #clock!: Clock;
  #target!: PingTarget;
  #echo!: EchoRequests;
  #sent = 0;
  #received = 0;
  #duplicates = 0;
  #corrupted = 0;
  #errors = 0;
  #pipe = 0;
  #firstAt = 0;
  #lastAt = 0;
  #deadline = Number.POSITIVE_INFINITY;
  #pathMtu = Number.POSITIVE_INFINITY;
  readonly #fragments = answersInFragments();
  /** While the neighbour is asked for, what is to leave waits for the same answer. */
  #asking: Promise<void> | undefined;

  constructor(to: string, o: PingOptions) {
    super(o.signal);
    this.#to = to;
    this.#o = o;
    this.ready = this.#prepare();
    this.start();
  }

  stats(): PingStatistics {
    return {
      sent: this.#sent,
      received: this.#received,
      duplicates: this.#duplicates,
      corrupted: this.#corrupted,
      errors: this.#errors,
      elapsedMs: this.#lastAt - this.#firstAt,
      pipe: this.#pipe,
      rtt: this.#trips.figures(),
    };
  }

  protected begin(): Promise<PingTarget> {
    return this.ready;
  }

  async #prepare(): Promise<PingTarget> {
    const o = this.#o;
    this.#host = o.host ?? (await defaultHost());
    this.#clock = this.#host.clock;
    const address = await addressOf(this.#host, this.#to, o.family, o.signal);
    const way = await waysOf(this.#host).to(address, { iface: o.iface, via: o.via, level: 3 }, false, o.source);
    const plain = splitZone(address).address;
    const family = isIpv4(plain) ? 4 : 6;
    const isMulticast = isGroupAnywhere(address) && address !== '255.255.255.255';
    if (way.group && !isMulticast && o.broadcast !== true)
      throw new PacketwrightError('ERR_ADDRESS', `${address} is a broadcast address: every host on the link may answer`, {
        address,
        remedy: 'allow it by name: { broadcast: true }',
      });
    if (o.neighboursOnly === true && !way.group && way.hop !== plain)
      throw new PacketwrightError('ERR_ROUTE', `${address} is no neighbour: it is behind ${way.hop}`, {
        address,
        gateway: way.hop,
        remedy: 'ask it without { neighboursOnly: true }',
      });
    this.#target = { address, family, source: o.source ?? way.source, iface: way.link.info.name, group: way.group };
    this.#echo = new EchoRequests(this.#host, address, this.#target.source, isMulticast, o);
    this.#listenOn(way.link);
    return this.#target;
  }

  #listenOn(link: SharedLink): void {
    if (this.#links.has(link)) return;
    link.attach(this);
    this.#links.add(link);
  }

  protected release(): void {
    for (const link of this.#links) link.detach(this);
  }

  protected async loop(): Promise<void> {
    const { count = Number.POSITIVE_INFINITY, deadlineMs, preload = 1, timeoutMs = DEFAULT_TIMEOUT_MS } = this.#o;
    const follows = this.#o.flood === true || this.#o.adaptive === true;
    const interval = this.#o.intervalMs ?? (follows ? 0 : DEFAULT_INTERVAL_MS);
    const start = this.#clock.monotonic();
    if (deadlineMs !== undefined) this.#deadline = start + deadlineMs;
    let due = start;
    // Before it gives up it looks once more: what came while this process did other things counts.
    let hasLooked = false;
    while (!this.#isOver()) {
      const now = this.#clock.monotonic();
      if (now >= this.#deadline) return;
      // With a deadline it goes on until so many have answered.
      if (this.#sent >= count && deadlineMs === undefined) {
        // What nobody has answered so far gets all the time there is; else twice what the slowest took.
        const linger = this.#received === 0 ? timeoutMs : Math.max(2 * this.#trips.max, interval, LEAST_LINGER_MS);
        const end = this.#lastAt + linger;
        if (now < end) await this.wait(this.#clock, end - now);
        else if (hasLooked) return;
        else {
          hasLooked = true;
          await nextTurn();
        }
        continue;
      }
      const isFree = follows && interval === 0 && (this.#sent === 0 || this.#isAnswered(this.#sent));
      if (this.#sent < preload || now >= due || isFree) {
        this.#send();
        // Those that leave at once take no time: the one after them is due an interval after the first.
        due = this.#sent < preload ? now : Math.max(due, now - interval) + (follows && interval === 0 ? FLOOD_MS : interval);
        continue;
      }
      await this.wait(this.#clock, Math.min(due, this.#deadline) - now);
    }
  }

  #isOver(): boolean {
    const { count = Number.POSITIVE_INFINITY, deadlineMs } = this.#o;
    return this.isStopped || this.#received + this.#errors >= count || (deadlineMs !== undefined && this.#errors > 0);
  }

  #isAnswered(seq: number): boolean {
    const request = this.#requests.get(seq);
    return request === undefined || request.answered || request.failed;
  }

  #send(): void {
    // An error is no answer, either.
    if (this.#sent > 0 && this.#requests.get(this.#sent)?.answered === false)
      this.events.push({ kind: 'silence', seq: this.#sent, atMs: this.#clock.now() });
    const seq = ++this.#sent;
    this.#lastAt = this.#clock.monotonic();
    if (seq === 1) this.#firstAt = this.#lastAt;
    this.#requests.delete(seq - SEQUENCES);
    this.#o.onSent?.(seq);
    this.#leave(seq).catch((error: unknown) => this.#kept(seq, error));
  }

  async #leave(seq: number): Promise<void> {
    this.#requests.set(seq, { atMs: this.#clock.now(), answered: false, failed: false });
    const found = waysOf(this.#host).to(this.#target.address, this.#through, false, this.#o.source);
    const way = found instanceof Promise ? await found : found;
    if (way.mac === undefined) await (this.#asking ??= this.#ask(way).finally(() => (this.#asking = undefined)));
    if (this.isStopped) return;
    const made = concrete(this.#echo.make(seq, this.#clock.now()), this.#fill);
    const c: Concrete = made instanceof Promise ? await made : made;
    if (c.silent !== undefined) throw c.silent;
    const { link } = c;
    const pieces = this.#pieces(c);
    this.#listenOn(link);
    const frames = link.takeFrames();
    if (pieces === undefined) frameInto(frames, c, 3);
    else for (const piece of pieces) octetsInto(frames, piece, this.#etherType, link, c.way?.mac);
    const request: Request = { atMs: this.#clock.now(), answered: false, failed: false };
    this.#requests.set(seq, request);
    const first = (pieces?.[0] ?? c.packet.bytes).length;
    this.#echo.stampAgain(frames.data, (frames.offset[0] as number) + (frames.length[0] as number) - first, this.#clock.now());
    try {
      const { firstMs } = await link.link.send(frames);
      if (this.#o.userLatency !== true) request.atMs = firstMs;
    } finally {
      link.giveBack(frames);
    }
  }

  get #through(): { iface: string | undefined; via: string | undefined; level: 3 } {
    return { iface: this.#o.iface, via: this.#o.via, level: 3 };
  }

  get #fill(): FillOptions {
    return { host: this.#host, ...this.#through, signal: this.#o.signal };
  }

  get #etherType(): number {
    return this.#target.family === 4 ? ETHERTYPE.IPv4 : ETHERTYPE.IPv6;
  }

  /** Its fragments, where it is too large in one piece. @throws ERR_TOO_LARGE where it must stay in one */
  #pieces({ packet, link }: Concrete): Uint8Array[] | undefined {
    const mtu = Math.min(link.link.mtu, this.#pathMtu);
    const { length } = packet;
    if (length <= mtu) return undefined;
    if (this.#o.mayFragment !== false) return fragmentsOf(packet, mtu, this.#host.random.below(0x1_0000_0000)).map(({ bytes }) => bytes);
    throw new PacketwrightError('ERR_TOO_LARGE', `${length} octets are too many for ${link.info.name}: its MTU is ${mtu}`, {
      length,
      mtu,
      iface: link.info.name,
    });
  }

  /** As long as a kernel does. */
  async #ask(way: Way): Promise<void> {
    const { name } = way.link.info;
    const { signal } = this.#o;
    const mac = await this.#host.neighbour(name, way.hop, { timeoutMs: NEIGHBOUR_MS, ...(signal && { signal }) });
    if (mac !== undefined) {
      way.mac = parseMac(mac);
      way.silent = undefined;
      return;
    }
    throw new PacketwrightError('ERR_NEIGHBOUR', `${way.hop} does not answer on ${name}: no host there claims the address`, {
      address: way.hop,
      iface: name,
    });
  }

  /** It did not leave. What a router would say of it this host says itself; all else ends the ping. */
  #kept(seq: number, error: unknown): void {
    if (this.isStopped) return;
    const code = error instanceof PacketwrightError ? error.code : undefined;
    if (code !== 'ERR_NEIGHBOUR' && code !== 'ERR_TOO_LARGE') {
      this.failed(error as Error);
      return;
    }
    const reason = error as PacketwrightError;
    const isV4 = this.#target.family === 4;
    const isLarge = code === 'ERR_TOO_LARGE';
    this.#error({
      kind: 'error',
      id: this.#echo.id,
      seq,
      to: this.#target.address,
      from: this.#target.source ?? (isV4 ? '0.0.0.0' : '::'),
      // RFC 792: host unreachable, fragmentation needed; RFC 4443 §3.1 and §3.2: address unreachable, packet too big.
      type: isV4 ? 3 : isLarge ? 2 : 1,
      code: isV4 ? (isLarge ? 4 : 1) : isLarge ? 0 : 3,
      ...(isLarge && { mtu: reason.details['mtu'] as number }),
      reason,
    });
  }

  // Receiver ----------------------------------------------------------------------------------------------------------

  received(batch: PacketBatch, link: Link): void {
    for (let i = 0; i < batch.n; i++) {
      // It ends with the answer that was the last one wanted, whatever came with it.
      if (this.#isOver()) return;
      const { at, etherType } = networkPlace(batch, i, link.linkType, place);
      if (etherType !== this.#etherType) continue;
      // The protocol is ICMP's; behind an extension header of IPv6 it may be anything.
      if (etherType === ETHERTYPE.IPv4 && batch.data[at + 9] !== 1) continue;
      const first = protocols.next('ethertype', etherType);
      if (first === undefined) continue;
      const packet = wholePacket(batch, i, { at, first, iface: link.name }, this.#fragments, this.#clock.monotonic());
      if (packet === undefined) continue;
      const read = echoAnswer(packet);
      if (read === undefined || read.id !== this.#echo.id) continue;
      const atMs = (batch.sec[i] as number) * 1000 + (batch.nsec[i] as number) / 1e6;
      if (read.kind === 'reply') this.#reply(read, packet, atMs);
      else if (read.to === splitZone(this.#target.address).address) this.#error({ ...read, seq: this.#wholeSeq(read.seq), packet, atMs });
    }
  }

  failed(error: Error): void {
    this.events.fail(error);
    this.stop();
  }

  /** The last request with these 16 bits. */
  #wholeSeq(low: number): number {
    const seq = this.#sent - ((this.#sent - low) & 0xffff);
    return seq > 0 ? seq : low;
  }

  #acknowledge(seq: number): void {
    this.#pipe = Math.max(this.#pipe, this.#sent - seq + 1);
    this.wake();
  }

  #reply({ id: _, data, ...read }: ReplyRead, packet: Packet, atMs: number): void {
    const seq = this.#wholeSeq(read.seq);
    const request = this.#requests.get(seq);
    const seenMs = this.#o.userLatency === true ? this.#clock.now() : atMs;
    const rttMs = request === undefined ? undefined : Math.max(0, seenMs - request.atMs);
    if (rttMs !== undefined && this.#echo.data.length >= TIME_OCTETS) this.#trips.add(rttMs);
    const duplicate = request?.answered ?? false;
    if (read.badChecksum) this.#corrupted++;
    else if (duplicate) this.#duplicates++;
    else this.#received++;
    if (request !== undefined && !read.badChecksum) request.answered = true;
    const wrong = this.#wrongIn(data);
    const truncated = data.length < this.#echo.data.length;
    this.events.push({
      ...withReceiver(read, this.#target.source, atMs),
      from: this.#scoped(read.from),
      seq,
      rttMs,
      atMs,
      duplicate,
      truncated,
      ...(wrong && { wrong }),
      packet,
    });
    this.#acknowledge(seq);
  }

  #wrongIn(data: Uint8Array): { at: number; expected: number; got: number } | undefined {
    const { data: sent } = this.#echo;
    const from = sent.length >= TIME_OCTETS ? TIME_OCTETS : 0;
    for (let at = from; at < Math.min(data.length, sent.length); at++)
      if (data[at] !== sent[at]) return { at, expected: sent[at] as number, got: data[at] as number };
    return undefined;
  }

  #error({ id: _, to: __, ...read }: ErrorRead & Partial<Pick<PingError, 'reason' | 'packet' | 'atMs'>>): void {
    this.events.push({ ...read, from: this.#scoped(read.from), atMs: read.atMs ?? this.#clock.now() } as PingEvent);
    if (this.#target.family === 4 && isAdvice(read.type)) return;
    // The way ahead is narrower than this link (RFC 1191 §3, RFC 8201 §4).
    if (read.packet !== undefined && read.mtu !== undefined && read.mtu >= (this.#target.family === 4 ? LEAST_MTU : LEAST_MTU6))
      this.#pathMtu = Math.min(this.#pathMtu, read.mtu);
    const request = this.#requests.get(read.seq);
    if (request !== undefined) request.failed = true;
    this.#errors++;
    // As iputils' ping counts them: errors of IPv6 close no request.
    if (this.#target.family === 4) this.#acknowledge(read.seq);
    else this.wake();
  }

  /** Addresses of the link are those of its interface. */
  #scoped(address: string): string {
    return address.startsWith('fe80:') ? `${address}%${this.#target.iface}` : address;
  }
}
