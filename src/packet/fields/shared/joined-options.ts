/** Options of one type that are parts of one value (RFC 3396). */
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { FieldPlace } from '../../spec/field.ts';
import type { OctetWriter } from '../../spec/octet-writer.ts';
import { placeInside } from '../../spec/place-inside.ts';

/** The entry of a list that says where a later part of an option lies. */
export const MORE = 'more';
/** The most octets of a part. */
const MOST = 255;

/** An option where it stands. */
interface Placed {
  readonly type: number;
  readonly kind: { readonly name: string; readonly mark: boolean } | undefined;
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
}

/** The parts of one value. */
export interface Joined<P> {
  readonly first: P;
  /** The value's octets, … */
  readonly octets: Uint8Array;
  /** … as an option in them, without a head. */
  readonly whole: P;
  /** The parts lie as we would write them: one behind the other, and all but the last are full. */
  readonly isUsual: boolean;
}

/** What the list knows of its options' values. */
interface Values<P> {
  /** Whether the option of that name has a value. */
  has(name: string): boolean;
  /** Whether the octets of an option are the whole value that it has. */
  isWhole(b: Uint8Array, p: P, place: FieldPlace): boolean;
}

/** The place of a value in another memory than the layer: its offsets count from its own start. */
export const elsewhere = (place: FieldPlace): FieldPlace => ({ ...placeInside(place), start: 0, origin: 0 });

const sizeOf = ({ valueStart, end }: Placed): number => end - valueStart;

function join<P extends Placed>(b: Uint8Array, parts: readonly [P, ...P[]]): Joined<P> {
  const [first] = parts;
  const octets = new Uint8Array(parts.reduce((n, p) => n + sizeOf(p), 0));
  let at = 0;
  for (const p of parts) {
    octets.set(b.subarray(p.valueStart, p.end), at);
    at += sizeOf(p);
  }
  const isUsual = parts.every((p, i) => {
    const next = parts[i + 1];
    return next === undefined ? sizeOf(p) > 0 : sizeOf(p) === MOST && next.start === p.end;
  });
  return { first, octets, whole: { ...first, start: 0, valueStart: 0, end: at }, isUsual };
}

/** Whether options of one type are parts of one value, and not several options. */
function fits<P extends Placed>(
  b: Uint8Array,
  { octets, whole }: Joined<P>,
  parts: readonly P[],
  place: FieldPlace,
  values: Values<P>,
): boolean {
  if (whole.kind === undefined) return true;
  // Two without a value, or two that are whole and would be nothing together, are two.
  if (!values.has(whole.kind.name)) return false;
  return values.isWhole(octets, whole, elsewhere(place)) || !parts.every((p) => values.isWhole(b, p, place));
}

/** For each option that is a part of a value, its value. Undefined: none is. */
export function joinedParts<P extends Placed>(
  b: Uint8Array,
  found: readonly P[],
  place: FieldPlace,
  values: Values<P>,
): ReadonlyMap<P, Joined<P>> | undefined {
  const byType = new Map<number, [P, ...P[]]>();
  let isEachOnce = true;
  for (const p of found) {
    if (p.kind?.mark) continue;
    const parts = byType.get(p.type);
    if (parts === undefined) byType.set(p.type, [p]);
    else {
      parts.push(p);
      isEachOnce = false;
    }
  }
  if (isEachOnce) return undefined;
  const joined = new Map<P, Joined<P>>();
  for (const parts of byType.values()) {
    if (parts.length === 1) continue;
    const one = join(b, parts);
    if (fits(b, one, parts, place, values)) for (const p of parts) joined.set(p, one);
  }
  return joined;
}

/** The parts of values while a list is written: what stands at a value's own entry, and what at the entries that say `more`. */
export class Parts {
  /** Octets that the entries behind an entry say of its value. */
  readonly #said = new Map<number, number>();
  /** Octets of each type that still wait for their place. */
  readonly #left = new Map<number, Uint8Array>();
  readonly #typeOf: (name: unknown) => number;

  /** `typeOf` knows the number of a name. @throws ERR_VALUE when an entry says `more` of nothing */
  constructor(entries: readonly unknown[], typeOf: (name: unknown) => number) {
    this.#typeOf = typeOf;
    const said = new Map<number, number>();
    for (let i = entries.length - 1; i >= 0; i--) {
      const entry = entries[i];
      const [name, value] = Array.isArray(entry) ? (entry as readonly unknown[]) : [entry];
      if (name === MORE) {
        const [of, octets] = moreOf(value);
        const type = typeOf(of);
        said.set(type, (said.get(type) ?? 0) + octets);
      } else if (said.size > 0 && name !== 'padding' && name !== 'malformed') {
        const type = typeOf(name);
        const octets = said.get(type);
        if (octets === undefined) continue;
        this.#said.set(i, octets);
        said.delete(type);
      }
    }
  }

  /** Whether a value of so many octets stands as one option at entry `i`. */
  isOne(i: number, octets: number): boolean {
    return octets <= MOST && !this.#said.has(i);
  }

  /** Writes the parts that stand at entry `i`, whose value it is. Where its later places want more than there is, all of it stands here. */
  writeFirst(w: OctetWriter, i: number, type: number, value: Uint8Array): void {
    const said = this.#said.get(i);
    const isLater = said !== undefined && said <= value.length;
    const here = isLater ? value.length - said : value.length;
    if (isLater) this.#left.set(type, value.subarray(here));
    else this.#left.delete(type);
    for (const part of full(value.subarray(0, here))) writePart(w, type, part);
  }

  /** Writes the part that stands where an entry says `more`; nothing when nothing waits for it. */
  writeLater(w: OctetWriter, value: unknown): void {
    const [name, octets] = moreOf(value);
    const type = this.#typeOf(name);
    const left = this.#left.get(type);
    if (left === undefined) return;
    this.#left.set(type, left.subarray(octets));
    writePart(w, type, left.subarray(0, octets));
  }
}

function writePart(w: OctetWriter, type: number, part: Uint8Array): void {
  w.u8(type);
  w.u8(part.length);
  w.octets(part);
}

/** Parts of 255 octets and what is left; one where there are none. */
function full(value: Uint8Array): readonly Uint8Array[] {
  const parts = [value.subarray(0, MOST)];
  for (let at = MOST; at < value.length; at += MOST) parts.push(value.subarray(at, at + MOST));
  return parts;
}

/** What an entry says `more` of: the name of an option, and how many octets. @throws ERR_VALUE */
function moreOf(value: unknown): readonly [name: unknown, octets: number] {
  const [name, octets] = Array.isArray(value) ? (value as readonly unknown[]) : [];
  if (name === undefined || !Number.isInteger(octets) || (octets as number) < 0 || (octets as number) > MOST)
    throw new PacketwrightError('ERR_VALUE', "'more' needs the name of an option and 0 to 255 octets: ['more', ['hostname', 45]]", {
      value,
    });
  return [name, octets as number];
}
