/** A drawing as SVG. */
import { printableLine } from '../../bytes/escape.ts';
import { type Drawing, type Letters, type LineMark, type Mark, PAPER, short, type TextMark } from './drawing.ts';

/** XML has no control characters and no halves of surrogate pairs, not even as references. */
const xml = (text: string): string =>
  printableLine(text)
    .replace(/[\p{Surrogate}\ufffe\uffff]/gu, '\ufffd')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');

const CLASS: Readonly<Record<Letters, string>> = { mono: 'm', strong: 'm b', sans: 's', title: 's b' };
const PLAIN: Readonly<Record<TextMark['anchor'], string>> = { start: '', middle: ' text-anchor="middle"', end: ' text-anchor="end"' };

function textSvg({ x, y, text, letters, size, colour, anchor, turn }: TextMark): string {
  const fill = ` fill="${colour}"`;
  const turned = turn === undefined ? '' : ` transform="rotate(${short(-turn)} ${short(x)} ${short(y)})"`;
  return `<text class="${CLASS[letters]}" x="${short(x)}" y="${short(y)}" font-size="${short(size)}"${fill}${PLAIN[anchor]}${turned}>${xml(text)}</text>`;
}

const pathOf = ({ from, steps, filled }: LineMark): string =>
  `M${from.map(short).join(' ')}${steps.map((step) => `${step.length === 2 ? 'L' : 'C'}${step.map(short).join(' ')}`).join('')}${filled ? 'Z' : ''}`;

function markSvg(mark: Mark): string {
  if (mark.kind === 'text') return textSvg(mark);
  const dashes = mark.dashed ? ' stroke-dasharray="3 2"' : '';
  if (mark.kind === 'line')
    return mark.filled
      ? `<path d="${pathOf(mark)}" fill="${mark.colour}"/>`
      : `<path d="${pathOf(mark)}" fill="none" stroke="${mark.colour}" stroke-width="${short(mark.width)}"${dashes}/>`;
  const { x, y, width, height, fill = 'none', edge, round } = mark;
  const stroke = edge === undefined ? '' : ` stroke="${edge}"`;
  const corners = round === undefined ? '' : ` rx="${short(round)}"`;
  return `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"${corners} fill="${fill}"${stroke}${dashes}/>`;
}

/** Drawings one beneath another, on paper of their own: they can be read on a page of any colour. */
export function drawingsSvg(drawings: readonly Drawing[]): string {
  const width = Math.ceil(Math.max(0, ...drawings.map((d) => d.width)));
  let top = 0;
  const groups = drawings.map(({ marks, height }) => {
    const lines = marks.map(markSvg).join('\n');
    const group = top === 0 ? lines : `<g transform="translate(0 ${short(top)})">\n${lines}\n</g>`;
    top += height;
    return group;
  });
  const height = Math.ceil(top);
  const label = drawings.map(({ title }) => title).join('; ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${xml(label)}">
<style>
text { white-space: pre }
.m { font-family: "DejaVu Sans Mono", "Liberation Mono", Menlo, Consolas, "Courier New", monospace }
.s { font-family: Helvetica, Arial, "Liberation Sans", "DejaVu Sans", sans-serif }
.b { font-weight: bold }
</style>
<rect width="${width}" height="${height}" fill="${PAPER}"/>
${groups.join('\n')}
</svg>
`;
}
