/** Values over values as a drawing: axes with round numbers, lines or points, and a legend beside them. */
import { cut } from '../../bytes/text.ts';
import { colourOf, type Drawing, FAINT, INK, type Mark, PAPER, RULE, type Step, type TextMark, widthOf } from './drawing.ts';
import { type Axis, axisOf } from './ticks.ts';

export interface ChartLine {
  /** Absent: it is not in the legend. */
  readonly name?: string;
  /** Those that are no finite numbers leave a gap. */
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly style: 'line' | 'points';
  /** Its number among the colours; default: its place. */
  readonly colour?: number;
  readonly dashed?: boolean;
}

export interface ChartForm {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly width: number;
  readonly height: number;
  /** Numbers along x are those of items: no fractions between them. */
  readonly wholeX?: boolean;
}

const SIZE = 11;
const MARGIN = 16;
const TITLE = 24;
/** Lines of the legend. */
const LEGEND_ROW = 16;
const LEGEND_LETTERS = 30;
const LEGEND_MOST = 40;
/** Up to so many points of a line have dots on it. */
const DOTS = 60;
/** A pixel's column of a line has at most four points: more would draw the same. */
const PER_COLUMN = 4;

interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

const isDrawn = ([x, y]: readonly [number, number]): boolean => Number.isFinite(x) && Number.isFinite(y);

const text = (x: number, y: number, words: string, anchor: TextMark['anchor'], colour = INK, turn?: number): TextMark => ({
  kind: 'text',
  x,
  y,
  text: words,
  letters: 'sans',
  size: SIZE,
  colour,
  anchor,
  ...(turn === undefined ? {} : { turn }),
});

/** Least and greatest, without spreading a long list over arguments. */
function boundsOf(values: Iterable<number>): [number, number] {
  let low = Infinity,
    high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low > high ? [0, 1] : [low, high];
}

/** As many ticks along x as have room for their numbers. */
function axisAlong(low: number, high: number, room: number, whole: boolean): Axis {
  for (let wanted = 10; wanted > 1; wanted--) {
    const axis = axisOf(low, high, wanted, whole);
    const widest = Math.max(...axis.ticks.map(({ label }) => widthOf(label, 'sans', SIZE)));
    if ((widest + 12) * (axis.ticks.length - 1) <= room) return axis;
  }
  return axisOf(low, high, 1, whole);
}

/** Points that a screen shows: in each column the first, the lowest, the highest and the last. */
function thinned(points: readonly (readonly [number, number])[], columns: number): readonly (readonly [number, number])[] {
  if (points.length <= columns * PER_COLUMN) return points;
  const out: (readonly [number, number])[] = [];
  const per = Math.ceil(points.length / columns);
  for (let at = 0; at < points.length; at += per) {
    const some = points.slice(at, at + per);
    const kept = new Set([0, some.length - 1]);
    let low = 0,
      high = 0;
    some.forEach(([, y], i) => {
      if (y < (some[low] as readonly [number, number])[1]) low = i;
      if (y > (some[high] as readonly [number, number])[1]) high = i;
    });
    for (const i of [...kept, low, high].sort((a, b) => a - b).filter((i, n, all) => i !== all[n - 1]))
      out.push(some[i] as readonly [number, number]);
  }
  return out;
}

function lineMarks(line: ChartLine, index: number, { x, y, left, right }: Frame): Mark[] {
  const colour = colourOf(line.colour ?? index).strong;
  const marks: Mark[] = [];
  const shown = thinned(line.points, Math.ceil(right - left));
  const dot = ([px, py]: readonly [number, number]): Mark => ({
    kind: 'box',
    x: x(px) - 2.5,
    y: y(py) - 2.5,
    width: 5,
    height: 5,
    round: 2.5,
    fill: colour,
  });
  if (line.style === 'line') {
    let run: (readonly [number, number])[] = [];
    const end = (): void => {
      const [first, ...rest] = run.map(([px, py]): readonly [number, number] => [x(px), y(py)]);
      const isDashed = line.dashed === true || index >= 8;
      if (first !== undefined && rest.length > 0)
        marks.push({ kind: 'line', from: first, steps: rest as Step[], colour, width: 1.5, ...(isDashed ? { dashed: true } : {}) });
      else if (run.length === 1) marks.push(dot(run[0] as readonly [number, number]));
      run = [];
    };
    for (const point of shown) {
      if (isDrawn(point)) run.push(point);
      else end();
    }
    end();
    if (shown.length > DOTS || line.dashed) return marks;
  }
  return [...marks, ...shown.filter(isDrawn).map(dot)];
}

/** Where each line's name stands, right of the lines. */
function legendMarks(named: readonly (readonly [line: ChartLine, index: number])[], x: number, top: number): Mark[] {
  const marks = named.slice(0, LEGEND_MOST).flatMap(([line, index], row): Mark[] => {
    const y = top + 8 + row * LEGEND_ROW;
    const colour = colourOf(line.colour ?? index).strong;
    const swatch: Mark =
      line.style === 'line'
        ? { kind: 'line', from: [x, y], steps: [[x + 16, y]], colour, width: 2.5, ...(line.dashed || index >= 8 ? { dashed: true } : {}) }
        : { kind: 'box', x: x + 5.5, y: y - 2.5, width: 5, height: 5, round: 2.5, fill: colour };
    return [swatch, text(x + 22, y + 4, cut(line.name ?? '', LEGEND_LETTERS), 'start')];
  });
  const more = named.length - LEGEND_MOST;
  return more > 0 ? [...marks, text(x + 22, top + 12 + LEGEND_MOST * LEGEND_ROW, `${more} more`, 'start', FAINT)] : marks;
}

function axisMarks(xAxis: Axis, yAxis: Axis, { left, right, top, bottom, x, y }: Frame): Mark[] {
  const rule = (from: readonly [number, number], to: readonly [number, number], colour = RULE): Mark => ({
    kind: 'line',
    from,
    steps: [to],
    colour,
    width: 1,
  });
  return [
    ...yAxis.ticks.flatMap(({ value, label }) => [
      rule([left, y(value)], [right, y(value)]),
      text(left - 6, y(value) + 4, label, 'end', FAINT),
    ]),
    ...xAxis.ticks.flatMap(({ value, label }) => [
      rule([x(value), top], [x(value), bottom]),
      text(x(value), bottom + 20, label, 'middle', FAINT),
    ]),
    rule([left, bottom], [right, bottom], FAINT),
    rule([left, top], [left, bottom], FAINT),
  ];
}

export function chartDrawing(lines: readonly ChartLine[], form: ChartForm): Drawing {
  const named = lines.flatMap((line, i) => (line.name === undefined ? [] : [[line, i] as const]));
  const rows = Math.min(named.length, LEGEND_MOST + 1);
  const legend = Math.max(0, ...named.map(([{ name = '' }]) => widthOf(cut(name, LEGEND_LETTERS), 'sans', SIZE) + 36));
  const height = Math.max(form.height, TITLE + 2 * MARGIN + rows * LEGEND_ROW + 34);
  const all = lines.flatMap(({ points }) => points.filter(isDrawn));
  const top = MARGIN + (form.title === '' ? 0 : TITLE),
    bottom = height - MARGIN - 16 - (form.xLabel === '' ? 0 : 18);
  const yAxis = axisOf(...boundsOf(all.map(([, y]) => y)), Math.max(2, Math.round((bottom - top) / 50)));
  const numbers = Math.max(...yAxis.ticks.map(({ label }) => widthOf(label, 'sans', SIZE)));
  const left = MARGIN + (form.yLabel === '' ? 0 : 18) + numbers + 8;
  const [lowX, highX] = boundsOf(all.map(([x]) => x));
  const end = form.width - MARGIN - legend;
  const xAxis = axisAlong(lowX, highX, end - left - 20, form.wholeX === true);
  const right = end - widthOf(xAxis.ticks.at(-1)?.label ?? '', 'sans', SIZE) / 2;
  const frame: Frame = {
    left,
    right,
    top,
    bottom,
    x: (value) => left + ((value - xAxis.low) / (xAxis.high - xAxis.low)) * (right - left),
    y: (value) => bottom - ((value - yAxis.low) / (yAxis.high - yAxis.low)) * (bottom - top),
  };
  const title = cut(form.title, Math.floor((form.width - 2 * MARGIN) / 8.5));
  const marks: Mark[] = [
    ...axisMarks(xAxis, yAxis, frame),
    ...lines.flatMap((line, i) => lineMarks(line, i, frame)),
    ...legendMarks(named, end + 14, top),
  ];
  if (title !== '') marks.push({ ...text(MARGIN, MARGIN + 10, title, 'start'), letters: 'title', size: 13 });
  if (form.xLabel !== '') marks.push(text((left + right) / 2, height - MARGIN + 2, form.xLabel, 'middle'));
  if (form.yLabel !== '') marks.push(text(MARGIN + 8, (top + bottom) / 2, form.yLabel, 'middle', INK, 90));
  if (all.length === 0) {
    const words = 'no values';
    const middle = [(left + right) / 2, (top + bottom) / 2] as const;
    const wide = widthOf(words, 'sans', SIZE) + 16;
    marks.push({ kind: 'box', x: middle[0] - wide / 2, y: middle[1] - 12, width: wide, height: 18, fill: PAPER });
    marks.push(text(middle[0], middle[1] + 1, words, 'middle', FAINT));
  }
  return { title: title === '' ? 'a plot' : title, width: form.width, height, marks };
}
