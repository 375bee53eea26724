import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KronikaProcess } from './process.js';
import { createDatabase } from './shop.js';

interface Block {
  language: string;
  text: string;
}

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');

/** The code blocks of one chapter, in order. */
const blocksOf = (chapter: string): Block[] =>
  [...(readme.split(`## ${chapter}\n`)[1]?.split('\n## ')[0] ?? '').matchAll(/```(\w+)\n(.*?)```/gs)].map(
    ([, language, text]) => ({
      language: language as string,
      text: text as string,
    }),
  );

/** Times differ on each run; that they are times is all there is to check. */
const withAnyTime = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withAnyTime);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, name.endsWith('_at') ? expect.stringMatching(/Z$/) : withAnyTime(field)]),
  );
};

describe('the tour of the README', () => {
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let kronika: KronikaProcess;
  beforeAll(async () => {
    database = await createDatabase();
    kronika = await KronikaProcess.start({ DATABASE_URL: database.url });
  });
  afterAll(async () => {
    await kronika.signal('SIGTERM');
    await database.drop();
  });

  const blocks = blocksOf('Five minutes with curl');
  for (const [i, { language, text }] of blocks.entries()) {
    if (language !== 'sh') continue;
    it(text.trim(), async () => {
      const command = text.replace(/http:\/\/127\.0\.0\.1:3000/g, kronika.url);
      const { stdout } = await promisify(execFile)('bash', ['-c', command]);
      const expected = blocks[i + 1];
      if (expected?.language === 'http') {
        for (const line of expected.text.trim().split('\n')) expect(stdout.toLowerCase()).toContain(line.toLowerCase());
      } else if (expected?.language === 'json') {
        expect(JSON.parse(stdout)).toMatchObject(withAnyTime(JSON.parse(expected.text)) as object);
      } else {
        expect(stdout).not.toBe('');
        expect(stdout).not.toContain('"status"');
      }
    });
  }

  it('prints where it is, and no warning', () => {
    expect(kronika.output.trim().split('\n')).toEqual([
      expect.stringContaining(kronika.url),
      expect.stringContaining(`${kronika.url}/docs`),
    ]);
  });
});
