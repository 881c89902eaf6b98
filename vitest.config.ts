import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** The limits are for what hangs: four runs share two cores. Processes, not threads: threads of one process wait for each other here, and a test of a second takes forty. */
const common = { pool: 'forks', testTimeout: 480_000, hookTimeout: 480_000 } as const;
/** Those that measure no time and touch nothing of the machine. */
const sideBySide = { ...common, maxWorkers: availableParallelism(), sequence: { groupOrder: 2 } } as const;

/** Tests that make network namespaces, wherever they stand. */
const LIVE = ['test/live/**/*.test.ts', '{src,native,test}/**/*.live.test.ts'];

export default defineConfig({
  test: {
    reporters: ['default', './test/support/outcome-reporter.ts'],
    projects: [
      {
        // Nothing happens on import, so files can share a process's modules: a quarter of the time.
        test: { ...sideBySide, name: 'unit', isolate: false, include: ['src/**/*.test.ts', 'native/**/*.test.ts'], exclude: LIVE },
      },
      {
        test: { ...sideBySide, name: 'whole', include: ['test/**/*.test.ts'], exclude: LIVE },
      },
      {
        // Namespaces and interfaces belong to the machine: one file after another, before all others.
        test: {
          ...common,
          name: 'live',
          include: LIVE,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          globalSetup: './test/support/machine-state.ts',
        },
      },
    ],
  },
});
