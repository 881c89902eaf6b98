/** Conditions that a spec declares for its fields, as tests of numbers. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { didYouMean, nearest } from '../../bytes/nearest.ts';
import type { Condition, IntegerKind, Self, Wanted } from './field.ts';
import { Flags } from './flags.ts';
import type { Slot } from './layout.ts';
import type { AnyLayer } from './spec.ts';

/** A test of the number in an earlier field, which has a fixed place. */
export interface Test {
  readonly slot: Slot;
  /** It has all of these bits … */
  readonly mask: number | undefined;
  /** … or is one of these values (with `not`: none of them). */
  readonly values: readonly number[];
  readonly not: boolean;
}

const asObject = (c: Condition): { readonly [field: string]: Wanted } => (typeof c === 'string' ? { [c]: true } : c);
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
    fault(layer, field, `depends on '${name}', which is no field before it${didYouMean(nearest(name, earlier.keys()))}`);
  if (numberIn(slot) === undefined) fault(layer, field, `depends on '${name}', which is no number of up to 32 bits`);
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

/** Whether a declared condition holds, by the values of the fields that it asks for. */
export function holdsFor(condition: Condition, self: Self): boolean {
  return Object.entries(asObject(condition)).every(([name, wanted]) => {
    const value: unknown = self[name];
    if (value === undefined) return false;
    if (typeof wanted === 'boolean') return (Number(value) !== 0) === wanted;
    if (value instanceof Flags && typeof wanted !== 'number') return value.has(wanted as string);
    return [wanted].flat().some((w) => (typeof w === 'number' ? Number(value) === w : namedBy(self, name, w as string) === Number(value)));
  });
}

/** The number that a name stands for in the field of a layer that was read, or of the draft of one that is written. */
function namedBy(self: Self, field: string, name: string): number {
  const slot = (self['$layer'] as AnyLayer | undefined)?.layout.byName.get(field);
  if (slot === undefined)
    throw new PacketwrightError('ERR_SPEC', `'${name}' in the condition on '${field}': only a layer's fields have names, give the number`, {
      field,
    });
  return slot.options.names?.value(name) ?? Number.NaN;
}

/** Whether all tests hold of these numbers. */
export const holds = (tests: readonly Test[], numberIn: (s: Slot) => number): boolean =>
  tests.every(({ slot, mask, values, not }) => {
    const x = numberIn(slot);
    return mask === undefined ? values.includes(x) !== not : (x & mask) === (mask | 0);
  });

/** The field as it stands in the layer at `o`: itself, or its place in another case of its overlay; undefined when it is not there. */
export function standing(layer: AnyLayer, slot: Slot, b: Uint8Array, o: number): Slot | undefined {
  if (slot.when === undefined) return slot;
  return [slot, ...slot.others].find((s) => holds(s.when ?? [], (of) => layer.code.load(of, b, o)));
}

/** The bits that a flag or a set of flags must have for the test to hold; 0 for other tests. */
export const flagsWanted = ({ slot, mask, not }: Test): number => mask ?? (slot.bits === 1 && not ? 1 : 0);
