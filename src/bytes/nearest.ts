/** What somebody may have meant who misspelt a name. */

/**
 * The name that differs in the fewest letters, when that is at most a third of them, but two of four. Two neighbours that changed places are
 * one difference.
 */
export function nearest(word: string, names: Iterable<string>): string | undefined {
  let best: string | undefined,
    least = Math.ceil(word.length / 3) + 1;
  for (const name of names) {
    let row = Array.from({ length: name.length + 1 }, (_, j) => j);
    let above: number[] = [];
    for (let i = 1; i <= word.length; i++) {
      const next = [i];
      for (let j = 1; j <= name.length; j++)
        next.push(
          Math.min(
            (row[j] ?? 0) + 1,
            (next[j - 1] ?? 0) + 1,
            (row[j - 1] ?? 0) + (word[i - 1] === name[j - 1] ? 0 : 1),
            i > 1 && j > 1 && word[i - 1] === name[j - 2] && word[i - 2] === name[j - 1] ? (above[j - 2] ?? 0) + 1 : word.length,
          ),
        );
      [above, row] = [row, next];
    }
    const d = row[name.length] ?? least;
    if (d < least) [best, least] = [name, d];
  }
  return best;
}

/** The end of an error's line: `; did you mean 'dport'?`, or nothing when no name is near. */
export const didYouMean = (near: string | undefined): string => (near === undefined ? '' : `; did you mean '${near}'?`);
