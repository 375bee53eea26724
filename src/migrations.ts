import { join } from 'node:path';

/** Where the build puts migrations; as far from this file in `dist/src` as from the bundle in `dist/start`. */
export const MIGRATIONS = join(import.meta.dirname, '../migrations/*.js');
