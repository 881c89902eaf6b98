/** What column plans fill: an array of values a field, a row a packet. */
import { PacketwrightError } from '../bytes/errors.ts';
import { didYouMean, nearest } from '../bytes/nearest.ts';
import type { FieldsOfAny, FieldsOfF64, FieldsOfTime, FieldsOfU128, FieldsOfU32 } from './field-types.ts';

/** What all columns have, whatever they keep. The arrays may be longer than the rows. */
interface ColumnOf<T, V> {
  readonly field: string;
  readonly type: T;
  /** 1 where the packet has the field: `values[i]` holds there. */
  readonly present: Uint8Array;
  readonly values: V;
  /** The upper 64 bits of `u128` values; `values` has the lower ones. */
  readonly high?: BigUint64Array;
  /** Nanoseconds of `time` values; `values` has the seconds since 1970. */
  readonly nsec?: Uint32Array;
}

interface ColumnDataBy {
  /** Whole numbers of up to 32 bits, and IPv4 addresses as such. */
  readonly u32: ColumnOf<'u32', Uint32Array>;
  /** Other numbers, and MAC addresses as 48 bits. */
  readonly f64: ColumnOf<'f64', Float64Array>;
  /** IPv6 addresses. */
  readonly u128: ColumnOf<'u128', BigUint64Array> & { readonly high: BigUint64Array };
  /** Points in time. */
  readonly time: ColumnOf<'time', Float64Array> & { readonly nsec: Uint32Array };
  /** JavaScript values, as the layer's view or the spec's function gives them. */
  readonly any: ColumnOf<'any', unknown[]>;
  /** Arrays of such: every value of the field. */
  readonly list: ColumnOf<'list', unknown[]>;
}

/** How a column keeps its values. */
export type ColumnType = keyof ColumnDataBy;

/** One column of a result. Ask its `type` where it is not known: that tells what `values` are. */
export type ColumnData<T extends ColumnType = ColumnType> = ColumnDataBy[T];

/** Every field that the package's own layers have, by Wireshark's name or ours, and those of the frame. */
export type FieldName = FieldsOfU32 | FieldsOfF64 | FieldsOfU128 | FieldsOfTime | FieldsOfAny;

/** How the column of a field keeps its values. */
export type TypeOfField<F extends string> = F extends FieldsOfU32
  ? 'u32'
  : F extends FieldsOfF64
    ? 'f64'
    : F extends FieldsOfU128
      ? 'u128'
      : F extends FieldsOfTime
        ? 'time'
        : F extends FieldsOfAny
          ? 'any'
          : ColumnType;

/** The types of a plan's columns, by field. */
export type ColumnTypes = { readonly [field: string]: ColumnType };

/** What a plan fills: rows are the batch's packets. Used again for each batch. */
export interface Columns<T extends ColumnTypes = ColumnTypes> {
  readonly rows: number;
  readonly columns: readonly ColumnData[];
  /**
   * A column by its field.
   * @throws ERR_FIELD when the plan has no such column.
   */
  column<F extends keyof T & string>(field: F): ColumnData<T[F]>;
}

/** A column while it is filled. */
interface Filled {
  readonly field: string;
  readonly type: ColumnType;
  present: Uint8Array;
  values: Uint32Array | Float64Array | BigUint64Array | unknown[];
  high?: BigUint64Array;
  nsec?: Uint32Array;
}

/** @internal */
export class ColumnTable {
  rows = 0;
  /** Rows of the batches before this one: `frame.number` counts on. */
  before = 0;
  readonly columns: readonly Filled[];

  constructor(asked: readonly { readonly field: string; readonly type: ColumnType }[]) {
    this.columns = asked.map(({ field, type }) => {
      const c: Filled = { field, type, present: new Uint8Array(0), values: [] };
      makeRoom(c, 0);
      return c;
    });
  }

  column(field: string): Filled {
    const c = this.columns.find((x) => x.field === field);
    if (c !== undefined) return c;
    const names = this.columns.map((x) => x.field);
    throw new PacketwrightError(
      'ERR_FIELD',
      `this plan has no column '${field}'${didYouMean(nearest(field, names))}; it has ${names.join(', ')}`,
      { field },
    );
  }

  /** Makes room for a batch of `rows` packets. */
  reserve(rows: number): void {
    if ((this.columns[0]?.present.length ?? rows) >= rows) return;
    for (const c of this.columns) makeRoom(c, Math.max(1024, rows));
  }
}

function makeRoom(c: Filled, n: number): void {
  c.present = new Uint8Array(n);
  c.values = valuesOf(c.type, n);
  if (c.type === 'u128') c.high = new BigUint64Array(n);
  if (c.type === 'time') c.nsec = new Uint32Array(n);
}

function valuesOf(type: ColumnType, n: number): Filled['values'] {
  switch (type) {
    case 'u32':
      return new Uint32Array(n);
    case 'f64':
    case 'time':
      return new Float64Array(n);
    case 'u128':
      return new BigUint64Array(n);
    default:
      return new Array<unknown>(n);
  }
}
