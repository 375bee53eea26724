import { app } from './src/app.js';
import { migrationDataSource } from './src/shared/database/database.js';
import { migrationsOf } from './src/shared/migrations/migrations.js';

/**
 * Used by TypeORM's command line: `DATABASE_URL=… npm run build && npx typeorm migration:show -d dist/ormconfig.js`.
 */
export default migrationDataSource(process.env.DATABASE_URL, migrationsOf(app));
