/** What befell single frames, as a list: it can be given to the next run, and shortened until nothing in it can be left out. */
import { PacketwrightError } from '../../bytes/errors.ts';

/** What befell a frame. Of `corrupted` the bit is told that was turned, counted behind the link header. */
export interface LineEvent {
  readonly segment: string;
  /** Frames of a segment's line count from 0, in the order in which they were sent. */
  readonly frame: number;
  readonly what: 'lost' | 'duplicated' | 'corrupted' | 'reordered' | 'copy reordered';
  readonly bit?: number;
}

/** The events of one line: noted as chance has it, or as a list says. */
export class LineScript {
  readonly events: LineEvent[] = [];
  readonly #segment: string;
  readonly #given: ReadonlyMap<string, LineEvent> | undefined;

  constructor(segment: string, given: readonly LineEvent[] | undefined) {
    this.#segment = segment;
    this.#given =
      given && new Map(given.filter((event) => event.segment === segment).map((event) => [`${event.frame} ${event.what}`, event]));
  }

  /** @param chance what would be without a list; `bit`: chance's choice, where there is one */
  decide(frame: number, what: LineEvent['what'], chance: boolean, bit?: () => number): LineEvent | undefined {
    // Chance is asked in any case: so a run by its own list is the run itself.
    const byChance = chance ? { segment: this.#segment, frame, what, ...(bit && { bit: bit() }) } : undefined;
    const event = this.#given === undefined ? byChance : this.#given.get(`${frame} ${what}`);
    if (event !== undefined) this.events.push(event);
    return event;
  }
}

/** Runs are many, but not without end. */
const MOST_RUNS = 2000;

/**
 * The fewest events with which a run still fails: none of them can be left out. `fails` makes a run by a list of events and says whether it failed; it must be the same for
 * the same list, as in a lab in virtual time.
 *
 * @param o.mostRuns default 2,000; then it gives what it has
 * @throws ERR_VALUE when the run does not fail with all events
 * @see A. Zeller and R. Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002: ddmin
 */
export async function shrink(
  events: readonly LineEvent[],
  fails: (events: readonly LineEvent[]) => Promise<boolean> | boolean,
  o: { readonly mostRuns?: number } = {},
): Promise<readonly LineEvent[]> {
  let left = o.mostRuns ?? MOST_RUNS;
  if (!(await fails(events)))
    throw new PacketwrightError('ERR_VALUE', `the run does not fail with its own ${events.length} events`, {
      remedy: "give the lab time: 'virtual' and a seed, and the events that net.events() told",
    });
  if (await fails([])) return [];
  let all = [...events];
  for (let parts = 2; all.length > 1 && left > 0; ) {
    const size = Math.ceil(all.length / parts);
    let smaller: LineEvent[] | undefined;
    for (let at = 0; at < all.length && smaller === undefined && left > 0; at += size) {
      const rest = [...all.slice(0, at), ...all.slice(at + size)];
      left--;
      if (await fails(rest)) smaller = rest;
    }
    if (smaller !== undefined) {
      all = smaller;
      parts = Math.max(2, parts - 1);
    } else if (size === 1) break;
    else parts = Math.min(all.length, 2 * parts);
  }
  return all;
}
