import { defineConfig } from 'vitest/config';

export default defineConfig({
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  // `#kronika` is the source here, and the build elsewhere.
  ssr: { resolve: { conditions: ['kronika-source', 'module', 'node', 'development|production'] } },
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
