/** Campaigns that are shown, their ads and their beacons, for the rows of ads. */
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';

export const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const ADDED = ['date', 'connection', 'keep-alive', 'content-length', 'x-request-id'];
const MEDIA = {
  sha256: 'ab'.repeat(32),
  bytes: 126_000,
  type: 'video/mp4',
  width: 640,
  height: 360,
  durationMs: 6_000,
  codec: 'avc1.64001f',
  bitrate: 168_000,
};

export async function done(answer) {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status}: ${body}`);
}

/**
 * A section with campaigns of the same tier and price.
 *
 * @param limits of each campaign; absent: none
 * @returns its id, that of its portfolio, and those of the campaigns
 */
export async function sectionWith(kronika, client, amount, limits) {
  const [publisher, portfolio, section] = [randomUUID(), randomUUID(), randomUUID()];
  await done(kronika.post('/v1/publishers', { id: publisher, name: 'MAFRA' }));
  await done(kronika.post('/v1/portfolios', { id: portfolio, name: 'idnes.cz', publisherId: publisher }));
  await done(kronika.post(`/v1/portfolios/${portfolio}/sections`, { id: section, name: 'Technet', parentId: null }));
  const campaign = async (_, n) => {
    const [id, creative] = [randomUUID(), randomUUID()];
    await done(kronika.post('/v1/campaigns', { id, name: `Campaign ${n}`, userId: 1 }));
    await done(kronika.put(`/v1/campaigns/${id}/price`, { amount: 1_000 }));
    await done(kronika.put(`/v1/campaigns/${id}/placements`, { sections: [section] }));
    await done(kronika.put(`/v1/campaigns/${id}/schedule`, { start: '2000-01-01', end: '2900-01-01' }));
    if (limits) await done(kronika.put(`/v1/campaigns/${id}/limits`, limits));
    const clickThrough = 'https://shop.example/spring';
    await done(kronika.post('/v1/creatives', { id: creative, campaignId: id, name: 'Spot', clickThrough }));
    const events = [{ stream: `creative-${creative}`, version: 2, type: 'CreativeMediaAdded', data: MEDIA }];
    const metadata = { commandId: randomUUID(), actor: 'bench', correlationId: randomUUID(), causationId: null };
    await client.query('SELECT log.append($1, $2)', [JSON.stringify(events), metadata]);
    await done(kronika.put(`/v1/creatives/${creative}/approval`, { state: 'approved', reason: null }));
    return id;
  };
  const campaigns = await Promise.all(Array.from({ length: amount }, campaign));
  return { section, portfolio, campaigns };
}

export async function constantOf(url) {
  const answer = await fetch(url, { headers: { 'user-agent': BROWSER } });
  const headers = Object.fromEntries([...answer.headers].filter(([name]) => !ADDED.includes(name)));
  const child = fork(join(import.meta.dirname, 'constant-nest.mjs'));
  child.send({ headers, body: await answer.text() });
  const [address] = await once(child, 'message');
  return { url: address, stop: () => child.disconnect() };
}

export const pathOf = (section) => `/v1/ads/vast?section=${section}`;

/** Resolves once a process gives out an ad, or none. */
export async function untilAds(kronika, section, wanted) {
  for (;;) {
    const answer = await fetch(`${kronika.url}${pathOf(section)}`, { headers: { 'user-agent': BROWSER } });
    if ((await answer.text()).includes('<Ad id=') === wanted) return performance.now();
  }
}
