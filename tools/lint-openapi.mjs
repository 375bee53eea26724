/** Lints the OpenAPI document that the sources describe. Needs neither a build nor a database. */
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const ROOT = join(import.meta.dirname, '..');

const LINT = join(ROOT, 'dist/lint');

const bundle = await rolldown({
  input: ['src/app.ts', 'src/shared/openapi-document.ts'],
  cwd: ROOT,
  platform: 'node',
  // Resolves `#kronika` to its source, as in tests.
  resolve: { conditionNames: ['kronika-source', 'import', 'node', 'default'] },
  // Packages are not bundled, except those that rolldown adds.
  external: /^(?!@oxc-project\/)[\w@][^:]/,
});
await bundle.write({ dir: LINT, keepNames: true });
const { app } = await import(pathToFileURL(join(LINT, 'app.js')));
const { previewDocument } = await import(pathToFileURL(join(LINT, 'openapi-document.js')));
const document = join(LINT, 'openapi.json');
await writeFile(document, JSON.stringify(await previewDocument(app), null, 2));

const redocly = join(ROOT, 'node_modules/@redocly/cli/bin/cli.js');
// By default Redocly reports each run to its maker and asks the registry for a newer version.
const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
const { status } = spawnSync(process.execPath, [redocly, 'lint', document], { cwd: ROOT, env, stdio: 'inherit' });
process.exitCode = status ?? 1;
