/** Text that a regular expression describes: a subset, read once, written as often as wanted. */
import { PacketwrightError } from '../../bytes/errors.ts';
import type { Random } from '../../bytes/random.ts';

type Piece = (r: Random) => string;

/** At most so many times for `*` and `+`. */
const REPEATS = 8;
const CLASSES: Readonly<Record<string, string>> = {
  d: span('0', '9'),
  w: `${span('A', 'Z')}${span('a', 'z')}${span('0', '9')}_`,
  s: ' \t',
};
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', 0: '\0' };
const PRINTABLE = span(' ', '~');

function span(from: string, to: string): string {
  const low = from.charCodeAt(0),
    n = to.charCodeAt(0) - low + 1;
  return Array.from({ length: Math.max(n, 0) }, (_, i) => String.fromCharCode(low + i)).join('');
}

/**
 * A writer of texts that match. Known: literals, `.` (printable ASCII), `[a-z]`, `[^…]`, `\d \w \s`, `( | )`, `? * + {n} {n,m}`;
 * `^` and `$` mean nothing here.
 * @throws ERR_EXPRESSION with the position
 */
export function textsOf(pattern: string): Piece {
  let i = 0;
  const fail = (what: string): never => {
    throw new PacketwrightError('ERR_EXPRESSION', `pattern '${pattern}', position ${i}: ${what}`, { pattern, position: i });
  };

  const oneOf = (letters: string): Piece =>
    letters === '' ? fail('no character is left to choose from from') : (r) => letters[r.below(letters.length)] as string;

  const escaped = (): string => {
    const c = pattern[i++] ?? fail('a backslash at the end');
    return CLASSES[c] ?? CONTROLS[c] ?? (c === 'x' ? String.fromCharCode(Number.parseInt(pattern.slice(i, (i += 2)), 16)) : c);
  };

  const set = (): Piece => {
    const not = pattern[i] === '^';
    if (not) i++;
    let letters = '';
    while (pattern[i] !== ']') {
      if (i >= pattern.length) fail("expected ']'");
      const from = pattern[i++] === '\\' ? escaped() : (pattern[i - 1] as string);
      if (pattern[i] === '-' && pattern[i + 1] !== ']' && i + 1 < pattern.length && from.length === 1) {
        i++;
        const to = pattern[i++] === '\\' ? escaped() : (pattern[i - 1] as string);
        letters += span(from, to);
      } else letters += from;
    }
    i++;
    return oneOf(not ? [...PRINTABLE].filter((c) => !letters.includes(c)).join('') : letters);
  };

  const atom = (): Piece => {
    const c = pattern[i++] as string;
    if (c === '(') {
      if (pattern.startsWith('?:', i)) i += 2;
      const inner = choices();
      if (pattern[i++] !== ')') fail("expected ')'");
      return inner;
    }
    if (c === '[') return set();
    if (c === '.') return oneOf(PRINTABLE);
    if (c === '\\') return oneOf(escaped());
    if (c === '^' || c === '$') return () => '';
    if ('?*+{'.includes(c)) fail(`there is nothing before '${c}' to repeat`);
    return () => c;
  };

  const repeated = (piece: Piece): Piece => {
    const c = pattern[i];
    let low = 0,
      high = REPEATS;
    if (c === '?') high = 1;
    else if (c === '+') low = 1;
    else if (c === '{') {
      const found = /^\{(\d+)(?:(,)(\d*))?\}/.exec(pattern.slice(i));
      if (found === null) return fail('expected {n} or {n,m}');
      low = Number(found[1]);
      high = found[2] === undefined ? low : found[3] === '' ? low + REPEATS : Number(found[3]);
      if (high < low) fail(`{${low},${high}} is not a range`);
      i += found[0].length - 1;
    } else if (c !== '*') return piece;
    i++;
    return (r) => {
      let text = '';
      for (let n = low + r.below(high - low + 1); n > 0; n--) text += piece(r);
      return text;
    };
  };

  const choices = (): Piece => {
    const all: Piece[][] = [[]];
    while (i < pattern.length && pattern[i] !== ')') {
      if (pattern[i] === '|') {
        i++;
        all.push([]);
      } else (all.at(-1) as Piece[]).push(repeated(atom()));
    }
    return (r) => r.pick(all).reduce((text, piece) => text + piece(r), '');
  };

  const whole = choices();
  if (i < pattern.length) fail("')' without '('");
  return whole;
}
