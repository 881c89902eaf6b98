/** Bits with names. */
import { PacketwrightError } from '../../bytes/errors.ts';

/** The value of a flags field. Compares as its number: `p.get(TCP).flags & 2`, `+flags`. */
export class Flags {
  readonly value: number;
  readonly #names: readonly string[];
  readonly #separator: string;

  constructor(value: number, names: readonly string[], separator = '') {
    this.value = value;
    this.#names = names;
    this.#separator = separator;
  }

  /** Whether all of these are set: `flags.has('S')`, `flags.has('SA')`. */
  has(which: string | number | readonly string[]): boolean {
    const bits = flagBits(which, this.#names, this.#separator);
    // Bit 31 makes what `&` gives negative.
    return (this.value & bits) === (bits | 0);
  }

  /** The names set: `SA`, `MF+DF`; bits without a name are left out. */
  get text(): string {
    return this.names.join(this.#separator);
  }

  /** @internal The names of all its bits, least significant first. */
  get $names(): readonly string[] {
    return this.#names;
  }

  /** @internal What stands between two names. */
  get $separator(): string {
    return this.#separator;
  }

  /** @internal Another value of the same field. */
  $of(value: number): Flags {
    return new Flags(value, this.#names, this.#separator);
  }

  /** The names set, least significant first. */
  get names(): string[] {
    return this.#names.filter((_, i) => Math.floor(this.value / 2 ** i) % 2 === 1);
  }

  /** Whether the text is complete: no bit without a name is set, so the text can be given back. */
  get isExact(): boolean {
    const { names } = this;
    return (
      names.every((n) => n !== '' && (this.#separator === '' ? [...n].length === 1 : !/[+|, ]/.test(n))) &&
      flagBits(names, this.#names, '') === this.value
    );
  }

  valueOf(): number {
    return this.value;
  }

  toString(): string {
    return this.text;
  }

  toJSON(): string {
    return this.text;
  }
}

/** The number of a set of flags given as number, text, list of names, or Flags. */
export function flagBits(v: unknown, names: readonly string[], separator: string): number {
  if (typeof v === 'number') return v;
  if (v instanceof Flags) return v.value;
  const list = Array.isArray(v)
    ? (v as string[])
    : typeof v === 'string'
      ? separator === ''
        ? [...v]
        : v.split(/[+|, ]+/).filter((x) => x !== '')
      : undefined;
  if (list === undefined)
    throw new PacketwrightError('ERR_VALUE', `${String(v)} is not a set of flags; known: ${names.join(' ')}`, { value: v });
  let bits = 0;
  for (const name of list) {
    const i = names.indexOf(name);
    if (i < 0) throw new PacketwrightError('ERR_VALUE', `unknown flag '${name}'; known: ${names.join(' ')}`, { value: v });
    bits += 2 ** i * (Math.floor(bits / 2 ** i) % 2 === 1 ? 0 : 1);
  }
  return bits;
}
