/** How time grows with the input. Each time is the least of several: whatever else the machine does only makes one longer. */
const RUNS = 7;

function least(run: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < RUNS; i++) {
    const from = performance.now();
    run();
    best = Math.min(best, performance.now() - from);
  }
  // Less than the clock tells is nothing.
  return Math.max(best, 0.05);
}

/** How many times as long `run` takes with `many` as with `few`: about `many / few` where it is linear, the square of that where it is not. */
export function growth(run: (n: number) => void, few: number, many: number): number {
  run(many);
  return least(() => run(many)) / least(() => run(few));
}
