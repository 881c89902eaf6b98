/** Words that are offered, side by side. */
import { widthOf } from './width.ts';

/** So many are shown. */
const MOST = 150;

export function columnsText(words: readonly string[], columns: number): string {
  const shown = words.slice(0, MOST);
  const width = Math.max(...shown.map(widthOf)) + 2;
  const count = Math.max(1, Math.floor(columns / width));
  const rows = Math.ceil(shown.length / count);
  const lines = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: count }, (__, column) => shown[column * rows + row] ?? '')
      .map((word) => word + ' '.repeat(Math.max(0, width - widthOf(word))))
      .join('')
      .trimEnd(),
  );
  if (words.length > MOST) lines.push(`… and ${words.length - MOST} more`);
  return `${lines.join('\n')}\n`;
}

/** What all of them begin with. */
export function commonStart(words: readonly string[]): string {
  let common = words[0] ?? '';
  for (const word of words) while (!word.startsWith(common)) common = common.slice(0, -1);
  return common;
}
