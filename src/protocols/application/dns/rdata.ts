/** Record data by type. */
import { type Field, type FieldPlace, type Fields, field, type GiveOf, type ReadOf } from '../../../packet/spec/field.ts';
import { partOf } from '../../../packet/fields/conditional.ts';
import { gatherPart, isNamed, namesOf, type Part } from '../../../packet/spec/inside.ts';
import { octetsFrom } from '../../../packet/fields/octets.ts';
import { OctetWriter } from '../../../packet/spec/octet-writer.ts';
import { dnsTypes } from '../../registries/dns.ts';
import { ednsOptions } from './edns.ts';
import { hostRdata } from './rdata-hosts.ts';
import { rareRdata } from './rdata-rare.ts';
import { securityRdata } from './rdata-security.ts';
import { serviceRdata } from './svcb.ts';
import { placeInside } from '../../../packet/spec/place-inside.ts';
import { orOctets } from '../../../packet/spec/value-form.ts';

const table = () => ({ ...hostRdata(), ...securityRdata(), ...serviceRdata(), ...rareRdata(), OPT: ednsOptions() });
type Table = ReturnType<typeof table>;

/** The types whose data is more than octets. */
export type RdataType = keyof Table;
/** What is read from records of a type. */
export type RdataOf<T extends RdataType> = ReadOf<Table[T]>;
/** What may be given for records of a type. */
export type RdataGiven<T extends RdataType> = GiveOf<Table[T]>;
/**
 * What `rdata` gives: text for names and addresses, objects for structures, lists; octets for unknown types and for data that is not valid
 * for its type.
 */
export type Rdata = RdataOf<RdataType> | Uint8Array;
/** What may be given for `rdata`. */
export type RdataGive = RdataGiven<RdataType> | string | Uint8Array;

/** Types whose one name, or whose address, is there also when nothing is given (as scapy has it). */
const FILLED = new Set<string>(['A', 'AAAA', 'NS', 'MD', 'MF', 'CNAME', 'PTR', 'DNAME']);

interface TypeKind {
  readonly name: RdataType;
  readonly part: Part;
  readonly initial: unknown;
}

let kinds: Map<number, TypeKind> | undefined;

function typeKinds(): ReadonlyMap<number, TypeKind> {
  if (kinds === undefined) {
    kinds = new Map();
    for (const [name, f] of Object.entries(table() as Fields))
      kinds.set(dnsTypes.value(name) as number, { name: name as RdataType, part: partOf(f), initial: f.kind.initial });
  }
  return kinds;
}

/** What the data of a record of that type is, where it takes just these octets; `place` is what it has inside. */
function wholePart(type: number, b: Uint8Array, at: number, end: number, place: FieldPlace): Part | undefined {
  const part = typeKinds().get(type)?.part;
  return part?.kind.end(b, at, end, place) === end ? part : undefined;
}

/** The data of a record of that type from `at` to `end`; octets where it is none. */
export function readRdata(type: number, b: Uint8Array, at: number, end: number, place: FieldPlace): Rdata {
  const inner = placeInside(place);
  const value = wholePart(type, b, at, end, inner)?.kind.read(b, at, end, inner);
  return (value as Rdata | undefined) ?? b.subarray(at, end);
}

function writeRdata(w: OctetWriter, type: number, v: unknown, place: FieldPlace): void {
  const known = typeKinds().get(type);
  if (v === undefined) {
    if (known !== undefined && FILLED.has(known.name)) known.part.kind.write(w, known.initial, place);
  } else if (v instanceof Uint8Array || known === undefined) w.octets(octetsFrom(v));
  else known.part.kind.write(w, v, placeInside(place));
}

/** The octets of record data, names in full. */
export function rdataOctets(type: number, data: Rdata): Uint8Array {
  if (data instanceof Uint8Array) return data;
  const w = new OctetWriter();
  writeRdata(w, type, data, { self: { type }, start: 0, origin: 0, size: undefined, count: undefined });
  return w.b.subarray(0, w.q);
}

/** The field: what `type` says, in `rdlen` octets. */
export function rdata(): Field<Rdata, RdataGive> {
  return field(
    {
      form: 'variable',
      label: 'record data',
      holds: { later: () => orOctets({ either: Array.from(typeKinds().values(), ({ part }) => ({ field: part.of })) }) },
      list: true,
      end: (_b, at, limit, { size }) => (size === undefined ? limit : at + size),
      read: (b, at, end, place) => readRdata(place.self['type'] as number, b, at, end, place),
      write: (w, v, place) => writeRdata(w, place.self['type'] as number, v, place),
      inside: {
        *names(seen) {
          for (const { part } of typeKinds().values()) yield* namesOf(part.of, seen);
        },
        gather: (search, b, at, end, place) => {
          const type = place.self['type'] as number,
            of = typeKinds().get(type)?.part.of;
          if (of === undefined || !isNamed(of, search.name)) return;
          const inner = placeInside(place);
          const part = wholePart(type, b, at, end, inner);
          if (part !== undefined) gatherPart(search, part, b, at, end, inner);
        },
      },
    },
    { about: 'text, an object or octets, depending on the type' },
  );
}

/**
 * A record's data with its type known: `rdataOf(record, 'MX')?.exchange`. Undefined for a record of another type, or with data that is not
 * valid for its type.
 */
export function rdataOf<const T extends RdataType>(
  record: { readonly type: number; readonly rdata: Rdata },
  type: T,
): RdataOf<T> | undefined {
  if (record.type !== dnsTypes.value(type)) return undefined;
  const { rdata } = record;
  return rdata instanceof Uint8Array && !OCTET_TYPES.has(type) ? undefined : (rdata as RdataOf<T>);
}

/** Types whose data is nothing but octets. */
const OCTET_TYPES = new Set<string>(['NULL', 'DHCID', 'OPENPGPKEY', 'NSAP', 'EID', 'NIMLOC']);

/** The name of a type that the data of a record is none of: of octets where that type has more than octets. */
export function typeNotMet(type: number, data: unknown): string | undefined {
  const name = typeKinds().get(type)?.name;
  return name === undefined || OCTET_TYPES.has(name) || !(data instanceof Uint8Array) || data.length === 0 ? undefined : name;
}
