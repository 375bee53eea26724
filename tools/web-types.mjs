/** Writes the types of the API that the admin is compiled with, from the document that `lint-openapi.mjs` has made. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';

const ROOT = join(import.meta.dirname, '..');

const document = JSON.parse(await readFile(join(ROOT, 'dist/lint/openapi.json'), 'utf8'));
await writeFile(join(ROOT, 'web/src/app/api/schema.ts'), astToString(await openapiTS(document)));
