import { defineConfig } from 'vitest/config';

const common = { pool: 'threads', testTimeout: 120_000, hookTimeout: 120_000 } as const;

/** Tests that make network namespaces, wherever they stand. */
const LIVE = ['test/live/**/*.test.ts', '{src,native,test}/**/*.live.test.ts'];

export default defineConfig({
  test: {
    reporters: ['default', './test/support/outcome-reporter.ts'],
    projects: [
      {
        // Nothing happens on import, so files can share a thread's modules: a quarter of the time.
        test: { ...common, name: 'unit', isolate: false, include: ['src/**/*.test.ts', 'native/**/*.test.ts'], exclude: LIVE },
      },
      {
        test: { ...common, name: 'whole', include: ['test/**/*.test.ts'], exclude: LIVE },
      },
      {
        // Namespaces and interfaces belong to the machine: one file after another.
        test: { ...common, name: 'live', include: LIVE, fileParallelism: false, globalSetup: './test/support/machine-state.ts' },
      },
    ],
  },
});
