/** Refuses options of fields that nobody knows, or that cannot be what was meant: each would be a default, or a role, without a word. */
import { didYouMean, nearest } from '../../bytes/nearest.ts';
import type { Field, FieldOptions } from './field.ts';
import { isObject, refuseMaker, shown } from './wants.ts';

/** What a value is to be, and the test. */
export type Shape = readonly [what: string, is: (v: unknown) => boolean];

export const whole = (v: unknown): boolean => Number.isSafeInteger(v);
const oneOf = (...words: string[]): Shape => [words.map((w) => `'${w}'`).join(' or '), (v) => words.includes(v as string)];
export const TEXT: Shape = ['text', (v) => typeof v === 'string'];
export const TEXTS: Shape = ['text or a list of texts', (v) => [v].flat().every((x) => typeof x === 'string')];
export const FLAG: Shape = ['true or false', (v) => typeof v === 'boolean'];
export const CALL: Shape = ['a function', (v) => typeof v === 'function'];
const WHOLE: Shape = ['a whole number', whole];
export const COUNT: Shape = ['a whole number of 0 or more', (v) => whole(v) && (v as number) >= 0];
export const UNIT: Shape = ['a whole number of 1 or more', (v) => whole(v) && (v as number) >= 1];
const ANY: Shape = ['', () => true];

/** All options of a field; a name that is not here is misspelt. */
export const OPTIONS: Readonly<Record<keyof FieldOptions, Shape>> = {
  measures: TEXTS,
  unit: UNIT,
  bias: WHOLE,
  zeroIsOpen: FLAG,
  counts: TEXT,
  loose: FLAG,
  selects: TEXT,
  hints: TEXT,
  opaque: FLAG,
  checksums: oneOf('header', 'layer', 'frame', 'carried'),
  pseudoHeader: COUNT,
  sum: oneOf('crc32', 'crc32c', 'fletcher'),
  skips: COUNT,
  zeroIsNone: FLAG,
  fill: oneOf('source-address', 'source-mac', 'destination-mac', 'destination-address'),
  default: ANY,
  names: ['a table of names: names({ … })', (v) => isObject(v) && typeof v['name'] === 'function' && typeof v['value'] === 'function'],
  nameOf: CALL,
  hex: FLAG,
  modular: FLAG,
  parts: [
    'parts: { NAME: { bits, names, about }, … }',
    (v) => isObject(v) && Object.values(v).every((p) => isObject(p) && UNIT[1](p['bits'])),
  ],
  wireshark: TEXTS,
  compute: CALL,
  about: TEXT,
};

const NAMES = Object.keys(OPTIONS);

/** What a field says of its layer, or the layer's builder of it. */
const ROLES = ['measures', 'counts', 'selects', 'hints', 'opaque', 'checksums', 'fill', 'compute'] as const;

/** Values by name are to be of these shapes. `of`: whose names they are. */
export function checkShaped(given: object, shapes: Readonly<Record<string, Shape>>, of: string, refuse: (what: string) => never): void {
  for (const [name, v] of Object.entries(given)) {
    if (v === undefined) continue;
    const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
    if (shape === undefined) refuse(`${of} has no '${name}'${didYouMean(nearest(name, Object.keys(shapes)))}`);
    else if (!shape[1](v)) refuse(`${name} is ${shown(v)}; give ${shape[0]}`);
  }
}

/** The options of a field inside another one, which has no role in the layer. @throws ERR_SPEC */
export function checkInner({ kind, options }: Field<any, any>): void {
  const refuse = (what: string): never => refuseMaker(kind.label, what);
  checkShaped(options, OPTIONS, 'a field', refuse);
  for (const role of ROLES)
    if (options[role] !== undefined && options[role] !== false)
      refuse(`${role} has no effect inside another field; put both fields in a layer of their own: record(() => LAYER)`);
}

/** A maker takes options of these names. @throws ERR_SPEC for others, with the one that was meant */
export function wantNames(maker: string, given: object, names: readonly string[]): void {
  for (const name in given) if (!names.includes(name)) refuseMaker(maker, `it has no option '${name}'${didYouMean(nearest(name, names))}`);
}

/** The same of one that takes all options of fields, and some of its `own`. */
export const wantOptions = (maker: string, given: object, ...own: readonly string[]): void => wantNames(maker, given, [...own, ...NAMES]);
