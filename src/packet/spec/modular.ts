/** Numbers that count around: after the greatest comes 0. */
import type { IntegerKind } from './field.ts';

/**
 * The number that a modular field holds for one that was added or subtracted past its end, by less than once around (`ack: p.seq + 1` at 2³² - 1
 * is 0). Whatever else does not fit stays as it is, and is an error as in any field: nobody who counts gets that far.
 */
export function around(n: number, bits: number): number {
  const size = 2 ** bits;
  return Number.isInteger(n) && n >= -size && n < 2 * size ? ((n % size) + size) % size : n;
}

/** The same of what is given for a field; unchanged where the field does not count around. */
export const turned = (n: number, { modular, bits }: Pick<IntegerKind, 'modular' | 'bits'>): number =>
  modular === true ? around(n, bits) : n;

/** Text that turns local `v` round where it does not fit (`misfits`); nothing for a field that does not count around. `name`: that of {@link around}. */
export const aroundText = (kind: IntegerKind, misfits: string, v: string, name: () => string): string =>
  kind.modular === true ? `if(${misfits})${v}=${name()}(${v},${kind.bits});` : '';
