/** Conditions that a spec declares for its fields, as tests of numbers. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { didYouMean, nearest } from '../../bytes/nearest.ts';
import type { Condition, IntegerKind, Wanted } from './field.ts';
import { Flags } from './flags.ts';
import type { Slot, Test } from './slot.ts';

export const asObject = (c: Condition): { readonly [field: string]: Wanted } => (typeof c === 'string' ? { [c]: true } : c);
const isFlags = (kind: IntegerKind): boolean => kind.decode?.(0) instanceof Flags;

/**
 * The tests that a declared condition comes to; undefined when some field that it asks for has no fixed place: then only the
 * value of that field can tell.
 * @throws ERR_SPEC for a field that is not before it, or a value that the field cannot have
 */
export function testsOf(
  layer: string,
  field: string,
  condition: Condition,
  earlier: ReadonlyMap<string, Slot>,
): readonly Test[] | undefined {
  const tests = Object.entries(asObject(condition)).map(([name, wanted]): readonly Test[] | undefined => {
    const slot = selectorOf(layer, field, name, earlier);
    const test = testOf(layer, field, slot, wanted);
    if (slot.anchor > 0 || slot.kind.form !== 'integer' || slot.others.length > 0) return undefined;
    return [...(slot.when ?? []), test];
  });
  return tests.some((t) => t === undefined) ? undefined : tests.flatMap((t) => t ?? []);
}

function fault(layer: string, field: string, what: string): never {
  throw new PacketwrightError('ERR_SPEC', `${layer}.${field}: ${what}`, { layer, field });
}

/** The number field of that name before `field`. */
export function selectorOf(layer: string, field: string, name: string, earlier: ReadonlyMap<string, Slot>): Slot {
  const slot = earlier.get(name);
  if (slot === undefined)
    fault(layer, field, `depends on '${name}', which is not a field before it${didYouMean(nearest(name, earlier.keys()))}`);
  if (numberIn(slot) === undefined) fault(layer, field, `depends on '${name}', which is not a number of up to 32 bits`);
  return slot;
}

const numberIn = ({ kind, step }: Slot): IntegerKind | undefined =>
  kind.form === 'integer' ? kind : step?.kind.form === 'integer' ? step.kind : undefined;

function testOf(layer: string, field: string, slot: Slot, wanted: Wanted): Test {
  if (typeof wanted === 'boolean') return { slot, mask: undefined, values: [0], not: wanted };
  const kind = numberIn(slot) as IntegerKind;
  if (isFlags(kind) && typeof wanted !== 'number')
    return { slot, mask: numberOf(layer, field, slot, wanted as string), values: [], not: false };
  const values = [wanted].flat().map((v) => numberOf(layer, field, slot, v as string | number));
  return { slot, mask: undefined, values, not: false };
}

/** The number that a field holds for a value that a spec names. @throws ERR_SPEC when it can hold no such value */
export function numberOf(layer: string, field: string, slot: Slot, value: number | string | readonly string[]): number {
  const kind = numberIn(slot) as IntegerKind;
  const bits = slot.step?.bits ?? slot.bits;
  let n: number;
  try {
    n = typeof value === 'number' ? value : kind.encode(value);
  } catch (error) {
    fault(layer, field, (error as Error).message);
  }
  const low = kind.signed ? -(2 ** (bits - 1)) : 0,
    high = 2 ** (kind.signed ? bits - 1 : bits) - 1;
  if (Number.isInteger(n) && n >= low && n <= high) return n;
  const names = [...(slot.options.names?.entries() ?? [])].map(([, name]) => name);
  const hint = typeof value === 'string' ? didYouMean(nearest(value, names)) : '';
  fault(layer, field, `'${slot.name}' is never ${typeof value === 'string' ? `'${value}'` : String(value)}${hint}`);
}

/** The bits that a flag or a set of flags must have for the test to hold; 0 for other tests. */
export const flagsWanted = ({ slot, mask, not }: Test): number => mask ?? (slot.bits === 1 && not ? 1 : 0);
