/** What the lists and records of a layer say that they do not have. */
import { fieldPlaceOf } from './position.ts';
import { asked } from '../spec/asked.ts';
import type { VariableKind } from '../spec/field.ts';
import { itemCount } from '../spec/given-value.ts';
import type { Slot } from '../spec/slot.ts';
import type { View } from '../spec/spec.ts';
import type { Laid } from './laid.ts';
import type { PacketIssue } from './packet.ts';

/** Counts that say more than there is, options and names that are none, in layer `i`. */
export function contentIssues(p: Laid, i: number): PacketIssue[] {
  const view = p.view(i);
  const { layerName, layout } = view.$layer;
  const issues: PacketIssue[] = [];
  for (const slot of layout.variables) {
    const count = miscounted(view, slot);
    if (count !== undefined) {
      const { by, needed, had } = count;
      const offset = fieldPlaceOf(p, i, by.name);
      const text = `${layerName}.${by.name} at octet ${offset} says ${needed} of ${slot.name}, but there are ${had}`;
      issues.push({ kind: 'count', layer: layerName, field: by.name, offset, needed, had, text });
    }
    for (const { at, what } of malformed(view, slot, p.limit(i))) {
      const offset = at - p.s;
      const text = `${layerName}.${slot.name} at octet ${offset}: ${what}`;
      issues.push({ kind: 'malformed', layer: layerName, field: slot.name, offset, needed: 0, had: 0, text });
    }
  }
  return issues;
}

const fieldOf = (view: View, name: string): unknown => (view as unknown as Record<string, unknown>)[name];

function miscounted(view: View, slot: Slot): { by: Slot; needed: number; had: number } | undefined {
  const by = slot.countedBy;
  if (by === undefined || by.options.loose === true) return undefined;
  const said = fieldOf(view, by.name),
    list = fieldOf(view, slot.name);
  // A list that is not there at all is no list of none.
  if (typeof said !== 'number' || list === undefined) return undefined;
  const needed = said + (by.options.bias ?? 0),
    had = itemCount(slot.kind, list);
  return had < needed ? { by, needed, had } : undefined;
}

/** What a kind says of its octets, and options that could not be read. */
function malformed(view: View, slot: Slot, limit: number): readonly { readonly at: number; readonly what: string }[] {
  const cuts = view.$layout();
  const start = cuts[2 * slot.variable] as number,
    end = cuts[2 * slot.variable + 1] as number;
  const { complaints } = slot.kind as VariableKind;
  if (complaints !== undefined) return asked(() => complaints(view.$p.b, start, end, limit, view.$place(slot, view.$start())), []);
  if (slot.kind.value !== 'options' || start === end) return [];
  const list = fieldOf(view, slot.name);
  const bad = Array.isArray(list) && list.some((x) => Array.isArray(x) && x[0] === 'malformed');
  return bad ? [{ at: start, what: 'an option has a wrong length' }] : [];
}
