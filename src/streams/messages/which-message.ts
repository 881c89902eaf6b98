/** Which layer's message begins at a place of a stream, and how long it is. */
import { lineEnd } from '../../packet/fields/text-lines.ts';
import { beginsAt } from '../../packet/spec/begins.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import type { CutSide } from './conversation.ts';
import { cutterOf } from './cuttable.ts';
import { rulesOf, traitsOf } from './rules/rules.ts';

/** No message begins there. */
export const NONE_BEGINS = 'none';

export interface FoundMessage {
  readonly layer: AnyLayer;
  /** Octets, of its head where its content is told apart. Infinity: up to the stream's end. */
  readonly size: number;
}

/**
 * With so many octets a layer's word that it does not begin is believed; with fewer only where the message of a later one is all there. So it does not matter in
 * which pieces the octets come.
 */
const SURE = 64;

/** Octets of `layer`'s message: 0 where none begins, -1 where more octets are needed to tell. */
function sizeOf(layer: AnyLayer, side: CutSide): number {
  const { b, from, to } = side.octets;
  const head = rulesOf(layer)?.head;
  if (head === undefined || to - from < layer.layout.minimum || !beginsAt(layer, b, from, to)) return cutterOf(layer)(b, from, to) ?? -1;
  return head(b, from, to, side.scan);
}

/** A line is all there, where that is all that a message may be. */
function isLine({ octets, layers, wasCut }: CutSide): boolean {
  return wasCut && traitsOf(layers).byLines && lineEnd(octets.b, octets.from, octets.to) > 0;
}

/**
 * What begins where `side` is. Undefined: more octets are needed to tell.
 *
 * @param isEnd no more will come: the first that may be there is
 */
export function whichMessage(side: CutSide, isEnd: boolean): FoundMessage | typeof NONE_BEGINS | undefined {
  const there = side.octets.size;
  let mayBe = false;
  for (const layer of side.layers) {
    const size = sizeOf(layer, side);
    if (size === 0) continue;
    if (size < 0) {
      // What needs more octets than there are to be seen at all gives way to a message that is whole.
      if (there >= layer.layout.minimum && !isEnd) return undefined;
      mayBe = true;
    } else if (isEnd || there >= Math.min(size, SURE)) return mayBe && there < size && !isEnd ? undefined : { layer, size };
    else mayBe = true;
  }
  return mayBe || (there < SURE && !isEnd && !isLine(side)) ? undefined : NONE_BEGINS;
}
