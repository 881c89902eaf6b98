/** Numbers: Python's of today, Python 2's octal and long ones, and TypeScript's bigint. */
import type { Source } from './source.ts';
import type { Literal } from './token.ts';

const NUMBER =
  /(?:0[xX](?:_?[\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*)?\.\d(?:_?\d)*(?:[eE][+-]?\d(?:_?\d)*)?|\d(?:_?\d)*(?:\.(?![A-Za-z_.])|\.(?=[eE][+-]?\d))?(?:[eE][+-]?\d(?:_?\d)*)?)/y;
const REST = /[\w.$\u0080-\uffff]+/y;

export function numberAt(source: Source, start: number, python: boolean): { literal: Literal; end: number } {
  const { text } = source;
  NUMBER.lastIndex = start;
  const digits = NUMBER.exec(text)![0];
  let end = start + digits.length;
  const suffix = text[end] ?? '';
  const after = /[\w$]/.test(text[end + 1] ?? '');
  if (/[jJ]/.test(suffix) && !after)
    throw source.error('complex numbers are not supported', start, end + 1, { suggestion: 'keep the two parts in a tuple' });
  const long = (/[lL]/.test(suffix) || (suffix === 'n' && !python)) && !after;
  if (long) end++;
  REST.lastIndex = end;
  const rest = REST.exec(text)?.[0];
  if (rest !== undefined && !/^\.(?:[A-Za-z_]|$|\.)/.test(rest)) {
    const all = text.slice(start, end) + rest;
    const address = /^[\d.]+$/.test(all);
    throw source.error(address ? `'${all}' is an address and needs quotes` : `'${all}' is no number`, start, start + all.length, {
      suggestion: `write '${all}'`,
    });
  }
  const plain = digits.replaceAll('_', '');
  if (/^0[xXoObB]/.test(plain)) return { literal: { type: 'int', value: whole(BigInt(plain), suffix === 'n') }, end };
  if (/[.eE]/.test(plain)) return { literal: { type: 'float', value: Number(plain) }, end };
  if (/^0\d*[1-9]/.test(plain)) {
    if (/[89]/.test(plain))
      throw source.error(`'${plain}' begins with 0 and is octal: it has no 8 or 9`, start, end, { suggestion: `write ${Number(plain)}` });
    return { literal: { type: 'int', value: whole(BigInt(`0o${plain.replace(/^0+/, '')}`), false) }, end };
  }
  return { literal: { type: 'int', value: whole(BigInt(plain), suffix === 'n') }, end };
}

/** A whole number that a double holds is a number. TypeScript's `1n` stays what it is. */
const whole = (value: bigint, asIs: boolean): number | bigint => (asIs || value > BigInt(Number.MAX_SAFE_INTEGER) ? value : Number(value));
