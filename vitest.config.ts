import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { ClosingLine } from './test/setup/closing-line.ts';

/** The local stack under test has a directory of its own for each run, so that runs and a demo do not meet. */
const localDir = path.resolve('.local', `test-${process.pid}`);

/** Both projects use the one stack: whichever is set up first brings it up. */
const onLocalStack = {
  globalSetup: ['test/setup/local-stack.ts'],
  env: { HOLDFAST_LOCAL_DIR: localDir, HOLDFAST_CONFIG: path.join(localDir, 'holdfast.yml') },
  testTimeout: 120_000,
  hookTimeout: 120_000,
};

// oxlint-disable-next-line import/no-default-export -- vitest asks for it
export default defineConfig({
  test: {
    reporters: ['default', new ClosingLine()],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/local/**', 'test/browser/**', 'test/estate/**'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'estate',
          include: ['test/estate/**/*.test.ts'],
          globalSetup: ['test/setup/emulator.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      { test: { name: 'local', include: ['test/local/**/*.test.ts'], ...onLocalStack } },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          ...onLocalStack,
          // After the others, and one browser at a time: the machine may have two cores.
          sequence: { groupOrder: 1 },
          fileParallelism: false,
        },
      },
    ],
  },
});
