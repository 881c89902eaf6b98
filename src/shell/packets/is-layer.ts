/** A layer of the library: what `IP` stands for in a shell. */
import type { AnyLayer } from '../../packet/spec/spec.ts';

export const isLayer = (x: unknown): x is AnyLayer => typeof x === 'function' && 'layerName' in x;
