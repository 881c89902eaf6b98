/** Round numbers for an axis. */

export interface Axis {
  /** What the axis reaches from and to: all values, and no more than half a step besides. */
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
}

/** A range below this is none. */
const SMALLEST = 1e-100;

/** The least of 1, 2 and 5 times a power of ten that is not below x. */
export function roundStep(x: number): number {
  const power = 10 ** Math.floor(Math.log10(x));
  const step = [1, 2, 5, 10].find((n) => n * power >= x * (1 - 1e-9)) ?? 10;
  return step * power;
}

/** A number beside an axis whose steps are so far apart. */
function labelOf(value: number, step: number): string {
  // As many digits as tell it from the next.
  if (Math.abs(value) >= 1e15 || step < 1e-6)
    return value === 0 ? '0' : value.toExponential(Math.max(0, Math.round(Math.log10(Math.abs(value) / step) + 0.49)));
  return value.toFixed(Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
}

/** An axis for values from `low` to `high` with about `wanted` steps. With `whole`, ticks are whole numbers. */
export function axisOf(low: number, high: number, wanted: number, whole = false): Axis {
  // Steps that are lost in so large a number, or smaller than any, are none.
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const isPoint = high - low <= Math.max(largest * 1e-14, SMALLEST);
  const around = largest > SMALLEST ? largest / 2 : 0.5;
  const [from, to] = isPoint ? [low - around, high + around] : [low, high];
  const least = roundStep((to - from) / Math.max(1, wanted));
  const step = whole ? Math.max(1, least) : least;
  const first = Math.floor(from / step + 1e-9),
    last = Math.ceil(to / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => {
    const value = (first + i) * step;
    return { value, label: labelOf(value === 0 ? 0 : value, step) };
  });
  return { low: first * step, high: last * step, ticks };
}
