/** Packets and bits a second, and what was dropped: of a source that is read, or fed by hand. */
import type { PacketBatch, PacketSource, SourceStats } from '../capture/batch.ts';
import { FLAG_NO_TIME } from '../capture/batch.ts';
import type { StopSignal } from '../bytes/stop-signal.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import { checkOptions, type OptionNames } from '../bytes/known-options.ts';
import type { Clock } from '../host/host.ts';
import type { Packet } from '../packet/laid/packet.ts';

/** Options of {@link RateMeter}. */
export interface RateMeterOptions {
  /** How long a window may be, ms. Default 60,000. */
  readonly longestMs?: number;
  /** Windows begin and end at multiples of this, ms; so they are up to this much behind. Default 100. */
  readonly stepMs?: number;
}

/** What a window had. */
export interface Rates {
  /** How long it was, ms: less than was asked for soon after the first packet, and 0 before the first step is over. */
  readonly windowMs: number;
  readonly packets: number;
  readonly octets: number;
  /** Packets that were lost for want of room. */
  readonly dropped: number;
  /** Packets, bits, and dropped packets a second. */
  readonly pps: number;
  readonly bps: number;
  readonly dps: number;
}

const NAMES: OptionNames<RateMeterOptions> = { longestMs: true, stepMs: true };
const MOST_STEPS = 1_000_000;
/** How often a source that gives packet after packet is asked what it dropped. */
const ASK_EACH = 64;
const ASK_MS = 100;

/**
 * Counts packets, and tells how many there were a second in a window that slides along. Its memory is bounded by `longestMs / stepMs`; adding costs the same, however
 * many there were.
 *
 *     const rates = new RateMeter();
 *     rates.add(1500, timeMs);
 *     rates.rates(1000).pps;
 */
export class RateMeter {
  readonly #stepMs: number;
  readonly #steps: number;
  /** Which step, counted from time 0, each place holds. */
  readonly #which: Float64Array;
  readonly #packets: Float64Array;
  readonly #octets: Float64Array;
  readonly #dropped: Float64Array;
  #first = Infinity;
  #last = -Infinity;
  #lastMs = -Infinity;
  #allPackets = 0;
  #allOctets = 0;
  #allDropped = 0;

  /** @throws ERR_VALUE for options that there are not */
  constructor(o: RateMeterOptions = {}) {
    checkOptions('RateMeter', o, NAMES);
    const { longestMs = 60_000, stepMs = 100 } = o;
    if (!(stepMs > 0) || !(longestMs >= stepMs) || longestMs / stepMs > MOST_STEPS)
      throw new PacketwrightError(
        'ERR_VALUE',
        `windows of up to ${longestMs} ms in steps of ${stepMs} ms: expected 1 to ${MOST_STEPS} steps`,
        {
          value: longestMs,
        },
      );
    this.#stepMs = stepMs;
    // The one that is being filled, too.
    this.#steps = Math.ceil(longestMs / stepMs) + 1;
    this.#which = new Float64Array(this.#steps).fill(NaN);
    this.#packets = new Float64Array(this.#steps);
    this.#octets = new Float64Array(this.#steps);
    this.#dropped = new Float64Array(this.#steps);
  }

  /** All since the beginning. */
  get packets(): number {
    return this.#allPackets;
  }
  get octets(): number {
    return this.#allOctets;
  }
  get dropped(): number {
    return this.#allDropped;
  }
  /** The latest time that was told, ms; undefined: none was. */
  get lastMs(): number | undefined {
    return this.#lastMs === -Infinity ? undefined : this.#lastMs;
  }

  /**
   * Packets that came at that time, and the octets of them all. They may come out of order; when time goes back by more than the longest window, windows begin anew.
   *
   * @param octets on the wire
   * @param timeMs since whenever: the packets' time, or a clock's
   * @throws ERR_VALUE for a time that is no number
   */
  add(octets: number, timeMs: number, packets = 1): void {
    const place = this.#place(timeMs);
    this.#packets[place]! += packets;
    this.#octets[place]! += octets;
    this.#allPackets += packets;
    this.#allOctets += octets;
  }

  /** Packets that were lost for want of room, by that time. */
  drop(packets: number, timeMs: number): void {
    this.#dropped[this.#place(timeMs)]! += packets;
    this.#allDropped += packets;
  }

  /**
   * What the window of that length had. It ends with the last step that is over.
   *
   * @param windowMs in steps: rounded up. Default 1000
   * @param nowMs default: the latest time that was told. Give the clock's to see rates fall when nothing comes any more
   * @throws ERR_VALUE for a window that is longer than `longestMs`
   */
  rates(windowMs = 1000, nowMs: number = this.#lastMs): Rates {
    const wanted = Math.ceil(windowMs / this.#stepMs);
    if (!(wanted >= 1 && wanted < this.#steps))
      throw new PacketwrightError('ERR_VALUE', `a window of ${windowMs} ms: expected up to ${(this.#steps - 1) * this.#stepMs} ms`, {
        value: windowMs,
        remedy: 'give the meter a longer longestMs',
      });
    const end = Math.floor(nowMs / this.#stepMs);
    const begin = Math.max(end - wanted, this.#first);
    let packets = 0;
    let octets = 0;
    let dropped = 0;
    for (let step = begin; step < end; step++) {
      const place = this.#at(step);
      if (this.#which[place] !== step) continue;
      packets += this.#packets[place] as number;
      octets += this.#octets[place] as number;
      dropped += this.#dropped[place] as number;
    }
    const length = Math.max(0, end - begin) * this.#stepMs;
    const each = length === 0 ? 0 : 1000 / length;
    return { windowMs: length, packets, octets, dropped, pps: packets * each, bps: 8 * octets * each, dps: dropped * each };
  }

  #at(step: number): number {
    const place = step % this.#steps;
    return place < 0 ? place + this.#steps : place;
  }

  #place(timeMs: number): number {
    if (!Number.isFinite(timeMs)) throw new PacketwrightError('ERR_VALUE', `a time of ${timeMs} ms: expected a number`, { value: timeMs });
    const step = Math.floor(timeMs / this.#stepMs);
    if (step <= this.#last - this.#steps) {
      this.#which.fill(NaN);
      this.#first = Infinity;
      this.#last = -Infinity;
      this.#lastMs = -Infinity;
    }
    if (step < this.#first) this.#first = step;
    if (step > this.#last) this.#last = step;
    if (timeMs > this.#lastMs) this.#lastMs = timeMs;
    const place = this.#at(step);
    if (this.#which[place] !== step) {
      this.#which[place] = step;
      this.#packets[place] = 0;
      this.#octets[place] = 0;
      this.#dropped[place] = 0;
    }
    return place;
  }
}

/** Options of {@link meter}. */
export interface MeterOptions extends RateMeterOptions {
  /** Whose time counts. Default: the packets' own. */
  readonly clock?: Pick<Clock, 'now'>;
}

/** A source whose packets are counted as they are read. */
export interface MeteredSource extends PacketSource<Packet> {
  readonly meter: RateMeter;
}

class Metered implements MeteredSource {
  readonly meter: RateMeter;
  readonly #source: PacketSource<Packet>;
  readonly #clock: MeterOptions['clock'];
  #dropped: number;
  /** When the source was asked last what it dropped, and how many packets ago: it may ask its kernel. */
  #askedMs = -Infinity;
  #since = 0;

  constructor(source: PacketSource<Packet>, { clock, ...o }: MeterOptions) {
    this.meter = new RateMeter(o);
    this.#source = source;
    this.#clock = clock;
    this.#dropped = source.stats().dropped;
  }

  get interfaces(): PacketSource<Packet>['interfaces'] {
    return this.#source.interfaces;
  }

  stats(): SourceStats {
    return this.#source.stats();
  }

  async *batches(o: { signal?: StopSignal } = {}): AsyncGenerator<PacketBatch> {
    for await (const batch of this.#source.batches(o)) {
      const now = this.#clock?.now();
      for (let i = 0; i < batch.n; i++) {
        const hasTime = ((batch.flags[i] as number) & FLAG_NO_TIME) === 0;
        const timeMs = now ?? (hasTime ? (batch.sec[i] as number) * 1e3 + (batch.nsec[i] as number) / 1e6 : this.#lastMs);
        this.meter.add(batch.wire[i] as number, timeMs);
      }
      this.#countDropped();
      yield batch;
    }
  }

  async *packets(o: { signal?: StopSignal } = {}): AsyncGenerator<Packet> {
    for await (const p of this.#source.packets(o)) {
      const { sec, nsec = 0, wireLength = p.length } = p.meta;
      const timeMs = this.#clock?.now() ?? (sec === undefined ? this.#lastMs : sec * 1e3 + nsec / 1e6);
      this.meter.add(wireLength, timeMs);
      if (++this.#since >= ASK_EACH || Math.abs(timeMs - this.#askedMs) >= ASK_MS) {
        this.#askedMs = timeMs;
        this.#since = 0;
        this.#countDropped();
      }
      yield p;
    }
    this.#countDropped();
  }

  close(): Promise<void> {
    return this.#source.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** For packets that have no time: they count where the one before did. */
  get #lastMs(): number {
    return this.meter.lastMs ?? 0;
  }

  #countDropped(): void {
    const { dropped } = this.#source.stats();
    if (dropped === this.#dropped) return;
    this.meter.drop(dropped - this.#dropped, this.#clock?.now() ?? this.#lastMs);
    this.#dropped = dropped;
  }
}

/**
 * The same source, with a meter: packets and batches go through as they are. What the source drops is counted too, at the time at which it is noticed.
 *
 *     const metered = meter(link);
 *     for await (const p of metered.packets()) show(metered.meter.rates(1000));
 *
 * @throws ERR_VALUE for options that there are not
 */
export function meter(source: PacketSource<Packet>, o: MeterOptions = {}): MeteredSource {
  return new Metered(source, o);
}
