import { randomUUID } from 'node:crypto';
import { EXAMPLE_IDS } from '../../src/campaigns/campaigns.input.js';
import { BEACONS } from '../../src/campaigns/delivery/counting.js';
import { SAMPLE } from '../support/media.js';
import type { KronikaProcess } from '../support/process.js';
import { until } from '../support/until.js';
import type { Known } from './requests.js';

const ALWAYS = { start: '2000-01-01T00:00:00.000Z', end: '2900-01-01T00:00:00.000Z' };

/** What campaigns may demand, so that ad requests reach every filter and the ledger. */
const TERMS = [
  [],
  [['limits', { impressions: 1_000_000, perDay: 100_000, budget: 100_000_000, pacing: 'asap' }]],
  [['limits', { impressions: 1_000_000, viewer: { views: 5, hours: 1, unknown: 'serve' } }]],
  [['targeting', { devices: ['desktop'], languages: ['cs', 'en'], countries: [] }]],
  [['rank', { tier: 3, weight: 50, advertiser: 'shop.example', exclusions: ['other.example'] }]],
] as const;

/** So many that requests to delete some leave others. */
const CAMPAIGNS = 30;

/** Makes a shop in which most routes have something to find. @returns what its parameters may be */
export async function seed(kronika: KronikaProcess): Promise<Known> {
  const send = async (method: string, path: string, body: object) => {
    const { status, position } = await kronika.command(method, `/v1${path}`, body);
    if (status >= 300) throw new Error(`${method} ${path} was answered with ${status}`);
    return position;
  };
  for (let n = 0; n < 3; n++) await send('POST', '/order', { userId: 42 });
  await send('POST', '/goods', { orderId: 1, sku: 'MUG' });

  const { publisher, portfolio, section, parentSection } = EXAMPLE_IDS;
  const [shownPublisher, shownPortfolio, shownSection, shownChild] = Array.from({ length: 4 }, () => randomUUID());
  // No path knows the second publisher, so that its sections are there to the end.
  for (const [publisherId, id, parentId, childId] of [
    [publisher, portfolio, parentSection, section],
    [shownPublisher, shownPortfolio, shownSection, shownChild],
  ]) {
    await send('POST', '/publishers', { id: publisherId, name: 'MAFRA' });
    await send('POST', '/portfolios', { id, name: 'idnes.cz', publisherId });
    await send('POST', `/portfolios/${id}/sections`, { id: parentId, name: 'News', parentId: null });
    await send('POST', `/portfolios/${id}/sections`, { id: childId, name: 'Technet', parentId });
  }

  const campaigns: string[] = [];
  const creatives: string[] = [];
  let position = 0;
  for (let n = 0; n < CAMPAIGNS; n++) {
    const [id, creative] = [randomUUID(), randomUUID()];
    campaigns.push(id);
    creatives.push(creative);
    await send('POST', '/campaigns', { id, name: `Campaign ${n}`, userId: 42 });
    await send('PUT', `/campaigns/${id}/price`, { amount: 1_500 });
    await send('PUT', `/campaigns/${id}/schedule`, ALWAYS);
    await send('PUT', `/campaigns/${id}/placements`, { sections: [section, shownSection] });
    for (const [part, terms] of TERMS[n % TERMS.length] ?? []) await send('PUT', `/campaigns/${id}/${part}`, terms);
    const tag = n > 0 ? { tag: 'https://ads.example/vast.xml' } : {};
    await send('POST', '/creatives', { id: creative, campaignId: id, name: 'Spot', ...tag });
    if (n === 0) {
      const headers = { 'content-type': 'video/mp4' };
      const answer = await fetch(`${kronika.url}/v1/creatives/${creative}/media`, { method: 'POST', headers, body: SAMPLE });
      if (!answer.ok) throw new Error(`A video was answered with ${answer.status}`);
    }
    position = await send('PUT', `/creatives/${creative}/approval`, { state: 'approved', reason: null });
  }
  const { chosen } = await kronika.query(`/v1/ads/explain?section=${shownSection}&pod=5`, position);
  if (!chosen?.length) throw new Error('No campaign is shown');

  const tokens = new Set<string>();
  await until(async () => {
    const document = await (await fetch(`${kronika.url}/v1/ads/vast?section=${shownChild}&pod=5`)).text();
    for (const [, token] of document.matchAll(/\/v1\/ads\/e\/([\w-]+)\//g)) tokens.add(token as string);
    return tokens.size >= 20;
  });
  const [token = ''] = tokens;
  const forged = token.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'));

  // A few are known to no path, so that they are shown to the end.
  const known: Record<string, readonly string[]> = {
    campaigns: campaigns.slice(5),
    creatives: creatives.slice(5),
    portfolios: [portfolio],
    publishers: [publisher],
    preview: creatives,
  };
  return (path, parameter) => {
    if (parameter === 'token') return [...tokens, forged];
    if (parameter === 'event') return BEACONS;
    if (path.startsWith('/v1/portfolios/') && parameter === 'section') return [section, parentSection];
    if (['section', 'sectionId'].includes(parameter)) return [shownSection as string, shownChild as string];
    if (['campaign', 'campaignId'].includes(parameter)) return campaigns;
    const [, kind = ''] = /\/(\w+)\/\{id\}/.exec(path) ?? [];
    return (parameter === 'id' && known[kind]) || [];
  };
}
