/** A search over a stream that comes in pieces. */
import { kindOf, NOTHING } from './automaton.ts';
import type { State } from './lazy-states.ts';
import { Locator } from './locate.ts';
import type { Pattern } from './pattern.ts';

/** Octets that many streams keep together, for matches that have begun and not ended. */
export interface Kept {
  octets: number;
  /** When it is reached, streams keep no more; matches are found as well, but not shown from their beginning. */
  readonly most: number;
}

/** Octets that one stream keeps of a match that has begun. */
export const MOST_KEPT = 65_536;

/** What was found in a piece. */
export interface Found {
  /** The piece, with octets of earlier pieces before it if the first match began there. A view: copy what is to stay. */
  readonly octets: Uint8Array;
  /** So many are of earlier pieces. */
  readonly earlier: number;
  /** Starts and ends of matches in `octets`, in turns, in order. */
  readonly spans: readonly number[];
  /** The first match may have begun before `octets`: more than 64 KB ago, or there was no room. */
  readonly isCut: boolean;
}

/** A kind that is neither a word's nor a line's: what is before octets that are missing. */
const UNKNOWN = kindOf(0);
const EMPTY = new Uint8Array(0);

export class StreamSearch {
  readonly #pattern: Pattern;
  readonly #kept: Kept;
  #state: State;
  /** The last octet's kind. */
  #last: number = NOTHING;
  /** Octets since the match that may be under way may have begun; what was before them; and whether they are all. */
  #tail: Uint8Array = EMPTY;
  #tailLength = 0;
  #tailBefore: number = NOTHING;
  #isCut = false;

  constructor(pattern: Pattern, kept: Kept = { octets: 0, most: MOST_KEPT }) {
    this.#pattern = pattern;
    this.#kept = kept;
    this.#state = pattern.states.first;
  }

  /** Whether the next octets hold a match. Reads them up to there, and is of no use afterwards. */
  holds(octets: Uint8Array): boolean {
    const { states } = this.#pattern;
    this.#state = states.scan(this.#state, octets, 0, octets.length);
    return this.#state.isFound || this.#state.wasFound;
  }

  /** Whether the stream, which ends here, held one that its end decides. */
  holdsAtEnd(): boolean {
    return this.#pattern.states.atEnd(this.#state);
  }

  /** The next octets, up to `to` of `b`, of which it is known that no match begins in them. False: one may be under way, and they are to be read. */
  pass(b: Uint8Array, to: number): boolean {
    if (!this.#state.isRest || this.#tailLength > 0) return false;
    const { states, automaton } = this.#pattern;
    this.#last = kindOf(b[to - 1] as number);
    if (automaton.asks) this.#state = states.fresh(this.#last);
    return true;
  }

  /** The matches that end in the next octets of the stream. */
  take(octets: Uint8Array): Found | undefined {
    const { states } = this.#pattern;
    let state = this.#state;
    let spans: number[] | undefined;
    // Where a match may begin: below 0 it is in the tail.
    let from = -this.#tailLength;
    let at = 0;
    let whole: Uint8Array | undefined;
    while (at < octets.length || whole === undefined) {
      state = states.scan(state, octets, at, octets.length);
      if (!state.isFound && !state.wasFound) break;
      const end = state.wasFound ? states.end - 1 : states.end;
      whole ??= this.#withTail(octets);
      const [start, stop] = this.#locate(whole, from, end, false);
      // Nothing at all may be a match: after one, the next is behind an octet more.
      const isAgain = stop === spans?.at(-1);
      if (!isAgain) (spans ??= []).push(start, stop);
      at = Math.max(stop - this.#tailLength + (isAgain ? 1 : 0), 0);
      from = at;
      state = states.fresh(at === 0 ? this.#last : kindOf(octets[Math.min(at, octets.length) - 1] as number));
    }
    const found = spans === undefined ? undefined : this.#found(whole as Uint8Array, spans);
    this.#state = state;
    this.#keep(octets, Math.min(from, octets.length));
    return found;
  }

  /** The match that is one because the stream ends here. */
  end(): Found | undefined {
    if (!this.#pattern.states.atEnd(this.#state)) return undefined;
    const octets = this.#tail.subarray(0, this.#tailLength);
    const found = this.#found(octets, [...this.#locate(octets, -this.#tailLength, 0, true)]);
    this.#drop();
    return found;
  }

  /** Octets are missing here: no match goes over them. */
  gap(): void {
    this.#drop();
    this.#last = UNKNOWN;
    this.#state = this.#pattern.states.fresh(UNKNOWN);
  }

  /** Gives back what it keeps. */
  close(): void {
    this.#drop();
  }

  #withTail(octets: Uint8Array): Uint8Array {
    if (this.#tailLength === 0) return octets;
    const whole = new Uint8Array(this.#tailLength + octets.length);
    whole.set(this.#tail.subarray(0, this.#tailLength));
    whole.set(octets, this.#tailLength);
    return whole;
  }

  /** In `whole`, which has the tail before the piece. */
  #locate(whole: Uint8Array, from: number, end: number, isLast: boolean): readonly [number, number] {
    const tail = this.#tailLength;
    const before = tail === 0 ? this.#last : this.#tailBefore;
    return locatorOf(this.#pattern).locate(whole, from + tail, before, end + tail, isLast);
  }

  #found(whole: Uint8Array, spans: number[]): Found {
    const tail = this.#tailLength;
    // What is before the first match is of no interest in earlier pieces.
    const skipped = Math.min(spans[0] as number, tail);
    const isCut = this.#isCut;
    if (skipped === 0) return { octets: whole, earlier: tail, spans, isCut };
    return { octets: whole.subarray(skipped), earlier: tail - skipped, spans: spans.map((place) => place - skipped), isCut };
  }

  /** Remembers what a match that is under way may have begun with. */
  #keep(octets: Uint8Array, from: number): void {
    const n = octets.length;
    if (this.#state.isRest || from >= n) {
      if (this.#tailLength > 0) this.#drop();
      if (n > 0) this.#last = kindOf(octets[n - 1] as number);
      return;
    }
    if (from >= 0 && this.#tailLength > 0) this.#drop();
    const before = this.#tailLength === 0 ? (from > 0 ? kindOf(octets[from - 1] as number) : this.#last) : this.#tailBefore;
    const piece = octets.subarray(Math.max(from, 0));
    const length = this.#tailLength + piece.length;
    const room = Math.max(0, Math.min(MOST_KEPT, this.#tailLength + this.#kept.most - this.#kept.octets));
    if (length <= room) this.#append(piece, before);
    else this.#cut(piece, room);
    this.#last = kindOf(octets[n - 1] as number);
  }

  #append(piece: Uint8Array, before: number): void {
    const length = this.#tailLength + piece.length;
    if (length > this.#tail.length) {
      const tail = new Uint8Array(Math.min(MOST_KEPT, Math.max(length, 2 * this.#tail.length)));
      tail.set(this.#tail.subarray(0, this.#tailLength));
      this.#tail = tail;
    }
    this.#tail.set(piece, this.#tailLength);
    this.#kept.octets += piece.length;
    this.#tailLength = length;
    this.#tailBefore = before;
  }

  /** The newest octets stay. */
  #cut(piece: Uint8Array, room: number): void {
    const all = this.#withTail(piece);
    const rest = all.slice(Math.max(0, all.length - Math.floor(room / 2)));
    const before = all.length > rest.length ? kindOf(all[all.length - rest.length - 1] as number) : UNKNOWN;
    this.#drop();
    this.#isCut = true;
    this.#append(rest, before);
  }

  #drop(): void {
    this.#kept.octets -= this.#tailLength;
    this.#tailLength = 0;
    this.#tail = EMPTY;
    this.#isCut = false;
  }
}

const locators = new WeakMap<Pattern, Locator>();

function locatorOf(pattern: Pattern): Locator {
  let locator = locators.get(pattern);
  if (locator === undefined) locators.set(pattern, (locator = new Locator(pattern.automaton)));
  return locator;
}
