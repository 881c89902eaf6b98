/** Whether time grows with the input and no faster: inputs so large that anything quadratic would take minutes. */

/** Seconds of the processor's time that it takes, whoever else is at work; what is linear needs a fraction of one. */
export function seconds(run: () => unknown): number {
  const from = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1e6;
}

/** What a slow machine may make of that. */
export const SOON = 15;
