/** Options of one type that are parts of one value (RFC 3396). */
import { PacketwrightError } from '../../../bytes/errors.ts';

/** The entry of a list that says where a later part of an option lies. */
export const MORE = 'more';
/** The most octets of a part. */
const MOST = 255;

/** An option where it stands. */
interface Placed {
  readonly type: number;
  readonly kind: { readonly mark: boolean } | undefined;
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

/** For each option that is a part of a value, its value. `fits`: whether they are parts, and not several options. Undefined: none is. */
export function joinedParts<P extends Placed>(
  b: Uint8Array,
  found: readonly P[],
  fits: (joined: Joined<P>, parts: readonly P[]) => boolean,
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
    if (fits(one, parts)) for (const p of parts) joined.set(p, one);
  }
  return joined;
}

/** The parts of values while a list is written: what stands at a value's own entry, and what at the entries that say `more`. */
export class Parts {
  /** Octets that the entries behind an entry say of its value. */
  readonly #said = new Map<number, number>();
  /** Octets of each type that still wait for their place. */
  readonly #left = new Map<number, Uint8Array>();

  /** `typeOf` knows the number of a name. @throws ERR_VALUE when an entry says `more` of nothing */
  constructor(entries: readonly unknown[], typeOf: (name: unknown) => number) {
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

  /** The parts that stand at entry `i`, whose value it is. Where its later places want more than there is, all of it stands here. */
  first(i: number, type: number, value: Uint8Array): readonly Uint8Array[] {
    const said = this.#said.get(i);
    this.#left.delete(type);
    if (said === undefined || said > value.length) return full(value);
    const here = value.length - said;
    this.#left.set(type, value.subarray(here));
    return full(value.subarray(0, here));
  }

  /** The part that stands where an entry says `more`; undefined when nothing waits for it. */
  later(type: number, octets: number): Uint8Array | undefined {
    const left = this.#left.get(type);
    this.#left.set(type, left?.subarray(octets) ?? new Uint8Array());
    if (left === undefined) this.#left.delete(type);
    return left?.subarray(0, octets);
  }
}

/** Parts of 255 octets and what is left; one where there are none. */
function full(value: Uint8Array): readonly Uint8Array[] {
  const parts = [value.subarray(0, MOST)];
  for (let at = MOST; at < value.length; at += MOST) parts.push(value.subarray(at, at + MOST));
  return parts;
}

/** What an entry says `more` of: the name of an option, and how many octets. @throws ERR_VALUE */
export function moreOf(value: unknown): readonly [name: unknown, octets: number] {
  const [name, octets] = Array.isArray(value) ? (value as readonly unknown[]) : [];
  if (name === undefined || !Number.isInteger(octets) || (octets as number) < 0 || (octets as number) > MOST)
    throw new PacketwrightError('ERR_VALUE', "'more' wants the name of an option and 0 to 255 octets: ['more', ['hostname', 45]]", {
      value,
    });
  return [name, octets as number];
}
