import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** The command line of `npm start`. */
const START = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8'))
  .scripts.start.split(' ')
  .slice(1);

/**
 * Starts the built Kronika as a process of its own and waits until it answers.
 *
 * @param {{ databaseUrl?: string, dataDir?: string, env?: NodeJS.ProcessEnv, main?: string }} [options] `main`: another
 *   build's file than that of `npm start`;
 *   without either, its own Postgres in a temporary folder, deleted by `stop()`
 */
export async function startKronika({ databaseUrl = '', dataDir, env = {}, main } = {}) {
  const temporary = databaseUrl || dataDir ? undefined : await mkdtemp(join(tmpdir(), 'kronika-bench-'));
  const folder = dataDir ?? temporary;
  const child = spawn(process.execPath, main ? [...START.slice(0, -1), main] : START, {
    cwd: join(import.meta.dirname, '..'),
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'warn', DATABASE_URL: databaseUrl, DATA_DIR: folder, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  const kill = () => {
    child.kill('SIGKILL');
    if (temporary) rmSync(temporary, { recursive: true, force: true });
  };
  process.once('exit', kill);
  const stop = async () => {
    agent.destroy();
    child.kill('SIGTERM');
    await closed;
    process.off('exit', kill);
    if (temporary) await rm(temporary, { recursive: true, force: true });
  };
  const agent = new Agent({ keepAlive: true });
  const url = await ready(child).catch(async (error) => {
    await stop();
    throw error;
  });
  const send = (method, path, body, headers) => answer(`${url}${path}`, { method, agent, headers }, body);
  return {
    url,
    pid: child.pid,
    databaseUrl: databaseUrl || (await embeddedUrl(folder)),
    get: (path, headers) => send('GET', path, undefined, headers),
    post: (path, body, headers) => send('POST', path, body, headers),
    put: (path, body, headers) => send('PUT', path, body, headers),
    /** @returns the resident memory of the process, in bytes */
    async rss() {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)[1]) * 1024;
    },
    /** Waits until every view, saga and handler has reached the end of the log. */
    async settled() {
      for (;;) {
        const { body } = await send('GET', '/v1/views');
        if (body.data.every(({ name, build, lag }) => build === 'previous' || name.startsWith('relay ') || lag === 0)) return;
        await delay(20);
      }
    },
    stop,
  };
}

/** @returns {Promise<string>} the address at which it answers */
async function ready(child) {
  let printed = '';
  child.stdout.setEncoding('utf8');
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (text) => {
      printed += text;
      const [, url] = /ready at (http:\S+)/.exec(printed) ?? [];
      if (url) resolve(url);
    });
    child.once('exit', (code, signal) => reject(new Error(`Kronika ended with ${code ?? signal}: ${printed}`)));
  });
}

async function embeddedUrl(folder) {
  const password = (await readFile(join(folder, 'password'), 'utf8')).trim();
  const [, , , port] = (await readFile(join(folder, 'postgres/postmaster.pid'), 'utf8')).split('\n');
  return `postgres://kronika:${password}@127.0.0.1:${port}/kronika`;
}

/**
 * A request on a kept connection. `body` is the parsed JSON of the answer, or its text.
 *
 * @returns {Promise<{ status: number, headers: import('node:http').IncomingHttpHeaders, body: any }>}
 */
function answer(url, { headers, ...options }, body) {
  return new Promise((resolve, reject) => {
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const sent = request(url, { ...options, headers: { ...type, ...headers } }, async (response) => {
      try {
        let text = '';
        for await (const part of response.setEncoding('utf8')) text += part;
        const isJson = response.headers['content-type']?.includes('json') && text;
        resolve({ status: response.statusCode, headers: response.headers, body: isJson ? JSON.parse(text) : text });
      } catch (error) {
        reject(error);
      }
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
