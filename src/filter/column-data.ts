/** What column plans fill: an array of values a field, a row a packet. */
import { PacketwrightError } from '../bytes/errors.ts';

/**
 * How a column keeps its values. Addresses are numbers: IPv4 unsigned 32 bits, MACs 48 (`f64`); IPv6 (`u128`) has `high` and
 * `low` words; a time has seconds and `nsec`. `any` are JavaScript values, as the layer's view or the spec's function gives
 * them; `list` are arrays of such.
 */
export type ColumnType = 'u32' | 'f64' | 'u128' | 'time' | 'any' | 'list';

/** One column of a result: `values[i]` holds where `present[i]` is 1. The arrays may be longer than the rows. */
export interface ColumnData {
  readonly field: string;
  readonly type: ColumnType;
  readonly present: Uint8Array;
  readonly values: Uint32Array | Float64Array | BigUint64Array | unknown[];
  /** The upper 64 bits of `u128` values; `values` has the lower ones. */
  readonly high?: BigUint64Array;
  /** Nanoseconds of `time` values; `values` has the seconds since 1970. */
  readonly nsec?: Uint32Array;
}

/** What a plan fills: rows are the batch's packets. Used again for each batch. */
export interface Columns {
  readonly rows: number;
  readonly columns: readonly ColumnData[];
  /**
   * A column by its field.
   * @throws ERR_FIELD when the plan has no such column.
   */
  column(field: string): ColumnData;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** @internal */
export class ColumnTable implements Columns {
  rows = 0;
  /** Rows of the batches before this one: `frame.number` counts on. */
  before = 0;
  readonly columns: readonly Mutable<ColumnData>[];

  constructor(asked: readonly { readonly field: string; readonly type: ColumnType }[]) {
    this.columns = asked.map(({ field, type }) => ({ field, type, present: new Uint8Array(0), values: [] }));
  }

  column(field: string): ColumnData {
    const c = this.columns.find((x) => x.field === field);
    if (c === undefined)
      throw new PacketwrightError(
        'ERR_FIELD',
        `this plan has no column '${field}'; it has ${this.columns.map((x) => x.field).join(', ')}`,
        { field },
      );
    return c;
  }

  /** Makes room for a batch of `rows` packets. */
  reserve(rows: number): void {
    if ((this.columns[0]?.present.length ?? rows) >= rows) return;
    const n = Math.max(1024, rows);
    for (const c of this.columns) {
      c.present = new Uint8Array(n);
      c.values = valuesOf(c.type, n);
      if (c.type === 'u128') c.high = new BigUint64Array(n);
      if (c.type === 'time') c.nsec = new Uint32Array(n);
    }
  }
}

function valuesOf(type: ColumnType, n: number): ColumnData['values'] {
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
