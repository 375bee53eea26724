import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  // Tests of sources get `#kronika` from the source; a condition would count for built code in the same process as well.
  resolve: {
    alias: {
      '#kronika/refusals': join(import.meta.dirname, 'src/shared/event-log/refusal.ts'),
      '#kronika': join(import.meta.dirname, 'src/shared/kronika.ts'),
    },
  },
  test: {
    include: ['test/**/*.spec.ts'],
    globalSetup: ['test/postgres.ts'],
    setupFiles: ['reflect-metadata'],
    // Built code as it runs elsewhere, with faults planted in it or without.
    server: { deps: { external: [/\/dist(-planted)?\//] } },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two cores: more processes at once would only slow each other down.
    maxWorkers: 2,
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'test-results.json' }]] : ['default'],
  },
});
