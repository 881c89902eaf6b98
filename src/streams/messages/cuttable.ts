/** Which layers' messages can be cut from a stream, and by what. */
import { type MessageCutter, messageCutter } from '../../packet/chain/message-cutter.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';

/**
 * Why a layer's messages cannot be cut from a stream by its spec: nothing says where one ends. Undefined: they can.
 *
 * - `to-end`: its fields take whatever is there.
 * - `leads-on`: its length is that of the layer that it leads to.
 */
export function whyNotCut({ spec, layout }: AnyLayer): 'to-end' | 'leads-on' | undefined {
  if (spec.messageSize !== undefined || spec.payloadLength !== undefined) return undefined;
  if (layout.headerSlot !== undefined || layout.extentSlot !== undefined) return undefined;
  if (layout.header === 'greedy') return 'to-end';
  for (const slot of layout.variables)
    if (slot.kind.form === 'variable' && slot.kind.toEnd !== undefined && slot.measuredBy === undefined && slot.countedBy === undefined)
      return 'to-end';
  return spec.next !== undefined || layout.selectors.length > 0 ? 'leads-on' : undefined;
}

const cutters = /* @__PURE__ */ new WeakMap<AnyLayer, MessageCutter>();

/** The cutter of a layer, made once. */
export function cutterOf(layer: AnyLayer): MessageCutter {
  let cutter = cutters.get(layer);
  if (cutter === undefined) cutters.set(layer, (cutter = messageCutter(layer)));
  return cutter;
}
