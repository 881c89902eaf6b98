import { defineConfig } from 'vitest/config';

const common = { pool: 'threads', testTimeout: 30_000, hookTimeout: 30_000 } as const;

export default defineConfig({
  test: {
    reporters: ['default', './test/support/outcome-reporter.ts'],
    projects: [
      {
        // Nothing happens on import, so files can share a thread's modules: a quarter of the time.
        test: { ...common, name: 'unit', isolate: false, include: ['src/**/*.test.ts', 'native/**/*.test.ts'] },
      },
      {
        test: { ...common, name: 'whole', include: ['test/**/*.test.ts'], exclude: ['test/live/**'] },
      },
      {
        // Namespaces and interfaces belong to the machine: one file after another.
        test: { ...common, name: 'live', include: ['test/live/**/*.test.ts'], fileParallelism: false },
      },
    ],
  },
});
