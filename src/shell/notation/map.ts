/** Source maps, version 3: which place of the text a place of the code comes from. */

export interface SourceMapV3 {
  readonly version: 3;
  readonly file?: string;
  readonly sources: string[];
  readonly sourcesContent: string[];
  readonly names: string[];
  readonly mappings: string;
}

/** Line and column from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** A number in the mappings: the sign in the lowest bit, five bits a digit, the least first. Most are one digit. */
function digits(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  if (rest < 32) return DIGITS[rest]!;
  let text = '';
  do {
    const five = rest & 31;
    rest >>>= 5;
    text += DIGITS[rest > 0 ? five | 32 : five];
  } while (rest > 0);
  return text;
}

/** Writes mappings, in the order of the code. */
export class Mappings {
  readonly #texts: string[] = [];
  #line = 0;
  #column = 0;
  #fromLine = 0;
  #fromColumn = 0;
  #first = true;

  /** `line` and `column` of the code from 0; the place that they come from, from 1. */
  add(line: number, column: number, from: Place): void {
    if (line > this.#line) {
      this.#texts.push(';'.repeat(line - this.#line));
      this.#line = line;
      this.#column = 0;
      this.#first = true;
    }
    if (!this.#first) this.#texts.push(',');
    this.#texts.push(
      digits(column - this.#column),
      'A',
      digits(from.line - 1 - this.#fromLine),
      digits(from.column - 1 - this.#fromColumn),
    );
    this.#first = false;
    this.#column = column;
    this.#fromLine = from.line - 1;
    this.#fromColumn = from.column - 1;
  }

  toString(): string {
    return this.#texts.join('');
  }
}

/** Each line's mappings: column of the code, line and column of the text, all from 0. */
const decoded = new WeakMap<SourceMapV3, readonly (readonly [number, number, number])[][]>();

function decode(map: SourceMapV3): readonly (readonly [number, number, number])[][] {
  const known = decoded.get(map);
  if (known !== undefined) return known;
  let line = 0,
    column = 0;
  const all = map.mappings.split(';').map((text) => {
    let at = 0;
    return (text === '' ? [] : text.split(',')).map((segment) => {
      const values: number[] = [];
      let value = 0,
        shift = 0;
      for (const digit of segment) {
        const five = DIGITS.indexOf(digit);
        value |= (five & 31) << shift;
        shift += 5;
        if (five & 32) continue;
        values.push(value & 1 ? -(value >>> 1) : value >>> 1);
        value = shift = 0;
      }
      at += values[0] ?? 0;
      line += values[2] ?? 0;
      column += values[3] ?? 0;
      return [at, line, column] as const;
    });
  });
  decoded.set(map, all);
  return all;
}

/** Where a place of the code comes from; undefined when nothing before it on its line comes from anywhere. All lines and columns from 1. */
export function placeOf(map: SourceMapV3, line: number, column: number): Place | undefined {
  const known = decode(map)[line - 1] ?? [];
  let low = 0,
    high = known.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (known[middle]![0] <= column - 1) low = middle + 1;
    else high = middle;
  }
  const found = known[low - 1];
  return found === undefined ? undefined : { line: found[1] + 1, column: found[2] + 1 };
}
