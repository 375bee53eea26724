import type { DataSource } from 'typeorm';

/**
 * The schemas of the app's own tables. A migration of the app that creates one names it in `static readonly schema`.
 * Commands and `AppTables` may read and change all rows of these schemas, and backups include them.
 */
export function appSchemas({ migrations }: DataSource): string[] {
  const named = migrations.flatMap((migration) => (migration.constructor as { schema?: string }).schema ?? []);
  return [...new Set(named)];
}
