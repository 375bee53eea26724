// npm run fuzz [-- --full] [--requests 500] [--seed 7]: sends requests that nobody should send; --full are 10,000 of
// them.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { full: { type: 'boolean' }, requests: { type: 'string' }, seed: { type: 'string' } },
});
const root = join(import.meta.dirname, '../..');
const { status } = spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'fuzz'], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    KRONIKA_FUZZ_FULL: values.full ? '1' : '',
    KRONIKA_FUZZ_REQUESTS: values.requests ?? (values.full ? '10000' : ''),
    KRONIKA_FUZZ_SEED: values.seed ?? String(Math.floor(Math.random() * 2 ** 31)),
  },
});
process.exit(status ?? 1);
