/** Whether time grows with the input and no faster: inputs so large that anything quadratic would take minutes. */

/** Seconds that it takes; what is linear needs a fraction of one. */
export function seconds(run: () => unknown): number {
  const from = performance.now();
  run();
  return (performance.now() - from) / 1000;
}

/** What a busy machine may make of that. */
export const SOON = 15;
