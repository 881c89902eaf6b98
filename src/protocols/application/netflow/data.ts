/** Flow records, as templates describe them: an object a record, a property an information element. */
import { ipv4, ipv6, mac } from '../../../packet/fields/addresses.ts';
import { f32, f64, i16, i24, i32, i64, i8, u128, u16, u24, u32, u40, u48, u64, u8 } from '../../../packet/fields/integers.ts';
import { list } from '../../../packet/fields/lists.ts';
import { fixedOctets, fixedText, octets, text } from '../../../packet/fields/octets.ts';
import { sized } from '../../../packet/fields/sized.ts';
import { ntpTime, timestamp } from '../../../packet/fields/special/times.ts';
import type { LayerContext } from '../../../packet/spec/context.ts';
import type { Field, Fields } from '../../../packet/spec/field.ts';
import type { Knowledge } from '../../../packet/spec/knowledge.ts';
import { type ElementType, informationElement } from '../../registries/ipfix-elements.ts';
import { struct } from '../../../packet/fields/struct.ts';
import { COLUMNS } from './columns.ts';

/** One field of a template: the element, its octets (65535: it says itself), and whose element it is: 0 IANA's, -1 a scope of NetFlow 9. */
export type TemplateField = readonly [id: number, octets: number, enterprise: number];

/** A template as a session remembers it. */
export interface Template {
  readonly fields: readonly TemplateField[];
}

type AnyValue = Field<any, any>;

/** The length of a field that says its own (RFC 7011 §7). */
const VARIABLE = 65_535;
/** Whose elements tell what went the other way (RFC 5103 §6.1). */
const REVERSE = 29_305;
/** A template of more fields is none that a router would send; so what a session keeps is bounded. */
const MOST_FIELDS = 512;

const UNSIGNED: Readonly<Record<number, () => AnyValue>> = { 1: u8, 2: u16, 3: u24, 4: u32, 5: u40, 6: u48, 8: u64, 16: u128 };
const SIGNED: Readonly<Record<number, () => AnyValue>> = { 1: i8, 2: i16, 3: i24, 4: i32, 8: i64 };

/** Values of each type, in the widths that they may have (RFC 7011 §6). */
const VALUES: Readonly<Record<ElementType, Readonly<Record<number, () => AnyValue>>>> = {
  unsigned: UNSIGNED,
  signed: SIGNED,
  float: { 4: f32, 8: f64 },
  boolean: { 1: () => u8({ names: { true: 1, false: 2 } }) },
  mac: { 6: mac },
  ipv4: { 4: ipv4 },
  ipv6: { 16: ipv6 },
  seconds: { 4: () => timestamp(u32()) },
  milliseconds: { 8: () => timestamp(u64(), { ticks: 1000 }) },
  microseconds: { 8: ntpTime },
  nanoseconds: { 8: ntpTime },
  string: {},
  octets: {},
};

/** RFC 3954 §6.1. */
const SCOPES: Readonly<Record<number, string>> = { 1: 'System', 2: 'Interface', 3: 'LineCard', 4: 'Cache', 5: 'Template' };

/** What the field is called, and what its values are. Those of companies are kept by their numbers. */
function meaning([id, , enterprise]: TemplateField): { readonly name: string; readonly type: ElementType } {
  if (enterprise === -1) return { name: `scope${SCOPES[id] ?? `_${id}`}`, type: 'unsigned' };
  if (enterprise !== 0 && enterprise !== REVERSE) return { name: `enterprise_${enterprise}_${id}`, type: 'octets' };
  const { name, type } = informationElement(id) ?? { name: `field_${id}`, type: 'octets' as const };
  return { name: enterprise === 0 ? name : `reverse${name.charAt(0).toUpperCase()}${name.slice(1)}`, type };
}

function fieldOf(type: ElementType, length: number): AnyValue {
  if (length === VARIABLE) return type === 'string' ? sized('ipfix', text({ encoding: 'utf8' })) : sized('ipfix', octets());
  const make = VALUES[type][length];
  if (make !== undefined) return make();
  return type === 'string' ? fixedText(length) : fixedOctets(length);
}

/** The names of a template's fields, each once: `name`, `name_2`. */
function namesOf(fields: readonly TemplateField[]): readonly string[] {
  const times = new Map<string, number>();
  return fields.map((f) => {
    const { name } = meaning(f);
    const n = (times.get(name) ?? 0) + 1;
    times.set(name, n);
    return n === 1 ? name : `${name}_${n}`;
  });
}

/** Fields that have octets. */
const present = ({ fields }: Template): readonly TemplateField[] => fields.filter(([, length]) => length > 0);

/** The records of a template, and what fills their set up; undefined where it describes none. */
export function recordsOfTemplate(template: Template) {
  const fields = present(template);
  if (fields.length === 0) return undefined;
  const names = namesOf(fields);
  const of: Fields = Object.fromEntries(fields.map((f, i) => [names[i] as string, fieldOf(meaning(f).type, f[1])]));
  return list(struct(of) as Field<Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>>, { rest: true });
}

/** The values that records have under one of Wireshark's names. */
export function valuesUnder(column: string, template: Template, records: unknown): (string | number | bigint)[] {
  const fields = present(template);
  const names = namesOf(fields);
  const wanted = names.filter((_, i) => {
    const [id, , enterprise] = fields[i] as TemplateField;
    return enterprise === 0 && COLUMNS[id] === column;
  });
  if (wanted.length === 0 || !Array.isArray(records)) return [];
  return records.flatMap((r) =>
    wanted.flatMap((name) => {
      const value = (r as Readonly<Record<string, unknown>>)[name];
      return typeof value === 'number' || typeof value === 'string' || typeof value === 'bigint' ? [value] : [];
    }),
  );
}

const TABLE = 'netflow.template';

/** Whose template it is: the exporter's address, the version, and the domain in which it numbers its templates (RFC 7011 §3.4.1). */
function keyOf(id: number, at: LayerContext): string {
  const v9 = at.below('NetflowHeaderV9');
  const header = v9 ?? at.below('NetflowHeaderV10');
  const domain = header?.fields[v9 === undefined ? 'ObservationDomainID' : 'SourceID'];
  for (let below = at.parent; below !== undefined; below = below.parent)
    if (below.layer.layerName === 'IP' || below.layer.layerName === 'IPv6')
      return `${below.fields['src']} ${v9 === undefined ? 10 : 9} ${domain} ${id}`;
  return `${v9 === undefined ? 10 : 9} ${domain} ${id}`;
}

/** Puts a template down. One without fields takes it back (RFC 7011 §8.1). */
export function rememberTemplate(id: number, fields: readonly TemplateField[], at: LayerContext, session: Knowledge): void {
  if (fields.length <= MOST_FIELDS) session.remember(TABLE, keyOf(id, at), { fields } satisfies Template);
}

/** The template that describes a set of data. */
export const recallTemplate = (id: number, at: LayerContext, session: Knowledge): unknown => session.recall(TABLE, keyOf(id, at));
