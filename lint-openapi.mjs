/** Lints the OpenAPI document that the sources describe. Neither a build nor a database is needed. */
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const LINT = join(import.meta.dirname, 'dist/lint');

const bundle = await rolldown({
  input: ['src/app.ts', 'src/shared/openapi-document.ts'],
  cwd: import.meta.dirname,
  platform: 'node',
  // `#kronika` is the source here, as in tests.
  resolve: { conditionNames: ['kronika-source', 'import', 'node', 'default'] },
  // Packages stay where they are, but for what rolldown itself adds.
  external: /^(?!@oxc-project\/)[\w@][^:]/,
});
await bundle.write({ dir: LINT, keepNames: true });
const { app } = await import(pathToFileURL(join(LINT, 'app.js')));
const { previewDocument } = await import(pathToFileURL(join(LINT, 'openapi-document.js')));
const document = join(LINT, 'openapi.json');
await writeFile(document, JSON.stringify(await previewDocument(app), null, 2));

const redocly = join(import.meta.dirname, 'node_modules/@redocly/cli/bin/cli.js');
// It would tell its maker about each run, and ask the registry for a newer version.
const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
const { status } = spawnSync(process.execPath, [redocly, 'lint', document], { cwd: import.meta.dirname, env, stdio: 'inherit' });
process.exitCode = status ?? 1;
