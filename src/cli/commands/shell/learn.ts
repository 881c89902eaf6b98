/** `pkw learn [LESSON]`: guided walks in a network in memory. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { didYouMean, nearest } from '../../../bytes/nearest.ts';
import type { LessonShellOptions } from '../../../shell/lessons/walk/lesson-shell.ts';
import type { Lesson } from '../../../shell/lessons/walk/lesson.ts';
import type { Args, Command, CommandIo } from '../../command.ts';
import { keyboardOf } from './shell.ts';

interface LearnOptions {
  readonly allSteps?: boolean;
  readonly restart?: boolean;
  readonly solutions?: boolean;
}

async function run({ operands, options }: Args, io: CommandIo): Promise<number> {
  const [name] = operands;
  const { LESSONS } = await import('../../../shell/lessons/lessons.ts');
  const { Progress } = await import('../../../shell/lessons/progress.ts');
  const { allSteps = false, restart = false, solutions = false } = options as LearnOptions;
  if (name === undefined) {
    if (allSteps || restart || solutions) throw new PacketwrightError('ERR_USAGE', 'this option needs a lesson: pkw learn arp');
    await io.write(listOf(LESSONS, new Progress(io.env, (text) => io.warn(text))));
    return 0;
  }
  const lesson = lessonOf(LESSONS, name);
  if (solutions) {
    for (const { solution } of lesson.steps) await io.write(`${solution.join('\n')}\n`);
    return 0;
  }
  const progress = allSteps ? undefined : new Progress(io.env, (text) => io.warn(text));
  const done = progress?.of(lesson.name) ?? 0;
  return walk(io, options, {
    lesson,
    // A lesson that is done begins anew.
    from: restart || done >= lesson.steps.length ? 0 : done,
    onStep: (step) => progress?.set(lesson.name, step),
  });
}

/** @throws ERR_USAGE */
function lessonOf(lessons: readonly Lesson[], name: string): Lesson {
  const wanted = name.toLowerCase();
  const lesson = lessons.find((one) => one.name === wanted);
  if (lesson !== undefined) return lesson;
  const names = lessons.map((one) => one.name);
  throw new PacketwrightError(
    'ERR_USAGE',
    `there is no lesson '${name}'${didYouMean(nearest(wanted, names))} (there are ${names.join(', ')})`,
    {
      value: name,
    },
  );
}

function listOf(lessons: readonly Lesson[], progress: { of(lesson: string): number }): string {
  const width = Math.max(...lessons.map(({ name }) => name.length));
  const far = ({ name, steps }: Lesson): string => {
    const done = progress.of(name);
    return done >= steps.length ? 'done' : done === 0 ? `${steps.length} steps` : `step ${done + 1} of ${steps.length}`;
  };
  const lines = lessons.map((lesson) => `  ${lesson.name.padEnd(width)}  ${far(lesson).padEnd(12)}  ${lesson.title}`);
  return `Lessons, in a network in memory: no root, and nothing leaves this machine.\n\n${lines.join('\n')}\n\nBegin, or go on, with: pkw learn ${lessons[0]?.name}\n`;
}

type Walk = Pick<LessonShellOptions, 'lesson' | 'from' | 'onStep'>;

/** At the prompt; or lines from a pipe, as somebody would type them. */
async function walk(io: CommandIo, options: Args['options'], o: Walk): Promise<number> {
  const keyboard = keyboardOf(io);
  if (keyboard === undefined) return walkLines(io, o);
  const { LessonShell } = await import('../../../shell/lessons/walk/lesson-shell.ts');
  const { onTerminal } = await import('./on-terminal.ts');
  return onTerminal(keyboard, options, io, undefined, async (to) => {
    const session = new LessonShell({ ...o, ...to });
    // Behind the prompt, which has the session then: text stands above what is typed.
    setImmediate(() => void session.begin());
    return session;
  });
}

async function walkLines(io: CommandIo, o: Walk): Promise<number> {
  const { LessonShell } = await import('../../../shell/lessons/walk/lesson-shell.ts');
  const { linesOf, nextLine, runLines } = await import('../../../shell/prompt/lines.ts');
  const lines = linesOf(io.stdin);
  const session = new LessonShell({
    ...o,
    write: (text) => void io.write(text),
    note: (text) => io.warn(text),
    input: () => nextLine(lines),
  });
  io.signal.addEventListener('abort', () => session.interrupt());
  try {
    await session.begin();
    const status = await runLines(session, lines, (text) => io.warn(text), io.signal);
    if (session.isDone || session.hasLeft || status === 130) return status;
    io.warn(`the lesson stopped at step ${session.step + 1} of ${session.lesson.steps.length}`);
    return 1;
  } finally {
    await session.close();
  }
}

export const learnCommand: Command = {
  name: 'learn',
  summary: 'lessons at the prompt, in a network in memory: ARP, DNS, DHCP, TCP and more',
  operands: '[LESSON]',
  options: [
    { flags: '--restart', help: 'begin at the first step, wherever you stopped' },
    { flags: '--solutions', help: 'print what solves the steps, and end' },
    { flags: '--all-steps', help: 'all steps from the first, and remember nothing: for scripts' },
  ],
  examples: ['pkw learn', 'pkw learn arp', 'pkw learn arp --solutions | pkw learn arp --all-steps'],
  run,
};
