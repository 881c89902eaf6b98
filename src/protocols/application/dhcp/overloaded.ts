/** BOOTP's fields for names, which have options where an option behind them says so: option overload. @see RFC 2131 §4.1; RFC 2132 §9.3 */
import { placeInside } from '../../../packet/spec/place-inside.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { asVariable } from '../../../packet/fields/conditional.ts';
import { fixedText, octets } from '../../../packet/fields/octets.ts';
import { optionList } from '../../../packet/fields/options.ts';
import { pythonText } from '../../../packet/fields/shared/python-text.ts';
import { type Field, type FieldPlace, field, type GiveOf, type ReadOf, type VariableKind } from '../../../packet/spec/field.ts';
import type { View } from '../../../packet/spec/spec.ts';
import { dhcpOptions } from './options.ts';
import { orOctets } from '../../../packet/spec/value-form.ts';

/** Options as DHCP has them, wherever they stand. */
export const dhcpOptionList = () =>
  optionList({
    kinds: dhcpOptions,
    end: 255,
    joins: true,
    wireshark: { type: 'dhcp.option.type', length: 'dhcp.option.length', value: 'dhcp.option.value' },
  });

/** Where the options are, from BOOTP's first octet; before them stands the cookie. */
const OPTIONS = 240;
const PAD = 0,
  OVERLOAD = 52,
  END = 255;

/** Whether DHCP's cookie stands at `at` (RFC 2131 §3). */
export const isCookie = (b: Uint8Array, at: number): boolean => b[at] === 99 && b[at + 1] === 130 && b[at + 2] === 83 && b[at + 3] === 99;

/** What option overload says behind the BOOTP that begins at `start`: 1: `file` has options, 2: `sname`, 3: both. 0 where it says nothing. */
export function overload(b: Uint8Array, start: number, limit: number): number {
  if (start + OPTIONS > limit || !isCookie(b, start + OPTIONS - 4)) return 0;
  let q = start + OPTIONS;
  while (q + 2 < limit && b[q] !== END) {
    if (b[q] === OVERLOAD) return b[q + 1] === 1 ? (b[q + 2] as number) : 0;
    q += b[q] === PAD ? 1 : 2 + (b[q + 1] as number);
  }
  return 0;
}

/** Options up to the one that ends them. */
export function withoutEnd(b: Uint8Array): Uint8Array {
  let q = 0;
  while (q < b.length && b[q] !== END) q += b[q] === PAD ? 1 : 2 + (b[q + 1] ?? 0);
  return b.subarray(0, q);
}

type Entry = readonly [name: unknown, value?: unknown];

/** Without the zeros that fill the field up behind the last option. */
function unfilled(entries: readonly Entry[]): readonly Entry[] {
  const last = entries.at(-1);
  if (last?.[0] === 'padding') return (last[1] as Uint8Array).every((x) => x === 0) ? entries.slice(0, -1) : entries;
  let n = entries.length;
  while (n > 0 && entries[n - 1]?.[0] === 'pad') n--;
  return entries.slice(0, n);
}

type Options = ReturnType<typeof dhcpOptionList>;

/**
 * Text in `size` octets, or options where option overload has the bit `bit`. What is given is text where it is text, and options where it is
 * a list, whatever DHCP says; both are filled up with zeros. Fewer octets than `size` are what a capture cut: they stay as they are.
 */
export function overloadable(
  size: number,
  bit: number,
  o: { readonly about: string },
): Field<string | Uint8Array | ReadOf<Options>, string | Uint8Array | GiveOf<Options>> {
  const plain = fixedText(size);
  const text = asVariable(plain.kind);
  const part = octets().kind;
  const list = dhcpOptionList();
  const options = list.kind as VariableKind;
  const isOverloaded = (b: Uint8Array, { self, start }: FieldPlace): boolean => {
    const { $p: p, $i: i } = self as Partial<View>;
    return p !== undefined && (overload(b, start, p.limit(i as number)) & bit) !== 0;
  };
  const kind: VariableKind = {
    form: 'variable',
    end: (_b, at, limit) => Math.min(at + size, limit),
    read: (b, at, end, place) =>
      end - at < size
        ? b.slice(at, end)
        : isOverloaded(b, place)
          ? unfilled(options.read(b, at, end, placeInside(place)) as Entry[])
          : text.read(b, at, end, place),
    write: (w, v, place) => {
      if (v instanceof Uint8Array && v.length < size) {
        w.octets(v);
        return;
      }
      if (!Array.isArray(v)) {
        text.write(w, v, place);
        return;
      }
      const at = w.q - w.start;
      options.write(w, v, placeInside(place));
      const wanting = size - (w.q - w.start - at);
      if (wanting < 0)
        throw new PacketwrightError('ERR_RANGE', `options of ${size - wanting} octets do not fit a field of ${size}`, { value: v });
      w.zeros(wanting);
    },
    items: (b, at, end, place) => (isOverloaded(b, place) ? (options.items?.(b, at, end, placeInside(place)) ?? []) : []),
    inside: {
      names: (seen) => options.inside?.names(seen) ?? [],
      gather: (search, b, at, end, place) => {
        if (isOverloaded(b, place)) options.inside?.gather(search, b, at, end, placeInside(place));
      },
    },
  };
  const format = (v: unknown): string =>
    typeof v === 'string' ? pythonText(v) : ((v instanceof Uint8Array ? part : list.kind).format?.(v) ?? String(v));
  const holds = orOctets({ either: ['text', { field: list }] });
  return field({ ...kind, label: `text in ${size} octets, or options`, value: 'text', holds, list: true, initial: '', format }, o);
}
