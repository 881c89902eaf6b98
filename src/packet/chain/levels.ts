/**
 * Where layers end whose payload is not the rest of the packet: messages that stand one behind another, and what has a check sequence
 * behind its payload. In a packet's chain of layers these stand in the order of their octets: BGP, BGP, BGP; Dot11, LLC, IP, Dot11FCS.
 */
import { isPadding, isRaw } from '../layer/raw.ts';
import type { Slot } from '../spec/slot.ts';
import type { AnyLayer } from '../spec/spec.ts';
import { alwaysSpace } from './bindings.ts';

/** The layer that messages of a kind are known by, which others may stand in the place of; undefined for what does not repeat. */
export function messageOf(layer: AnyLayer): AnyLayer | undefined {
  const { repeats } = layer.spec;
  return repeats === undefined ? undefined : repeats === true ? layer : repeats();
}

/** The layer that stands behind the payload of this one, if any does. */
export const trailerOf = (layer: AnyLayer): AnyLayer | undefined => layer.spec.trailer?.layer();

/** The layer that fills this one up, before the next message. */
export const fillingOf = (layer: AnyLayer): AnyLayer | undefined => layer.spec.filling?.layer();

/** The field that says where a message ends that is filled up. */
export const endSlotOf = ({ layout }: AnyLayer): Slot | undefined => layout.extentSlot ?? layout.headerSlot;

/** Octets that are missing up to a multiple of what a message is filled up to. */
export const missingOf = ({ spec }: AnyLayer, octets: number): number => {
  const to = spec.filling?.to ?? 1;
  return (to - (octets % to)) % to;
};

/** Whether a layer has no payload: nothing says what it could be, or how long. Its message ends with its header. */
export function isLast({ layout, spec, layerName }: AnyLayer, next: Lookup): boolean {
  const { selectors, hints, headerSlot, extentSlot } = layout;
  const leads = selectors.length + hints.length > 0 || spec.next !== undefined || next(alwaysSpace({ layerName }), 0) !== undefined;
  // Whose header is all that its length measures.
  const isAll = extentSlot === undefined || extentSlot === headerSlot;
  return !leads && isAll && spec.payloadLength === undefined;
}

/** What a number means in a space. */
type Lookup = (space: string, value: number) => AnyLayer | undefined;

/** Where the layers of a chain end. */
export interface Levels {
  /** For each layer, the number of the one at whose first octet it ends; as many as there are layers: it ends with the packet. */
  readonly ends: Int16Array;
  /** Layers that stand behind the payload of another. */
  readonly trailers: readonly number[];
}

/** Whether octets behind a layer's payload are told from it: by the next message, or by what stands behind the payload. */
function isOuter(layer: AnyLayer, owned: ReadonlySet<AnyLayer>): boolean {
  const trailer = trailerOf(layer);
  return layer.spec.repeats !== undefined || (trailer !== undefined && owned.has(trailer));
}

/** `undefined`: none of these repeats or has its trailer there, so all end where the innermost payload does. */
export function levelsOf(layers: readonly AnyLayer[], next: Lookup): Levels | undefined {
  const owned = new Set(layers.flatMap((l) => trailerOf(l) ?? []));
  if (!layers.some((l) => l.spec.repeats !== undefined || owned.has(l))) return undefined;
  const fills = new Set(layers.flatMap((l) => fillingOf(l) ?? []));
  const ends = new Int16Array(layers.length).fill(layers.length);
  const trailers: number[] = [];
  /** Layers that have not ended yet, outermost first. */
  const open: number[] = [];
  const openFrom = (is: (layer: AnyLayer) => boolean): number => open.findIndex((i) => is(layers[i] as AnyLayer));
  layers.forEach((layer, s) => {
    const message = messageOf(layer);
    const before = layers[s - 1];
    let from = -1;
    // Nothing stands in Raw, or in what fills up: it ends where the next layer begins, also one that has ended the message it lies in.
    if (before !== undefined && (isRaw(before) || fills.has(before))) ends[open.pop() as number] = s;
    if (message !== undefined) from = openFrom((l) => messageOf(l) === message);
    else if (isPadding(layer)) from = 0;
    else if (fills.has(layer)) from = open.findLastIndex((i) => fillingOf(layers[i] as AnyLayer) === layer);
    // Octets behind a message that can have no payload, or has one: they begin another, which is not all there. Of messages inside one
    // another it is the innermost that ends; a second Raw behind them ends the next. Before a trailer they end what is in the payload.
    else if (isRaw(layer) && before !== undefined && (isRaw(before) || isLast(before, next))) {
      from = open.findLastIndex((i) => isOuter(layers[i] as AnyLayer, owned));
      if (from >= 0 && (layers[open[from] as number] as AnyLayer).spec.repeats === undefined) from++;
    } else if (owned.has(layer)) {
      from = openFrom((l) => trailerOf(l) === layer);
      trailers.push(s);
    }
    if (from >= 0) for (const i of open.splice(from)) ends[i] = s;
    open.push(s);
  });
  return { ends, trailers };
}
