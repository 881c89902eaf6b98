/** Packets that are wanted in this order, with others between. */
import { PacketwrightError } from '../bytes/errors.ts';
import type { PacketSource } from '../capture/batch.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { shown } from '../packet/spec/wants.ts';
import { type Lack, type Wanted, type WantedPacket, wantedOf } from './wanted.ts';

/** Where packets are looked for: a list, a capture that is open, a segment's capture that was stopped. */
export type PacketsToLookAt = Iterable<Packet> | AsyncIterable<Packet> | Pick<PacketSource<Packet>, 'packets'>;

/** What was found. */
export interface Found {
  readonly isAll: boolean;
  /** What was looked at, with marks, and what is missing. */
  readonly text: string;
}

/** Summaries that a failure shows at most. */
const MOST_LINES = 60;

interface Seen {
  readonly number: number;
  readonly p: Packet;
}

/** Looks until all are found, or there are no more packets. @throws ERR_FILTER, ERR_VALUE, and what the source throws */
export async function findInOrder(source: PacketsToLookAt, wants: readonly WantedPacket[]): Promise<Found> {
  if (!Array.isArray(wants))
    throw new PacketwrightError('ERR_VALUE', `a list of wanted packets was expected, not ${shown(wants)}`, {
      value: wants,
      remedy: "give a list: ['arp', TCP({ flags: 'S' })]",
    });
  const wanted = wants.map((one) => wantedOf(one));
  const search = new Search(wanted);
  for await (const p of packetsOf(source)) if (search.take(p)) break;
  return search.result();
}

function packetsOf(source: PacketsToLookAt): Iterable<Packet> | AsyncIterable<Packet> {
  if (typeof source === 'object' && source !== null) {
    if (Symbol.iterator in source || Symbol.asyncIterator in source) return source;
    if ('packets' in source && typeof source.packets === 'function') return source.packets();
  }
  throw new PacketwrightError('ERR_VALUE', `packets were expected, not ${shown(source)}`, {
    value: source,
    remedy: 'give a list of packets, what openCapture() gives, or a capture of a lab that was stopped',
  });
}

const weightOf = (lacks: readonly Lack[]): number => lacks.reduce((sum, { weight }) => sum + weight, 0);

class Search {
  readonly #wanted: readonly Wanted[];
  readonly #seen: Seen[] = [];
  /** Number of the packet that each of the first ones was found in. */
  readonly #found: number[] = [];
  #count = 0;
  /** Of those behind what was found last: the one that lacks least. */
  #nearest: { readonly number: number; readonly lacks: readonly Lack[] } | undefined;

  constructor(wanted: readonly Wanted[]) {
    this.#wanted = wanted;
  }

  /** @returns whether all are found */
  take(p: Packet): boolean {
    const next = this.#wanted[this.#found.length];
    if (next === undefined) return true;
    const number = ++this.#count;
    const lacks = next.lacks(p);
    this.#seen.push({ number, p });
    if (this.#seen.length > MOST_LINES) this.#seen.shift();
    if (lacks.length > 0) {
      if (this.#nearest === undefined || weightOf(lacks) < weightOf(this.#nearest.lacks)) this.#nearest = { number, lacks };
      return false;
    }
    this.#found.push(number);
    this.#nearest = undefined;
    return this.#found.length === this.#wanted.length;
  }

  result(): Found {
    const n = this.#found.length;
    const missing = this.#wanted[n];
    const marks = new Map(this.#found.map((number, i) => [number, i + 1]));
    const lines = this.#seen.map(({ number, p }) => `${marks.has(number) ? `${marks.get(number)} ✓` : '   '} ${number}  ${p.summary()}`);
    const left = this.#count - lines.length;
    const all = [...(left > 0 ? [`    ... ${left} before`] : []), ...lines];
    if (missing === undefined) return { isAll: true, text: all.join('\n') };
    const head = `wanted packet ${n + 1} of ${this.#wanted.length} is not among ${this.#count}${n > 0 ? ` behind packet ${this.#found[n - 1]}` : ''}: ${missing.text}`;
    const nearest =
      this.#nearest === undefined
        ? []
        : [`nearest is packet ${this.#nearest.number}: ${this.#nearest.lacks.map((one) => one.text).join('; ')}`];
    return { isAll: false, text: [head, ...nearest, ...all].join('\n') };
  }
}
