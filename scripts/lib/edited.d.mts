/** The types of edited.mjs, for the tests, which are TypeScript, too. */

/** `text` stands in place of `code.slice(start, end)`. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** What a source map says: paths of sources from where the map lies, and the encoded places. */
export interface LineMap {
  sources: string[];
  mappings: string;
}
export function edited(code: string, map: LineMap | undefined, edits: readonly Edit[]): { code: string; map: LineMap | undefined };
export function mapText(map: LineMap): string;
