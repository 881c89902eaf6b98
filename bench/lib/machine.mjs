import { cpus, release, totalmem } from 'node:os';

/** What the figures were measured on, in one line. */
export function machine() {
  const all = cpus();
  return `Node ${process.versions.node}, Linux ${release()}, ${all.length} × ${all[0]?.model.trim()}, ${(totalmem() / 1e9).toFixed(0)} GB`;
}
