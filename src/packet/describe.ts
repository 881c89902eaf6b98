/** What a spec says of a layer, in words: what `ls()`, `pkw ls` and the pages of the protocols have. */
import { namesInside, wiresharkNames } from './spec/inside.ts';
import type { AnyLayer } from './spec/spec.ts';
import type { Registry } from './chain/registry.ts';
import type { Slot, Test } from './spec/slot.ts';

/** A field in words. */
export interface FieldFacts {
  readonly slot: Slot;
  /** `u16 (16 bits)`, `flags (9 bits)`, `options`. */
  readonly kind: string;
  /** Its value where nobody gives one; `computed` for lengths, counts, checksums and numbers of what follows. */
  readonly initial: string;
  /** Wireshark's names, and those of fields inside it. */
  readonly wireshark: readonly string[];
  readonly inside: readonly string[];
  readonly about: string;
  /** `type is 13 or 14`; empty where it is always there, or where only a function can tell. */
  readonly when: string;
}

/** The fields of a layer, in wire order. */
export const fieldFacts = (layer: AnyLayer): FieldFacts[] =>
  layer.layout.slots.map((slot) => ({
    slot,
    kind: kindText(slot),
    initial: defaultText(slot),
    wireshark: wiresharkNames(slot.options),
    inside: [...namesInside(slot.kind)],
    about: [slot.options.about ?? '', slot.options.modular === true ? 'counts around' : ''].filter((x) => x !== '').join('; '),
    when: whenText(slot),
  }));

/** The numbers by which layers below name a layer: each space, and its numbers there in their order. */
export const numbersOf = (registry: Registry, layer: AnyLayer): (readonly [space: string, numbers: readonly number[]])[] =>
  registry.spaceNames
    .map((space) => [space, [...registry.space(space)].filter(([, layers]) => layers.includes(layer)).map(([number]) => number)] as const)
    .filter(([, numbers]) => numbers.length > 0);

/** What stands behind a layer, and what it has to do with other packets: where, and what. */
export function aroundLayer({ spec }: AnyLayer): (readonly [where: string, what: string])[] {
  const { filling, trailer } = spec;
  const present = trailer?.present === undefined ? '' : ', where it says so';
  return [
    ['after it', spec.repeats === undefined ? '' : 'another message of this kind, as long as octets are left'],
    [
      'after it',
      filling === undefined ? '' : `${filling.layer().layerName}, up to a multiple of ${filling.to} octets, before the next message`,
    ],
    ['after it', trailer === undefined ? '' : `${trailer.layer().layerName}${present}`],
    ['session', spec.learns === undefined ? '' : 'what it says is used to read later packets'],
    ['session', spec.needs === undefined ? '' : 'what earlier packets said is used to read it'],
  ].filter((one): one is [string, string] => one[1] !== '');
}

/** The places that a field may have, each with when it is there; `''` for always, or where only a function can tell. */
export const placesOf = (slot: Slot): { readonly slot: Slot; readonly when: string }[] =>
  [slot, ...slot.others].map((place) => ({ slot: place, when: (place.when ?? []).map(testText).join(' and ') }));

/** When a field is there, where its spec declares it: `type is 13 or 14`. */
function whenText(slot: Slot): string {
  const texts = placesOf(slot).map(({ when }) => when);
  return texts.includes('') ? '' : [...new Set(texts)].join(', or ');
}

function testText({ slot: { name, options, bits, step }, mask, values, not }: Test): string {
  const named = (n: number): string => options.names?.name(n) ?? String(n);
  if (mask !== undefined) return `${name} has ${options.names?.name(mask) ?? bitsText(mask)}`;
  // Not 0: a flag is set, a number is there.
  if (values.length === 1 && values[0] === 0) return not ? ((step?.bits ?? bits) === 1 ? name : `${name} is not 0`) : `${name} is 0`;
  return not && values.length > MOST_VALUES
    ? `${name} is something else`
    : `${name} is ${not ? 'none of ' : ''}${orList(values.map(named))}`;
}

/** Bits by their numbers, from the lowest. */
const bitsText = (mask: number): string => {
  const bits = Array.from({ length: 32 }, (_, i) => i).filter((i) => ((mask >>> i) & 1) !== 0);
  return `${bits.length === 1 ? 'bit' : 'bits'} ${bits.join(', ')}`;
};

/** So many values are listed. */
const MOST_VALUES = 5;

function orList(words: readonly string[]): string {
  if (words.length > MOST_VALUES) return `${words.slice(0, MOST_VALUES - 1).join(', ')} or one of ${words.length - MOST_VALUES + 1} more`;
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

const kindText = ({ kind, bits, when }: Slot): string =>
  kind.form === 'variable'
    ? kind.label
    : // Some labels have the width in them.
      `${kind.label}${when === undefined ? '' : ', sometimes'}${kind.label.includes(`${bits} bit`) ? '' : ` (${bits} bit${bits === 1 ? '' : 's'})`}`;

function defaultText(slot: Slot): string {
  if (slot.computed >= 0) return 'computed';
  const initial = slot.options.default ?? slot.kind.initial;
  if (initial === undefined) return slot.kind.form === 'variable' ? '' : '0';
  if (initial instanceof Uint8Array) return initial.some((x) => x !== 0) ? `${initial.length} octets` : '0';
  return Array.isArray(initial)
    ? '[]'
    : typeof initial === 'object' && initial !== null && Object.keys(initial).length === 0
      ? ''
      : String(initial);
}
