/** Types for layers whose fields have parts. */
import type { Names } from '../spec/names.ts';
import type { Part, Parts } from '../spec/field.ts';
import type { Layer } from '../spec/spec.ts';

type NamesOf<P extends Part> = P extends { readonly names: Names<infer T> } ? keyof T & string : never;

/** The same layer, whose type knows the parts of a field: they are given and read beside the fields. Give the very object that the field's `parts` are. */
export const parted = <N extends string, V, I, P extends Parts>(
  layer: Layer<N, V, I>,
  _parts: P,
): Layer<N, V & { -readonly [K in keyof P]: number }, I & { readonly [K in keyof P]?: number | NamesOf<P[K]> | undefined }> =>
  layer as never;
