import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, vi } from 'vitest';
import { ROOT } from './root.js';

/** Stands for any text within a line, and as a member of a JSON object for further members. */
const ANYTHING = '…';

export interface Block {
  language: string;
  /** The words after the language of the fence. */
  note: string;
  text: string;
}

/** A command and the output that the page shows for it. */
export interface Example {
  command: string;
  answer: Block;
}

/** @returns the text of a page, by its path from the repository's root */
export const page = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** @returns all code blocks of a page, in order */
export const blocksOf = (markdown: string): Block[] =>
  [...markdown.matchAll(/^```(\w+) ?(.*?)\n(.*?)^```$/gms)].map(
    ([, language, note, text]) => ({ language, note, text }) as Block,
  );

/** @returns the `curl` commands of a page, in order; each must be followed by its answer */
export function examplesOf(markdown: string): Example[] {
  const blocks = blocksOf(markdown);
  return blocks.flatMap(({ language, text }, i) => {
    if (language !== 'sh' || !text.includes('curl ')) return [];
    const answer = blocks[i + 1];
    if (!answer || answer.language === 'sh') throw new Error(`No answer is printed for: ${text}`);
    return [{ command: text.trim(), answer }];
  });
}

const pattern = (text: string) => new RegExp(`^${text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll(ANYTHING, '.+')}$`, 'i');

/** A matcher for exactly this JSON value, except for the parts that `…` stands for. */
function exactly(value: unknown): unknown {
  if (typeof value === 'string' && value.includes(ANYTHING)) return expect.stringMatching(pattern(value));
  if (Array.isArray(value)) return value.map(exactly);
  if (typeof value !== 'object' || value === null) return value;
  const { [ANYTHING]: open, ...said } = value as Record<string, unknown>;
  const members = Object.fromEntries(Object.entries(said).map(([name, member]) => [name, exactly(member)]));
  return open === undefined ? members : expect.objectContaining(members);
}

/**
 * Runs a command of a page against a Kronika at `url`, and compares what it prints with the answer on the page. An
 * answer whose fence says `eventually` depends on a saga or handler: the command is sent again until the answer is
 * there, for at most 10 s.
 */
export async function expectExample(example: Example, url: string): Promise<void> {
  if (example.answer.note !== 'eventually') return followOnce(example, url);
  await vi.waitFor(() => followOnce(example, url), { timeout: 10_000, interval: 50 });
}

async function followOnce({ command, answer }: Example, url: string): Promise<void> {
  const { stdout } = await promisify(execFile)('bash', ['-c', command.replaceAll('http://127.0.0.1:3000', url)]);
  const said = answer.text.trim();
  if (answer.language === 'json') return expect(JSON.parse(stdout)).toEqual(exactly(JSON.parse(said)));
  if (answer.language !== 'http') {
    const lines = stdout.trim().split(/\r?\n/);
    expect(lines).toEqual(said.split('\n').map((line) => expect.stringMatching(pattern(line))));
    return;
  }
  // The page shows the head of the last request. The headers on the page are compared exactly; others are not checked.
  const responses = stdout.split(/^(?=HTTP\/)/m);
  const lines = responses.at(-1)?.split(/\r?\n/) ?? [];
  for (const line of said.split('\n')) expect(lines).toContainEqual(expect.stringMatching(pattern(line)));
  for (const response of responses.slice(0, -1)) expect(response).toMatch(/^HTTP\/1.1 2/);
}

/** A request of `kronika.http`, with its variables filled in. */
export interface HttpRequest {
  name: string;
  method: string;
  /** Path and query. */
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** @returns the requests of a file as editors send them: parted by `###`, with `@name = value` for variables */
export function requestsOf(file: string): HttpRequest[] {
  const variables = Object.fromEntries([...file.matchAll(/^@(\w+) = (.*)$/gm)].map(([, name, value]) => [name, value]));
  const filled = file.replace(/\{\{(\w+)\}\}/g, (_, name: string) => (name === 'host' ? '' : variables[name]));
  return filled
    .split(/^### /m)
    .slice(1)
    .map((request) => {
      const [head = '', body] = request.trim().split('\n\n');
      const [name, line, ...headers] = head.split('\n');
      const [method, path] = line?.split(' ') ?? [];
      return {
        name,
        method,
        path,
        headers: Object.fromEntries(headers.map((header) => header.split(': '))),
        body,
      } as HttpRequest;
    });
}
