/** make_table() and its relatives: a function gives column, row and cell of each packet. */
import { iterableNow } from '../python/iterate.ts';
import { str } from '../python/text/repr.ts';
import { given } from './methods.ts';
import { addListMethods, type ScapyList } from './scapy-list.ts';

interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly [name: string, cells: readonly string[]])[];
}

/** In the order of numbers or addresses where all are such, else of text. */
function ordered(keys: ReadonlyMap<string, unknown>): string[] {
  const all = [...keys];
  const value = ([text, key]: readonly [string, unknown]): number => (typeof key === 'number' ? key : addressNumber(text));
  if (all.every((entry) => !Number.isNaN(value(entry)))) return all.toSorted((a, b) => value(a) - value(b)).map(([text]) => text);
  return all.map(([text]) => text).toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

const addressNumber = (text: string): number =>
  /^\d+(\.\d+){3}$/.test(text) ? text.split('.').reduce((n, part) => n * 256 + Number(part), 0) : Number.NaN;

async function tableOf(list: ScapyList, f: unknown): Promise<Table> {
  const columns = new Map<string, unknown>();
  const rows = new Map<string, unknown>();
  const cells = new Map<string, string>();
  for (const item of list.items) {
    const [x, y, z] = [...iterableNow(await given(list, f, item))];
    columns.set(str(x), x);
    rows.set(str(y), y);
    cells.set(`${str(x)}\0${str(y)}`, str(z));
  }
  const across = ordered(columns);
  return {
    columns: across,
    rows: ordered(rows).map((row) => [row, across.map((column) => cells.get(`${column}\0${row}`) ?? '-')] as const),
  };
}

const widths = ({ columns, rows }: Table): { first: number; others: number[] } => ({
  first: Math.max(0, ...rows.map(([name]) => name.length)),
  others: columns.map((name, i) => Math.max(name.length, ...rows.map(([, cells]) => (cells[i] ?? '').length))),
});

function plain(t: Table): string {
  const { first, others } = widths(t);
  const line = (head: string, cells: readonly string[]): string =>
    `${head.padEnd(first)} ${cells.map((cell, i) => `${cell.padEnd(others[i] ?? 0)} `).join('')}\n`;
  return line('', t.columns) + t.rows.map(([name, cells]) => line(name, cells)).join('');
}

function lined(t: Table): string {
  const { first, others } = widths(t);
  const rule = `${'-'.repeat(first + 1)}+${others.map((n) => `${'-'.repeat(n + 2)}+`).join('')}\n`;
  const line = (head: string, cells: readonly string[]): string =>
    `${head.padEnd(first)} |${cells.map((cell, i) => ` ${cell.padEnd(others[i] ?? 0)} |`).join('')} \n`;
  return rule + line('', t.columns) + rule + t.rows.map(([name, cells]) => line(name, cells)).join('') + rule;
}

const tex = (t: Table): string => {
  const line = (head: string, cells: readonly string[]): string => `${head} & ${cells.join(' & ')} \\\\\n`;
  return `\\hline\n${line('', t.columns)}\\hline\n${t.rows.map(([name, cells]) => line(name, cells)).join('')}\\hline\n`;
};

const printed =
  (draw: (t: Table) => string) => (list: ScapyList) => async (f: unknown, _seplinefunc: unknown, _headerfunc: unknown, dump: unknown) => {
    const text = draw(await tableOf(list, f));
    if (dump === true) return text;
    list.place.write(text);
    return null;
  };

addListMethods({
  'make_table(yfmtfunc, sortx=None, sorty=None, dump=False)': printed(plain),
  'make_lined_table(yfmtfunc, sortx=None, sorty=None, dump=False)': printed(lined),
  'make_tex_table(yfmtfunc, sortx=None, sorty=None, dump=False)': printed(tex),
});
