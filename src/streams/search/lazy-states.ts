/**
 * Searches octets by a deterministic machine whose states are made as they are met. Each octet costs one look into a table, whatever the pattern is: nothing is
 * read twice. States are kept up to a number; then all are forgotten, and met again.
 */
import { PacketwrightError } from '../../bytes/errors.ts';
import { type Jump, LONGEST } from './literals.ts';
import { ASK, type Automaton, kindOf, type Marks, NOTHING, reach, TAKE } from './automaton.ts';

/** Steps that the machine is at, and what it is to know of the octet before. */
export interface State {
  readonly number: number;
  /** Since when the table has been begun anew. */
  readonly era: number;
  /** TAKE and ASK steps, in order. */
  readonly steps: readonly number[];
  readonly before: number;
  /** A match ends here; one ended before the octet that led here. */
  readonly isFound: boolean;
  readonly wasFound: boolean;
  /** Nothing has begun. */
  readonly isRest: boolean;
}

/** Entries of the table: four octets each. */
const MOST_ENTRIES = 1 << 20;
const UNKNOWN = -1;

/** Jumps that are shorter, octets, are slower than reading; so many are tried. */
const SHORT_JUMP = 32;
const PATIENCE = 1000;

/**
 * Steps that may be looked at to make states, once all were forgotten: so many for each octet that is read, and at most so many for octets that were read already. Where states are met again they
 * cost nothing; where nearly each octet makes a new one of hundreds of steps, the table is of no use, and 1 MB would take minutes.
 */
const STEPS_AN_OCTET = 64;
const MOST_CREDIT = 8 << 20;

export class LazyStates {
  /** The state before the first octet of all. */
  readonly first: State;
  /** Where `scan` was when it ended. */
  end = 0;
  /** Finds where a match may begin, where nothing has; undefined: nothing does, or it is not worth it. */
  #jump: Jump | undefined;
  #jumps = 0;
  #jumped = 0;
  readonly #a: Automaton;
  /** What octets cannot be told apart is one kind. */
  readonly #kind = new Uint8Array(256);
  readonly #kinds: number;
  readonly #sample: number[] = [];
  readonly #most: number;
  #table: Int32Array;
  #states: State[] = [];
  #byKey = new Map<string, State>();
  #era = 0;
  readonly #fresh: State[] = [];
  readonly #rest: string;
  readonly #marks: Marks;
  /** Steps that may be looked at before it is given up. */
  #credit = MOST_CREDIT;
  readonly #text: string;

  /** @param text what errors call it */
  constructor(a: Automaton, text: string, jump?: Jump) {
    this.#a = a;
    this.#text = text;
    this.#jump = jump;
    this.#marks = { seen: new Uint32Array(a.op.length), mark: 0, looked: 0 };
    this.#kinds = this.#findKinds();
    this.#most = Math.max(16, Math.min(4096, Math.floor(MOST_ENTRIES / this.#kinds)));
    this.#table = new Int32Array(64 * this.#kinds).fill(UNKNOWN);
    const rest: number[] = [];
    this.#marks.mark++;
    this.#follow(a.start, rest, -1, -1);
    this.#rest = rest.sort((x, y) => x - y).join();
    this.first = this.fresh(NOTHING);
  }

  /** The state in which nothing has begun, behind an octet of a kind ({@link kindOf}). */
  fresh(before: number): State {
    const known = this.#fresh[before];
    if (known !== undefined && known.era === this.#era) return known;
    const steps: number[] = [];
    this.#marks.mark++;
    const isFound = this.#follow(this.#a.start, steps, -1, -1);
    return (this.#fresh[before] = this.#state(steps, this.#a.asks ? before : NOTHING, isFound, false));
  }

  /**
   * Reads on, up to the first match that ends.
   *
   * @throws ERR_VALUE where octets make too many states of too many steps
   * @returns the state behind: `end` tells where. A match ends there where it `isFound`, and one octet earlier where it `wasFound`
   */
  scan(from: State, octets: Uint8Array, at: number, to: number): State {
    const kind = this.#kind;
    const kinds = this.#kinds;
    let i = at;
    let state = this.#again(from);
    if (state.isRest && this.#jump !== undefined) {
      i = this.#next(octets, at, to);
      state = i > at ? this.#restAt(octets, i) : this.#again(state);
    }
    let table = this.#table;
    let row = state.number * kinds;
    for (; i < to; i++) {
      let entry = table[row + (kind[octets[i] as number] as number)] as number;
      if (entry < 0) {
        if (entry === UNKNOWN) {
          state = this.#make(this.#states[row / kinds] as State, octets[i] as number);
          table = this.#table;
          entry = state.number * kinds;
        } else entry = -2 - entry;
        state = this.#states[entry / kinds] as State;
        if (state.isFound || state.wasFound) {
          this.#end(at, i + 1);
          return state;
        }
        if (state.isRest && this.#jump !== undefined) {
          const next = this.#next(octets, i + 1, to);
          state = next > i + 1 ? this.#restAt(octets, next) : this.#again(state);
          i = next - 1;
          table = this.#table;
          entry = state.number * kinds;
        }
      }
      row = entry;
    }
    this.#end(at, to);
    return this.#states[row / kinds] as State;
  }

  #end(from: number, to: number): void {
    this.end = to;
    this.#credit = Math.min(MOST_CREDIT, this.#credit + (to - from) * STEPS_AN_OCTET);
  }

  #spend(steps: number): void {
    // The first table is made once: it pays for itself, however many words a pattern has.
    if (this.#era > 0) this.#credit -= steps + this.#marks.looked;
    this.#marks.looked = 0;
    if (this.#credit >= 0) return;
    throw new PacketwrightError(
      'ERR_VALUE',
      `pattern ${this.#text}: what was read leads to too many states of it, more than ${STEPS_AN_OCTET} steps an octet: it is given up here`,
      { value: this.#text, remedy: 'use smaller numbers in {…}, or let what is before one not match what it repeats' },
    );
  }

  /** Whether a match ends where no octet follows. */
  atEnd(from: State): boolean {
    this.#marks.mark++;
    const none: number[] = [];
    for (const step of from.steps) if (this.#a.op[step] === ASK && this.#follow(step, none, from.before, NOTHING)) return true;
    return false;
  }

  /** Where the next match may begin. */
  #next(octets: Uint8Array, at: number, to: number): number {
    const next = (this.#jump as Jump)(octets, at, to);
    this.#jumped += next - at;
    // To the end is as far as it goes.
    if (next + LONGEST >= to) return next;
    if (++this.#jumps === PATIENCE) {
      if (this.#jumped < SHORT_JUMP * PATIENCE) this.#forget((this.#jump = undefined));
      this.#jumps = this.#jumped = 0;
    }
    return next;
  }

  #restAt(octets: Uint8Array, at: number): State {
    return this.#a.asks ? this.fresh(kindOf(octets[at - 1] as number)) : this.fresh(NOTHING);
  }

  #forget(_?: undefined): void {
    this.#era++;
    this.#states = [];
    this.#byKey = new Map();
    this.#table.fill(UNKNOWN);
  }

  /** The same state, since all have been forgotten. */
  #again(state: State): State {
    return state.era === this.#era ? state : this.#state(state.steps, state.before, state.isFound, state.wasFound);
  }

  #make(from: State, octet: number): State {
    const { op, next, more, sets, start, asks } = this.#a;
    const after = kindOf(octet);
    let here = from.steps;
    let wasFound = false;
    if (asks) {
      // What is asked before this octet can be told now.
      const known: number[] = [];
      this.#marks.mark++;
      for (const step of here) if (this.#follow(step, known, from.before, after)) wasFound = true;
      here = known;
      // What was told already is not told again.
      wasFound &&= !from.isFound;
    }
    this.#spend(from.steps.length);
    const steps: number[] = [];
    let isFound = false;
    this.#marks.mark++;
    for (const step of here)
      if (op[step] === TAKE && (sets[more[step] as number] as Uint8Array)[octet] === 1 && this.#follow(next[step] as number, steps, -1, -1))
        isFound = true;
    if (this.#follow(start, steps, -1, -1)) isFound = true;
    const made = this.#state(steps, asks ? after : NOTHING, isFound, wasFound);
    if (from.era === this.#era) {
      const place = made.number * this.#kinds;
      this.#table[from.number * this.#kinds + (this.#kind[octet] as number)] = this.#isTold(made) ? -2 - place : place;
    }
    return made;
  }

  /** `scan` has something to do when it comes there. */
  #isTold({ isFound, wasFound, isRest }: State): boolean {
    return isFound || wasFound || (isRest && this.#jump !== undefined);
  }

  /** Steps that are reached without an octet (see `reach`). */
  #follow(from: number, into: number[], before: number, after: number): boolean {
    return reach(this.#a, from, this.#marks, { before, after }, (step) => void into.push(step));
  }

  #state(steps: number[] | readonly number[], before: number, isFound: boolean, wasFound: boolean): State {
    this.#spend(steps.length);
    const sorted = [...steps].sort((a, b) => a - b);
    const key = `${sorted.join()}/${before}${isFound ? 'f' : ''}${wasFound ? 'w' : ''}`;
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    if (this.#states.length >= this.#most) {
      this.#forget();
    }
    const number = this.#states.length;
    const isRest = sorted.join() === this.#rest && !isFound && !wasFound;
    const state: State = { number, era: this.#era, steps: sorted, before, isFound, wasFound, isRest };
    this.#states.push(state);
    this.#byKey.set(key, state);
    if ((number + 1) * this.#kinds > this.#table.length) {
      const table = new Int32Array(this.#table.length * 2).fill(UNKNOWN);
      table.set(this.#table);
      this.#table = table;
    }
    return state;
  }

  /** Octets that are in the same sets, and of the same kind for edges, are one kind here. */
  #findKinds(): number {
    const { sets, asks } = this.#a;
    const byKey = new Map<string, number>();
    for (let octet = 0; octet < 256; octet++) {
      const key = `${asks ? kindOf(octet) : ''}/${sets.map((set) => set[octet]).join('')}`;
      let kind = byKey.get(key);
      if (kind === undefined) byKey.set(key, (kind = this.#sample.push(octet) - 1));
      this.#kind[octet] = kind;
    }
    return byKey.size;
  }
}
