/** Sets of characters by their numbers. */

/** Letters beyond this have other cases only as UTF-8. */
const ASCII = 0x7f;
/** Letters of a larger set keep their case. */
const MOST_FOLDED = 0x3000;

/** Ranges in order, which do not touch: low, high, low, high … */
export class CodePoints {
  static readonly none = new CodePoints([]);
  readonly ranges: readonly number[];

  private constructor(ranges: readonly number[]) {
    this.ranges = ranges;
  }

  static of(low: number, high = low): CodePoints {
    return new CodePoints([low, high]);
  }

  static all(top: number): CodePoints {
    return new CodePoints([0, top]);
  }

  get size(): number {
    let size = 0;
    for (let i = 0; i < this.ranges.length; i += 2) size += (this.ranges[i + 1] as number) - (this.ranges[i] as number) + 1;
    return size;
  }

  get lowest(): number {
    return this.ranges[0] as number;
  }

  has(code: number): boolean {
    for (let i = 0; i < this.ranges.length; i += 2)
      if (code >= (this.ranges[i] as number) && code <= (this.ranges[i + 1] as number)) return true;
    return false;
  }

  /** Those of both. */
  and({ ranges }: CodePoints): CodePoints {
    const all: (readonly [number, number])[] = [];
    for (const of of [this.ranges, ranges]) for (let i = 0; i < of.length; i += 2) all.push([of[i] as number, of[i + 1] as number]);
    all.sort((a, b) => a[0] - b[0]);
    const joined: number[] = [];
    for (const [low, high] of all) {
      const last = joined.length - 1;
      if (last > 0 && low <= (joined[last] as number) + 1) joined[last] = Math.max(joined[last] as number, high);
      else joined.push(low, high);
    }
    return new CodePoints(joined);
  }

  inverted(top: number): CodePoints {
    const made: number[] = [];
    let next = 0;
    for (let i = 0; i < this.ranges.length; i += 2) {
      const low = this.ranges[i] as number;
      if (low > next) made.push(next, low - 1);
      next = (this.ranges[i + 1] as number) + 1;
    }
    if (next <= top) made.push(next, top);
    return new CodePoints(made);
  }

  /** With the same letters in the other case: of ASCII, and where `top` is beyond octets of all scripts. */
  withOtherCases(top: number): CodePoints {
    const further: number[] = [];
    const most = top > 0xff ? MOST_FOLDED : ASCII;
    for (let i = 0; i < this.ranges.length; i += 2)
      for (let code = this.ranges[i] as number; code <= Math.min(this.ranges[i + 1] as number, most); code++) {
        const letter = String.fromCodePoint(code);
        for (const other of [letter.toLowerCase(), letter.toUpperCase()])
          if (other !== letter && other.length === 1 && (top > 0xff || other.charCodeAt(0) <= ASCII)) further.push(other.charCodeAt(0));
      }
    if (further.length === 0) return this;
    return further.sort((a, b) => a - b).reduce((set: CodePoints, code) => (set.has(code) ? set : set.and(CodePoints.of(code))), this);
  }
}

const letter = (text: string): number => text.charCodeAt(0);

export const NEWLINE = CodePoints.of(10);
export const DIGITS = CodePoints.of(letter('0'), letter('9'));
export const SPACES = CodePoints.of(9, 13).and(CodePoints.of(32));
export const WORDS = DIGITS.and(CodePoints.of(letter('a'), letter('z')))
  .and(CodePoints.of(letter('A'), letter('Z')))
  .and(CodePoints.of(letter('_')));
