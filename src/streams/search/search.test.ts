import { describe, expect, it } from 'vitest';
import { type Random, seededRandom } from '../../bytes/random.ts';
import { Pattern, type PatternOptions } from './pattern.ts';
import { StreamSearch } from './stream-search.ts';

const octets = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
const latin1 = (of: Uint8Array): string => String.fromCharCode(...of);

/** Matches of a text that comes in pieces; and that of its end. */
function found(pattern: Pattern, pieces: readonly string[]): { matches: string[]; starts: number[] } {
  const search = new StreamSearch(pattern);
  const matches: string[] = [];
  const starts: number[] = [];
  let at = 0;
  for (const piece of pieces) {
    const one = search.take(octets(piece));
    if (one !== undefined)
      for (let i = 0; i < one.spans.length; i += 2) {
        matches.push(latin1(one.octets.subarray(one.spans[i], one.spans[i + 1])));
        starts.push(at - one.earlier + (one.spans[i] as number));
      }
    at += piece.length;
  }
  const last = search.end();
  if (last !== undefined) {
    matches.push(latin1(last.octets.subarray(last.spans[0], last.spans[1])));
    starts.push(at - last.octets.length + (last.spans[0] as number));
  }
  return { matches, starts };
}

const matchesOf = (text: string, pieces: readonly string[], o: PatternOptions = {}): string[] =>
  found(new Pattern(text, o), pieces).matches;

describe('a search over pieces', () => {
  it('finds what is in one, in two, and in many', () => {
    expect(matchesOf('abc', ['xxabcxx'])).toEqual(['abc']);
    expect(matchesOf('abc', ['xxa', 'bcxx'])).toEqual(['abc']);
    expect(matchesOf('abc', ['a', 'b', 'c'])).toEqual(['abc']);
    expect(matchesOf('GET /[a-z]+', ['GET /one GET', ' ', '/two'])).toEqual(['GET /one', 'GET /two']);
  });

  it('shows a match as long as its piece lets it be', () => {
    expect(matchesOf('[0-9]+', ['a123b45'])).toEqual(['123', '45']);
    expect(matchesOf('abcd|bc', ['abcde'])).toEqual(['abcd']);
  });

  it('knows the ends of lines, of the stream, and of words', () => {
    expect(matchesOf('^b', ['a\n', 'b'])).toEqual(['b']);
    expect(matchesOf('a$', ['xa', '\r\n'])).toEqual(['a']);
    expect(matchesOf('a$', ['xa'])).toEqual(['a']);
    expect(matchesOf('\\Ab', ['a\nb'])).toEqual([]);
    expect(matchesOf('a\\z', ['a\n', 'a'])).toEqual(['a']);
    expect(matchesOf('cat', ['concat cat', 'nip a cat'], { word: true })).toEqual(['cat']);
  });

  it('takes octets in hex, text as it stands, either case, and UTF-8', () => {
    expect(matchesOf('0x00ff 0d', ['\x00\xff', '\x0d'], { hex: true })).toEqual(['\x00\xff\x0d']);
    expect(matchesOf('a.c*', ['abcc a.c*'], { fixed: true })).toEqual(['a.c*']);
    expect(matchesOf('hOst', ['HosT'], { ignoreCase: true })).toEqual(['HosT']);
    expect(matchesOf('\\xff+', ['\xff\xff'])).toEqual(['\xff\xff']);
    const utf8 = (text: string): string => latin1(new TextEncoder().encode(text));
    expect(matchesOf('[α-ω]{3}', [utf8('κα').slice(0, 3), utf8('κα').slice(3), utf8('λό')], { utf8: true })).toEqual([utf8('καλ')]);
    expect(matchesOf('ÄÖ', [utf8('äö')], { utf8: true, ignoreCase: true })).toEqual([utf8('äö')]);
    expect(matchesOf('^.$', [utf8('€')], { utf8: true })).toEqual([utf8('€')]);
  });

  it.each([
    ['(a', 'a ) is missing'],
    ['a)', 'no ( for this'],
    ['[a', 'a ] is missing'],
    ['*a', 'nothing is before *'],
    ['(?=a)', 'looking ahead or behind'],
    ['(a)\\1', 'a reference to a group'],
    ['a{5,2}', 'in the wrong order'],
    ['(a{1000}){1000}', 'too large'],
    ['€', 'is no octet'],
    ['\\y', 'means nothing'],
  ])('says what is wrong with %s', (text, words) => {
    expect(() => new Pattern(text)).toThrow(words);
  });

  it('needs two digits for an octet', () => {
    expect(() => new Pattern('abc', { hex: true })).toThrow('two digits each');
  });
});

/** Random expressions over few letters, for texts over the same. */
function expression(random: Random, depth: number): string {
  if (depth === 0) return random.pick(['a', 'b', 'c', '.', '[ab]', '[^a]', '\\n', 'ab', 'abc', ' ', '\\w', '\\s']);
  const one = (): string => expression(random, depth - 1);
  switch (random.below(9)) {
    case 0:
      return `(?:${one()}|${one()})`;
    case 1:
      return `(?:${one()})${random.pick(['*', '+', '?', '{2}', '{1,3}', '*?', '+?'])}`;
    case 2:
      return `${random.pick(['^', '\\b', '\\B', ''])}${one()}`;
    case 3:
      return `${one()}${random.pick(['$', '\\b', '\\B', ''])}`;
    default:
      return one() + one();
  }
}

/** The first and longest match, by the engine of JavaScript: a match from `start` that ends `left` characters before the end is asked for by itself. */
function leftmostLongest(text: string, source: string): readonly [number, number] | undefined {
  for (let start = 0; start <= text.length; start++)
    for (let end = text.length; end >= start; end--) {
      const wanted = new RegExp(`(?:${source})(?=[^]{${text.length - end}}(?![^]))`, 'my');
      wanted.lastIndex = start;
      if (wanted.test(text)) return [start, end];
    }
  return undefined;
}

const pieces = (text: string, random: Random): string[] => {
  const made: string[] = [];
  for (let at = 0; at < text.length; ) {
    const length = 1 + random.below(4);
    made.push(text.slice(at, at + length));
    at += length;
  }
  return made;
};

describe('beside the engine of JavaScript', () => {
  const random = seededRandom('beside JavaScript');

  it('finds in random texts what that one finds, in one piece the same match', () => {
    let matches = 0;
    for (let i = 0; i < 2000; i++) {
      const source = expression(random, 1 + random.below(4));
      const text = Array.from({ length: random.below(12) }, () => random.pick(['a', 'b', 'c', ' ', '\n'])).join('');
      const pattern = new Pattern(source, { fixed: false });
      if (pattern.isEmpty) continue;
      const told = `${JSON.stringify(source)} in ${JSON.stringify(text)}`;
      const wanted = leftmostLongest(text, source);
      const whole = found(pattern, [text]);
      expect(whole.starts[0], told).toBe(wanted?.[0]);
      if (wanted === undefined) continue;
      matches++;
      // What the end of the stream decides is told with the end, and a longer match may have been told before it.
      if (whole.matches.length > 0 && wanted[1] < text.length) expect(whole.matches[0], told).toBe(text.slice(...wanted));
    }
    expect(matches).toBeGreaterThan(300);
  });

  it('finds the same however the text is cut', () => {
    for (let i = 0; i < 2000; i++) {
      const source = expression(random, 1 + random.below(4));
      const text = Array.from({ length: random.below(16) }, () => random.pick(['a', 'b', 'c', ' ', '\n'])).join('');
      const pattern = new Pattern(source);
      if (pattern.isEmpty) continue;
      const cut = pieces(text, random);
      const told = `${JSON.stringify(source)} in ${JSON.stringify(cut)}`;
      expect(found(pattern, cut).matches.length > 0, told).toBe(new RegExp(source, 'm').test(text));
    }
  });
});

describe('what it costs', () => {
  it('is linear where engines that go back never end', () => {
    const text = octets('a'.repeat(100_000));
    for (const source of ['(a+)+b', '(a|aa)+$b', '(?:a*)*b', 'a{0,200}a{200}b']) {
      const pattern = new Pattern(source);
      const search = new StreamSearch(pattern);
      expect(search.take(text)).toBeUndefined();
    }
  });

  it('gives up a pattern when nearly each octet leads to a new state of hundreds of steps, and no other', () => {
    const random = seededRandom('a or b');
    const text = octets(Array.from({ length: 40_000 }, () => random.pick(['a', 'b'])).join(''));
    const one = new Pattern('a[ab]{900}c');
    const search = new StreamSearch(one);
    // Not with the first ones, but long before the end; and not again, either.
    expect(search.take(text.subarray(0, 4000))).toBeUndefined();
    expect(() => search.take(text)).toThrow(/^pattern a\[ab\]\{900\}c: .*given up/);
    expect(() => new StreamSearch(one).take(text)).toThrow('given up');
    for (const source of ['a[ab]{20}c', '[ab]{200}c', 'c[ab]{900}a']) {
      const other = new StreamSearch(new Pattern(source));
      expect(() => other.take(text), source).not.toThrow();
    }
  });

  it('keeps no more of a match that never ends than it may', () => {
    const kept = { octets: 0, most: 100_000 };
    const pattern = new Pattern('x[^y]*y');
    const searches = Array.from({ length: 4 }, () => new StreamSearch(pattern, kept));
    for (const search of searches) for (let i = 0; i < 100; i++) search.take(octets(`x${'z'.repeat(999)}`));
    expect(kept.octets).toBeLessThanOrEqual(kept.most);
    for (const search of searches) expect(search.take(octets('zy'))).toMatchObject({ isCut: true });
    for (const search of searches) search.close();
    expect(kept.octets).toBe(0);
  });
});
