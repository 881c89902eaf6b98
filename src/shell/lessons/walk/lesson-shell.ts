/** A session with a teacher: the shell's own, in a lab; after each input it looks whether the step is done, and answers mistakes. */
import type { Packet } from '../../../packet/laid/packet.ts';
import { errorLines, exitOf, isInterrupt } from '../../prompt/error-text.ts';
import { type RunOptions, type ShellOptions, ShellSession } from '../../make-shell.ts';
import { PyError, systemExit } from '../../python/errors.ts';
import { blameOf } from './blame.ts';
import type { Lesson, Step } from './lesson.ts';
import type { World } from './world.ts';
import { Seen } from './seen.ts';
import { introductionText, stepText, wrapped } from './texts.ts';

export interface LessonShellOptions extends Pick<ShellOptions, 'write' | 'note' | 'input' | 'show' | 'names'> {
  readonly lesson: Lesson;
  /** The step to begin at, from 0. */
  readonly from?: number;
  /** What the teacher says. Default: `write`. */
  readonly teach?: (text: string) => void;
  /** Called when another step begins; with the number of steps when all are done. */
  readonly onStep?: (step: number) => void;
}

/** What was printed, and whether anybody sees it. */
interface Tape {
  text: string;
  muted: boolean;
}

/** After so many inputs without a word, the words that help are told. */
const PATIENCE = 3;
/** Turns of the event loop without a frame, and all of them have arrived. */
const QUIET_TURNS = 3;

const WORDS = 'Words: hint, show me, wire, again, skip, back, quit. All else is the real prompt.';

export class LessonShell extends ShellSession {
  readonly lesson: Lesson;
  readonly #world: World;
  readonly #o: LessonShellOptions;
  readonly #tape: Tape;
  readonly #frames: Packet[] = [];
  readonly #stopCapture: () => void;
  #step: number;
  /** Frames and text before the step, and before the last input. */
  #stepFrames = 0;
  #inputFrames = 0;
  /** How many the step before had. */
  #lastFrames = 0;
  #inputText = 0;
  #tries = 0;
  /** Values of the names that the step asks for, before the last input. */
  #named = new Map<string, unknown>();
  #said = '';
  #left = false;
  #begun: Promise<void> | undefined;

  constructor(o: LessonShellOptions) {
    const world = o.lesson.world();
    const tape: Tape = { text: '', muted: false };
    const { show } = o;
    super({
      host: async () => world.me,
      write: (text) => {
        tape.text += text;
        if (!tape.muted) o.write(text);
      },
      note: (text) => {
        tape.text += `${text}\n`;
        if (!tape.muted) o.note(text);
      },
      ...(o.input !== undefined && { input: o.input }),
      ...(o.names !== undefined && { names: o.names }),
      ...(show !== undefined && { show: async (value) => (tape.muted ? undefined : show(value)) }),
    });
    this.lesson = o.lesson;
    this.#world = world;
    this.#o = o;
    this.#tape = tape;
    this.#step = Math.min(o.from ?? 0, o.lesson.steps.length - 1);
    const capture = world.net.capture();
    this.#stopCapture = () => capture.stop();
    void (async () => {
      for await (const p of capture.packets()) this.#frames.push(p);
    })();
  }

  /** Where it is, from 0. */
  get step(): number {
    return this.#step;
  }

  /** Somebody said `quit`. */
  get hasLeft(): boolean {
    return this.#left;
  }

  get isDone(): boolean {
    return this.#step >= this.lesson.steps.length;
  }

  get #current(): Step {
    return this.lesson.steps[this.#step] as Step;
  }

  /** Greets; does again what belongs to steps before, and sets the first task. */
  begin(): Promise<void> {
    this.#begun ??= this.#begin();
    return this.#begun;
  }

  async #begin(): Promise<void> {
    const { from = 0 } = this.#o;
    this.#say(introductionText(this.lesson));
    this.#say(`${WORDS}\n`);
    for (const step of this.lesson.steps.slice(0, this.#step)) await this.#quietly(step);
    if (from > 0)
      this.#say(`\nYou stopped at step ${this.#step + 1}. The steps before it were done again, unseen, so that their names are there.\n`);
    await this.#enter();
  }

  override async run(text: string, o: RunOptions = {}): Promise<void> {
    await this.begin();
    const word = wordOf(text);
    if (word !== undefined && o.interactive === true) return this.#word(word);
    const problem = await this.#do(text, o);
    if (problem !== undefined && (exitOf(problem) !== undefined || isInterrupt(problem))) throw problem;
    if (problem !== undefined) this.#o.note(errorLines(problem));
    await this.#look(problem !== undefined);
  }

  /** Runs it; gives what went wrong. */
  async #do(text: string, o: RunOptions): Promise<unknown> {
    this.#inputFrames = this.#frames.length;
    this.#inputText = this.#tape.text.length;
    this.#named = new Map(this.isDone ? [] : namesAsked(this.#current).map((name) => [name, this.names.get(name)]));
    let problem: unknown;
    try {
      await super.run(text, o);
    } catch (error) {
      problem = error;
    }
    await this.#settled();
    return problem;
  }

  /** Frames under way arrive, and what answers them. */
  async #settled(): Promise<void> {
    for (let quiet = 0, n = this.#frames.length; quiet < QUIET_TURNS; quiet++) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      if (this.#frames.length === n) continue;
      n = this.#frames.length;
      quiet = 0;
    }
  }

  #seen(): Seen {
    return new Seen({
      world: this.#world,
      names: this.names,
      frames: this.#frames.slice(this.#stepFrames),
      before: this.#inputFrames - this.#stepFrames,
      printed: this.#tape.text,
      printedNow: this.#tape.text.slice(this.#inputText),
    });
  }

  /** Is the step done? If not, was it a usual mistake? */
  async #look(failed: boolean): Promise<void> {
    if (this.isDone) return;
    const seen = this.#seen();
    const step = this.#current;
    if (step.check(seen)) {
      this.#say(`\n${wrapped(`Done. ${step.done}`)}\n`);
      await this.#go(this.#step + 1);
      return;
    }
    const mistake = step.mistakes.find(({ made }) => made(seen));
    const words =
      mistake === undefined
        ? ((await blameOf(seen, this.#tape.text.slice(this.#inputText))) ?? this.#newNames())
        : typeof mistake.say === 'string'
          ? mistake.say
          : mistake.say(seen);
    // The same word twice in a row says nothing new, unless there was a new attempt.
    if (words !== undefined && (words !== this.#said || seen.now.length > 0 || this.#newNames() !== undefined)) {
      this.#said = words;
      this.#tries = 0;
      this.#say(`\n${wrapped(`${mistake?.isHalf === true ? 'Good so far' : 'Not yet'}. ${words}`)}\n`);
    } else if (!failed && ++this.#tries % PATIENCE === 0)
      this.#say('\nThe task is still open: `again` repeats it, `hint` helps, `show me` shows an answer.\n');
  }

  /** Of a value that nobody had a word for: silence would look like success. */
  #newNames(): string | undefined {
    const name = [...this.#named].find(([one, before]) => this.names.has(one) && this.names.get(one) !== before)?.[0];
    return name === undefined
      ? undefined
      : `${name} has a value now, and the task is still open. Compare it with the task: \`again\` repeats it, \`hint\` helps.`;
  }

  async #go(step: number): Promise<void> {
    this.#step = step;
    this.#o.onStep?.(step);
    if (!this.isDone) return this.#enter();
    this.#say(`\nThat was the lesson "${this.lesson.title}". ${this.lesson.goal}\nRead on:\n`);
    for (const { name, about, url } of this.lesson.sources) this.#say(`  ${name}: ${about} (${url})\n`);
    this.#say('`quit` leaves; the lab is yours until then.\n');
  }

  async #enter(): Promise<void> {
    this.#lastFrames = this.#frames.length - this.#stepFrames;
    this.#stepFrames = this.#frames.length;
    this.#inputFrames = this.#stepFrames;
    this.#tape.text = '';
    this.#inputText = 0;
    this.#tries = 0;
    this.#said = '';
    this.#say(stepText(this.lesson, this.#step));
  }

  async #quietly(step: Step): Promise<void> {
    this.#tape.muted = true;
    try {
      for (const line of step.solution) await this.#do(line, { interactive: true });
    } finally {
      this.#tape.muted = false;
    }
  }

  async #word(word: Word): Promise<void> {
    if (word === 'quit') {
      this.#left = true;
      throw new PyError(systemExit, [0]);
    }
    if (word === 'wire') return this.#wire();
    if (this.isDone && word !== 'back') return this.#say('All steps are done. `back` goes to the last one, `quit` leaves.\n');
    switch (word) {
      case 'hint':
        return this.#say(`${wrapped(this.#current.hint)}\n`);
      case 'show me':
        return this.#say(`Type:\n${this.#current.solution.map((line) => `    ${line}\n`).join('')}`);
      case 'again':
        return this.#say(stepText(this.lesson, this.#step));
      case 'skip': {
        // Later steps may need its names.
        await this.#quietly(this.#current);
        return this.#go(this.#step + 1);
      }
      case 'back': {
        if (this.#step === 0) return this.#say('This is the first step.\n');
        return this.#go(this.#step - 1);
      }
    }
  }

  /** What a sniffer beside the student would have seen: in this step, or where nothing was sent yet, in the one before. */
  #wire(): void {
    const now = this.#frames.slice(this.#stepFrames);
    const before = this.#frames.slice(this.#frames.length - this.#lastFrames);
    if (now.length === 0 && before.length > 0) this.#say('In the step before:\n');
    const frames = now.length === 0 ? before : now;
    const lines = frames.map((p, i) => `${String(i + 1).padStart(4)}  ${p.summary()}\n`);
    this.#say(lines.length === 0 ? 'No frame was on the wire in this step.\n' : lines.join(''));
  }

  #say(text: string): void {
    (this.#o.teach ?? this.#o.write)(text);
  }

  override async close(): Promise<void> {
    this.#stopCapture();
    await super.close();
    await this.#world.net.close();
  }
}

/** Names that its solution gives values to; of a step with several such lines none, for the first of them is a part that is well. */
function namesAsked({ solution }: Step): string[] {
  const [first, second] = solution.flatMap((line) => /^([A-Za-z_][\w, ]*?) *=(?!=)/.exec(line)?.[1] ?? []);
  return first === undefined || second !== undefined ? [] : first.split(/ *, */);
}

const ALL_WORDS = ['hint', 'show me', 'wire', 'again', 'skip', 'back', 'quit'] as const;
type Word = (typeof ALL_WORDS)[number];
const WORD: ReadonlySet<string> = new Set(ALL_WORDS);

function wordOf(text: string): Word | undefined {
  const word = text.trim().toLowerCase().replace(/\s+/g, ' ');
  return WORD.has(word) ? (word as Word) : undefined;
}
