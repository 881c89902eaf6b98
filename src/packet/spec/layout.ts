/** Where each field of a layer stands. Derived once from the spec, at first use; check-spec.ts has seen the spec before. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { numberOf, selectorOf, testsOf } from './conditions.ts';
import { placeParts } from './parts.ts';
import type { Layout, Slot } from './slot.ts';
import { type Field, type FieldOptions, isComputed, type Kind, type Overlay, type OverlayPlace } from './field.ts';
import { canBeCut, REST, restField } from './rest.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const targetsOf = (o: FieldOptions): readonly string[] => {
  const m = o.measures;
  if (m === undefined || m === 'layer' || m === 'header' || m === 'payload') return [];
  return typeof m === 'string' ? [m] : m;
};

/** Roles that are looked up in every header, without a look at conditions; the first ones also where a step is not there. */
const alwaysThere = (o: FieldOptions): boolean => o.measures === 'header' || o.opaque === true || o.hints !== undefined;
const leadsOn = (o: FieldOptions): boolean => o.measures === 'layer' || o.measures === 'payload' || o.selects !== undefined;

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

/** Puts fields to their places, one after another. */
class Placing {
  readonly slots: Mutable<Slot>[] = [];
  readonly byName = new Map<string, Mutable<Slot>>();
  readonly variables: Slot[] = [];
  readonly computed: Slot[] = [];
  /** Bits behind the last variable field, or the layer's start. */
  bit = 0;
  readonly #layer: string;
  readonly #overlays = new Set<Overlay>();
  /** The overlay whose fields are being placed, and where it starts. */
  #overlay: { readonly of: Overlay; readonly from: number } | undefined;

  constructor(layer: string) {
    this.#layer = layer;
  }

  field(name: string, f: Field<any, any>, isComputedBySpec: boolean): void {
    const { kind, options } = f;
    if (kind.overlay !== this.#overlay?.of) {
      this.closeOverlay();
      if (kind.overlay !== undefined) this.#openOverlay(name, kind.overlay);
    }
    if (this.bit % 8 !== 0) this.#withinOctet(name, kind);
    const slot: Mutable<Slot> = {
      name,
      index: this.slots.length,
      kind,
      options,
      anchor: this.variables.length,
      bit: this.bit,
      bits: bitsOf(kind),
      variable: kind.form === 'variable' ? this.variables.length : -1,
      computed: -1,
      measuredBy: undefined,
      countedBy: undefined,
      when: undefined,
      others: [],
      step: undefined,
    };
    if (this.#overlay !== undefined) putOverlay(this.#layer, slot, this.#overlay.of, this.#overlay.from, this.byName);
    if (kind.form === 'variable' && kind.when !== undefined) {
      slot.when = testsOf(this.#layer, name, kind.when, this.byName);
      const { inner } = kind;
      if (inner !== undefined && slot.when !== undefined)
        slot.step = { ...slot, kind: inner, bit: 0, bits: bitsOf(inner), variable: -1, when: undefined };
    }
    if (isComputed(f) || isComputedBySpec) {
      slot.computed = this.computed.length;
      this.computed.push(slot);
    }
    this.add(slot);
    if (kind.form === 'variable') this.bit = 0;
    else if (this.#overlay === undefined) this.bit += slot.bits;
  }

  add(slot: Mutable<Slot>): void {
    this.slots.push(slot);
    this.byName.set(slot.name, slot);
    if (slot.variable >= 0) this.variables.push(slot);
  }

  /** A field that begins within an octet. */
  #withinOctet(name: string, kind: Kind): void {
    if (kind.form !== 'integer') spec(this.#layer, name, `starts ${this.bit % 8} bits into an octet`);
    const before = this.slots.at(-1)?.kind;
    if (before?.form === 'integer' && before.little !== kind.little)
      spec(this.#layer, name, 'shares an octet with a field that counts its bits from the other end');
  }

  #openOverlay(name: string, of: Overlay): void {
    if (this.#overlays.has(of)) spec(this.#layer, name, 'is not next to the other fields of its overlay');
    if (this.variables.length > 0 || this.bit % 8 !== 0)
      spec(this.#layer, name, 'an overlay starts at an octet, before fields of variable size');
    this.#overlays.add(of);
    this.#overlay = { of, from: this.bit };
  }

  closeOverlay(): void {
    if (this.#overlay === undefined) return;
    const { of, from } = this.#overlay;
    const missing = [...of.fields.keys()].filter((n) => !this.byName.has(n));
    if (missing.length > 0) spec(this.#layer, this.slots.at(-1)?.name ?? '', `its overlay also needs ${missing.join(', ')}`);
    this.bit = from + of.octets * 8;
    this.#overlay = undefined;
  }

  /** Tells fields of the numbers that measure and count them. */
  join(): void {
    for (const s of this.slots) {
      for (const t of targetsOf(s.options)) {
        const target = this.byName.get(t);
        if (target !== undefined) target.measuredBy = s;
      }
      const counted = s.options.counts === undefined ? undefined : this.byName.get(s.options.counts);
      if (counted !== undefined) counted.countedBy = s;
    }
  }

  /** Places in other cases of an overlay have numbers of their own, behind those of the fields. */
  numberOthers(): void {
    let places = this.slots.length;
    for (const s of this.slots) {
      if ((s.when !== undefined || s.variable >= 0) && (alwaysThere(s.options) || (leadsOn(s.options) && s.step === undefined)))
        spec(this.#layer, s.name, 'a field that decides where the layer ends, or which layer is next, cannot be conditional');
      if (s.computed >= 0 && s.kind.form === 'variable' && s.step === undefined && s.kind.counter === undefined)
        spec(this.#layer, s.name, 'a computed field must always be there, or have a declared condition on fields at a fixed place');
      if (s.computed >= 0 && s.others.length > 0) spec(this.#layer, s.name, 'only a number with one place can be computed');
      s.others = s.others.map((other) => ({ ...other, index: places++ }));
    }
  }
}

/** Where it is there only sometimes, other octets may stand behind the header when it is not. */
const takesAll = ({ kind, measuredBy }: Slot): boolean =>
  kind.form === 'variable' && kind.greedy === true && kind.present === undefined && measuredBy === undefined;

/**
 * The field that measures the header. That of a layer whose fields take all that is left ends with the layer, which has no payload: what
 * measures the one measures the other, where it has a fixed place.
 */
function headerSlotOf(slots: readonly Slot[]): Slot | undefined {
  const own = slots.find((s) => s.options.measures === 'header');
  if (own !== undefined || !slots.some(takesAll)) return own;
  return slots.find((s) => s.options.measures === 'layer' && s.anchor === 0 && s.bits > 0 && s.when === undefined);
}

export function layoutOf(
  layer: string,
  fields: Readonly<Record<string, Field<any, any>>>,
  o: { greedy?: boolean; computed?: readonly string[]; least?: number | undefined; repeats?: boolean },
): Layout {
  const placing = new Placing(layer);
  for (const [name, f] of Object.entries(fields)) placing.field(name, f, o.computed?.includes(name) === true);
  placing.closeOverlay();
  const { slots, byName, variables, computed, bit } = placing;
  if (bit % 8 !== 0) spec(layer, slots.at(-1)?.name ?? '', `the header ends ${bit % 8} bits into an octet`);
  placing.join();
  const first = variables[0];
  const whole = (first === undefined ? bit : first.bit) / 8;
  if (o.least !== undefined && o.least > whole)
    throw new PacketwrightError(
      'ERR_SPEC',
      `${layer}: least is ${o.least}, more than the ${whole} octets that are always there; give 0 to ${whole}`,
      {
        layer,
      },
    );
  const headerSlot = headerSlotOf(slots);
  const all = slots.find(takesAll);
  const greedy = o.greedy === true || (all !== undefined && headerSlot === undefined);
  if (greedy && o.repeats === true)
    spec(
      layer,
      all?.name ?? 'greedy',
      `takes all octets that are left, so the layer never repeats; let a number before it, at a fixed place, measure the 'layer'`,
    );
  const rest = (greedy || headerSlot !== undefined) && o.least === undefined ? restSlot(slots, variables.length, bit) : undefined;
  if (rest !== undefined) placing.add(rest);
  placing.numberOthers();
  const unsteady = variables.findIndex((v) => v.step === undefined);
  return {
    slots,
    byName,
    parts: placeParts(slots, (field, what) => spec(layer, field, what)),
    rest,
    variables,
    computed,
    steps: unsteady < 0 ? variables.length : unsteady,
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
