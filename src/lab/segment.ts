/** A segment: a switch in memory. Frames go where their destination was seen, or everywhere; those of a hub always do. */
import { PacketwrightError } from '../bytes/errors.ts';
import type { ImpairedLine, ImpairmentCounters } from './impair/impairments.ts';
import type { Clock } from '../host/host.ts';

/** A frame under way. Its octets belong to nobody who may change them. */
export interface LabFrame {
  readonly octets: Uint8Array;
  /** Milliseconds since 1970. */
  readonly ms: number;
}

/** The nanoseconds of a frame's time, whose seconds are whole. */
export const nanosecondsOf = ({ ms }: LabFrame): number => Math.floor((ms - Math.floor(ms / 1000) * 1000) * 1e6);

/** What is plugged into a segment. */
export interface Port {
  frame(frame: LabFrame): void;
}

/** Addresses that the switch remembers; then it forgets all, and learns anew. */
const MOST_ADDRESSES = 4096;
/** Frames under way at a time; what comes on top is lost, as in any switch. */
const MOST_FRAMES = 65_536;
/** So many deliveries in a row, and others have their turn: two hosts that answer each other for ever stop nobody. */
const STREAK = 1000;

export class Segment {
  readonly name: string;
  readonly mtu: number;
  readonly #clock: Clock & { pass?(ms: number): void };
  readonly #ports = new Set<Port>();
  readonly #taps = new Set<Port>();
  readonly #places = new Map<number, Port>();
  #queue: { frame: LabFrame; from: Port; back: boolean }[] = [];
  #scheduled = false;
  #streak = 0;
  #dropped = 0;

  readonly #isHub: boolean;
  readonly #line: ImpairedLine | undefined;

  /** @param line what happens to each frame on its way to each port; undefined: nothing */
  constructor(name: string, mtu: number, clock: Clock, isHub = false, line?: ImpairedLine) {
    this.name = name;
    this.#isHub = isHub;
    this.#line = line;
    this.mtu = mtu;
    this.#clock = clock;
  }

  /** Frames that were lost because too many were under way. */
  get dropped(): number {
    return this.#dropped;
  }

  /** What became of the frames of a line that is not perfect. */
  get impaired(): Readonly<ImpairmentCounters> | undefined {
    return this.#line?.counters;
  }

  plug(port: Port): () => void {
    this.#ports.add(port);
    return () => {
      this.#ports.delete(port);
      for (const [mac, at] of this.#places) if (at === port) this.#places.delete(mac);
    };
  }

  /** A port that hears everything and says nothing. */
  tap(port: Port): () => void {
    this.#taps.add(port);
    return () => this.#taps.delete(port);
  }

  /**
   * A frame from `from`; copied. It arrives at the others after whoever calls has had his turn; `back`: at `from` alone, and never on the
   * wire, as what a host sends to itself.
   * @throws ERR_TOO_LARGE, ERR_VALUE (shorter than an Ethernet header)
   */
  send(octets: Uint8Array, from: Port, back = false): LabFrame {
    if (octets.length < 14)
      throw new PacketwrightError(
        'ERR_VALUE',
        `segment ${this.name} refuses a frame of ${octets.length} octets: it is shorter than an Ethernet header`,
        { length: octets.length },
      );
    const most = this.mtu + 18;
    if (octets.length > most)
      throw new PacketwrightError(
        'ERR_TOO_LARGE',
        `a frame of ${octets.length} octets is too large for segment ${this.name}, whose MTU is ${this.mtu}`,
        { length: octets.length, mtu: this.mtu, remedy: "fragment it, or raise the segment's mtu" },
      );
    const frame: LabFrame = { octets: new Uint8Array(octets), ms: this.#clock.now() };
    if (this.#queue.length >= MOST_FRAMES) this.#dropped++;
    else {
      this.#queue.push({ frame, from, back });
      this.#schedule();
    }
    return frame;
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    if (++this.#streak % STREAK === 0) setTimeout(this.#deliver, 0);
    else queueMicrotask(this.#deliver);
  }

  readonly #deliver = (): void => {
    this.#scheduled = false;
    const queue = this.#queue;
    this.#queue = [];
    for (const { frame, from, back } of queue) {
      if (back) {
        from.frame(frame);
        continue;
      }
      this.#clock.pass?.(TRANSIT_MS);
      if (!this.#isHub) this.#learn(frame.octets, from);
      for (const tap of this.#taps) tap.frame(frame);
      const to = isGroup(frame.octets) ? undefined : this.#places.get(macNumber(frame.octets, 0));
      if (to !== undefined) {
        if (to !== from) this.#give(to, frame);
      } else for (const port of this.#ports) if (port !== from) this.#give(port, frame);
    }
  };

  #give(port: Port, frame: LabFrame): void {
    if (this.#line === undefined) {
      port.frame(frame);
      return;
    }
    this.#line.pass(frame.octets, this.#clock.now(), (octets, afterMs) => {
      const arrives = (): void => port.frame({ octets, ms: this.#clock.now() });
      if (afterMs > 0) this.#clock.timer(afterMs, arrives);
      else arrives();
    });
  }

  #learn(octets: Uint8Array, from: Port): void {
    const mac = macNumber(octets, 6);
    if (this.#places.get(mac) === from) return;
    if (this.#places.size >= MOST_ADDRESSES) this.#places.clear();
    this.#places.set(mac, from);
  }
}

/** What a frame takes from one port to the other in virtual time, ms. */
const TRANSIT_MS = 0.01;

const isGroup = (octets: Uint8Array): boolean => ((octets[0] as number) & 1) === 1;

/** 48 bits as a number. */
function macNumber(b: Uint8Array, o: number): number {
  return (
    (((b[o] as number) << 8) | (b[o + 1] as number)) * 0x1_0000_0000 +
    ((((b[o + 2] as number) << 24) | ((b[o + 3] as number) << 16) | ((b[o + 4] as number) << 8) | (b[o + 5] as number)) >>> 0)
  );
}
