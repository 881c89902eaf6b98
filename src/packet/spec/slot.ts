/** What is known of a field's place in its layer, and of all the layer's fields. `layoutOf` derives it from the spec. */
import type { FieldOptions, Kind, Part } from './field.ts';

/** A test of the number in an earlier field, which has a fixed place. */
export interface Test {
  readonly slot: Slot;
  /** It has all of these bits … */
  readonly mask: number | undefined;
  /** … or is one of these values (with `not`: none of them). */
  readonly values: readonly number[];
  readonly not: boolean;
}

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
  /** It is there only when all of these hold; undefined: always, or by what only a function or a value can tell. */
  readonly when: readonly Test[] | undefined;
  /** Where it stands in other cases of its overlay, each with its condition. */
  readonly others: readonly Slot[];
  /** A variable field with a declared condition and a fixed size: the field as it stands, counted from its own start. */
  readonly step: Slot | undefined;
}

/** A part, and where it is in the number of its field. */
export interface PlacedPart extends Part {
  readonly name: string;
  readonly slot: Slot;
  /** Bits below it. */
  readonly shift: number;
}

export interface Layout {
  readonly slots: readonly Slot[];
  readonly byName: ReadonlyMap<string, Slot>;
  /** Parts of fields' numbers, by name. */
  readonly parts: ReadonlyMap<string, PlacedPart>;
  readonly variables: readonly Slot[];
  /** So many of the variable fields, from the first on, are steps. */
  readonly steps: number;
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
