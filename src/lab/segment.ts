/** A segment: a switch in memory. Frames go where their destination was seen, or everywhere; those of a hub always do. */
import { PacketwrightError } from '../bytes/errors.ts';
import type { ImpairedLine, ImpairmentCounters } from './impair/impairments.ts';
import type { FrameBuffer } from '../packet/in-bulk/frame-buffer.ts';
import type { LabClock } from './lab-clock.ts';

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
  /** Several that left together: `frames.offset[from … to)`, valid during the call. Without this they come one by one. */
  frames?(frames: FrameBuffer, from: number, to: number, ms: number): void;
}

/** What is under way: one frame, or all that a stack sent at a time. */
type UnderWay =
  | { readonly frame: LabFrame; readonly from: Port; readonly back: boolean }
  | { readonly frames: FrameBuffer; readonly ms: number; readonly from: Port; readonly done: (frames: FrameBuffer) => void };

/** Octets of an Ethernet header; with a tag's. */
const HEADER = 14;
const ETHERNET = HEADER + 4;
/** Addresses that the switch remembers; then it forgets all, and learns anew. */
const MOST_ADDRESSES = 4096;
/** Frames under way at a time; what comes on top is lost, as in any switch. */
const MOST_FRAMES = 65_536;
/** So many deliveries in a row, and others have their turn: two hosts that answer each other for ever stop nobody. */
const STREAK = 1000;

export class Segment {
  readonly name: string;
  readonly mtu: number;
  readonly #clock: LabClock;
  readonly #ports = new Set<Port>();
  readonly #taps = new Set<Port>();
  readonly #places = new Map<number, Port>();
  #queue: UnderWay[] = [];
  #underWay = 0;
  #scheduled = false;
  #streak = 0;
  #dropped = 0;

  readonly #isHub: boolean;
  readonly #line: ImpairedLine | undefined;

  /** @param line what happens to each frame on its way to each port; undefined: nothing */
  constructor(name: string, mtu: number, clock: LabClock, isHub = false, line?: ImpairedLine) {
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
    if (octets.length < HEADER)
      throw new PacketwrightError(
        'ERR_VALUE',
        `segment ${this.name} refuses a frame of ${octets.length} octets: it is shorter than an Ethernet header`,
        { length: octets.length },
      );
    const most = this.mtu + ETHERNET;
    if (octets.length > most)
      throw new PacketwrightError(
        'ERR_TOO_LARGE',
        `a frame of ${octets.length} octets is too large for segment ${this.name}, whose MTU is ${this.mtu}`,
        { length: octets.length, mtu: this.mtu, remedy: "fragment it, or raise the segment's mtu" },
      );
    const frame: LabFrame = { octets: new Uint8Array(octets), ms: this.#clock.now() };
    if (this.#underWay >= MOST_FRAMES) this.#dropped++;
    else {
      this.#underWay++;
      this.#queue.push({ frame, from, back });
      this.#schedule();
    }
    return frame;
  }

  /** All frames of a buffer, which is the segment's until it is given to `done`. Those that are too large or too short are lost. */
  sendAll(frames: FrameBuffer, from: Port, done: (frames: FrameBuffer) => void): void {
    if (this.#underWay + frames.n > MOST_FRAMES) {
      this.#dropped += frames.n;
      done(frames);
      return;
    }
    this.#underWay += frames.n;
    this.#queue.push({ frames, ms: this.#clock.now(), from, done });
    this.#schedule();
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
    this.#underWay = 0;
    for (const one of queue) {
      if ('frames' in one) this.#passAll(one.frames, one.ms, one.from, one.done);
      else if (one.back) one.from.frame(one.frame);
      else this.#pass(one.frame, one.from);
    }
  };

  #pass(frame: LabFrame, from: Port): void {
    const { octets } = frame;
    this.#clock.pass?.(TRANSIT_MS);
    if (!this.#isHub) this.#learn(macNumber(octets, 6), from);
    for (const tap of this.#taps) tap.frame(frame);
    const to = isGroup(octets, 0) ? undefined : this.#places.get(macNumber(octets, 0));
    if (to !== undefined) {
      if (to !== from) this.#give(to, frame);
    } else for (const port of this.#ports) if (port !== from) this.#give(port, frame);
  }

  /** Frames in a row that go to the same port go there together, without being copied, where nothing happens to them on the way. */
  #passAll(frames: FrameBuffer, ms: number, from: Port, done: (frames: FrameBuffer) => void): void {
    const { data, n, offset, length } = frames;
    const isPlain = this.#line === undefined && this.#taps.size === 0 && !this.#isHub;
    let begin = 0;
    let together: Port | undefined;
    const flush = (end: number): void => {
      if (together?.frames !== undefined && begin < end) together.frames(frames, begin, end, ms);
      together = undefined;
    };
    const most = this.mtu + ETHERNET;
    let [lastFrom, lastTo] = [-1, -1];
    let to: Port | undefined;
    for (let i = 0; i < n; i++) {
      const at = offset[i] as number;
      const size = length[i] as number;
      const isRight = size >= HEADER && size <= most;
      if (!isRight) this.#dropped++;
      if (!isRight || !isPlain || isGroup(data, at)) {
        flush(i);
        if (isRight) this.#pass({ octets: data.slice(at, at + size), ms }, from);
        lastTo = -1;
        continue;
      }
      this.#clock.pass?.(TRANSIT_MS);
      const source = macNumber(data, at + 6);
      if (source !== lastFrom) this.#learn(source, from);
      lastFrom = source;
      const target = macNumber(data, at);
      if (target !== lastTo) {
        flush(i);
        to = this.#places.get(target);
        lastTo = target;
      }
      if (to?.frames === undefined || to === from) {
        const frame = { octets: data.slice(at, at + size), ms };
        if (to !== undefined) {
          if (to !== from) to.frame(frame);
        } else for (const port of this.#ports) if (port !== from) port.frame(frame);
      } else if (together === undefined) {
        together = to;
        begin = i;
      }
    }
    flush(n);
    done(frames);
  }

  #give(port: Port, frame: LabFrame): void {
    if (this.#line === undefined) {
      port.frame(frame);
      return;
    }
    this.#line.pass(frame.octets, this.#clock.now(), (octets, afterMs) => {
      const arrives = (): void => port.frame({ octets, ms: this.#clock.now() });
      if (afterMs > 0) this.#clock.arrival(afterMs, arrives);
      else arrives();
    });
  }

  #learn(mac: number, from: Port): void {
    if (this.#places.get(mac) === from) return;
    if (this.#places.size >= MOST_ADDRESSES) this.#places.clear();
    this.#places.set(mac, from);
  }
}

/** What a frame takes from one port to the other in virtual time, ms. */
const TRANSIT_MS = 0.01;

const isGroup = (octets: Uint8Array, at: number): boolean => ((octets[at] as number) & 1) === 1;

/** 48 bits as a number. */
function macNumber(b: Uint8Array, o: number): number {
  return (
    (((b[o] as number) << 8) | (b[o + 1] as number)) * 0x1_0000_0000 +
    ((((b[o + 2] as number) << 24) | ((b[o + 3] as number) << 16) | ((b[o + 4] as number) << 8) | (b[o + 5] as number)) >>> 0)
  );
}
