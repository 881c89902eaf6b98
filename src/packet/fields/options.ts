/**
 * Lists of options (type, length, value) as headers carry them. No octet is lost: unknown options are kept with their
 * number, values of the wrong length as octets, what cannot be parsed as `malformed`, what follows the end as `padding`.
 */
import { PacketwrightError } from '../../bytes/errors.ts';
import { didYouMean, nearest } from '../../bytes/nearest.ts';
import { optionTuples } from './option-text.ts';
import { type Field, type FieldOptions, type FieldPlace, field, type Search, type VariableKind } from '../spec/field.ts';
import { gatherPart, isNamed, namesOf, type Part } from '../spec/inside.ts';
import type { OctetWriter } from '../spec/octet-writer.ts';
import { partOf } from './conditional.ts';
import { u16, u8 } from './integers.ts';
import { octets, octetsFrom } from './octets.ts';

/** One option: its name, and the field that its value is. Without a field: no value is expected. `mark`: no length octet either. */
export interface OptionKind<N extends string = string, R = unknown, G = unknown> {
  readonly name: N;
  readonly value: Field<R, G> | undefined;
  readonly mark: boolean;
}

/** An option that has a length and no value, or the value that `value` describes. */
export function option<const N extends string>(name: N): OptionKind<N, undefined, undefined>;
export function option<const N extends string, R, G>(name: N, value: Field<R, G>): OptionKind<N, R, G>;
export function option(name: string, value?: Field<unknown, unknown>): OptionKind {
  return { name, value, mark: false };
}

/** An option of one octet: its type. */
export const mark = <const N extends string>(name: N): OptionKind<N, undefined, undefined> => ({ name, value: undefined, mark: true });

type Kinds = Readonly<Record<number, OptionKind<any, any, any>>>;
type EntryRead<K> =
  K extends OptionKind<infer N, infer R, any>
    ? [R] extends [undefined]
      ? readonly [N] | readonly [N, Uint8Array]
      : readonly [N, R | Uint8Array]
    : never;
type EntryGive<K> =
  K extends OptionKind<infer N, any, infer G>
    ? [G] extends [undefined]
      ? N | readonly [N] | readonly [N, Uint8Array | null]
      : readonly [N, G | Uint8Array]
    : never;
/** Unknown options by number; octets that are no option. */
type Other = readonly [number, Uint8Array] | readonly ['malformed' | 'padding', Uint8Array];
/** An option by number, its value as octets; a mark by number alone. */
type OtherGive = Other | readonly [number] | number;

export interface OptionListForm<K extends Kinds> {
  readonly kinds: K;
  /** Octets of type and length. Default 1. */
  readonly typeOctets?: 1 | 2;
  readonly lengthOctets?: 1 | 2;
  /** The length counts type and length too. Default: only the value. */
  readonly lengthCovers?: 'option' | 'value';
  /** Octets a unit of length. Default 1. */
  readonly unit?: number;
  /** The type that ends the list. */
  readonly end?: number;
  /** The list is filled up to a multiple of so many octets from the layer's start … */
  readonly align?: number;
  /** … with these octets. Default: zeros. */
  readonly fill?: (octets: number) => Uint8Array;
  /** The list as show() has it. Default: as scapy shows TCP's: `[('MSS', 1460), ('NOP', None)]`. */
  readonly format?: (entries: readonly (readonly [name: string | number, value?: unknown])[]) => string;
  /** scapy has each option as a packet: show() gives an empty list a line of its own. */
  readonly packets?: boolean;
  /** Wireshark's names for what each option consists of: its type, its length as it stands (marks have none), its value's octets. */
  readonly wireshark?: { readonly [P in 'type' | 'length' | 'value']?: string | readonly string[] };
}

/** An option where it stands: number, kind, value's octets. */
export interface PlacedOption {
  readonly type: number;
  readonly kind: OptionKind | undefined;
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
}

/** Finds the options between `at` and `end`; `rest` is where what is no option begins. */
export function walkOptions(
  form: OptionListForm<Kinds>,
  b: Uint8Array,
  at: number,
  end: number,
): { found: PlacedOption[]; rest: number; ended: boolean } {
  const { kinds, typeOctets = 1, lengthOctets = 1, lengthCovers = 'value', unit = 1 } = form;
  const found: PlacedOption[] = [];
  let q = at;
  while (q + typeOctets <= end) {
    const type = typeOctets === 1 ? (b[q] as number) : ((b[q] as number) << 8) | (b[q + 1] as number);
    const kind = kinds[type];
    if (kind?.mark) {
      found.push({ type, kind, start: q, valueStart: q + typeOctets, end: q + typeOctets });
      q += typeOctets;
      if (type === form.end) return { found, rest: q, ended: true };
      continue;
    }
    const head = typeOctets + lengthOctets;
    if (q + head > end) break;
    const l = lengthOctets === 1 ? (b[q + typeOctets] as number) : ((b[q + typeOctets] as number) << 8) | (b[q + typeOctets + 1] as number);
    const next = q + l * unit + (lengthCovers === 'value' ? head : 0);
    if (next < q + head || next > end) break;
    found.push({ type, kind, start: q, valueStart: q + head, end: next });
    q = next;
  }
  return { found, rest: q, ended: false };
}

/** Two options of one name could not be told apart when they are given. */
function refuseTwice(kinds: Kinds): void {
  const types = new Map<string, string>();
  for (const [type, { name }] of Object.entries(kinds)) {
    const other = types.get(name);
    if (other !== undefined)
      throw new PacketwrightError('ERR_SPEC', `an option list has '${name}' twice, as ${other} and ${type}; give each a name of its own`);
    types.set(name, type);
  }
}

/** How the options of one list are read and written. */
class OptionCoder {
  readonly #form: OptionListForm<Kinds>;
  readonly byName: ReadonlyMap<string, { readonly type: number; readonly kind: OptionKind }>;
  readonly #values: ReadonlyMap<string, Part>;
  /** Type, length and octets of any option, as far as they have names. */
  readonly #type: Part | undefined;
  readonly #length: Part | undefined;
  readonly #octets: Part | undefined;

  constructor(form: OptionListForm<Kinds>) {
    this.#form = form;
    const kinds = Object.entries(form.kinds);
    this.byName = new Map(kinds.map(([type, kind]) => [kind.name, { type: Number(type), kind: kind as OptionKind }]));
    this.#values = new Map(kinds.flatMap(([, { name, value }]) => (value === undefined ? [] : [[name, partOf(value)] as const])));
    const { typeOctets, lengthOctets, wireshark = {} } = form;
    const named = (name: FieldOptions['wireshark'], make: (o: Pick<FieldOptions, 'wireshark'>) => Field<any, any>): Part | undefined =>
      name === undefined ? undefined : partOf(make({ wireshark: name }));
    this.#type = named(wireshark.type, typeOctets === 2 ? u16 : u8);
    this.#length = named(wireshark.length, lengthOctets === 2 ? u16 : u8);
    this.#octets = named(wireshark.value, octets);
  }

  /** Wireshark's names in the list. */
  *names(seen: Set<object>): Iterable<string> {
    for (const part of [this.#type, this.#length, this.#octets, ...this.#values.values()])
      if (part !== undefined) yield* namesOf(part.of, seen);
  }

  gather(search: Search, b: Uint8Array, at: number, end: number, place: FieldPlace): void {
    const { typeOctets = 1 } = this.#form;
    const look = (part: Part | undefined, from: number, to: number): void => {
      if (part !== undefined) gatherPart(search, part, b, from, to, place);
    };
    for (const p of walkOptions(this.#form, b, at, end).found) {
      look(this.#type, p.start, p.start + typeOctets);
      if (p.kind?.mark) continue;
      look(this.#length, p.start + typeOctets, p.valueStart);
      look(this.#octets, p.valueStart, p.end);
      const value = p.kind && this.#values.get(p.kind.name);
      if (value !== undefined && isNamed(value.of, search.name)) look(this.#wholeValue(b, p, place), p.valueStart, p.end);
    }
  }

  /** What an option's value is by its name, where the octets are one. */
  #wholeValue(b: Uint8Array, { kind, valueStart, end }: PlacedOption, place: FieldPlace): Part | undefined {
    const part = kind === undefined ? undefined : this.#values.get(kind.name);
    return part?.kind.end(b, valueStart, end, { ...place, size: undefined, count: undefined }) === end ? part : undefined;
  }

  read(b: Uint8Array, at: number, end: number, place: FieldPlace): unknown[] {
    const { found, rest, ended } = walkOptions(this.#form, b, at, end);
    const entries = found.map((p) => this.#readValue(b, p, place));
    if (rest < end && !(ended && this.#isFill(b, rest, end, place.start)))
      entries.push([ended ? 'padding' : 'malformed', b.subarray(rest, end)]);
    // Cut short: what is written back must not be filled up.
    else if (rest === end && this.#missing(end - place.start) !== 0) entries.push(['padding', b.subarray(end, end)]);
    return entries;
  }

  #readValue(b: Uint8Array, p: PlacedOption, place: FieldPlace): readonly unknown[] {
    const data = b.subarray(p.valueStart, p.end);
    if (p.kind === undefined) return [p.type, data];
    if (!this.#values.has(p.kind.name)) return data.length === 0 ? [p.kind.name] : [p.kind.name, data];
    return [p.kind.name, this.#wholeValue(b, p, place)?.kind.read(b, p.valueStart, p.end, place) ?? data];
  }

  /** Octets that are wanting to a whole number of `align`. */
  #missing(octets: number): number {
    const { align = 1 } = this.#form;
    return (align - (octets % align)) % align;
  }

  #fill(n: number): Uint8Array {
    return this.#form.fill?.(n) ?? new Uint8Array(n);
  }

  #isFill(b: Uint8Array, from: number, end: number, start: number): boolean {
    const n = this.#missing(from - start);
    return end - from === n && this.#fill(n).every((x, i) => b[from + i] === x);
  }

  write(w: OctetWriter, v: unknown, place: FieldPlace): void {
    if (v instanceof Uint8Array) w.octets(v);
    let verbatim = false;
    const rel = place.start - w.start;
    for (const entry of v === undefined || v instanceof Uint8Array ? [] : (v as readonly unknown[])) {
      const [name, value] = Array.isArray(entry) ? (entry as [unknown, unknown]) : [entry, undefined];
      verbatim = name === 'padding' || name === 'malformed';
      if (verbatim) w.octets(octetsFrom(value));
      else this.#writeOption(w, name, value ?? undefined, place);
    }
    if (!verbatim) w.octets(this.#fill(this.#missing(w.q - w.start - rel)));
  }

  #writeOption(w: OctetWriter, name: unknown, value: unknown, place: FieldPlace): void {
    const { type, kind } = this.#known(name);
    if ((this.#form.typeOctets ?? 1) === 1) w.u8(type);
    else w.u16(type);
    // A mark has no length; but one read with octets behind it keeps them.
    if (kind?.mark || (kind === undefined && value === undefined)) {
      if (value !== undefined) w.octets(octetsFrom(value));
      return;
    }
    const lengthAt = w.q - w.start;
    w.zeros(this.#form.lengthOctets ?? 1);
    const before = w.q - w.start;
    const valueKind = kind === undefined ? undefined : this.#values.get(kind.name)?.kind;
    if (value instanceof Uint8Array) w.octets(value);
    else if (valueKind !== undefined) valueKind.write(w, value, { ...place, size: undefined, count: undefined });
    else if (value !== undefined) w.octets(octetsFrom(value));
    this.#writeLength(w, lengthAt, w.q - w.start - before, name, value);
  }

  #known(name: unknown): { readonly type: number; readonly kind: OptionKind | undefined } {
    if (typeof name === 'number') return { type: name, kind: this.#form.kinds[name] as OptionKind | undefined };
    const known = this.byName.get(String(name));
    if (known !== undefined) return known;
    const near = nearest(String(name), this.byName.keys());
    throw new PacketwrightError('ERR_VALUE', `no option is called '${String(name)}'${didYouMean(near)} (others are given by number)`, {
      value: name,
      near,
    });
  }

  /** Fills the value of `octets` up to whole units, and writes how many they are at `lengthAt` from the packet's start. */
  #writeLength(w: OctetWriter, lengthAt: number, octets: number, name: unknown, value: unknown): void {
    const { typeOctets = 1, lengthOctets = 1, lengthCovers = 'value', unit = 1 } = this.#form;
    const covered = octets + (lengthCovers === 'option' ? typeOctets + lengthOctets : 0);
    const odd = (unit - (covered % unit)) % unit;
    w.zeros(odd);
    const units = (covered + odd) / unit;
    if (units >= 2 ** (8 * lengthOctets))
      throw new PacketwrightError('ERR_RANGE', `option ${String(name)}: ${units} does not fit its length`, { value });
    const at = w.start + lengthAt;
    if (lengthOctets === 2) w.b[at] = units >>> 8;
    w.b[at + lengthOctets - 1] = units;
  }
}

/** A list of options to the end of the header, or of what a sibling measures. Read and given as `[name, value]` pairs. */
export function optionList<const K extends Kinds>(
  form: OptionListForm<K>,
  o: Omit<FieldOptions, 'names'> = {},
): Field<readonly (EntryRead<K[keyof K]> | Other)[], readonly (EntryGive<K[keyof K]> | OtherGive)[] | Uint8Array> {
  refuseTwice(form.kinds);
  const coder = new OptionCoder(form);
  const kind: VariableKind = {
    form: 'variable',
    greedy: true,
    nothing: form.fill === undefined,
    end: (_b, at, limit, { size }) => (size === undefined ? limit : Math.min(at + Math.max(size, 0), limit)),
    read: (b, at, end, place) => coder.read(b, at, end, place),
    write: (w, v, place) => coder.write(w, v, place),
    inside: {
      names: (seen) => coder.names(seen),
      gather: (search, b, at, end, place) => coder.gather(search, b, at, end, place),
    },
    items: (b, at, end) =>
      walkOptions(form, b, at, end).found.map((p) => ({ name: p.kind?.name ?? String(p.type), start: p.start, end: p.end })),
  };
  const marks = new Set([...coder.byName.values()].flatMap(({ kind: k }) => (k.mark ? [k.name] : [])));
  const format = form.format ?? ((entries) => optionTuples(entries, marks));
  const own = form.packets === undefined ? {} : { packets: form.packets };
  return field(
    {
      ...kind,
      ...own,
      label: 'options',
      value: 'options',
      list: true,
      initial: [],
      format: (v) => format(v as Parameters<typeof format>[0]),
    },
    o,
  );
}
