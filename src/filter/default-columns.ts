/** `columns([...])` over the package's own protocols. */
import { PacketwrightError } from '../bytes/errors.ts';
import { checkOptions } from '../bytes/known-options.ts';
import type { AnyLayer } from '../packet/spec/spec.ts';
import { shown } from '../packet/spec/wants.ts';
import type { Registry } from '../packet/chain/registry.ts';
import { Ether } from '../protocols/link/ethernet.ts';
import { protocols } from '../protocols/protocols.ts';
import { type ColumnOptions, type ColumnPlan, columnPlan, type ColumnType, type FieldName, type TypeOfField } from './columns.ts';

/** Options of {@link columns}. */
type PlanOptions = ColumnOptions & { readonly registry?: Registry };

type NoOptions = Record<never, never>;

/** A name given as a literal must be a field's. What is known at run time only may be any name, and so may all names with a registry. */
type Asked<F extends string, O> = 'registry' extends keyof O ? F : string extends F ? F : F extends FieldName ? F : FieldName;

type Occurrence<O> = O extends { readonly occurrence: infer X } ? X : 'occurrence' extends keyof O ? 'first' | 'all' : 'first';

/** How the columns of these fields keep their values. */
type TypesOf<F extends string, O> = {
  readonly [K in F]: [Occurrence<O>] extends ['all']
    ? 'list'
    : ['registry' extends keyof O ? 'all' : Occurrence<O>] extends ['first']
      ? TypeOfField<K>
      : ColumnType;
};

/**
 * A plan for these fields, by Wireshark's names or ours: `columns(['frame.time_epoch', 'ip.src', 'tcp.dstport', 'DNS.id'])`. The compiler
 * knows the names and how each column keeps its values. Names that the program learns as it runs it takes as a `string[]`; the `type` of
 * each column then tells what its values are. Give the source's `interfaces` for captures of other link types than Ethernet.
 * @throws ERR_FIELD for a name that no layer knows; ERR_VALUE for what is no list of names.
 */
export function columns<const F extends string, const O extends PlanOptions = NoOptions>(
  fields: readonly Asked<F, O>[],
  o?: O,
): ColumnPlan<TypesOf<F, O>> {
  if (!Array.isArray(fields) || fields.some((field) => typeof field !== 'string'))
    throw new PacketwrightError('ERR_VALUE', `columns takes a list of names of fields, not ${shown(fields)}`, {
      value: fields,
      remedy: "give a list, also of one: columns(['tcp.dstport'])",
    });
  checkOptions<PlanOptions>('columns', o ?? {}, { interfaces: true, first: true, occurrence: true, registry: true });
  const { registry = protocols, occurrence = 'first' }: PlanOptions = o ?? {};
  if (occurrence !== 'first' && occurrence !== 'all')
    throw new PacketwrightError('ERR_VALUE', `columns: 'occurrence' is ${shown(occurrence)}; give 'first' or 'all'`, { value: occurrence });
  return columnPlan(registry, fields, { first: Ether as unknown as AnyLayer, ...o }) as ColumnPlan<TypesOf<F, O>>;
}
