/** The middle, the 99th of a hundred and the worst of some microseconds (by nearest rank). */
export function spread(micros) {
  const sorted = Float64Array.from(micros).sort();
  const at = (part) => sorted[Math.ceil(sorted.length * part) - 1] ?? 0;
  return { median_us: at(0.5), p99_us: at(0.99), max_us: sorted.at(-1) ?? 0 };
}
