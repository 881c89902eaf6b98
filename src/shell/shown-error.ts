/** An error as one line: what, where in the user's own text, and what helps. */
import { PacketwrightError } from '../bytes/errors.ts';
import { fileErrorWords } from '../capture/node/file-words.ts';
import { placeOf, type SourceMapV3 } from './notation/map.ts';
import { TOO_LARGE } from './python/errors.ts';
import { errorLine } from './python/text/repr.ts';

export interface ShownError {
  readonly line: string;
  /** Where in the text, from 1; undefined where nobody knows. */
  readonly place: { readonly line: number; readonly column: number } | undefined;
}

export interface ErrorSource {
  readonly file: string;
  readonly map: SourceMapV3;
  readonly text: string;
}

export function shownError(error: unknown, { file, map, text }: ErrorSource): ShownError {
  const place = placeIn(error, file, map);
  const lines = text.split('\n').length;
  const at = place === undefined ? '' : ` (${lines > 1 ? `line ${place.line}, ` : ''}column ${place.column})`;
  return { line: `${textOf(error)}${at}`, place };
}

/** What went wrong, and the remedy where one is known. */
function textOf(error: unknown): string {
  if (error instanceof PacketwrightError) {
    const { remedy } = error.details as { remedy?: unknown };
    return `${error.message}${typeof remedy === 'string' ? `; ${remedy}` : ''}`;
  }
  const file = fileText(error);
  if (file !== undefined) return file;
  if (error instanceof RangeError && TOO_LARGE.test(error.message)) return 'MemoryError: the value would be larger than memory allows';
  return error instanceof Error ? inPlainWords(errorLine(error)) : String(error);
}

/** Node's own words of a file, `ENOENT: no such file or directory, open 'x'`, as captures say it: `x: no such file or folder`. */
function fileText(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, path, dest } = error as { code?: unknown; path?: unknown; dest?: unknown };
  const words = typeof code === 'string' ? fileErrorWords(code) : undefined;
  return words === undefined || typeof path !== 'string' ? undefined : `${path}${typeof dest === 'string' ? `, ${dest}` : ''}: ${words}`;
}

/** What JavaScript says of TypeScript's lines and of functions that got too little, as a user would say it. */
const inPlainWords = (line: string): string =>
  line
    .replace(
      'Maximum call stack size exceeded',
      'maximum recursion depth exceeded: a value asks for itself, or a packet stands where a number is wanted',
    )
    .replace(/(\S+) is not a function$/, '$1 cannot be called: it is no function')
    .replace(/(\S+) is not a constructor$/, '$1 is no class: new needs one')
    .replace(
      /Cannot (?:read|set) properties of (undefined|null) \((?:reading|setting) '(.*)'\)$/,
      "'$2' was asked of nothing ($1): is an argument missing?",
    );

/** The innermost place of the text that the stack names. */
function placeIn(error: unknown, file: string, map: SourceMapV3): ShownError['place'] {
  if (!(error instanceof Error) || error.stack === undefined) return undefined;
  for (const line of error.stack.split('\n')) {
    const at = line.lastIndexOf(file);
    if (at < 0) continue;
    const found = /^:(\d+):(\d+)/.exec(line.slice(at + file.length));
    if (found !== null) return placeOf(map, Number(found[1]), Number(found[2])) ?? undefined;
  }
  return undefined;
}
