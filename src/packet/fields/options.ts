/**
 * Lists of options (type, length, value) as headers carry them. No octet is lost: unknown options are kept with their
 * number, values of the wrong length as octets, what cannot be parsed as `malformed`, what follows the end as `padding`.
 */
import { PacketwrightError } from '../../bytes/errors.ts';
import { didYouMean, nearest } from '../../bytes/nearest.ts';
import { optionTuples } from './shared/option-text.ts';
import { checkOptionForm } from './shared/check-options.ts';
import { type Field, type FieldOptions, type FieldPlace, field, type Search, type VariableKind } from '../spec/field.ts';
import { gatherPart, isNamed, namesOf, type Part } from '../spec/inside.ts';
import type { OctetWriter } from '../spec/octet-writer.ts';
import { partOf } from './conditional.ts';
import { u16, u8 } from './integers.ts';
import { movingPlace } from './shared/moving-place.ts';
import { elsewhere, type Joined, joinedParts, MORE, Parts } from './shared/joined-options.ts';
import type { Head, OptionHead } from './option-heads.ts';
import { octets, octetsFrom } from './octets.ts';
import { placeInside } from '../spec/place-inside.ts';
import { entriesForm } from './shared/entries-form.ts';

/** One option: its name and the field of its value. Without a field, no value is expected. `mark`: it has no length octet either. */
export interface OptionKind<N extends string = string, R = unknown, G = unknown> {
  readonly name: N;
  readonly value: Field<R, G> | undefined;
  readonly mark: boolean;
  /** The flags in its head, for lists whose heads have flags. Default: 0. */
  readonly flags?: number;
}

/** What an option's head has in a list with such heads: BGP's flags. */
type OptionHas = { readonly flags?: number };

/** An option with a length and, if `value` is given, a value that this field describes. */
export function option<const N extends string>(name: N): OptionKind<N, undefined, undefined>;
export function option<const N extends string, R, G>(name: N, value: Field<R, G>, o?: OptionHas): OptionKind<N, R, G>;
export function option(name: string, value?: Field<unknown, unknown>, o: OptionHas = {}): OptionKind {
  return { name, value, mark: false, ...o };
}

/** An option of one octet: its type, without length or value. */
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
/** Where a list `joins`: a later part of an option stands here, of so many octets. Its value stands whole at the first part. */
type More<J> = true extends J ? readonly ['more', readonly [name: string | number, octets: number]] : never;
/** An option by number, its value as octets; a mark by number alone. */
type OtherGive = Other | readonly [number] | number;

/** Entries of lists with other heads: their numbers, and what their heads say besides. */
type HeadedRead<E, H> =
  H extends OptionHead<infer X, infer T>
    ? [X] extends [undefined]
      ? E
      : E extends readonly [infer N, infer V]
        ? readonly [N extends number ? T : N, V] | readonly [N extends number ? T : N, V, X]
        : E
    : E;
type HeadedGive<E, H> =
  H extends OptionHead<infer X, infer T>
    ? [X] extends [undefined]
      ? E
      :
          | E
          | (E extends readonly [infer N, infer V]
              ? readonly [N extends number ? T : N, V] | readonly [N extends number ? T : N, V, X]
              : never)
    : E;

export interface OptionListForm<K extends Kinds, H = OptionHead, J = boolean> {
  readonly kinds: K;
  /** The head before a value, if it is not a number and a length of 1 or 2 octets: `tlvHead(…)`, `attributeHead`, `deltaHead`. */
  readonly head?: H;
  /** Each option is padded with zeros to a multiple of this many octets; its length does not count the padding. */
  readonly alignOptions?: number;
  /** Octets of type and length. Default 1. */
  readonly typeOctets?: 1 | 2;
  readonly lengthOctets?: 1 | 2;
  /** The length counts type and length too. Default: only the value. */
  readonly lengthCovers?: 'option' | 'value';
  /** Octets per unit of length. Default 1. */
  readonly unit?: number;
  /**
   * Options of one type are parts of one value, which is read whole, and written in parts of 255 octets (RFC 3396 §5, §7). If the parts
   * read are split or ordered differently, `['more', [name, octets]]` shows where each later part is. Only for heads of two octets.
   */
  readonly joins?: J;
  /** The type that ends the list. */
  readonly end?: number;
  /** The list is padded to a multiple of this many octets from the layer's start … */
  readonly align?: number;
  /** … with these octets. Default: zeros. */
  readonly fill?: (octets: number) => Uint8Array;
  /** The list as show() prints it. Default: as scapy shows TCP's: `[('MSS', 1460), ('NOP', None)]`. */
  readonly format?: (entries: readonly (readonly [name: string | number, value?: unknown])[]) => string;
  /** scapy has each option as a packet: show() gives an empty list a line of its own. */
  readonly packets?: boolean;
  /** Wireshark's names for what each option consists of: its type, its length as it stands (marks have none), its value's octets. */
  readonly wireshark?: { readonly [P in 'type' | 'length' | 'value']?: string | readonly string[] };
}

type AnyHead = OptionHead<unknown, number | bigint>;
type AnyForm = OptionListForm<Kinds, AnyHead>;
interface Walked {
  readonly found: PlacedOption[];
  readonly rest: number;
  readonly ended: boolean;
}
const hasHead = (form: AnyForm): form is AnyForm & { readonly head: AnyHead } => form.head !== undefined;

/** An option where it stands: number, kind, value's octets. */
export interface PlacedOption {
  readonly type: number;
  readonly kind: OptionKind | undefined;
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
  /** Where the next one starts, when that is not where this one ends. */
  readonly next?: number;
  /** What its head says besides number and length. */
  readonly extra?: unknown;
}

/** Octets wanting to a whole number of `align`. */
const wanting = (octets: number, align = 1): number => (align - (octets % align)) % align;

/** Finds options with heads that are declared. */
function walkHeads(form: AnyForm & { readonly head: AnyHead }, b: Uint8Array, at: number, end: number): Walked {
  const { head, kinds, alignOptions } = form;
  const found: PlacedOption[] = [];
  let q = at,
    before: number | bigint = 0;
  while (q < end && b[q] !== head.stop) {
    const here: Head<unknown> | undefined = head.read(b, q, end, before);
    if (here === undefined || here.end > end) break;
    const next = Math.min(here.end + wanting(here.end - q, alignOptions), end);
    const { valueStart, extra } = here;
    // A bigint is the number of no kind; all others are exact.
    const type = here.type as number;
    found.push({ type, kind: kinds[type], start: q, valueStart, end: here.end, next, extra });
    before = here.type;
    q = next;
  }
  return { found, rest: q, ended: false };
}

/** Finds the options between `at` and `end`; `rest` is where what is no option begins. */
export function walkOptions(form: AnyForm, b: Uint8Array, at: number, end: number): Walked {
  if (hasHead(form)) return walkHeads(form, b, at, end);
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

const partsOf = (entry: unknown): readonly unknown[] => (Array.isArray(entry) ? entry : [entry]);

function refuse(what: string): never {
  throw new PacketwrightError('ERR_SPEC', `an option list: ${what}`);
}

/** How the options of one list are read and written. */
class OptionCoder {
  readonly #form: AnyForm;
  readonly byName: ReadonlyMap<string, { readonly type: number; readonly kind: OptionKind }>;
  readonly #values: ReadonlyMap<string, Part>;
  /** Type, length and octets of any option, as far as they have names. */
  readonly #type: Part | undefined;
  readonly #length: Part | undefined;
  readonly #octets: Part | undefined;

  constructor(form: AnyForm) {
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
    // In a declared head type and length may share octets with other things: they are what they mean.
    const put = (part: Part | undefined, n: number | bigint): void => {
      if (part !== undefined && isNamed(part.of, search.name)) search.put(n, part.of);
    };
    const { found } = walkOptions(this.#form, b, at, end);
    const joined = this.#joined(b, found, place);
    for (const p of found) {
      if (this.#form.head === undefined) look(this.#type, p.start, p.start + typeOctets);
      else put(this.#type, p.type);
      if (p.kind?.mark) continue;
      if (this.#form.head === undefined) look(this.#length, p.start + typeOctets, p.valueStart);
      else put(this.#length, p.end - p.valueStart);
      look(this.#octets, p.valueStart, p.end);
      const value = p.kind && this.#values.get(p.kind.name);
      if (value === undefined || !isNamed(value.of, search.name)) continue;
      const parts = joined?.get(p);
      if (parts === undefined) look(this.#wholeValue(b, p, place), p.valueStart, p.end);
      else if (parts.first === p) {
        const whole = this.#wholeValue(parts.octets, parts.whole, elsewhere(place));
        if (whole !== undefined) gatherPart(search, whole, parts.octets, 0, parts.octets.length, elsewhere(place));
      }
    }
  }

  /** Which options are parts of one value; undefined where the list does not join them, or has none. */
  #joined(b: Uint8Array, found: readonly PlacedOption[], place: FieldPlace): ReadonlyMap<PlacedOption, Joined<PlacedOption>> | undefined {
    if (!this.#form.joins) return undefined;
    return joinedParts(b, found, place, {
      has: (name) => this.#values.has(name),
      isWhole: (octets, p, at) => this.#wholeValue(octets, p, at) !== undefined,
    });
  }

  /** What an option's value is by its name, where the octets are one. */
  #wholeValue(b: Uint8Array, { kind, valueStart, end }: PlacedOption, place: FieldPlace): Part | undefined {
    const part = kind === undefined ? undefined : this.#values.get(kind.name);
    return part?.kind.end(b, valueStart, end, placeInside(place)) === end ? part : undefined;
  }

  read(b: Uint8Array, at: number, end: number, place: FieldPlace): unknown[] {
    const { found, rest, ended } = walkOptions(this.#form, b, at, end);
    const entries: (readonly unknown[])[] = [];
    const joined = this.#joined(b, found, place);
    for (const p of found) {
      const parts = joined?.get(p);
      if (parts !== undefined) {
        if (p === parts.first) entries.push(this.#readValue(parts.octets, parts.whole, elsewhere(place)));
        else if (!parts.isUsual) entries.push([MORE, [p.kind?.name ?? p.type, p.end - p.valueStart]]);
        continue;
      }
      entries.push(this.#readEntry(b, p, place));
      if (this.#isFilled(b, p)) continue;
      // Other filling than ours; behind the last option with all that follows it.
      const isLast = p === found.at(-1);
      entries.push(['padding', b.subarray(p.end, isLast ? end : p.next)]);
      if (isLast) return entries;
    }
    if (rest < end && !(ended && this.#isFill(b, rest, end, place.start)))
      entries.push([ended ? 'padding' : 'malformed', b.subarray(rest, end)]);
    // Cut short: what is written back must not be filled up.
    else if (rest === end && this.#missing(end - place.start) !== 0) entries.push(['padding', b.subarray(found.at(-1)?.end ?? end, end)]);
    return entries;
  }

  /** Whether what is behind an option is the filling that we would write ourselves. */
  #isFilled(b: Uint8Array, { start, end, next = end }: PlacedOption): boolean {
    const { alignOptions } = this.#form;
    if (alignOptions === undefined) return true;
    return next - end === wanting(end - start, alignOptions) && b.subarray(end, next).every((x) => x === 0);
  }

  #readEntry(b: Uint8Array, p: PlacedOption, place: FieldPlace): readonly unknown[] {
    const entry = this.#readValue(b, p, place);
    const usual = this.#form.head?.usual?.(p.kind?.flags ?? 0, p.end - p.valueStart);
    if (p.extra === undefined || p.extra === usual) return entry;
    return [entry[0], entry.length > 1 ? entry[1] : b.subarray(p.valueStart, p.end), p.extra];
  }

  #readValue(b: Uint8Array, p: PlacedOption, place: FieldPlace): readonly unknown[] {
    const data = b.subarray(p.valueStart, p.end);
    if (p.kind === undefined) return [p.type, data];
    if (!this.#values.has(p.kind.name)) return data.length === 0 ? [p.kind.name] : [p.kind.name, data];
    const value = this.#wholeValue(b, p, place)?.kind.read(b, p.valueStart, p.end, placeInside(place));
    // Octets are all of them, as they are given: not those that a value has behind its own length.
    return [p.kind.name, value instanceof Uint8Array && value.length !== data.length ? data : (value ?? data)];
  }

  /** Octets that are wanting to a whole number of `align`. */
  #missing(octets: number): number {
    return wanting(octets, this.#form.align);
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
    const entries = v === undefined || v instanceof Uint8Array ? [] : (v as readonly unknown[]);
    const form = this.#form;
    const here = movingPlace(w, place);
    let before: number | bigint = 0;
    const parts = form.joins ? new Parts(entries, (name) => this.#known(name).type) : undefined;
    for (let i = 0; i < entries.length; i++) {
      const [name, value, extra] = partsOf(entries[i]);
      if (parts !== undefined && name === MORE) {
        parts.writeLater(w, value);
        continue;
      }
      verbatim = name === 'padding' || name === 'malformed';
      if (verbatim) {
        w.octets(octetsFrom(value));
        continue;
      }
      const at = w.q - w.start;
      if (hasHead(form)) before = this.#writeHeaded(w, form.head, name, value ?? undefined, extra, before, here());
      else this.#writeOption(w, name, value ?? undefined, here(), parts, i);
      if (form.alignOptions !== undefined && partsOf(entries[i + 1])[0] !== 'padding')
        w.zeros(wanting(w.q - w.start - at, form.alignOptions));
    }
    if (!verbatim) w.octets(this.#fill(this.#missing(w.q - w.start - rel)));
  }

  /** `parts`: in a list that joins them. `i`: the number of the entry. */
  #writeOption(w: OctetWriter, name: unknown, value: unknown, place: FieldPlace, parts: Parts | undefined, i: number): void {
    const { type, kind } = this.#known(name);
    const here = movingPlace(w, place);
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
    this.#writeValue(w, kind, value, here());
    if (parts === undefined || parts.isOne(i, w.q - w.start - before)) {
      this.#writeLength(w, lengthAt, w.q - w.start - before, name, value);
      return;
    }
    const octets = w.b.slice(w.start + before, w.q);
    w.q = w.start + lengthAt - 1;
    parts.writeFirst(w, i, type, octets);
  }

  /** An option whose head is declared; gives its number. */
  #writeHeaded(
    w: OctetWriter,
    head: AnyHead,
    name: unknown,
    value: unknown,
    extra: unknown,
    before: number | bigint,
    place: FieldPlace,
  ): number | bigint {
    const { type, kind } = this.#known(name);
    const here = movingPlace(w, place);
    const at = w.q - w.start;
    w.zeros(head.least);
    this.#writeValue(w, kind, value, here());
    const length = w.q - w.start - at - head.least;
    w.replace(at, head.least, head.write(type, length, before, extra ?? undefined, kind?.flags ?? 0));
    return type;
  }

  #writeValue(w: OctetWriter, kind: OptionKind | undefined, value: unknown, place: FieldPlace): void {
    const valueKind = kind === undefined ? undefined : this.#values.get(kind.name)?.kind;
    if (value instanceof Uint8Array) w.octets(value);
    else if (valueKind !== undefined) valueKind.write(w, value, placeInside(place));
    else if (value !== undefined) w.octets(octetsFrom(value));
  }

  #known(name: unknown): { readonly type: number; readonly kind: OptionKind | undefined } {
    // JSON has numbers beyond 2^53 as text.
    if (hasHead(this.#form) && typeof name === 'string' && /^\d{16,}$/.test(name))
      return { type: BigInt(name) as unknown as number, kind: undefined };
    if (typeof name === 'number' || typeof name === 'bigint')
      return { type: name as number, kind: this.#form.kinds[name as number] as OptionKind | undefined };
    const known = this.byName.get(String(name));
    if (known !== undefined) return known;
    const near = nearest(String(name), this.byName.keys());
    throw new PacketwrightError('ERR_VALUE', `unknown option '${String(name)}'${didYouMean(near)} (others are given by number)`, {
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
export function optionList<const K extends Kinds, H extends OptionHead<any, any> = OptionHead, const J extends boolean = false>(
  given: OptionListForm<K, H, J>,
  o: Omit<FieldOptions, 'names'> = {},
): Field<
  readonly (HeadedRead<EntryRead<K[keyof K]> | Other, H> | More<J>)[],
  readonly (HeadedGive<EntryGive<K[keyof K]> | OtherGive, H> | More<J>)[] | Uint8Array
> {
  checkOptionForm(given);
  const form = given as unknown as AnyForm;
  refuseTwice(form.kinds);
  if (form.joins && (form.head ?? form.unit ?? form.typeOctets ?? form.lengthOctets ?? form.lengthCovers) !== undefined)
    refuse('joins needs heads of two octets whose length counts the value');
  // Heads that are declared have no options of another form beside them.
  if (form.head === undefined && form.alignOptions !== undefined) refuse('alignOptions needs a head: tlvHead(…)');
  if (form.head !== undefined && Object.values(form.kinds).some((k) => k.mark))
    refuse('a mark has no length, but the heads of this list have one');
  const coder = new OptionCoder(form);
  const stop = form.head?.stop;
  const kind: VariableKind = {
    form: 'variable',
    greedy: stop === undefined,
    nothing: form.fill === undefined,
    end: (b, at, limit, { size }) => {
      const last = size === undefined ? limit : Math.min(at + Math.max(size, 0), limit);
      if (stop === undefined || size !== undefined) return last;
      const { rest } = walkOptions(form, b, at, last);
      return rest < last && b[rest] === stop ? rest : last;
    },
    read: (b, at, end, place) => coder.read(b, at, end, place),
    write: (w, v, place) => coder.write(w, v, place),
    inside: {
      names: (seen) => coder.names(seen),
      gather: (search, b, at, end, place) => coder.gather(search, b, at, end, place),
    },
    optionValue: (name) => coder.byName.get(name)?.kind.value,
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
      holds: { later: () => entriesForm(form) },
      list: true,
      initial: [],
      format: (v) => format(v as Parameters<typeof format>[0]),
    },
    o,
  );
}
