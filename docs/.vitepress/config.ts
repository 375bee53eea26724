import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitepress';

const DECISIONS = join(import.meta.dirname, '../decisions');

/** The pages of decisions, by their first line. */
const decisions = readdirSync(DECISIONS)
  .filter((file) => /^\d/.test(file))
  .sort()
  .map((file) => ({
    text: (readFileSync(join(DECISIONS, file), 'utf8').split('\n')[0] ?? file).replace(/^# /, '').replaceAll('`', ''),
    link: `/decisions/${file.replace('.md', '')}`,
  }));

/** The pages in `docs/` as a site; they are Markdown as GitHub shows it, so nothing here changes what they say. */
export default defineConfig({
  title: 'Kronika',
  description: 'CQRS and event sourcing for NestJS on one Postgres, without a broker',
  lang: 'en',
  cleanUrls: true,
  ignoreDeadLinks: false,
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    sidebar: [
      {
        text: 'Use',
        items: [
          { text: 'Kronika', link: '/' },
          { text: 'Tour', link: '/tour' },
          { text: 'Admin', link: '/admin' },
          { text: 'Campaigns', link: '/campaigns' },
          { text: 'Recipes', link: '/recipes' },
          { text: 'Ads', link: '/ads' },
          { text: 'Glossary', link: '/glossary' },
        ],
      },
      {
        text: 'Run',
        items: [
          { text: 'Settings', link: '/settings' },
          { text: 'Access', link: '/access' },
          { text: 'Operations', link: '/operations' },
          { text: 'More machines', link: '/more-machines' },
          { text: 'Followers', link: '/followers' },
          { text: 'Relay to NATS', link: '/relay' },
          { text: 'Scale', link: '/scale' },
          { text: 'Ready for production?', link: '/production' },
          { text: 'The log by SQL', link: '/log-schema' },
        ],
      },
      {
        text: 'Understand',
        items: [
          { text: 'Architecture', link: '/architecture' },
          { text: 'Guarantees', link: '/guarantees' },
          { text: 'Reliability', link: '/reliability' },
          { text: 'Benchmarks', link: '/benchmarks' },
          { text: 'Performance', link: '/performance' },
        ],
      },
      { text: 'Decisions', link: '/decisions/README', collapsed: true, items: decisions },
    ],
  },
});
