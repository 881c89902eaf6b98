/** Where each field of a layer stands. Derived once from the spec, at first use; check-spec.ts has seen the spec before. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { type Field, type FieldOptions, isComputed, type Kind, type VariableKind } from './field.ts';
import { canBeCut, REST, restField } from './rest.ts';

export interface Slot {
  readonly name: string;
  readonly index: number;
  readonly kind: Kind;
  readonly options: FieldOptions;
  /** 0: it is counted from the layer's start; k: from the end of the k-th variable field. */
  readonly anchor: number;
  /** Bits from the anchor. */
  readonly bit: number;
  /** Width in bits; 0 for a variable field. */
  readonly bits: number;
  /** Its number among the variable fields, or -1. */
  readonly variable: number;
  /** Its bit in the mask of computed fields, or -1. */
  readonly computed: number;
  /** The field whose number measures or counts it. */
  readonly measuredBy: Slot | undefined;
  readonly countedBy: Slot | undefined;
}

export interface Layout {
  readonly slots: readonly Slot[];
  readonly byName: ReadonlyMap<string, Slot>;
  readonly variables: readonly Slot[];
  readonly computed: readonly Slot[];
  /** The mask of those that are computed once everything above is there; the writer does the lengths and counts of named fields. */
  readonly finished: number;
  /** Octets before the first variable field. */
  readonly whole: number;
  /** With fewer octets than these the layer is not there: `whole`, or what a quote may be cut to. */
  readonly minimum: number;
  /**
   * How the header's end is known: `fixed` size, `measured` by one of its fields, `parsed` field by field, or
   * `greedy` (all that is there).
   */
  readonly header: 'fixed' | 'measured' | 'parsed' | 'greedy';
  /** The field that measures the header. */
  readonly headerSlot: Slot | undefined;
  /** The field that measures the layer or its payload. */
  readonly extentSlot: Slot | undefined;
  readonly selectors: readonly Slot[];
  readonly hints: readonly Slot[];
  readonly opaque: Slot | undefined;
  /** The last slot, where a header may have octets that are no whole field (rest.ts). */
  readonly rest: Slot | undefined;
  /** Octets of the fields after the last variable one, before `rest`. */
  readonly behind: number;
  /** Octets after the last variable field. */
  readonly tail: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const targetsOf = (o: FieldOptions): readonly string[] => {
  const m = o.measures;
  if (m === undefined || m === 'layer' || m === 'header' || m === 'payload') return [];
  return typeof m === 'string' ? [m] : m;
};

function spec(layer: string, field: string, what: string): never {
  throw new PacketwrightError('ERR_SPEC', `${layer}.${field}: ${what}`, { layer, field });
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
  for (const [name, f] of Object.entries(fields)) {
    const { kind, options } = f;
    const isVariable = kind.form === 'variable';
    const bits = kind.form === 'integer' ? kind.bits : kind.form === 'fixed' ? kind.octets * 8 : 0;
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
    };
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
    } else bit += bits;
  }
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
  let rest: Slot | undefined;
  // Where the fields themselves say where the header ends, one that is cut is not there, and nothing is behind them.
  const last = slots.at(-1);
  const isCuttable =
    !(last?.kind.form === 'variable' && last.kind.greedy && last.measuredBy === undefined) ||
    slots.some((s) => (s.kind.form === 'variable' ? canBeCut(s.kind) : s.anchor > 0));
  if ((greedy || headerSlot !== undefined) && o.least === undefined && isCuttable) {
    const { kind, options } = restField;
    rest = {
      ...(slots[0] as Slot),
      name: REST,
      index: slots.length,
      kind,
      options,
      anchor,
      bit,
      bits: 0,
      variable: variables.length,
    };
    rest = { ...rest, computed: -1, measuredBy: undefined, countedBy: undefined };
    slots.push(rest);
    byName.set(REST, rest);
    variables.push(rest);
  }
  return {
    slots,
    byName,
    rest,
    variables,
    computed,
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
