/** What the line editor asks of the library. */
import type { ShellSession } from '../make-shell.ts';
import { complete } from './complete/complete.ts';
import { hint } from './complete/hint.ts';
import { helpAsked } from './show.ts';
import { isWhole, split } from './statements.ts';
import type { ReaderHelp } from './terminal/reader.ts';

/** So much text at a time is looked at while somebody types: more was pasted. */
const LONGEST = 5000;

export const readerHelp = (session: ShellSession): ReaderHelp => ({
  isWhole: (text) => helpAsked(text) !== undefined || isWhole(text),
  complete: (text, cursor) => complete(session, text, cursor),
  hint: (text, cursor) => (text.length > LONGEST ? undefined : hint(session, text, cursor)),
  split,
});
