/** Pieces of generated JavaScript: declared conditions. */
import type { Test, Slot } from '../spec/slot.ts';
import { loadText } from './text.ts';

/** An expression that is true when all tests hold; `number` gives the expression for the number of a field. */
export const conditionText = (tests: readonly Test[], number: (s: Slot) => string): string =>
  tests.length === 0 ? 'true' : tests.map((t) => testText(t, number(t.slot))).join('&&');

function testText({ mask, values, not }: Test, x: string): string {
  if (mask !== undefined) return mask === 0 ? 'true' : `(${x}&${mask})${(mask & (mask - 1)) === 0 ? '!==0' : `===${mask | 0}`}`;
  const runs: [number, number][] = [];
  for (const v of [...new Set(values)].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === v - 1) last[1] = v;
    else runs.push([v, v]);
  }
  const one = runs.map(([from, to]) =>
    not
      ? from === to
        ? `${x}!==${from}`
        : `(${x}<${from}||${x}>${to})`
      : from === to
        ? `${x}===${from}`
        : to === from + 1
          ? `${x}===${from}||${x}===${to}`
          : `${x}>=${from}&&${x}<=${to}`,
  );
  return not ? one.join('&&') || 'true' : `(${one.join('||') || 'false'})`;
}

/** The same of a layer in octets `b`, which starts at `o`. */
export const conditionAt = (tests: readonly Test[], b: string, o: string): string => conditionText(tests, (s) => loadText(s, b, o));

/**
 * Statements for a field with a fixed place: `text` of it as it stands in the layer at `o`, for whichever of its conditions
 * holds; nothing when none does.
 */
export const standingText = (slot: Slot, b: string, o: string, text: (s: Slot) => string): string =>
  [slot, ...slot.others].map((s) => (s.when === undefined ? text(s) : `if(${conditionAt(s.when, b, o)}){${text(s)}}`)).join('else ');

/** Statements that move `a` from the end of variable field `from` to that of field `to`; all of them are steps. */
export function stepsText(variables: readonly Slot[], from: number, to: number, b: string, o: string): string {
  let text = '',
    last = '',
    octets = 0;
  const flush = (): void => {
    if (octets > 0) text += last === '' ? `a+=${octets};` : `if(${last})a+=${octets};`;
    octets = 0;
  };
  for (let k = from; k < to; k++) {
    const s = variables[k] as Slot;
    // Fields that are always there, between this one and the one before it.
    for (const [condition, n] of [
      ['', s.bit / 8],
      [conditionAt(s.when ?? [], b, o), (s.step?.bits ?? 0) / 8],
    ] as const) {
      if (n === 0) continue;
      if (condition !== last) flush();
      last = condition;
      octets += n;
    }
  }
  flush();
  return text;
}
