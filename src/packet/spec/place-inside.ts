/** The place of what stands inside a field. */
import type { FieldPlace, Self } from './field.ts';

/**
 * A length or count of the field is not that of what is inside it. All its properties, in one order: places made by a spread would each be of
 * another hidden class, and reading a list of ten options took three times as long.
 */
export const placeInside = ({ self: layer, start, origin }: FieldPlace, self: Self = layer): FieldPlace => ({
  self,
  start,
  origin,
  size: undefined,
  count: undefined,
  found: undefined,
});
