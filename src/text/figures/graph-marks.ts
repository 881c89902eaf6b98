/** A graph's boxes and arrows as marks. */
import { arrowHead, type LineMark, type Mark, PAPER, type Step, type TextMark } from './drawing.ts';
import type { PlacedEdge } from './layered.ts';

export const SIZE = 11;
export const LINE = 14;
export const MARGIN = 18;
export const TITLE = 26;

export const label = (x: number, y: number, text: string, o: Partial<TextMark> = {}): TextMark => ({
  kind: 'text',
  x,
  y,
  text,
  letters: 'sans',
  size: SIZE,
  colour: '#1f2328',
  anchor: 'middle',
  ...o,
});

/** What an edge looks like. */
export interface EdgeLook {
  readonly colour: string;
  readonly width: number;
  /** Where it has heads. */
  readonly heads: readonly ('from' | 'to')[];
  readonly sideways: boolean;
  readonly dashed?: boolean;
}

const HEAD = 7;

/** An edge: straight inside ranks, bent between them. `dx`, `dy`: what its places are moved by. */
export function edgeMarks({ parts }: PlacedEdge, dx: number, dy: number, { colour, width, heads, sideways, dashed }: EdgeLook): Mark[] {
  const at = ({ x, y }: { readonly x: number; readonly y: number }): [number, number] => [x + dx, y + dy];
  const all = parts.map(([from, to]) => [at(from), at(to)] as const);
  const [[start]] = all as [readonly [[number, number], [number, number]]];
  const end = (all.at(-1) as (typeof all)[number])[1];
  const onward = sideways ? Math.sign(end[0] - start[0]) : Math.sign(end[1] - start[1]);
  const [ux, uy] = sideways ? [onward, 0] : [0, onward];
  const marks: Mark[] = [];
  // The line ends inside its head, so that its end does not stick out.
  const [first, last] = [heads.includes('from') ? HEAD - 1 : 0, heads.includes('to') ? HEAD - 1 : 0];
  const steps: Step[] = [];
  let [x, y] = [start[0] + ux * first, start[1] + uy * first];
  const from = [x, y] as const;
  all.forEach(([a, b], i) => {
    if (i > 0) {
      const middle = sideways ? (x + a[0]) / 2 : (y + a[1]) / 2;
      steps.push(sideways ? [middle, y, middle, a[1], a[0], a[1]] : [x, middle, a[0], middle, a[0], a[1]]);
    }
    const isLast = i === all.length - 1;
    [x, y] = isLast ? [b[0] - ux * last, b[1] - uy * last] : b;
    if (i > 0 || x !== from[0] || y !== from[1]) steps.push([x, y]);
  });
  const line: LineMark = { kind: 'line', from, steps, colour, width, ...(dashed ? { dashed } : {}) };
  marks.push(line);
  if (heads.includes('to')) marks.push(arrowHead(end[0], end[1], ux, uy, colour, HEAD));
  if (heads.includes('from')) marks.push(arrowHead(start[0], start[1], -ux, -uy, colour, HEAD));
  return marks;
}

/** A box of some lines, around its middle. */
export function boxMarks(
  x: number,
  y: number,
  { width, height }: { readonly width: number; readonly height: number },
  lines: readonly TextMark[],
  look: { readonly fill?: string; readonly edge: string; readonly dashed?: boolean },
): Mark[] {
  const top = y - (lines.length * LINE) / 2 + LINE - 3.5;
  return [
    { kind: 'box', x: x - width / 2, y: y - height / 2, width, height, round: 5, fill: PAPER, ...look },
    ...lines.map((line, i): TextMark => ({ ...line, x, y: top + i * LINE })),
  ];
}
