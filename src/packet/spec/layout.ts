/** Where each field of a layer stands. Derived once from the spec, at first use; check-spec.ts has seen the spec before. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { numberOf, selectorOf, testsOf } from './conditions.ts';
import type { Layout, Slot } from './slot.ts';
import { type Field, type FieldOptions, isComputed, type Kind, type Overlay, type OverlayPlace, type VariableKind } from './field.ts';
import { canBeCut, REST, restField } from './rest.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const targetsOf = (o: FieldOptions): readonly string[] => {
  const m = o.measures;
  if (m === undefined || m === 'layer' || m === 'header' || m === 'payload') return [];
  return typeof m === 'string' ? [m] : m;
};

/** Roles that are looked up in every header, without a look at conditions. */
const ALWAYS_THERE: readonly ((o: FieldOptions) => unknown)[] = [
  (o) => o.measures === 'layer' || o.measures === 'header' || o.measures === 'payload',
  (o) => o.selects ?? o.hints ?? o.opaque,
];

const bitsOf = (kind: Kind): number => (kind.form === 'integer' ? kind.bits : kind.form === 'fixed' ? kind.octets * 8 : 0);

/** Puts a field of an overlay to its place in each of its cases; the first is its own. */
function putOverlay(layer: string, slot: Mutable<Slot>, of: Overlay, from: number, earlier: ReadonlyMap<string, Slot>): void {
  const selector = selectorOf(layer, slot.name, of.selector, earlier);
  if (selector.anchor > 0 || selector.kind.form !== 'integer' || selector.others.length > 0)
    spec(layer, slot.name, `depends on '${of.selector}', which has no fixed place`);
  const put = ({ bit, kind, values, not }: OverlayPlace): Mutable<Slot> => ({
    ...slot,
    kind,
    bit: from + bit,
    bits: bitsOf(kind),
    when: [
      ...(selector.when ?? []),
      { slot: selector, mask: undefined, values: values.map((v) => numberOf(layer, slot.name, selector, v)), not },
    ],
  });
  const [own, ...others] = of.fields.get(slot.name) as readonly OverlayPlace[];
  Object.assign(slot, put(own as OverlayPlace), { others: others.map(put) });
}

function spec(layer: string, field: string, what: string): never {
  throw new PacketwrightError('ERR_SPEC', `${layer}.${field}: ${what}`, { layer, field });
}

/** The slot for octets that are no whole field (rest.ts), `bit` bits behind the last variable field; undefined where there can be none. */
function restSlot(slots: readonly Slot[], variables: number, bit: number): Mutable<Slot> | undefined {
  const last = slots.at(-1);
  const takesAll = last?.kind.form === 'variable' && last.kind.greedy && last.measuredBy === undefined;
  if (takesAll && !slots.some((s) => (s.kind.form === 'variable' ? canBeCut(s.kind) : s.anchor > 0))) return undefined;
  return {
    name: REST,
    index: slots.length,
    ...restField,
    anchor: variables,
    bit,
    bits: 0,
    variable: variables,
    computed: -1,
    measuredBy: undefined,
    countedBy: undefined,
    when: undefined,
    others: [],
    step: undefined,
  };
}

export function layoutOf(
  layer: string,
  fields: Readonly<Record<string, Field<any, any>>>,
  o: { greedy?: boolean; computed?: readonly string[]; least?: number | undefined },
): Layout {
  const slots: Mutable<Slot>[] = [];
  const byName = new Map<string, Mutable<Slot>>();
  const variables: Slot[] = [];
  const computed: Slot[] = [];
  let anchor = 0,
    bit = 0;
  const overlays = new Set<Overlay>();
  let overlay: { readonly of: Overlay; readonly from: number } | undefined;
  const closeOverlay = (): void => {
    if (overlay === undefined) return;
    const missing = [...overlay.of.fields.keys()].filter((n) => !byName.has(n));
    if (missing.length > 0) spec(layer, slots.at(-1)?.name ?? '', `its overlay is not whole without ${missing.join(', ')}`);
    bit = overlay.from + overlay.of.octets * 8;
    overlay = undefined;
  };
  for (const [name, f] of Object.entries(fields)) {
    const { kind, options } = f;
    if (kind.overlay !== overlay?.of) {
      closeOverlay();
      if (kind.overlay !== undefined) {
        if (overlays.has(kind.overlay)) spec(layer, name, 'stands apart from the other fields of its overlay');
        if (anchor > 0 || bit % 8 !== 0) spec(layer, name, 'an overlay starts at an octet, before fields of variable size');
        overlays.add(kind.overlay);
        overlay = { of: kind.overlay, from: bit };
      }
    }
    const isVariable = kind.form === 'variable';
    const bits = bitsOf(kind);
    if (bit % 8 !== 0) {
      if (kind.form !== 'integer') spec(layer, name, `starts ${bit % 8} bits into an octet`);
      const before = slots.at(-1)?.kind;
      if (before?.form === 'integer' && before.little !== kind.little)
        spec(layer, name, 'shares an octet with a field that counts its bits from the other end');
    }
    const slot: Mutable<Slot> = {
      name,
      index: slots.length,
      kind,
      options,
      anchor,
      bit,
      bits,
      variable: isVariable ? variables.length : -1,
      computed: -1,
      measuredBy: undefined,
      countedBy: undefined,
      when: undefined,
      others: [],
      step: undefined,
    };
    if (overlay !== undefined) putOverlay(layer, slot, overlay.of, overlay.from, byName);
    const condition = isVariable ? (kind as VariableKind).when : undefined;
    if (condition !== undefined) {
      slot.when = testsOf(layer, name, condition, byName);
      const { inner } = kind as VariableKind;
      if (inner !== undefined && slot.when !== undefined)
        slot.step = { ...slot, kind: inner, bit: 0, bits: bitsOf(inner), variable: -1, when: undefined };
    }
    if (isComputed(f) || o.computed?.includes(name)) {
      slot.computed = computed.length;
      computed.push(slot);
    }
    slots.push(slot);
    byName.set(name, slot);
    if (isVariable) {
      variables.push(slot);
      anchor = variables.length;
      bit = 0;
    } else if (overlay === undefined) bit += bits;
  }
  closeOverlay();
  if (bit % 8 !== 0) spec(layer, slots.at(-1)?.name ?? '', `the header ends ${bit % 8} bits into an octet`);
  for (const s of slots) {
    for (const t of targetsOf(s.options)) {
      const target = byName.get(t);
      if (target !== undefined) target.measuredBy = s;
    }
    if (s.options.counts !== undefined) {
      const target = byName.get(s.options.counts);
      if (target !== undefined) target.countedBy = s;
    }
  }
  const first = variables[0];
  const whole = (first === undefined ? bit : first.bit) / 8;
  const headerSlot = slots.find((s) => s.options.measures === 'header');
  const greedy =
    o.greedy === true ||
    slots.some(
      (s) => s.kind.form === 'variable' && (s.kind as VariableKind).greedy && s.measuredBy === undefined && headerSlot === undefined,
    );
  const rest = (greedy || headerSlot !== undefined) && o.least === undefined ? restSlot(slots, variables.length, bit) : undefined;
  if (rest !== undefined) {
    slots.push(rest);
    byName.set(REST, rest);
    variables.push(rest);
  }
  // Places in other cases have numbers of their own, behind those of the fields.
  let places = slots.length;
  for (const s of slots) {
    if (s.when !== undefined && ALWAYS_THERE.some((role) => role(s.options)))
      spec(layer, s.name, 'what the end of the layer or the next one depends on cannot be there only sometimes');
    if (s.computed >= 0 && s.others.length > 0) spec(layer, s.name, 'only a number with one place can be computed');
    s.others = s.others.map((other) => ({ ...other, index: places++ }));
  }
  return {
    slots,
    byName,
    rest,
    variables,
    computed,
    steps: variables.findIndex((v) => v.step === undefined) < 0 ? variables.length : variables.findIndex((v) => v.step === undefined),
    finished: computed.reduce(
      (mask, s) => (slots.some((t) => t.measuredBy === s || t.countedBy === s) ? mask : mask | (1 << s.computed)),
      0,
    ),
    whole,
    minimum: o.least ?? whole,
    header: greedy ? 'greedy' : headerSlot !== undefined ? 'measured' : variables.length > 0 ? 'parsed' : 'fixed',
    headerSlot,
    extentSlot: slots.find((s) => s.options.measures === 'layer' || s.options.measures === 'payload'),
    selectors: slots.filter((s) => s.options.selects !== undefined),
    hints: slots.filter((s) => s.options.hints !== undefined),
    opaque: slots.find((s) => s.options.opaque),
    behind: bit / 8,
    tail: first === undefined || rest !== undefined ? 0 : bit / 8,
  };
}
