import { join } from 'node:path';
import { AppModule } from './app.module.js';
import type { KronikaApp } from './shared/kronika-app.js';
import { ShopSettings } from './shop-settings.js';

/** The shop and the video-ad campaigns, as the engine starts them. */
export const app: KronikaApp = {
  module: AppModule,
  // As far from this file in `dist/src` as from the bundle in `dist/start`.
  migrations: [join(import.meta.dirname, '../migrations/*.js')],
  settings: ShopSettings,
  api: {
    tags: {
      orders: 'Commands to orders',
      goods: 'Commands to the goods of orders',
      'order history': 'Orders with their goods: found, exported and summed up',
      campaigns: 'Video-ad campaigns, where they may show, and the names of everything',
      portfolios: 'Websites of publishers, each with its tree of sections',
      publishers: 'Owners of portfolios',
    },
    problemMembers: {
      sections: {
        type: 'array',
        items: { type: 'string', format: 'uuid' },
        description: 'With `campaign.section-not-found`: the ids of those',
      },
    },
    inputErrorCodes: ['not-a-currency'],
  },
};
