/**
 * Octets of a header that are no whole field: what is left of one that was cut off, or what is behind all fields. There are such
 * where the header's end is known otherwise than by its fields (measured, greedy). Without them a header made of the values read
 * would be filled up with defaults.
 */
import type { Field, KindCommon, VariableKind } from './field.ts';
import { field } from './field.ts';

/** Its name among the layer's fields. */
export const REST = '$rest';

const from = (self: object): number => (self as { $restFrom(): number }).$restFrom();

const kind: VariableKind & KindCommon = {
  form: 'variable',
  label: 'octets that are not a whole field',
  holds: 'octets',
  nothing: true,
  present: ({ self }) => from(self) >= 0,
  end: (_b, _at, limit) => limit,
  read: (b, _at, end, { self }) => b.subarray(from(self), end),
  // The writer does it: it knows which field was not given.
  write: () => undefined,
};

/** The field at the end of a header that may have some. */
export const restField: Field<Uint8Array | undefined, Uint8Array> = field(kind, {
  about: 'octets at the end of the header that are not a whole field',
});

/** Whether a variable field can be cut: not those that take whatever is there. */
export const canBeCut = ({ greedy, nothing }: VariableKind): boolean => greedy !== true && nothing !== true;
