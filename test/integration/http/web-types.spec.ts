import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { expect, it } from 'vitest';
import { ROOT } from '../../support/root.js';
import { Shop } from '../../support/shop.js';

it('the admin is compiled with the types of the API that is served; `npm run web:types` writes them', async () => {
  const shop = await Shop.open();
  try {
    const { body: document } = await shop.http.get('/openapi.json').expect(200);
    const types = astToString(await openapiTS(document));
    expect(readFileSync(join(ROOT, 'web/src/app/api/schema.ts'), 'utf8') === types).toBe(true);
  } finally {
    await shop.close();
  }
});
