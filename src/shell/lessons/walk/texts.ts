/** How lessons look in a terminal: plain text, at most 80 columns. */
import type { Lesson, Step } from './lesson.ts';

const WIDTH = 80;

/** Paragraphs are parted by empty lines; lines that begin with spaces stand as they are. */
export function wrapped(text: string, width = WIDTH): string {
  return text
    .split(/\n\n/)
    .map((paragraph) => (/^ /m.test(paragraph) ? paragraph : lines(paragraph, width).join('\n')))
    .join('\n\n');
}

function lines(text: string, width: number): string[] {
  const all: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      all.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...all, line];
}

export function introductionText({ title, goal, introduction, limits }: Lesson): string {
  const parts = [`${title}\n${'='.repeat(title.length)}`, wrapped(introduction), wrapped(`Goal: ${goal}`)];
  if (limits !== undefined) parts.push(wrapped(`In the lab: ${limits}`));
  return `${parts.join('\n\n')}\n\n`;
}

export function stepText({ steps }: Lesson, i: number): string {
  const step = steps[i] as Step;
  const title = `Step ${i + 1} of ${steps.length}: ${step.title}`;
  return `\n${title}\n${'-'.repeat(title.length)}\n${wrapped(step.text)}\n\n${wrapped(`Do: ${step.task}`)}\n`;
}
