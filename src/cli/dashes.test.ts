import { describe, expect, it } from 'vitest';
import { plainDashes } from './dashes.ts';

describe('plainDashes', () => {
  it.each([
    ['\u2010r', '-r'],
    ['\u2013r', '-r'],
    ['\u2212c5', '-c5'],
    ['\u2014json', '--json'],
    ['\u2015json', '--json'],
    ['\u2013\u2013json', '--json'],
    ['-\u2011dry\u2011run', '--dry-run'],
    ['\u2014v', '-v'],
    ['\u2013', '-'],
    ['\u2013\u2013netns=a\u2013b', '--netns=a\u2013b'],
  ])('takes %s for %s, with a note', (given, plain) => {
    const { words, notes } = plainDashes([given]);
    expect(words).toEqual([plain]);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain('U+2');
  });

  it('leaves operands, values and what stands behind -- as they are', () => {
    const argv = ['read', 'a\u2013b.pcap', '-r', '--netns=x\u2013y', '--', '\u2013r'];
    expect(plainDashes(argv)).toEqual({ words: argv, notes: [] });
  });

  it('names the character and both words', () => {
    expect(plainDashes(['\u2013r']).notes).toEqual(["read U+2013 in '\u2013r' as '-': -r"]);
  });
});
