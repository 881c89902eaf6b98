/** All fields by name, each with what it is: what `pkw fields` lists. */
import { type FieldSource, fieldNames } from '../../filter/field-names.ts';
import type { Registry } from '../../packet/chain/registry.ts';
import { frameFields } from './frame-fields.ts';

/** One place that a name stands for. */
export interface FieldRow {
  /** Wireshark's name, or ours (`TCP.dport`). */
  readonly name: string;
  readonly type: string;
  readonly layer: string;
  /** What it is, in a few words; may be empty. */
  readonly text: string;
}

/** By name; a name that stands for several places has a row for each. */
export function fieldRows(registry: Registry): FieldRow[] {
  const rows = Object.entries(frameFields).map(([name, { type, about }]) => ({ name, type, layer: 'frame', text: about }));
  for (const [name, sources] of fieldNames(registry))
    for (const source of sources) rows.push({ name, layer: source.layer.layerName, ...kindOf(source) });
  return rows.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function kindOf(source: FieldSource): { type: string; text: string } {
  if ('slot' in source) return { type: source.slot.kind.label, text: source.slot.options.about ?? '' };
  if ('within' in source) return { type: `in ${source.within.kind.label}`, text: `inside the field ${source.within.name}` };
  if ('column' in source) return { type: 'computed', text: '' };
  return { type: 'layer', text: source.layer.spec.about ?? source.layer.spec.title ?? '' };
}
