import { start } from './shared/start.js';
import { ShopSettings } from './shop-settings.js';

await start(async () => (await import('./app.js')).app, ShopSettings);
