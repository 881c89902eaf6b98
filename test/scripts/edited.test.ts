/** Edited code keeps its map: the maps and texts here are made by hand, after the format of ECMA-426. */
import { decode, encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec';
import { describe, expect, it } from 'vitest';
import { edited, type LineMap } from '../../scripts/lib/edited.mjs';

const mapOf = (...lines: SourceMapSegment[][]): LineMap => ({ sources: ['a.ts'], mappings: encode(lines) });

/** Each word of the code -> the line of the source that the map names, from 0. */
const linesOf = ({ code, map }: { code: string; map: LineMap | undefined }): [word: string, line: number | undefined][] => {
  const decoded = decode(map?.mappings ?? '');
  return code.split('\n').flatMap((text, row) =>
    [...text.matchAll(/\w+/g)].map(({ 0: word, index }): [string, number | undefined] => {
      const segment = decoded[row]?.filter(([column]) => column <= index).at(-1);
      return [word, segment?.[2]];
    }),
  );
};

describe('edited code', () => {
  const code = 'one;two;\nthree;four;';
  const map = mapOf(
    [
      [0, 0, 10, 0],
      [4, 0, 20, 0],
    ],
    [
      [0, 0, 30, 0],
      [6, 0, 40, 0],
    ],
  );

  it('keeps its lines behind breaks that are put in', () => {
    const out = edited(code, map, [
      { start: 15, end: 15, text: '\n' },
      { start: 4, end: 4, text: '\n' },
    ]);
    expect(out.code).toBe('one;\ntwo;\nthree;\nfour;');
    expect(linesOf(out)).toEqual([
      ['one', 10],
      ['two', 20],
      ['three', 30],
      ['four', 40],
    ]);
  });

  it('keeps them behind text that is cut, and gives its place to what replaces it', () => {
    const out = edited(code, map, [
      { start: 0, end: 4, text: 'anything;' },
      { start: 8, end: 15, text: '' },
      { start: 0, end: 0, text: 'head;\n' },
    ]);
    expect(out.code).toBe('head;\nanything;two;four;');
    expect(linesOf(out)).toEqual([
      ['head', undefined],
      ['anything', 10],
      ['two', 20],
      ['four', 40],
    ]);
  });

  it('names a line once, and says nothing of what has no source', () => {
    const out = edited('a b c d e', mapOf([[0, 0, 1, 0], [2, 0, 1, 2], [4, 0, 2, 0], [6], [8, 0, 2, 0]]), []);
    expect(decode(out.map?.mappings ?? '')).toEqual([[[0, 0, 1, 0], [4, 0, 2, 0], [6], [8, 0, 2, 0]]]);
  });

  it('needs no map', () => {
    expect(edited('ab', undefined, [{ start: 1, end: 1, text: '-' }])).toEqual({ code: 'a-b', map: undefined });
  });
});
