/** Whether a layer's message begins somewhere, as its spec looks at it. */
import { asked } from './asked.ts';
import type { AnyLayer } from './spec.ts';

/** Whether `layer` can stand at `o`: one whose spec does not look stands anywhere, and what a spec throws is a no. */
export function beginsAt({ spec: { begins } }: AnyLayer, b: Uint8Array, o: number, e: number): boolean {
  return begins === undefined || asked(() => begins(b, o, e), false);
}

/** The same where no number names the layer. */
export function surelyBeginsAt(layer: AnyLayer, b: Uint8Array, o: number, e: number): boolean {
  const { surely } = layer.spec;
  return beginsAt(layer, b, o, e) && (surely === undefined || asked(() => surely(b, o, e), false));
}
