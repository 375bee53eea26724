import { join } from 'node:path';
import { AppModule } from './app.module.js';
import { CURRENCIES } from './money/currencies.js';
import type { KronikaApp } from './shared/kronika-app.js';
import { ShopSettings } from './shop-settings.js';

/** The app: the shop and the video-ad campaigns. */
export const app: KronikaApp = {
  module: AppModule,
  // Relative to this file, the folder is in the same place in `dist/src` as in the bundle in `dist/start`.
  migrations: [join(import.meta.dirname, '../migrations/*.js')],
  settings: ShopSettings,
  // Sources serve the committed build. The built app serves its copy with compressed files.
  web: join(import.meta.dirname, '../web/dist'),
  api: {
    tags: {
      orders: 'Commands to orders',
      goods: 'Commands to the goods of orders',
      'order history': 'Orders with their goods: found, exported and summed up',
      campaigns: 'Video-ad campaigns, where they may show, and the names of everything',
      creatives: 'Videos and tags that campaigns show',
      portfolios: 'Websites of publishers, each with its tree of sections',
      publishers: 'Owners of portfolios',
      ads: 'What players ask for: ads of a section as VAST and VMAP, their events, and why a campaign is shown or not',
      reports: 'Views of ads, what they cost, and why campaigns did not show',
      overview: 'The numbers that matter, and what needs attention',
    },
    problemMembers: {
      sections: {
        type: 'array',
        items: { type: 'string', format: 'uuid' },
        description: 'With `campaign.section-not-found` and `portfolio.version-with-removed-sections`: the ids of those',
      },
    },
    inputErrorCodes: ['not-a-currency', 'not-a-web-address', 'not-an-ad-id', 'not-breaks'],
  },
  about: {
    currency: {
      schema: { type: 'string', description: 'The currency of orders and campaigns that name none', example: 'EUR' },
      tell: ({ settings }) => (settings as ShopSettings).CURRENCY,
    },
    currencies: {
      schema: {
        type: 'array',
        items: {
          type: 'object',
          required: ['code', 'digits'],
          properties: {
            code: { type: 'string', description: 'Of ISO 4217' },
            digits: { type: 'integer', description: 'So many digits after the point its minor units are' },
          },
          additionalProperties: false,
        },
        description: 'The currencies that money can be in, by their codes',
        example: [{ code: 'EUR', digits: 2 }],
      },
      tell: () => CURRENCIES,
    },
    demo: {
      schema: {
        type: 'object',
        required: ['allowed'],
        properties: { allowed: { type: 'boolean', description: 'Whether demo data can be made: nothing has ever happened' } },
        additionalProperties: false,
        example: { allowed: true },
      },
      tell: ({ isEmpty }) => ({ allowed: isEmpty }),
    },
  },
};
