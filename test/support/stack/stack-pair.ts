/** Two stacks on one line, in virtual time: every run is the same for the same seed. */
import { seededRandom } from '../../../src/bytes/random.ts';
import { type Due, DueHeap } from '../../../src/host/due-heap.ts';
import type { Clock } from '../../../src/host/host.ts';
import { ImpairedLine, type Impairments } from '../../../src/lab/impair/impairments.ts';
import { Stack, type StackSpec } from '../../../src/stack/stack.ts';
import type { Wire } from '../../../src/stack/wire.ts';

interface Event extends Due {
  readonly run: () => void;
}

/** Time that goes from event to event. */
export class EventTime implements Pick<Clock, 'now' | 'monotonic' | 'timer'> {
  #nowMs = 1000;
  #order = 0;
  readonly #events = new DueHeap<Event>();

  now(): number {
    return 1_767_225_600_000 + this.#nowMs;
  }

  monotonic(): number {
    return this.#nowMs;
  }

  timer(ms: number, f: () => void): () => void {
    let isOff = false;
    this.at(ms, () => {
      if (!isOff) f();
    });
    return () => {
      isOff = true;
    };
  }

  at(ms: number, run: () => void): void {
    this.#events.add({ at: this.#nowMs + Math.max(0, ms), order: this.#order++, run });
  }

  /** Runs until nothing is left, or `until` says so, or so much time has passed. @returns whether `until` said so */
  run(until: () => boolean, limitMs: number): boolean {
    const endMs = this.#nowMs + limitMs;
    while (!until()) {
      const next = this.#events.first;
      if (next === undefined || next.at > endMs) return false;
      this.#events.take();
      this.#nowMs = next.at;
      next.run();
    }
    return true;
  }

  /** All that is due in so much time happens; then it is over. */
  pass(ms: number): void {
    const endMs = this.#nowMs + ms;
    this.run(() => (this.#events.first?.at ?? Number.POSITIVE_INFINITY) > endMs, Number.POSITIVE_INFINITY);
    this.#nowMs = endMs;
  }
}

export interface StackPair {
  readonly time: EventTime;
  readonly a: Stack;
  readonly b: Stack;
  readonly there: ImpairedLine;
  readonly back: ImpairedLine;
  /** Frames in the order in which they left, with who sent them. */
  readonly frames: { readonly from: 'a' | 'b'; readonly octets: Uint8Array; readonly atMs: number }[];
}

export interface PairOptions {
  readonly seed?: number | string;
  /** Both directions, unless `back` differs. */
  readonly line?: Impairments;
  readonly back?: Impairments;
  readonly mtu?: number;
  readonly a?: Partial<StackSpec>;
  readonly b?: Partial<StackSpec>;
  /** Keeps all frames. Default false. */
  readonly keep?: boolean;
}

/** Two hosts: 10.0.0.1 and fd00::1, 10.0.0.2 and fd00::2. */
export function stackPair({
  seed = 1,
  line = {},
  back = line,
  mtu = 1500,
  a: ofA = {},
  b: ofB = {},
  keep = false,
}: PairOptions = {}): StackPair {
  const time = new EventTime();
  const frames: StackPair['frames'] = [];
  const there = new ImpairedLine(line, seededRandom(`${seed} there`));
  const backwards = new ImpairedLine(back, seededRandom(`${seed} back`));
  const wire = (from: 'a' | 'b', way: ImpairedLine, to: () => Stack): Wire => ({
    linkType: 1,
    mac: Uint8Array.of(2, 0, 0, 0, 0, from === 'a' ? 1 : 2),
    mtu,
    transmit: (sent) => {
      for (let i = 0; i < sent.n; i++) {
        const at = sent.offset[i] as number;
        const octets = sent.data.slice(at, at + (sent.length[i] as number));
        if (keep) frames.push({ from, octets, atMs: time.monotonic() });
        way.pass(octets, time.monotonic(), (frame, afterMs) => time.at(afterMs + 0.01, () => to().receiveFrame(frame)));
      }
      sent.clear();
      return sent;
    },
  });
  const make = (name: 'a' | 'b', way: ImpairedLine, to: () => Stack, n: number, spec: Partial<StackSpec>): Stack =>
    new Stack(
      wire(name, way, to),
      { clock: time, random: seededRandom(`${seed} ${name}`) },
      { addresses: [`10.0.0.${n}/24`, `fd00::${n}/64`], ...spec },
    );
  const a: Stack = make('a', there, () => b, 1, ofA);
  const b: Stack = make('b', backwards, () => a, 2, ofB);
  return { time, a, b, there, back: backwards, frames };
}
