/** Where a match begins, and how far it reaches, once it is known where one ends. */
import { ASK, type Automaton, kindOf, type Marks, NOTHING, reach, TAKE } from './automaton.ts';

/** Places of steps, each with the place where its way began: the first one. */
interface Ways {
  readonly steps: number[];
  readonly since: number[];
}

/** The first and the longest match among those that end at a place. */
export class Locator {
  readonly #a: Automaton;
  readonly #marks: Marks;
  /** Octets that may be read behind ends of matches: a few times those that were read before them, so that all of it stays linear. */
  #credit = 0;

  constructor(a: Automaton) {
    this.#a = a;
    this.#marks = { seen: new Uint32Array(a.op.length), mark: 0, looked: 0 };
  }

  /**
   * @param from no match begins before it
   * @param before what is before `octets` ({@link kindOf})
   * @param end where one ends
   * @param isLast nothing follows the octets
   * @returns start and end
   */
  locate(octets: Uint8Array, from: number, before: number, end: number, isLast: boolean): readonly [number, number] {
    let ways: Ways = { steps: [], since: [] };
    let start = end;
    this.#credit = Math.min(1 << 16, this.#credit + 4 * (end - from) + 64);
    let found = -1;
    for (let at = from; at <= octets.length; at++) {
      const after = at < octets.length ? kindOf(octets[at] as number) : isLast ? NOTHING : -1;
      const here: Ways = { steps: [], since: [] };
      this.#marks.mark++;
      let reached = -1;
      const behind = at > 0 ? kindOf(octets[at - 1] as number) : before;
      for (let i = 0; i < ways.steps.length; i++) {
        const since = ways.since[i] as number;
        if (this.#follow(ways.steps[i] as number, since, here, behind, after) && reached < 0) reached = since;
      }
      if (found < 0 && this.#follow(this.#a.start, at, here, behind, after) && reached < 0) reached = at;
      if (at === end) {
        // It began before what is kept.
        if (reached < 0) return [from, end];
        start = reached;
      }
      if (at >= end) {
        if (reached >= 0 && reached <= start) {
          start = reached;
          found = at;
        }
        if (this.#credit-- <= 0) break;
      }
      if (at === octets.length) break;
      ways = this.#take(here, octets[at] as number, at >= end ? start : Number.POSITIVE_INFINITY);
      if (at >= end && ways.steps.length === 0) break;
    }
    return [start, Math.max(end, found)];
  }

  #take({ steps, since }: Ways, octet: number, latest: number): Ways {
    const { op, next, more, sets } = this.#a;
    const made: Ways = { steps: [], since: [] };
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i] as number;
      if (op[step] !== TAKE || (since[i] as number) > latest || (sets[more[step] as number] as Uint8Array)[octet] !== 1) continue;
      made.steps.push(next[step] as number);
      made.since.push(since[i] as number);
    }
    return made;
  }

  /** As the machine's; earlier ways come first, and keep their steps. */
  #follow(from: number, since: number, into: Ways, before: number, after: number): boolean {
    return reach(this.#a, from, this.#marks, { before, after }, (step) => {
      // A condition that is not judged leads nowhere here.
      if (this.#a.op[step] === ASK) return;
      into.steps.push(step);
      into.since.push(since);
    });
  }
}
