/** Documents and chat programs turn `-` and `--` into typographic dashes; what was pasted from them should still run. */

/** U+2010 hyphen … U+2015 horizontal bar, and U+2212 minus. */
const DASH = /[\u2010-\u2015\u2212]/;
const LEADING = /^[-\u2010-\u2015\u2212]+/;

const codePoint = (character: string): string => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/**
 * Option words with plain dashes, and a line for each that was changed. A long dash (U+2014, U+2015) before two letters
 * or more stands for the `--` that it was made from. Operands, and all after `--`, stay as they are.
 */
export function plainDashes(argv: readonly string[]): { words: string[]; notes: string[] } {
  const words: string[] = [];
  const notes: string[] = [];
  let optionsEnded = false;
  for (const word of argv) {
    const dash = optionsEnded || !LEADING.test(word) ? null : DASH.exec(nameOf(word));
    const plain = dash === null ? word : plainWord(word);
    if (plain === '--') optionsEnded = true;
    if (dash !== null) notes.push(`read ${codePoint(dash[0])} in '${word}' as '-': ${plain}`);
    words.push(plain);
  }
  return { words, notes };
}

/** The word up to its `=`: what is behind it is a value. */
function nameOf(word: string): string {
  const equals = word.indexOf('=');
  return equals < 0 ? word : word.slice(0, equals);
}

function plainWord(word: string): string {
  const name = nameOf(word);
  return name.replace(/^[\u2014\u2015](?=[A-Za-z]{2})/, '--').replace(new RegExp(DASH, 'g'), '-') + word.slice(name.length);
}
