/** Fields that share a few octets at a fixed place: which of them are there depends on one number before them. */
import { PacketwrightError } from '../../bytes/errors.ts';
import {
  type Field,
  type FieldOptions,
  type Fields,
  type FixedKind,
  field,
  type GiveOf,
  type IntegerKind,
  type KindCommon,
  type OverlayPlace,
  type ReadOf,
} from '../spec/field.ts';

import { MOST_OCTETS, shown, wantFields, wantWhole } from '../spec/wants.ts';

/** A number of the selector, or a name of one; several when one case serves them all. */
type CaseValues = number | string | readonly (number | string)[];
/** What stands in the octets for these values. */
export type OverlayCase = readonly [values: CaseValues, fields: Fields];

type FieldOf<C extends OverlayCase, O extends Fields, N> = C[1] | O extends infer F ? (F extends Fields ? F[N & keyof F] : never) : never;
type NamesOf<F> = F extends Fields ? keyof F : never;
/** The fields of all cases. A field of a case that does not apply reads as undefined. */
export type OverlayFields<C extends OverlayCase, O extends Fields> = {
  readonly [N in NamesOf<C[1] | O>]: Field<ReadOf<FieldOf<C, O, N>> | undefined, GiveOf<FieldOf<C, O, N>>>;
};

/**
 * `octets` octets whose fields depend on the number in an earlier field; spread the result into a layer's fields:
 *
 *     ...overlay('type', 4, [[[0, 8], { id: u16(), seq: u16() }], [5, { gw: ipv4() }]], { unused: u32() })
 *
 * `otherwise` is for all other values. The fields of each case must fill all the octets. A name may be in several cases, even at different
 * places. A value that is given is written, whatever the number is.
 * @throws ERR_SPEC when the fields of a case do not fill the octets, or a value has two cases
 */
export function overlay<const C extends readonly OverlayCase[], O extends Fields>(
  selector: string,
  octets: number,
  cases: C,
  otherwise: O,
): OverlayFields<C[number], O> {
  const where = `the overlay on '${String(selector)}'`;
  if (typeof selector !== 'string') fault('an overlay', `it depends on ${shown(selector)}; give the name of a field before it`);
  wantWhole(where, 'its size', octets, 1, MOST_OCTETS);
  if (!Array.isArray(cases) || cases.some((c) => !Array.isArray(c) || c.length !== 2))
    fault(where, 'its cases are a list: [[VALUES, { … }], …]');
  for (const [values, fields] of cases) {
    for (const v of [values].flat() as unknown[])
      if (typeof v !== 'string' && !Number.isInteger(v)) fault(where, `a case is for ${shown(v)}; give whole numbers or names`);
    wantFields(where, 'a case', fields);
  }
  wantFields(where, 'the fields for all other values', otherwise);
  const places = new Map<string, OverlayPlace[]>();
  const options = new Map<string, FieldOptions>();
  const order: string[] = [];
  const put = (fields: Fields, values: readonly (number | string)[], not: boolean): void => {
    const where = `the case ${not ? 'otherwise' : values.join(', ')} of the overlay on '${selector}'`;
    const names = Object.keys(fields);
    let bit = 0,
      before: OverlayPlace['kind'] | undefined;
    names.forEach((name, k) => {
      const f = fields[name] as Field<any, any>;
      const kind = fixedKind(f, name, where);
      if (bit % 8 !== 0 && (kind.form !== 'integer' || (before?.form === 'integer' && before.little !== kind.little)))
        fault(where, `${name} starts ${bit % 8} bits into an octet, where it cannot`);
      if (!places.has(name)) {
        places.set(name, []);
        options.set(name, f.options);
        // In wire order in every case.
        const next = names.slice(k).find((n) => order.includes(n));
        order.splice(next === undefined ? order.length : order.indexOf(next), 0, name);
      }
      addPlace(places.get(name) as OverlayPlace[], { bit, kind, values, not }, name, where);
      before = kind;
      bit += bitsOf(kind);
    });
    if (bit !== octets * 8) fault(where, `its fields take ${bit} of ${octets * 8} bits: each needs a name`);
  };
  const seen: (number | string)[] = [];
  for (const [values, fields] of cases) {
    const list = [values].flat() as readonly (number | string)[];
    for (const v of list) if (seen.includes(v)) fault(where, `${v} has two cases`);
    seen.push(...list);
    put(fields, list, false);
  }
  put(otherwise, seen, true);
  // The widest place is a field's own: what fits it may be given.
  for (const known of places.values()) known.sort((a, b) => bitsOf(b.kind) - bitsOf(a.kind));
  const all = { selector, octets, fields: places };
  return Object.fromEntries(
    order.map((name) => {
      const [own] = places.get(name) as [OverlayPlace, ...OverlayPlace[]];
      return [name, field({ ...own.kind, overlay: all }, options.get(name))];
    }),
  ) as unknown as OverlayFields<C[number], O>;
}

function addPlace(known: OverlayPlace[], place: OverlayPlace, name: string, where: string): void {
  if (known[0] !== undefined && !isAlike(known[0].kind, place.kind)) fault(where, `${name} is of another kind in another case`);
  // The same place for more values of the number.
  const same = known.findIndex((k) => k.bit === place.bit && isSame(k.kind, place.kind) && !k.not && !place.not);
  if (same < 0) known.push(place);
  else known[same] = { ...place, values: [...(known[same] as OverlayPlace).values, ...place.values] };
}

const bitsOf = (kind: OverlayPlace['kind']): number => (kind.form === 'integer' ? kind.bits : kind.octets * 8);

function fault(where: string, what: string): never {
  throw new PacketwrightError('ERR_SPEC', `${where}: ${what}`);
}

function fixedKind({ kind }: Field<any, any>, name: string, where: string): OverlayPlace['kind'] {
  if (kind.form === 'variable') fault(where, `${name} has no fixed size`);
  return kind as OverlayPlace['kind'];
}

type PlacedKind = (IntegerKind | FixedKind) & KindCommon;

/** Whether values of the one kind are values of the other: plans keep them in one column. */
const isAlike = (a: PlacedKind, b: PlacedKind): boolean =>
  a.form === 'integer'
    ? b.form === 'integer' && a.signed === b.signed && (a.decode === undefined) === (b.decode === undefined)
    : b.form === 'fixed' && a.octets === b.octets && a.value === b.value;

/** Whether the octets of one kind are read as those of the other. */
const isSame = (a: PlacedKind, b: PlacedKind): boolean =>
  a.form === 'integer'
    ? b.form === 'integer' && a.bits === b.bits && a.little === b.little && a.signed === b.signed && a.decode === b.decode
    : b.form === 'fixed' && a.octets === b.octets && a.read === b.read;
