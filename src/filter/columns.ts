/**
 * Column plans: the fields asked for, compiled to functions over a batch that fill typed arrays. They walk the layers
 * as the dissector does, made of the same steps, but only those that lead to a field asked for; no packet object is made.
 */
import type { InterfaceInfo } from '../capture/batch.ts';
import type { Registry } from '../packet/chain/registry.ts';
import { scaleOf } from '../packet/spec/field.ts';
import type { AnyLayer } from '../packet/spec/spec.ts';
import { type Columns, ColumnTable, type ColumnType, type ColumnTypes } from './column-data.ts';
import { type FieldSource, type FrameField, isFrameField, sourcesOf } from './field-names.ts';
import { type Asked, compileFillers, type Filler } from './plan-code.ts';
import type { Plan } from './plan.ts';

export type { ColumnData, Columns, ColumnType, ColumnTypes, FieldName, TypeOfField } from './column-data.ts';

/** The first layer of the packets, and how many values of each field to collect. */
export interface ColumnOptions {
  /** Link types come from here; without it every packet begins with `first`. */
  readonly interfaces?: readonly InterfaceInfo[];
  readonly first?: AnyLayer;
  /**
   * `first` (the default): the outermost value of a field, in typed arrays. `all`: every value, outermost first, as one list per row
   * (`list` columns; values as views give them, addresses as text). Slower: it makes objects.
   */
  readonly occurrence?: 'first' | 'all';
}

/** A compiled plan for columns. */
export interface ColumnPlan<T extends ColumnTypes = ColumnTypes> extends Plan<Columns<T>> {
  /** Makes room for results: pass it to `run`. */
  output(): Columns<T>;
}

const FRAME_TYPES: Readonly<Record<FrameField, ColumnType>> = {
  'frame.number': 'f64',
  'frame.len': 'u32',
  'frame.cap_len': 'u32',
  'frame.time': 'time',
  'frame.time_epoch': 'time',
  'frame.interface_id': 'u32',
  'frame.protocols': 'any',
  'frame.encap_type': 'u32',
};

function typeOf(sources: readonly FieldSource[]): ColumnType {
  const types = new Set(
    sources.map((s): ColumnType => {
      if ('column' in s) return s.direct === undefined ? 'any' : 'u32';
      if ('within' in s) return 'any';
      if (!('slot' in s)) return 'u32';
      const { kind } = s.slot;
      if (kind.form === 'integer') return kind.signed || scaleOf(kind) !== undefined ? 'f64' : 'u32';
      if (kind.form === 'fixed')
        return kind.value === 'ipv4' ? 'u32' : kind.value === 'mac' ? 'f64' : kind.value === 'ipv6' ? 'u128' : 'any';
      return 'any';
    }),
  );
  if (types.size === 1) return [...types][0] as ColumnType;
  return types.has('any') || types.has('u128') ? 'any' : 'f64';
}

/**
 * Compiles a plan for these Wireshark fields (or ours: `TCP.dport`). `frame.number` counts on from batch to batch of one
 * output.
 * @throws ERR_FIELD for a name that no layer knows.
 */
export function columnPlan(registry: Registry, fields: readonly string[], o: ColumnOptions & { readonly first: AnyLayer }): ColumnPlan {
  const all = o.occurrence === 'all';
  const asked = fields.map((field): Asked => {
    if (isFrameField(field)) return { field, type: all ? 'list' : FRAME_TYPES[field], sources: [] };
    const sources = sourcesOf(registry, field);
    return { field, type: all ? 'list' : typeOf(sources), sources };
  });
  let fillers: readonly Filler[] | undefined;
  const first = Int32Array.of(o.first.id);
  const firstLink = Int32Array.of(registry.valueFor('linktype', o.first) ?? 0);
  let ids = first,
    links = firstLink;
  /** A pcapng's interfaces grow while it is read. */
  const begin = (): void => {
    const { interfaces = [] } = o;
    if (interfaces.length === 0 || (ids !== first && ids.length === interfaces.length)) return;
    ids = Int32Array.from(interfaces, (f) => registry.next('linktype', f.linkType)?.id ?? 0);
    links = Int32Array.from(interfaces, (f) => f.linkType);
  };
  return {
    fields,
    output: () => new ColumnTable(asked) as unknown as Columns,
    run: (batch, out) => {
      const table = out as unknown as ColumnTable;
      fillers ??= compileFillers(registry, asked);
      table.reserve(batch.n);
      begin();
      for (const fill of fillers) fill(batch, table, ids, links);
      table.rows = batch.n;
      table.before += batch.n;
    },
  };
}
