/** The one error of the rewriter: what is wrong with a text, where, and what to write instead, in one line. */
import { PacketwrightError } from '../../bytes/errors.ts';

/** What an error can say besides its line of text. */
export interface NotationDetails {
  /** What could have stood there. */
  readonly expected?: string;
  /** What to write instead. */
  readonly suggestion?: string;
}

/** A text that cannot be read: `message` is one line with place, what was expected and what to write instead. */
export class NotationError extends PacketwrightError {
  /** From 1, in the text that was given (prompts included). */
  readonly place: { readonly line: number; readonly column: number };
  /** How many characters are wrong; at least 1. */
  readonly length: number;
  readonly expected: string | undefined;
  readonly suggestion: string | undefined;
  /** The line of the text that the error is in. */
  readonly source: string;
  /** The text ends too early: more lines could mend it. */
  readonly unfinished: boolean;

  constructor(
    text: string,
    place: { readonly line: number; readonly column: number; readonly length: number; readonly source: string },
    { expected, suggestion }: NotationDetails = {},
    unfinished = false,
  ) {
    super('ERR_EXPRESSION', `line ${place.line}, column ${place.column}: ${text}${suggestion === undefined ? '' : `: ${suggestion}`}`, {
      line: place.line,
      column: place.column,
    });
    this.name = 'NotationError';
    this.place = { line: place.line, column: place.column };
    this.length = place.length;
    this.expected = expected;
    this.suggestion = suggestion;
    this.source = place.source;
    this.unfinished = unfinished;
  }
}
