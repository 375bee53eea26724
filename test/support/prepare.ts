import { join } from 'node:path';
import type { PreparedDatabase } from '../../src/shared/database/database.js';
import { ROOT } from './root.js';

/**
 * Prepares a database for the shop, as a start does. It runs built code, because Node 20 loads no migrations in
 * TypeScript.
 */
export async function prepare(url: string): Promise<PreparedDatabase> {
  const built = (path: string) => import(join(ROOT, 'dist/src', path));
  const { prepareDatabase }: typeof import('../../src/shared/database/database.js') = await built('shared/database/database.js');
  const { migrationsOf }: typeof import('../../src/shared/migrations/migrations.js') = await built(
    'shared/migrations/migrations.js',
  );
  const { app }: typeof import('../../src/app.js') = await built('app.js');
  return prepareDatabase(url, migrationsOf(app));
}
