// Where things are. Everything large lies outside the tree.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const at = (relative) => fileURLToPath(new URL(relative, import.meta.url));

export const paths = {
  repository: at('../..'),
  peers: at('../peers'),
  ours: at('../ours'),
  live: at('../live'),
  dist: at('../../dist'),
  /** Captures and compiled programs: about 1.3 GB. */
  work: process.env.PKW_BENCH_DIR ?? join(tmpdir(), 'packetwright-bench'),
};
