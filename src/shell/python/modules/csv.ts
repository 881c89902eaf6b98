/** The module `csv`: tables as text (RFC 4180), as spreadsheets write them. */
import { functions, methods } from '../callable.ts';
import { Dict } from '../containers/dict.ts';
import { exception, exceptionType, PyError, typeError, valueError } from '../errors.ts';
import { gather, iterableNow } from '../iterate.ts';
import { linked } from '../linked.ts';
import type { Named } from '../../runtime.ts';
import { CLASS, objectType, Type } from '../types.ts';
import { settle } from '../waiting.ts';

const csvError = exceptionType('Error', exception, '_csv');
const writerType = new Type('writer', [objectType], { module: '_csv' });
const dictWriterType = new Type('DictWriter', [objectType], { module: 'csv' });
const dictReaderType = new Type('DictReader', [objectType], { module: 'csv' });

const QUOTE_MINIMAL = 0;
const QUOTE_ALL = 1;
const QUOTE_NONNUMERIC = 2;
const QUOTE_NONE = 3;

interface Dialect {
  readonly delimiter: string;
  readonly quote: string;
  readonly end: string;
  readonly quoting: number;
}

function dialectOf(name: unknown, named: Named): Dialect {
  const text = (key: string, absent: string): string => (typeof named[key] === 'string' ? (named[key] as string) : absent);
  const delimiter = text('delimiter', name === 'excel-tab' ? '\t' : ',');
  if (Array.from(delimiter).length !== 1) throw typeError('"delimiter" must be a 1-character string');
  return {
    delimiter,
    quote: text('quotechar', '"'),
    end: text('lineterminator', name === 'unix' ? '\n' : '\r\n'),
    quoting: typeof named['quoting'] === 'number' ? named['quoting'] : name === 'unix' ? QUOTE_ALL : QUOTE_MINIMAL,
  };
}

async function lineOf(row: unknown, d: Dialect): Promise<string> {
  const cells = await Promise.all(
    [...(await gather(row))].map(async (v) => {
      const text = v === null || v === undefined ? '' : await settle(() => linked.str(v));
      const isNumber = typeof v === 'number' || typeof v === 'bigint';
      const must = [d.delimiter, d.quote, '\r', '\n'].some((c) => text.includes(c));
      if (d.quoting === QUOTE_NONE || !(must || d.quoting === QUOTE_ALL || (d.quoting === QUOTE_NONNUMERIC && !isNumber))) return text;
      return d.quote + text.replaceAll(d.quote, d.quote + d.quote) + d.quote;
    }),
  );
  // One empty cell would be no row.
  return (cells.length === 1 && cells[0] === '' ? d.quote + d.quote : cells.join(d.delimiter)) + d.end;
}

/** Rows of lines; a cell in quotes may go on in the next line. */
function rowsIn(lines: Iterable<unknown>, d: Dialect): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let [cell, isQuoted, wasQuoted] = ['', false, false];
  const end = (): void => {
    row.push(cell);
    [cell, wasQuoted] = ['', false];
  };
  for (const line of lines) {
    const [text, newline] = [String(line).replace(/\r?\n$/, ''), /\r?\n$/.exec(String(line))?.[0] ?? ''];
    for (let i = 0; i < text.length; i++) {
      const c = text[i] as string;
      if (isQuoted) {
        if (c !== d.quote) cell += c;
        else if (text[i + 1] === d.quote) {
          cell += c;
          i++;
        } else isQuoted = false;
      } else if (c === d.quote && cell === '' && !wasQuoted && d.quoting !== QUOTE_NONE) [isQuoted, wasQuoted] = [true, true];
      else if (c === d.delimiter) end();
      else cell += c;
    }
    if (isQuoted) {
      cell += newline;
      continue;
    }
    if (text === '' && row.length === 0 && !wasQuoted && cell === '') {
      rows.push([]);
      continue;
    }
    end();
    rows.push(row);
    row = [];
  }
  if (isQuoted) throw new PyError(csvError, ['unexpected end of data']);
  return rows;
}

class Writer {
  readonly file: unknown;
  readonly dialect: Dialect;
  /** The columns of a DictWriter. */
  readonly names: readonly unknown[];
  readonly rest: unknown;
  readonly strict: boolean;
  readonly #type: Type;
  constructor(type: Type, file: unknown, dialect: Dialect, names: readonly unknown[] = [], rest: unknown = '', strict = true) {
    this.#type = type;
    this.file = file;
    this.dialect = dialect;
    this.names = names;
    this.rest = rest;
    this.strict = strict;
  }
  get [CLASS](): Type {
    return this.#type;
  }
  async put(row: unknown): Promise<unknown> {
    return await linked.call(await linked.get(this.file, 'write'), [await lineOf(row, this.dialect)]);
  }
  cells(row: unknown): unknown[] {
    if (!(row instanceof Dict)) throw valueError('a row of DictWriter is a dict');
    const wrong = [...row.keys()].filter((key) => !this.names.includes(key));
    if (wrong.length > 0 && this.strict)
      throw valueError(`dict contains fields not in fieldnames: ${wrong.map((x) => linked.repr(x)).join(', ')}`);
    return this.names.map((name) => (row.has(name) ? row.get(name) : this.rest));
  }
}

class DictReader {
  readonly fieldnames: readonly unknown[];
  readonly rows: readonly Dict[];
  at = 0;
  constructor(fieldnames: readonly unknown[], rows: readonly Dict[]) {
    this.fieldnames = fieldnames;
    this.rows = rows;
  }
  get [CLASS](): Type {
    return dictReaderType;
  }
  *[Symbol.iterator](): IterableIterator<unknown> {
    while (this.at < this.rows.length) yield this.rows[this.at++];
  }
}

function prepare(): void {
  const all = (put: (self: Writer, row: unknown) => Promise<unknown>) => async (self: Writer, rows: unknown) => {
    for (const row of await gather(rows)) await put(self, row);
    return null;
  };
  const put = (self: Writer, row: unknown): Promise<unknown> => self.put(row);
  const putCells = (self: Writer, row: unknown): Promise<unknown> => self.put(self.cells(row));
  methods(writerType, { 'writerow(row, /)': put, 'writerows(rows, /)': all(put) });
  methods(dictWriterType, {
    'writerow(rowdict)': putCells,
    'writerows(rowdicts)': all(putCells),
    'writeheader()': (self: Writer) => self.put(self.names),
  });
  methods(dictReaderType, {
    '__iter__()': (self: DictReader) => self[Symbol.iterator](),
    '__next__()': (self: DictReader) => {
      const next = self[Symbol.iterator]().next();
      if (next.done === true) throw new PyError(exception, ['no more rows']);
      return next.value;
    },
  });
}

export function csv(): Record<string, unknown> {
  prepare();
  const reader = async (lines: unknown, name: unknown, named: Named): Promise<string[][]> =>
    rowsIn(await gather(lines), dialectOf(name, named));
  return {
    QUOTE_MINIMAL,
    QUOTE_ALL,
    QUOTE_NONNUMERIC,
    QUOTE_NONE,
    Error: csvError,
    ...functions({
      "reader(iterable, dialect='excel', **fmtparams)": async (lines: unknown, name: unknown, named: Named) =>
        (await reader(lines, name, named)).values(),
      "writer(fileobj, dialect='excel', **fmtparams)": (file: unknown, name: unknown, named: Named) =>
        new Writer(writerType, file, dialectOf(name, named)),
      "DictReader(f, fieldnames=None, restkey=None, restval=None, dialect='excel', **kwds)": async (
        lines: unknown,
        names: unknown,
        restKey: unknown,
        rest: unknown,
        name: unknown,
        named: Named,
      ) => {
        const rows = (await reader(lines, name, named)).filter((row) => row.length > 0);
        const keys = names === null ? (rows.shift() ?? []) : [...iterableNow(names)];
        const dicts = rows.map((row) => {
          const dict = new Dict(keys.map((key, i) => [key, row[i] ?? rest] as const));
          if (row.length > keys.length) dict.set(restKey, row.slice(keys.length));
          return dict;
        });
        return new DictReader(keys, dicts);
      },
      "DictWriter(f, fieldnames, restval='', extrasaction='raise', dialect='excel', **kwds)": (
        file: unknown,
        names: unknown,
        rest: unknown,
        action: unknown,
        name: unknown,
        named: Named,
      ) => new Writer(dictWriterType, file, dialectOf(name, named), [...iterableNow(names)], rest, action === 'raise'),
    }),
  };
}
