/** rfc(): a header drawn as RFCs draw it, 32 bits a line. */
import type { AnyLayer } from '../../packet/spec/spec.ts';

const BITS = 32;

interface Piece {
  readonly name: string;
  readonly bits: number;
}

export function rfcText(layer: AnyLayer, o: { readonly legend: boolean }): string {
  const lines: string[] = [];
  if (o.legend) {
    lines.push(` ${Array.from({ length: BITS }, (_, i) => (i % 10 === 0 ? String(i / 10) : ' ')).join(' ')}`.trimEnd());
    lines.push(` ${Array.from({ length: BITS }, (_, i) => String(i % 10)).join(' ')}`);
  }
  const rows = rowsOf(layer);
  let above = BITS;
  for (const row of rows) {
    const width = row.reduce((n, p) => n + p.bits, 0);
    lines.push(rule(Math.max(width, above)));
    lines.push(`|${row.map(cell).join('|')}|`);
    above = width;
  }
  lines.push(rule(above));
  if (o.legend) lines.push('', centred(`Fig. ${layer.layerName}`, 2 * BITS + 2));
  return lines.join('\n');
}

const rule = (bits: number): string => `${'+-'.repeat(bits)}+`;

function centred(text: string, width: number): string {
  const all = width - text.length;
  return `${' '.repeat(Math.floor(all / 2) + (all & width & 1))}${text}`;
}

function cell({ name, bits }: Piece): string {
  const width = 2 * bits - 1;
  const text = name.toUpperCase().slice(0, width);
  const all = width - text.length;
  // An odd space more stands on the left where the width is odd, as Python centres.
  const left = Math.floor(all / 2) + (all & width & 1);
  return ' '.repeat(left) + text + ' '.repeat(width - text.length - left);
}

/** Fields over lines of 32 bits; what goes on stands on the next line too. A field of variable length has a line of its own. */
function rowsOf(layer: AnyLayer): Piece[][] {
  const rows: Piece[][] = [];
  let row: Piece[] = [];
  let used = 0;
  const end = (): void => {
    if (row.length > 0) rows.push(row);
    row = [];
    used = 0;
  };
  for (const { name, bits } of layer.layout.slots) {
    if (bits === 0) {
      end();
      rows.push([{ name, bits: BITS }]);
      continue;
    }
    for (let left = bits, first = true; left > 0; first = false) {
      const part = Math.min(left, BITS - used);
      row.push({ name: first || part > 8 ? name : '', bits: part });
      left -= part;
      used += part;
      if (used === BITS) end();
    }
  }
  end();
  return rows;
}
