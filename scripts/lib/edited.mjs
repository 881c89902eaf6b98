// Edits of bundled code that take its map along. A map here says of which line of which source a piece of code comes; columns within a line
// of a source would make it five times as large.
import { decode, encode } from '@jridgewell/sourcemap-codec';

/** @typedef {import('./edited.d.mts').Edit} Edit */
/** @typedef {import('./edited.d.mts').LineMap} LineMap */

/** Where lines begin. @param {string} code */
const lineStarts = (code) => [0, ...[...code.matchAll(/\n/g)].map(({ index }) => index + 1)];

/**
 * Code after edits that do not overlap, and its map: text that is put in belongs to what stands before it, and what replaces code to the
 * place of that code.
 *
 * @param {string} code
 * @param {LineMap | undefined} map
 * @param {readonly Edit[]} edits
 */
export function edited(code, map, edits) {
  const ordered = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  let text = '',
    at = 0;
  for (const { start, end, text: put } of ordered) {
    text += code.slice(at, start) + put;
    at = end;
  }
  text += code.slice(at);
  return { code: text, map: map && moved(map, ordered, lineStarts(code), lineStarts(text)) };
}

/** @param {LineMap} map @param {readonly Edit[]} edits in their order @param {readonly number[]} before @param {readonly number[]} after lines' starts */
function moved({ sources, mappings }, edits, before, after) {
  /** @type {import('@jridgewell/sourcemap-codec').SourceMapSegment[][]} */
  const lines = after.map(() => []);
  let next = 0,
    shift = 0,
    line = 0;
  decode(mappings).forEach((segments, number) => {
    for (const segment of segments) {
      const offset = before[number] + segment[0];
      for (; next < edits.length && edits[next].end <= offset; next++)
        shift += edits[next].text.length - edits[next].end + edits[next].start;
      const place = Math.min(offset, edits[next]?.start ?? offset) + shift;
      while (after[line + 1] <= place) line++;
      const known = lines[line].at(-1);
      if (known && known[1] === segment[1] && known[2] === segment[2]) continue;
      const column = place - after[line];
      if (known?.[0] === column) lines[line].pop();
      lines[line].push(segment.length === 1 ? [column] : [column, segment[1], segment[2], segment[3]]);
    }
  });
  return { sources, mappings: encode(lines) };
}

/**
 * The text of a map's file.
 *
 * @param {LineMap} map
 */
export const mapText = ({ sources, mappings }) => JSON.stringify({ version: 3, sources, names: [], mappings });
