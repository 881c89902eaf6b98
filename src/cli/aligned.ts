/** Rows of words as lines of a table: columns as wide as their widest word, two blanks between them. */

/** @param right columns (by number) whose words are numbers, and stand at the right */
export function alignedRows(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((word, i) => {
      widths[i] = Math.max(widths[i] ?? 0, word.length);
    });
  }
  return rows
    .map(
      (row) =>
        `${row
          .map((word, i) => (right.includes(i) ? word.padStart(widths[i] ?? 0) : word.padEnd(widths[i] ?? 0)))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
