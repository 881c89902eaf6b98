/**
 * Refuses specs that cannot be what was meant, before anything is made of them: the message says the layer, the field, what is
 * wrong and the cure. It also keeps generated code safe: every number that is put into its text was seen here to be one.
 */
import { SUM_BITS } from '../../bytes/sums.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { didYouMean, nearest } from '../../bytes/nearest.ts';
import { checkDefault } from './check-default.ts';
import { CALL, checkShaped, COUNT, FLAG, OPTIONS, type Shape, TEXT, TEXTS, UNIT, whole } from './check-field-options.ts';
import { checkChecksums, checkOrder } from './check-order.ts';
import { isInherited, isObject, shown } from './wants.ts';
import { type Field, type FieldOptions, type IntegerKind, type Kind, sumsOther, type VariableKind } from './field.ts';
import type { Spec } from './spec.ts';

type AnySpec = Spec<Readonly<Record<string, Field<any, any>>>>;
/** A number of up to 32 bits. */
const NUMBER = (v: unknown): boolean => whole(v) && (v as number) >= 0 && (v as number) < 2 ** 32;
const isColumn = (v: unknown): boolean => typeof v === 'function' || (isObject(v) && UNIT[1](v['hex']) && typeof v['of'] === 'function');
const calls = (v: unknown): boolean => isObject(v) && Object.values(v).every((f) => typeof f === 'function');

const SPEC: Readonly<Record<keyof AnySpec, Shape>> = {
  title: TEXT,
  about: TEXT,
  source: TEXT,
  wireshark: TEXT,
  fields: ['fields by name', isObject],
  columns: ['functions by name, or { hex, of }', isObject],
  compute: ['functions by name', calls],
  payloadLength: CALL,
  next: ['{ to, choose }, two functions', (v) => isObject(v) && typeof v['to'] === 'function' && typeof v['choose'] === 'function'],
  direct: ['functions by name', calls],
  repeats: ['true, or a function that gives the layer', (v) => v === true || typeof v === 'function'],
  filling: [
    '{ to, layer }: a multiple of 2 or more octets, and a function',
    (v) => isObject(v) && isMultiple(v['to']) && typeof v['layer'] === 'function',
  ],
  trailer: [
    '{ layer, present }, functions',
    (v) => isObject(v) && typeof v['layer'] === 'function' && (v['present'] === undefined || typeof v['present'] === 'function'),
  ],
  begins: CALL,
  surely: CALL,
  protocols: CALL,
  messageSize: CALL,
  headerSize: CALL,
  greedy: FLAG,
  least: COUNT,
  below: [
    'numbers of up to 32 bits by layer and field: { UDP: { sport: 53 } }',
    (v) => isObject(v) && Object.values(v).every((f) => isObject(f) && Object.values(f).every(NUMBER)),
  ],
  partial: CALL,
  pseudoHeader: [
    "'inherit', a function, or { from, to } in whole words of 2 octets (with `final`, a function: two addresses of whole words)",
    (v) => v === 'inherit' || typeof v === 'function' || (isObject(v) && isPseudo(v)),
  ],
  learns: CALL,
  needs: CALL,
  match: ['{ hash, answers }', (v) => isObject(v) && typeof v['hash'] === 'function' && typeof v['answers'] === 'function'],
  summary: CALL,
  swallows: TEXTS,
  quotes: CALL,
};

const isMultiple = (v: unknown): boolean => whole(v) && (v as number) > 1;

const words = (from: unknown, to: unknown): boolean =>
  COUNT[1](from) && COUNT[1](to) && (from as number) <= (to as number) && ((to as number) - (from as number)) % 2 === 0;

const isPseudo = ({ from, to, final }: Readonly<Record<string, unknown>>): boolean =>
  words(from, to) && (final === undefined || (typeof final === 'function' && ((to as number) - (from as number)) % 4 === 0));

/** Bits in the mask of computed fields. */
const MOST_COMPUTED = 31;

/** @throws ERR_SPEC */
export function checkSpec(layer: string, spec: AnySpec): void {
  const refuse = (field: string | undefined, what: string): never => {
    throw new PacketwrightError('ERR_SPEC', `${layer}${field === undefined ? '' : `.${field}`}: ${what}`, {
      layer,
      ...(field !== undefined && { field }),
    });
  };
  checkShaped(spec, SPEC, 'a spec', (what) => refuse(undefined, what));
  if (spec.fields === undefined) refuse(undefined, 'a spec has fields: give { fields: { … } }, empty where there are none');
  for (const [name, column] of Object.entries(spec.columns ?? {}))
    if (!isColumn(column))
      refuse(
        undefined,
        `the column '${name}' is ${shown(column)}; give a function, or { hex, of }: the digits of so many bits, and a function`,
      );
  const fields = Object.entries(spec.fields);
  const byName = new Map(fields);
  for (const [name, f] of fields) {
    checkName(name, refuse);
    if (!isObject(f) || !isObject(f.kind) || !isObject(f.options)) refuse(name, `is ${shown(f)}; give a field: u8(), octets() …`);
    checkKind(name, f.kind, refuse);
    checkShaped(f.options, OPTIONS, 'a field', (what) => refuse(name, what));
    checkRoles(name, f, byName, refuse);
    checkDefault(name, f, refuse);
    checkChoice(name, f.kind, fields, refuse);
  }
  checkOrder(fields, spec.greedy === true, refuse);
  checkChecksums(fields, refuse);
  checkComputed(spec, fields, byName, refuse);
  if (spec.repeats !== undefined && spec.trailer !== undefined)
    refuse(undefined, 'repeats and trailer cannot be used together; put one of them on the layer below');
  const isMeasured = fields.some(([, { options }]) => ['layer', 'payload', 'header'].includes(String(options.measures)));
  if (spec.filling !== undefined && (spec.repeats === undefined || !isMeasured))
    refuse(undefined, 'filling goes between messages: it needs repeats, and a field that measures the layer, its header or its payload');
}

type Refuse = (field: string | undefined, what: string) => never;
type ByName = ReadonlyMap<string, Field<any, any>>;

const noField = (name: string, all: ByName): string => `'${name}' is not a field of this layer${didYouMean(nearest(name, all.keys()))}`;

function checkName(name: string, refuse: Refuse): void {
  if (name === '') refuse(name, 'a field has a name');
  if (name.startsWith('$')) refuse(name, 'names with $ are reserved for the engine; leave the $ out');
  if (isInherited(name)) refuse(name, 'a field cannot have this name, because every object has a property of that name; choose another');
  if (name === 'toJSON') refuse(name, 'a field cannot have this name, because JSON.stringify calls what is called so; choose another');
  // JavaScript lists them before all others, so they would not stand where they were written.
  if (/^(0|[1-9]\d*)$/.test(name)) refuse(name, 'a name that is a number would lose its place in wire order; put a letter before it');
}

function checkKind(name: string, kind: Kind, refuse: Refuse): void {
  if (kind.form === 'integer') {
    if (!whole(kind.bits) || kind.bits < 1 || kind.bits > 32) refuse(name, `has ${shown(kind.bits)} bits; a number has 1 to 32 of them`);
  } else if (kind.form === 'fixed') {
    if (!COUNT[1](kind.octets)) refuse(name, `has ${shown(kind.octets)} octets; give ${COUNT[0]}`);
  } else if (kind.form !== 'variable') refuse(name, `is of form ${shown((kind as Kind).form)}; give 'integer', 'fixed' or 'variable'`);
}

/** The number that a field is, always or by a declared condition. */
const numberOf = (kind: Kind): IntegerKind | undefined => {
  const there = kind.form === 'variable' && kind.when !== undefined ? kind.inner : kind;
  return there?.form === 'integer' ? there : undefined;
};

function checkSum(name: string, options: FieldOptions, bits: number | undefined, refuse: Refuse): void {
  const { checksums, sum, skips, pseudoHeader, zeroIsNone } = options;
  const wanted = sum === undefined ? 16 : SUM_BITS[sum];
  if (checksums === undefined) {
    if (sum !== undefined || skips !== undefined)
      refuse(name, `${sum === undefined ? 'skips' : 'sum'} says how to compute the sum, but not over what; give checksums: 'layer'`);
  } else if (bits !== wanted)
    refuse(name, `${sum === undefined ? 'an Internet checksum' : sum} has ${wanted} bits, not ${bits}; for others give sum or compute`);
  else if (sum !== undefined && (pseudoHeader !== undefined || zeroIsNone))
    refuse(name, `${sum} does not support ${pseudoHeader === undefined ? 'zeroIsNone' : 'a pseudo-header'}; remove it, or give compute`);
  else if (sum === undefined && (skips !== undefined || sumsOther(options)))
    refuse(name, `${skips === undefined ? `checksums: '${checksums}'` : 'skips'} goes with a sum: 'crc32'; give one, or compute`);
}

const targetsOf = ({ measures }: FieldOptions): readonly string[] => (measures === undefined ? [] : [measures].flat());
const WHOLES = ['layer', 'header', 'payload'];

function checkRoles(name: string, { kind, options }: Field<any, any>, all: ByName, refuse: Refuse): void {
  const roles = (['measures', 'counts', 'selects', 'checksums'] as const).filter((role) => options[role] !== undefined);
  const numeric = [
    ...roles,
    ...(['compute', 'hints', 'opaque'] as const).filter((role) => options[role] !== undefined && options[role] !== false),
  ];
  const number = numberOf(kind);
  // Its octets are only known once what it counts is written: then the layer's end is not yet there.
  const mayCount =
    kind.form === 'variable' &&
    kind.counter !== undefined &&
    !targetsOf(options).some((t) => typeof options.measures === 'string' && WHOLES.includes(t));
  if (kind.form === 'variable' && kind.counter !== undefined && options.measures !== undefined && !mayCount)
    refuse(name, `measures the ${String(options.measures)}, which includes itself; let it measure a field by name`);
  if (number === undefined && numeric.some((role) => !mayCount || (role !== 'measures' && role !== 'counts')))
    refuse(name, `${numeric[0]} needs a number, but this is ${kind.label}: only a number of up to 32 bits can be computed or read`);
  if (roles.length > 1) refuse(name, `${roles.join(' and ')} would compute it in two ways; give only one`);
  checkSum(name, options, number?.bits, refuse);
  const targets = targetsOf(options);
  if (options.measures !== undefined && targets.length === 0) refuse(name, 'measures is []; name the fields that it measures');
  for (const [i, target] of targets.entries()) {
    const { measures } = options;
    if (targets.indexOf(target) < i) refuse(name, `measures '${target}' twice; name it once`);
    if (typeof measures === 'string' && WHOLES.includes(target)) continue;
    if (target === name) refuse(name, 'measures itself; name the field that it measures');
    const other = all.get(target) ?? refuse(name, `measures '${target}', but ${noField(target, all)}`);
    if (other.kind.form !== 'variable') refuse(name, `measures '${target}', whose size is fixed; remove the role`);
    if ((other.kind as VariableKind).rest === false)
      refuse(name, `measures the list '${target}', which may end in octets that are not an item; make it with { rest: true }`);
  }
  const { counts } = options;
  if (counts === undefined) return;
  if (counts === name) refuse(name, 'counts itself; name the list that it counts');
  const list = all.get(counts) ?? refuse(name, `counts '${counts}', but ${noField(counts, all)}`);
  if (list.kind.form !== 'variable' || list.kind.list !== true)
    refuse(name, `counts '${counts}', which is not a list but ${list.kind.label}`);
}

/** What may have been meant: a name that is near, or else all of a short header. */
function orElse(by: string, before: readonly [string, unknown][]): string {
  const names = before.map(([n]) => n);
  const near = nearest(by, names);
  return near !== undefined || names.length === 0 || names.length > 8 ? didYouMean(near) : `; give one of these: ${names.join(', ')}`;
}

/** What a field is chosen by stands before it, and can have the values that are told. */
function checkChoice(name: string, kind: Kind, fields: readonly [string, Field<any, any>][], refuse: Refuse): void {
  if (kind.form !== 'variable' || kind.chooses === undefined) return;
  const { by, cases } = kind.chooses;
  const before = fields.slice(
    0,
    fields.findIndex(([n]) => n === name),
  );
  const of =
    before.find(([n]) => n === by)?.[1] ?? refuse(name, `is chosen by '${by}', which is not a field before it${orElse(by, before)}`);
  const inner = of.kind.form === 'variable' ? of.kind.inner : of.kind;
  if (inner?.form !== 'integer') return;
  const { names } = of.options;
  for (const c of cases) {
    const n = /^\d+$/.test(c) ? Number(c) : names?.value(c);
    if (n !== undefined && n < 2 ** inner.bits) continue;
    refuse(
      name,
      `'${by}' is never '${c}'${didYouMean(
        nearest(
          c,
          [...(names?.entries() ?? [])].map(([, x]) => x),
        ),
      )}`,
    );
  }
}

function checkComputed(spec: AnySpec, fields: readonly [string, Field<any, any>][], all: ByName, refuse: Refuse): void {
  for (const name of Object.keys(spec.compute ?? {})) {
    const f = all.get(name) ?? refuse(name, `compute has it, but ${noField(name, all)}`);
    if (numberOf(f.kind) === undefined)
      refuse(name, `compute needs a number, but this is ${f.kind.label}: only a number of up to 32 bits can be computed`);
  }
  const measured = new Map<string, string>(),
    counted = new Map<string, string>();
  let computed = 0;
  for (const [name, { options }] of fields) {
    for (const target of targetsOf(options)) once(measured, target, name, 'measured', refuse);
    if (options.counts !== undefined) once(counted, options.counts, name, 'counted', refuse);
    const { measures, counts, selects, checksums, compute } = options;
    if ([measures, counts, selects, checksums, compute, spec.compute?.[name]].some((role) => role !== undefined)) computed++;
    if (computed > MOST_COMPUTED) refuse(name, `is computed field number ${computed}; a layer has at most ${MOST_COMPUTED}`);
  }
}

function once(seen: Map<string, string>, target: string, by: string, how: string, refuse: Refuse): void {
  const other = seen.get(target);
  if (other !== undefined && other !== by) refuse(by, `'${target}' is ${how} by '${other}' already; remove one of them`);
  seen.set(target, by);
}
