/** Whether declared conditions hold: of values, or of octets. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { asObject } from './conditions.ts';
import type { Condition, Self } from './field.ts';
import { Flags } from './flags.ts';
import type { Slot, Test } from './slot.ts';
import type { AnyLayer } from './spec.ts';

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
    throw new PacketwrightError(
      'ERR_SPEC',
      `'${name}' in the condition on '${field}': only fields of a layer have names; give the number`,
      {
        field,
      },
    );
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
