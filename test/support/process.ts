import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { ROOT } from './root.js';

/** The program of `npm start`. */
const MAIN = join(
  ROOT,
  JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
    .scripts.start.split(' ')
    .at(-1),
);

/** Kronika as its users run it: the built app in a process of its own. */
export class KronikaProcess {
  private constructor(
    readonly child: ChildProcess,
    /** Its output so far. */
    private readonly printed: { text: string },
  ) {}

  /** Starts it without waiting. */
  static spawn(environment: NodeJS.ProcessEnv, options: { cwd?: string; main?: string } = {}): KronikaProcess {
    const { PATH, HOME } = process.env;
    const child = spawn(process.execPath, [options.main ?? MAIN], {
      cwd: options.cwd,
      env: { PATH, HOME, PORT: '0', ...environment },
    });
    const printed = { text: '' };
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (printed.text += text));
    return new KronikaProcess(child, printed);
  }

  /** Starts it and waits until it answers. */
  static async start(environment: NodeJS.ProcessEnv, options: { cwd?: string; main?: string } = {}): Promise<KronikaProcess> {
    const kronika = KronikaProcess.spawn(environment, options);
    await kronika.prints(/ready at http/);
    return kronika;
  }

  get output(): string {
    return this.printed.text;
  }

  get url(): string {
    return /ready at (http:\S+)/.exec(this.output)?.[1] ?? '';
  }

  /** Whether it has answered and not ended since. */
  get isUp(): boolean {
    return this.url !== '' && !this.hasEnded;
  }

  /** Waits for a line in the output. Fails with the whole output if the process ends before. */
  async prints(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.output)) {
      if (this.hasEnded)
        throw new Error(`Kronika ended (${this.child.exitCode ?? this.child.signalCode}) having printed: ${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** @returns the exit code, or the signal that ended it */
  async ended(): Promise<number | string | null> {
    if (!this.hasEnded) await once(this.child, 'close');
    return this.child.exitCode ?? this.child.signalCode;
  }

  async signal(signal: NodeJS.Signals): Promise<number | string | null> {
    this.child.kill(signal);
    return this.ended();
  }

  private get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** @returns status, position and version of the command, and the id of the entity that it created */
  async command(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; position: number; id: number; etag: string | null }> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
    });
    await response.arrayBuffer();
    return {
      status: response.status,
      position: Number(response.headers.get('event-position')),
      etag: response.headers.get('etag'),
      id: Number(response.headers.get('location')?.split('/').pop()),
    };
  }

  // biome-ignore lint/suspicious/noExplicitAny: whatever the route answers
  async query<T = any>(path: string, position = 0): Promise<T> {
    const response = await fetch(`${this.url}${path}`, { headers: { 'wait-for-position': String(position) } });
    return (await response.json()) as T;
  }
}

/** Starts Kronika where it must refuse to start. @returns what it printed */
export async function failedStart(environment: NodeJS.ProcessEnv): Promise<string> {
  const kronika = KronikaProcess.spawn(environment);
  onTestFinished(() => void kronika.child.kill('SIGKILL'));
  expect(await kronika.ended()).toBe(1);
  return kronika.output;
}
