import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../support/root.js';
import { Shop } from '../../support/shop.js';

/** Within the project, so that the program finds openapi-fetch. */
const WORK = join(ROOT, 'dist/client');
const PROGRAM = join(WORK, 'program.ts');

let shop: Shop;

beforeAll(async () => {
  shop = await Shop.open();
  const { body: document } = await shop.http.get('/openapi.json').expect(200);
  await rm(WORK, { recursive: true, force: true });
  await mkdir(WORK, { recursive: true });
  await writeFile(join(WORK, 'api.ts'), astToString(await openapiTS(document)));
  await copyFile(join(import.meta.dirname, 'client/program.ts'), PROGRAM);
});
afterAll(() => shop.close());

/** Compiles a file as a strict user would. */
function compile(file: string): string[] {
  const program = ts.createProgram([file], {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: [],
    strict: true,
    noUncheckedIndexedAccess: true,
    noEmitOnError: true,
  });
  const { diagnostics } = program.emit();
  const all = new Set([...ts.getPreEmitDiagnostics(program), ...diagnostics]);
  return [...all].map(({ messageText, start }) => `${start}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}

describe('a client made of the OpenAPI document by openapi-typescript and openapi-fetch', () => {
  it('compiles in strict mode, and wrong uses of it do not compile', () => {
    expect(compile(PROGRAM)).toEqual([]);
  }, 120_000);

  it('creates, reads lists of ids, sends bulk commands, and distinguishes problems', async () => {
    const { run } = await import(pathToFileURL(PROGRAM.replace(/ts$/, 'js')).href);
    const [campaign, publisher] = ['019c1354-6d40-7c1a-8e2b-00000000c11e', '019c1354-6d40-7c1a-8e2b-00000000c11f'];
    expect(await run(await shop.app.getUrl())).toEqual({
      order: '/v1/order/1',
      campaign: `/v1/campaigns/${campaign}`,
      names: { [campaign]: 'campaign Spring sale', [publisher]: 'publisher MAFRA' },
      asked: `ids=${campaign}&ids=${publisher}`,
      statuses: [204, 204],
      name: 'Summer sale',
      price: 1250,
      problem: '409: The id of this campaign is taken: something else was created with it.',
    });
  });
});
