/** Wireshark's field names, and which fields of which layers they stand for. From the specs alone. */
import { PacketwrightError } from '../bytes/errors.ts';
import { didYouMean, nearest } from '../bytes/nearest.ts';
import { pushTo } from '../bytes/push-to.ts';
import type { LayerContext } from '../packet/spec/context.ts';
import { namesInside, valuesInside, wiresharkNames } from '../packet/spec/inside.ts';
import type { AnyLayer, Column, ColumnFunction, DirectColumn } from '../packet/spec/spec.ts';
import type { Slot } from '../packet/spec/slot.ts';
import type { Registry } from '../packet/chain/registry.ts';

/** One place that a name stands for: a field of a layer, fields of that name inside one, a function of its spec, or the layer's presence. */
export type FieldSource =
  | { readonly layer: AnyLayer; readonly slot: Slot }
  | { readonly layer: AnyLayer; readonly within: Slot; readonly name: string }
  | {
      readonly layer: AnyLayer;
      readonly column: ColumnFunction<any>;
      /** Its numbers are shown in hexadecimal, with the digits of so many bits. */
      readonly hex?: number;
      readonly direct?: DirectColumn | undefined;
    }
  | { readonly layer: AnyLayer };

/** What a source gives of its layer: a value, a list of several, undefined where it has none. */
export function sourceReader(s: FieldSource): (view: any, at: LayerContext) => unknown {
  if ('column' in s) return s.column;
  if ('slot' in s) return (view) => view[s.slot.name];
  return 'within' in s ? (view) => valuesInside(view, s.within, s.name) : () => 1;
}

/** Fields of the frame, which no layer has: they come from the batch. */
export const FRAME_FIELDS = [
  'frame.number',
  'frame.len',
  'frame.cap_len',
  'frame.time',
  'frame.time_epoch',
  'frame.interface_id',
  'frame.protocols',
  'frame.encap_type',
] as const;
export type FrameField = (typeof FRAME_FIELDS)[number];
export const isFrameField = (field: string): field is FrameField => (FRAME_FIELDS as readonly string[]).includes(field);

const known = new WeakMap<AnyLayer, ReadonlyMap<string, readonly FieldSource[]>>();

/** All names that a layer knows. */
export function namesOfLayer(layer: AnyLayer): ReadonlyMap<string, readonly FieldSource[]> {
  const made = known.get(layer);
  if (made !== undefined) return made;
  const names = new Map<string, FieldSource[]>();
  const add = (name: string, source: FieldSource): void => pushTo(names, name, source);
  const columns: Readonly<Record<string, Column<any>>> = layer.spec.columns ?? {};
  const protocol = layer.spec.wireshark?.split(':')[0];
  if (protocol) add(protocol, { layer });
  for (const slot of layer.layout.slots) {
    for (const name of wiresharkNames(slot.options)) if (!Object.hasOwn(columns, name)) add(name, { layer, slot });
    for (const name of namesInside(slot.kind)) if (!Object.hasOwn(columns, name)) add(name, { layer, within: slot, name });
    // Our own names work as well: TCP.dport.
    add(`${layer.layerName}.${slot.name}`, { layer, slot });
  }
  for (const [name, column] of Object.entries(columns)) {
    const shown = typeof column === 'function' ? { column } : { column: column.of, hex: column.hex };
    add(name, { layer, ...shown, direct: layer.spec.direct?.[name] });
  }
  known.set(layer, names);
  return names;
}

/** The word that a name begins with: its protocol, or our layer. */
export const labelOf = (name: string): string => name.slice(0, name.includes('.') ? name.indexOf('.') : undefined);

/** All names that a registry's layers know. */
export function fieldNames(registry: Registry): ReadonlyMap<string, readonly FieldSource[]> {
  const names = new Map<string, FieldSource[]>();
  for (const layer of registry.soundLayers())
    for (const [name, sources] of namesOfLayer(layer)) for (const s of sources) pushTo(names, name, s);
  return names;
}

/** What a name stands for; empty where no layer knows it. Only specs of layers that may know it are made. */
export function findSources(registry: Registry, name: string): readonly FieldSource[] {
  const label = labelOf(name);
  return registry
    .soundLayers()
    .filter((layer) => layer.layerName === label || (registry.factsOf(layer)?.labels.includes(label) ?? true))
    .flatMap((layer) => namesOfLayer(layer).get(name) ?? []);
}

/** The same, or ERR_FIELD with the nearest name. */
export function sourcesOf(registry: Registry, name: string): readonly FieldSource[] {
  const sources = findSources(registry, name);
  if (sources.length > 0) return sources;
  const near = nearest(name, fieldNames(registry).keys());
  throw new PacketwrightError('ERR_FIELD', `unknown field '${name}'${didYouMean(near)}`, {
    field: name,
    near,
  });
}
