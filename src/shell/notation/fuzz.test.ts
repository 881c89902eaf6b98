import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isComplete } from './complete.ts';
import { NotationError } from './error.ts';
import { rewrite } from './rewrite.ts';

const PIECES =
  'x y IP TCP 1 2.5 0x1f 10L 1j 08 "a" \'b\' f"{x}" f"{x!r:>{y}}" r"\\" """ \'\'\' b"q" ` ${ ( ) [ ] { } , : ; . = == === != ! && || ?? ? ?. => -> := + - * ** / // % @ & | ^ ~ << >> < > += //= ... # \\ \n \n\x20\x20 \n\t \n\x20\x20\x20\x20 if else elif for in while def class try except finally with as import from return yield lambda not and or is None True print del raise assert global nonlocal pass break continue async await match case const let new function null >>> $ “ ” \u00a0 é 😀 \0 /* */ In\x20[1]: Out[1]:'
    .split(' ')
    .map((piece) => piece.replaceAll('\\x20', ' '));

const pasted = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 3 })), { maxLength: 40 })
  .map((parts) => parts.join(' '));

function read(text: string, python: boolean): void {
  try {
    rewrite(text, { python });
  } catch (error) {
    if (!(error instanceof NotationError)) throw error;
    if (error.message.includes('\n')) throw new Error('more than one line', { cause: error });
  }
  isComplete(text);
}

describe('whatever is typed', () => {
  it('gives code or one line that says what is wrong', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(pasted, fc.boolean(), (text, python) => read(text, python)),
      { numRuns: 20_000, seed: 1313 },
    );
  });

  it.each([
    '(',
    '[',
    '{',
    'f(',
    '-',
    'not ',
    'a.',
    'a+',
    'a if b else ',
    'lambda: ',
    '!',
    'x[',
    '{1:',
    'f"{',
    '`${',
    'await ',
    '**',
    'a=>',
    '(a)=>',
    '(a,',
    'a?',
    'if x:\n ',
    '//',
    '/*',
    '"',
    '\\\n',
    ';',
    'a;',
    '{a:',
  ])('is deep or long without end: %j', (piece) => {
    const begun = performance.now();
    for (const python of [false, true]) {
      read(piece.repeat(20_000), python);
      read(`x = ${piece.repeat(20_000)}`, python);
    }
    // Far from what a square of the length would take.
    expect(performance.now() - begun).toBeLessThan(8_000);
  });
});
