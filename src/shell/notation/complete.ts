/** Whether a prompt should ask for another line, as Python's own does. */
import { NotationError } from './error.ts';
import { Source } from './read/source.ts';
import type { Token } from './read/token.ts';
import { Tokenizer } from './read/tokenizer.ts';

/** What goes on with a block at the same indentation. */
const FURTHER = 'elif|else|except|finally';
const BLOCKS = new RegExp(`^(?:if|while|for|try|with|def|class|async|match|@|${FURTHER})$`);
const GOES_ON = new RegExp(`^(?:${FURTHER})\\b`);

/** Whether a line, without its prompt, is of the block above it: it is indented, or goes on with it. */
export const isOfBlock = (line: string): boolean => /^\s/.test(line) || GOES_ON.test(line);

/**
 * `incomplete`: a bracket, a string of three quotes or a template is open, a backslash ends the last line, or a block is. A block ends with an
 * empty line, or when a line that is indented less follows it. What is wrong is complete: running it tells what.
 */
export function isComplete(text: string): 'complete' | 'incomplete' {
  const source = new Source(text);
  const tokenizer = new Tokenizer(source, false);
  let first: number | undefined,
    before: Token | undefined,
    blocks = 0,
    open = false;
  for (let index = 0; ; index++) {
    const token = tokenizer.at(index);
    if (token.kind === 'error') return token.error instanceof NotationError && token.error.unfinished ? 'incomplete' : 'complete';
    if (token.kind === 'end') break;
    if (token.kind === 'indent') blocks++;
    else if (token.kind === 'dedent') blocks--;
    else if (token.kind === 'newline') {
      // The line: did it begin a block, or does it stand in one?
      const begins = first !== undefined && isHeader(tokenizer, first, before);
      open = begins || blocks > 0;
      first = undefined;
    } else {
      first ??= index;
      before = token;
    }
  }
  // What is left is an open block: an empty line ends it.
  return open && !/\n[ \t]*(?:\r?\n[ \t]*)*$/.test(source.text) ? 'incomplete' : 'complete';
}

/** Whether the line that begins at a token begins a block. `if (x) {…}` is TypeScript's, and complete at its brace. */
function isHeader(tokenizer: Tokenizer, start: number, last: Token | undefined): boolean {
  const first = tokenizer.at(start);
  if (first.text === '@' && first.kind === 'op') return true;
  if (first.kind !== 'name' || !BLOCKS.test(first.text)) return false;
  if (first.text === 'match' || first.text === 'async') return last?.text === ':';
  // `if x: y`: a colon outside of brackets.
  for (let index = start; ; index++) {
    const token = tokenizer.at(index);
    if (token.kind === 'newline' || token.kind === 'end' || token.kind === 'error') return false;
    if (token.text === ':' && token.kind === 'op') return true;
    if (token.close !== undefined) index = token.close;
  }
}
