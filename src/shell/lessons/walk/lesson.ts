/** What a lesson is: a text, a small network, and steps that look at what the student's packets did. */
import type { Seen } from './seen.ts';
import type { World } from './world.ts';

/** A usual mistake. */
export interface Mistake {
  /** What it is, in a few words: tests name it. */
  readonly name: string;
  /** Whether the last input made it. */
  readonly made: (seen: Seen) => boolean;
  /** What to tell, in a sentence or two. */
  readonly say: string | ((seen: Seen) => string);
  /** It is no mistake, only half of the task. */
  readonly isHalf?: true;
}

/** One new idea. */
export interface Step {
  readonly title: string;
  /** The idea: a few short sentences. Empty lines part paragraphs. */
  readonly text: string;
  /** What to do. */
  readonly task: string;
  /** Whether it is done: of the session and the packets, never of the text that was typed. */
  readonly check: (seen: Seen) => boolean;
  /** Said when it is done: what was to be seen. */
  readonly done: string;
  /** For the word `hint`. */
  readonly hint: string;
  readonly mistakes: readonly Mistake[];
  /** Lines to type. */
  readonly solution: readonly string[];
}

/** Where to read more. */
export interface Source {
  /** `RFC 826` */
  readonly name: string;
  /** What is there, with the section. */
  readonly about: string;
  readonly url: string;
}

export interface Lesson {
  /** For the command line: `arp`. */
  readonly name: string;
  readonly title: string;
  /** What one can do afterwards, in one sentence. */
  readonly goal: string;
  readonly introduction: string;
  /** What the lab does not show as a real network does; left out where there is nothing to say. */
  readonly limits?: string;
  /** Makes its network. The same each time: seed and time are the lab's own. */
  readonly world: () => World;
  readonly steps: readonly Step[];
  readonly sources: readonly Source[];
}
