import { execFile, spawnSync } from 'node:child_process';
import { chmod, chown, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/shared/database/embedded-postgres.js';
import { scratchFolder } from './scratch.js';

const openssl = (...args: string[]) => promisify(execFile)('openssl', args);

/** Whether this machine has the program `openssl`. */
export const HAS_OPENSSL = spawnSync('openssl', ['version']).status === 0;

/** A certificate authority of its own. */
class Authority {
  private constructor(
    readonly certificate: string,
    private readonly key: string,
  ) {}

  static async create(dir: string, name: string): Promise<Authority> {
    const [certificate, key] = [join(dir, `${name}.pem`), join(dir, `${name}.key`)];
    const own = ['-x509', '-days', '2', '-subj', `/CN=${name}`, '-keyout', key, '-out', certificate];
    await openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', ...own);
    return new Authority(certificate, key);
  }

  /** Writes a certificate for the host `localhost`, and its key. */
  async sign(certificate: string, key: string): Promise<void> {
    const request = `${certificate}.request`;
    const names = `${certificate}.names`;
    await writeFile(names, 'subjectAltName=DNS:localhost');
    const own = ['-subj', '/CN=localhost', '-keyout', key, '-out', request];
    await openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', ...own);
    const by = ['-CA', this.certificate, '-CAkey', this.key, '-CAcreateserial', '-days', '2', '-extfile', names];
    await openssl('x509', '-req', '-in', request, '-out', certificate, ...by);
  }
}

/**
 * A Postgres whose certificate is for `localhost`. Its databases refuse connections without TLS, but for those of the
 * server itself.
 */
export class TlsPostgres {
  private constructor(
    private readonly dir: string,
    private readonly server: EmbeddedPostgres,
    private readonly authorities: readonly [Authority, Authority],
    /** Lines of the server's log. */
    readonly lines: readonly string[],
  ) {}

  static async start(): Promise<TlsPostgres> {
    const dir = await scratchFolder('kronika-tls-');
    await chmod(dir, 0o755);
    const authorities = [await Authority.create(dir, 'ours'), await Authority.create(dir, 'theirs')] as const;
    const files = [join(dir, 'server.pem'), join(dir, 'server.key')] as const;
    await authorities[0].sign(...files);
    const lines: string[] = [];
    const options = { dataDir: join(dir, 'data'), log: (line: string) => void lines.push(line) };
    // The owner of the cluster is that of the server's files.
    const first = await startEmbeddedPostgres({ ...options, flags: ['fsync=off'] });
    const { uid, gid } = await stat(first.folder);
    await writeFile(
      join(first.folder, 'pg_hba.conf'),
      [
        'hostnossl kronika,postgres all all scram-sha-256',
        'hostnossl all all all reject',
        'hostssl all all all scram-sha-256',
        '',
      ].join('\n'),
    );
    await first.stop();
    for (const file of files) await chown(file, uid, gid);
    await chmod(files[1], 0o600);
    const flags = ['fsync=off', 'ssl=on', `ssl_cert_file=${files[0]}`, `ssl_key_file=${files[1]}`];
    return new TlsPostgres(dir, await startEmbeddedPostgres({ ...options, flags }), authorities, lines);
  }

  /** Creates a database. @returns its address, without parameters */
  async database(name: string): Promise<URL> {
    await this.run(`CREATE DATABASE ${name}`);
    const url = new URL(this.server.url);
    url.hostname = 'localhost';
    url.pathname = `/${name}`;
    return url;
  }

  /** The file of the authority that signed the server's certificate, or of another one. */
  authority(whose: 'ours' | 'theirs'): string {
    return this.authorities[whose === 'ours' ? 0 : 1].certificate;
  }

  /** Gives the server a certificate that an authority signs, and ends all connections to its databases. */
  async replaceCertificate(whose: 'ours' | 'theirs'): Promise<void> {
    const files = [join(this.dir, 'server.pem'), join(this.dir, 'server.key')] as const;
    const { uid, gid } = await stat(files[0]);
    await this.authorities[whose === 'ours' ? 0 : 1].sign(...files);
    for (const file of files) await chown(file, uid, gid);
    await chmod(files[1], 0o600);
    await this.run('SELECT pg_reload_conf()');
    await this.run('SELECT pg_sleep(0.2)');
    await this.run('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname <> current_database()');
  }

  /** Runs a statement as the superuser, without TLS. */
  // biome-ignore lint/suspicious/noExplicitAny: rows of any statement
  async run(sql: string): Promise<any[]> {
    const client = new pg.Client(this.server.url);
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await rm(this.dir, { recursive: true, force: true });
  }
}
