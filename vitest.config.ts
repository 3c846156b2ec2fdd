import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: ['e2e/**', 'node_modules/**', '.stack/**'],
          // Properties try thousands of inputs: seconds on a quiet machine, more on a busy one.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          exclude: ['e2e/containers/**'],
          // The servers are started once for all files; two cores carry one scenario at a time.
          globalSetup: ['e2e/setup.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'containers',
          include: ['e2e/containers/**/*.test.ts'],
          globalSetup: ['e2e/containers/setup.ts'],
          fileParallelism: false,
          testTimeout: 600_000,
          // The first build of the images downloads their bases.
          hookTimeout: 900_000,
        },
      },
    ],
  },
});
