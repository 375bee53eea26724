import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { Spread } from './test/support/spread.js';

/** The suites; each is a folder of `test/`. */
export default defineConfig({
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  // Tests of sources get `#kronika` from the source; a condition would count for built code in the same process as
  // well.
  resolve: {
    alias: {
      '#kronika/refusals': join(import.meta.dirname, 'src/shared/event-log/refusal.ts'),
      '#kronika': join(import.meta.dirname, 'src/shared/kronika.ts'),
    },
  },
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A spec beside the Postgres it talks to keeps a core busy, and a test of a race wants one to itself. A third worker
    // on two cores saved nothing.
    maxWorkers: Math.max(2, Math.floor(availableParallelism() / 2)),
    sequence: { sequencer: Spread },
    // It advises its users in production, at each start.
    onConsoleLog: (line) => !line.startsWith('oidc-provider '),
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'test-results.json' }]] : ['default'],
    // What runs in the test's own process, not in child processes: see CONTRIBUTING.md.
    coverage: { include: ['src/**/*.ts'], reporter: ['text-summary', 'html', 'json-summary'] },
    projects: [
      // Deciders, folds and functions: without a build and without Postgres.
      {
        extends: true,
        test: { name: 'unit', isolate: false, include: ['test/unit/**/*.spec.ts'], setupFiles: ['reflect-metadata'] },
      },
      { extends: true, test: { ...withPostgres(), name: 'integration', include: ['test/{integration,upgrades}/**/*.spec.ts'] } },
      { extends: true, test: { ...withPostgres(), name: 'fuzz', include: ['test/fuzz/**/*.spec.ts'] } },
      { extends: true, test: { ...withPostgres(), name: 'faults', include: ['test/faults/**/*.spec.ts'] } },
      // After the others, because a browser uses all cores, and fault tests depend on how processes are scheduled.
      {
        extends: true,
        test: {
          ...withPostgres(),
          name: 'browser',
          include: ['test/browser/**/*.spec.ts'],
          sequence: { groupOrder: 1 },
          testTimeout: 90_000,
        },
      },
    ],
  },
});

function withPostgres() {
  return {
    isolate: false,
    globalSetup: ['test/support/postgres.ts'],
    setupFiles: ['reflect-metadata'],
    // Built code as it runs elsewhere, with faults planted in it or without.
    server: { deps: { external: [/\/dist(-planted)?\//] } },
  };
}
