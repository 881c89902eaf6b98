/** Values as plots in SVG: of one list, of differences in it, of several lists. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { checkOptions, type OptionNames } from '../../bytes/known-options.ts';
import { shown } from '../../packet/spec/wants.ts';
import { type ChartLine, chartDrawing } from './chart.ts';
import { drawingsSvg } from './svg.ts';

/** How values are plotted. */
export interface PlotOptions {
  readonly title?: string;
  /** What stands along the axes. */
  readonly xLabel?: string;
  readonly yLabel?: string;
  /** Width and height of the picture in pixels. Default 720 and 400; at least 240 and 160. */
  readonly width?: number;
  readonly height?: number;
  /** A line through the values, or each value alone. Default `line`. */
  readonly style?: 'line' | 'points';
}

/** A number, which is plotted over its place in the list, or a pair; what has no value (null, undefined, NaN) leaves a gap. */
export type PlotValue = number | bigint | null | undefined | readonly [x: number | bigint, y: number | bigint | null | undefined];
/** What is plotted, in order. */
export type PlotValues = Iterable<PlotValue>;

const OPTIONS: OptionNames<PlotOptions> = { title: true, xLabel: true, yLabel: true, width: true, height: true, style: true };
const STYLES: readonly unknown[] = ['line', 'points'];
const LARGEST = 10_000;

function sized(what: string, name: 'width' | 'height', value: unknown, usual: number, least: number): number {
  if (value === undefined) return usual;
  if (typeof value === 'number' && value >= least && value <= LARGEST) return value;
  throw new PacketwrightError('ERR_RANGE', `${what}: ${name} is ${shown(value)}, not a number from ${least} to ${LARGEST}`, { value });
}

/** The options with their defaults. @throws ERR_VALUE, ERR_RANGE */
export function checkedPlot(what: string, options: PlotOptions): Required<PlotOptions> {
  checkOptions(what, options, OPTIONS);
  const { title = '', xLabel = '', yLabel = '', style = 'line' } = options;
  if (!STYLES.includes(style))
    throw new PacketwrightError('ERR_VALUE', `${what}: style is ${shown(style)}, not 'line' or 'points'`, { value: style });
  const width = sized(what, 'width', options.width, 720, 240),
    height = sized(what, 'height', options.height, 400, 160);
  return { title: String(title), xLabel: String(xLabel), yLabel: String(yLabel), style, width, height };
}

function numberOf(what: string, value: unknown, i: number): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint' || typeof value === 'boolean') return Number(value);
  if (value === undefined || value === null) return Number.NaN;
  throw new PacketwrightError('ERR_VALUE', `${what}: value ${i} is ${shown(value)}, not a number or a pair of numbers`, { value });
}

interface Points {
  readonly points: (readonly [number, number])[];
  /** All stand at their place in the list. */
  readonly counted: boolean;
}

function pointsOf(what: string, values: unknown): Points {
  if (typeof values !== 'object' || values === null || !(Symbol.iterator in values))
    throw new PacketwrightError('ERR_VALUE', `${what} takes a list of numbers or of pairs, not ${shown(values)}`, { value: values });
  let counted = true;
  const points = [...(values as PlotValues)].map((value, i): readonly [number, number] => {
    if (!Array.isArray(value)) return [i, numberOf(what, value, i)];
    counted = false;
    if (value.length !== 2)
      throw new PacketwrightError('ERR_VALUE', `${what}: value ${i} has ${value.length} parts; a pair has x and y`, { value });
    return [numberOf(what, value[0], i), numberOf(what, value[1], i)];
  });
  return { points, counted };
}

/**
 * Values over their place in the list, or pairs (x, y), as an SVG picture.
 * @throws ERR_VALUE for what is no number, and for an option that is not known; ERR_RANGE
 */
export function plot(values: PlotValues, options: PlotOptions = {}): string {
  const form = checkedPlot('plot', options);
  const { points, counted } = pointsOf('plot', values);
  return drawingsSvg([chartDrawing([{ points, style: form.style }], { ...form, wholeX: counted })]);
}

/** How differences are plotted. */
export interface DiffplotOptions extends PlotOptions {
  /** How far apart in the list the two are that are compared. Default 1. */
  readonly delay?: number;
}

/**
 * What a function says of each item and the one `delay` places behind it: `diffplot(packets, (a, b) => b.time - a.time)`.
 * @throws as {@link plot}
 */
export function diffplot<T>(items: Iterable<T>, difference: (earlier: T, later: T) => PlotValue, options: DiffplotOptions = {}): string {
  checkOptions('diffplot', options, { ...OPTIONS, delay: true });
  const { delay = 1, ...rest } = options;
  if (!Number.isInteger(delay) || delay < 1)
    throw new PacketwrightError('ERR_RANGE', `diffplot: delay is ${shown(delay)}, not a whole number from 1`, { value: delay });
  if (typeof difference !== 'function')
    throw new PacketwrightError('ERR_VALUE', `diffplot takes a function of two items, not ${shown(difference)}`, { value: difference });
  const form = checkedPlot('diffplot', rest);
  const all = [...items];
  const values = all.slice(delay).map((later, i) => difference(all[i] as T, later));
  const { points, counted } = pointsOf('diffplot', values);
  return drawingsSvg([chartDrawing([{ points, style: form.style }], { ...form, wholeX: counted })]);
}

/** Lists by their names. */
export type PlotLines = Iterable<readonly [name: string, values: PlotValues]> | Readonly<Record<string, PlotValues>>;

/**
 * Several lists in one picture, each with its name in the legend.
 * @throws as {@link plot}
 */
export function multiplot(lines: PlotLines, options: PlotOptions = {}): string {
  const form = checkedPlot('multiplot', options);
  if (typeof lines !== 'object' || lines === null)
    throw new PacketwrightError('ERR_VALUE', `multiplot takes lists by name, not ${shown(lines)}`, { value: lines });
  const entries = Symbol.iterator in lines ? [...(lines as Iterable<readonly [string, PlotValues]>)] : Object.entries(lines);
  let wholeX = true;
  const drawn = entries.map(([name, values]): ChartLine => {
    const { points, counted } = pointsOf('multiplot', values);
    wholeX &&= counted;
    return { name: String(name), points, style: form.style };
  });
  return drawingsSvg([chartDrawing(drawn, { ...form, wholeX })]);
}
