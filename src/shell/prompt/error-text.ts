/** What is shown of an error: its line, and for errors of grammar the text with a mark below the place. */
import { NotationError } from '../notation/error.ts';
import { RunError } from '../make-shell.ts';
import { keyboardInterrupt, PyError, systemExit, typeOfError } from '../python/errors.ts';
import { shownError } from '../shown-error.ts';

/** Where from, from 1; and what. */
export interface ErrorText {
  readonly text: string;
  readonly place: { readonly line: number; readonly column: number } | undefined;
}

const NO_MAP = { version: 3, sources: [], sourcesContent: [], names: [], mappings: '' } as const;

/** The words of an error without its place. */
export function errorText(error: unknown): ErrorText {
  if (error instanceof RunError) {
    const { line, place } = error.shown;
    return { text: oneLine(line.replace(/ \((?:line \d+, )?column \d+\)$/, '')), place };
  }
  if (error instanceof NotationError) return { text: oneLine(error.message.replace(/^line \d+, column \d+: /, '')), place: error.place };
  return {
    text: oneLine(shownError(error, { file: '\0', map: { ...NO_MAP, sources: [], sourcesContent: [], names: [] }, text: '' }).line),
    place: undefined,
  };
}

/**
 * For a prompt, without the end of the last line.
 *
 * @param first the line of the user's file or pipe that the text begins on; undefined: the text is all that there is
 */
export function errorLines(error: unknown, first?: number): string {
  const { text, place } = errorText(error);
  if (error instanceof NotationError && place !== undefined) {
    const source = error.source.replaceAll('\t', ' ');
    return `    ${source}\n    ${' '.repeat(place.column - 1)}${'^'.repeat(Math.max(1, Math.min(error.length, source.length - place.column + 1)))}\n${text} (line ${place.line + (first ?? 1) - 1}, column ${place.column})`;
  }
  if (first !== undefined)
    return `${text} (line ${(place?.line ?? 1) + first - 1}${place === undefined ? '' : `, column ${place.column}`})`;
  return error instanceof RunError ? oneLine(error.shown.line) : text;
}

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, '; ');

/** The status that `exit(3)` asks for, and its text where that is none; undefined: it is another error. */
export function exitOf(error: unknown): { readonly status: number; readonly text?: string } | undefined {
  const cause = causeOf(error);
  if (!(cause instanceof PyError) || !typeOfError(cause).is(systemExit)) return undefined;
  const [code] = cause.args as readonly unknown[];
  if (code === undefined || code === null) return { status: 0 };
  return typeof code === 'number' ? { status: code & 255 } : { status: typeof code === 'boolean' ? Number(code) : 1, text: String(code) };
}

export const isInterrupt = (error: unknown): boolean => {
  const cause = causeOf(error);
  return cause instanceof Error && typeOfError(cause).is(keyboardInterrupt);
};

const causeOf = (error: unknown): unknown => (error instanceof RunError ? error.cause : error);
