/** A lesson as a page: its text, and what its solutions print when they are typed in its network. */
import { LessonShell } from './walk/lesson-shell.ts';
import type { Lesson, Source, Step } from './walk/lesson.ts';

export { LESSONS } from './lessons.ts';

const MADE = '<!-- Made by scripts/pages/lessons.mjs from src/shell/lessons/. -->';

/** What somebody sees who types the solutions. */
async function printed(lesson: Lesson): Promise<string[]> {
  const texts = lesson.steps.map(() => '');
  let step = 0;
  const add = (text: string): void => {
    texts[step] += text;
  };
  const shell = new LessonShell({
    lesson,
    write: add,
    note: (text) => add(`${text}\n`),
    teach: () => undefined,
  });
  await shell.begin();
  for (const [i, { solution }] of lesson.steps.entries()) {
    step = i;
    for (const line of solution) {
      texts[i] += `>>> ${line}\n`;
      await shell.run(line, { interactive: true });
    }
    if (shell.step !== i + 1) throw new Error(`${lesson.name}: its solution does not do step ${i + 1}, ${(lesson.steps[i] as Step).title}`);
  }
  await shell.close();
  return texts;
}

export async function pageOf(lesson: Lesson): Promise<string> {
  const { title, goal, introduction, limits, steps, sources, name } = lesson;
  const outputs = await printed(lesson);
  const parts = [
    `# ${title}`,
    MADE,
    introduction,
    `**Goal:** ${goal}`,
    ...(limits === undefined ? [] : [`**In the lab:** ${limits}`]),
    `\`pkw learn ${name}\` goes through this lesson at the prompt: it looks at what your packets do, and answers mistakes. Below is what it teaches, and what an answer to each task prints.`,
    ...steps.flatMap((step, i) => [
      `## ${i + 1}. ${capital(step.title)}`,
      step.text,
      `**Do:** ${step.task}`,
      `\`\`\`text\n${trimmed(outputs[i] as string)}\n\`\`\``,
      step.done,
      ...(step.mistakes.some(({ isHalf, say }) => isHalf !== true && typeof say === 'string')
        ? [
            `Usual mistakes:\n\n${step.mistakes.flatMap(({ isHalf, say }) => (isHalf !== true && typeof say === 'string' ? [`- ${say}`] : [])).join('\n')}`,
          ]
        : []),
    ]),
    `## Read on`,
    sources.map(line).join('\n'),
  ];
  return `${parts.map(escaped).join('\n\n')}\n`;
}

const line = ({ name, about, url }: Source): string => `- [${name}](${url}): ${about}`;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const trimmed = (text: string): string => text.trimEnd().replace(/[ \t]+$/gm, '');
/** Code stands as it is. Elsewhere Markdown would read `<` as the start of a tag, and `src="…"` looks like a link of HTML's. */
const escaped = (text: string): string =>
  text.startsWith('```') || text.startsWith('<!--') ? text : text.replace(/<(?=[a-z/])/gi, '&lt;').replace(/\bsrc="/g, 'src=&quot;');

export function indexPage(lessons: readonly Lesson[]): string {
  const rows = lessons.map(({ name, title, goal, steps }) => `| [${name}](${name}.md) | ${title} | ${steps.length} | ${goal} |`);
  return `# Lessons

${MADE}

Guided walks at the prompt, in a network in memory: no root, and nothing leaves your machine. \`pkw learn\` lists them and says how far you are,
\`pkw learn arp\` begins one or goes on with it. Each step has one new idea and one task. You type at the real prompt, in scapy's notation or in
TypeScript's, and the lesson looks at your packets and your names, not at your words: any way that does the task is right.

| lesson | about | steps | afterwards |
|---|---|---|---|
${rows.join('\n')}

At the prompt of a lesson these words help:

| word | what it does |
|---|---|
| \`hint\` | says a little more |
| \`show me\` | shows an answer |
| \`wire\` | lists the frames of this step, as a sniffer would see them |
| \`again\` | repeats the task |
| \`skip\`, \`back\` | the next step, the last one |
| \`quit\` | leaves; the next \`pkw learn\` goes on here |

How far you are is kept in \`learn.json\` in the folder \`PKW_HOME\`, or \`~/.packetwright\`; only you can read it. Time in these networks jumps from
event to event, so waiting for an answer that does not come takes no time.
`;
}
