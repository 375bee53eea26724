import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Advertising, FAR, type LogEvent, NO_SCHEDULE } from '../../support/advertising.js';
import { Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

let shop: Shop;
let ads: Advertising;
let section: string;
beforeAll(async () => {
  shop = await Shop.open();
  ads = await Advertising.of(shop);
  section = await ads.section(await ads.portfolio());
});
afterAll(() => shop.close());

/** The same schedule as `FAR`, in schema 1, which had whole days. */
const FAR_DAYS = { from: '2126-03-01', to: '2126-03-31' };

/** A campaign with a schedule that was written in an earlier schema. */
async function oldCampaign(days: object, schema?: number): Promise<string> {
  const id = await ads.campaign();
  await ads.append([{ stream: `campaign-${id}`, version: 2, type: 'CampaignScheduleSet', data: days, schema }]);
  return id;
}

/** The first event of an entity after a position, from the live stream. */
async function streamed(entityId: string, after: number): Promise<LogEvent> {
  const response = await fetch(`${await shop.app.getUrl()}/v1/events/stream?entityId=${entityId}`, {
    headers: { 'Last-Event-ID': String(after) },
  });
  let text = '';
  for await (const chunk of (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const data = /^data: (.*)\n/m.exec(text)?.[1];
    if (data) return JSON.parse(data);
  }
  throw new Error(`The stream ended: ${text}`);
}

const timers = async () => (await shop.http.get('/v1/timers').expect(200)).body.data;
const quarantine = async () => (await shop.http.get('/v1/quarantine?limit=100').expect(200)).body.data;

describe.each([1, undefined])('a schedule of whole days, written in schema %s', (schema) => {
  it('equals the schedule with its moments', async () => {
    const id = await oldCampaign(FAR_DAYS, schema);
    const again = await ads.do('PUT', `/campaigns/${id}/schedule`, FAR);
    expect(again).toMatchObject({ status: 204, etag: '"2"' });
    await ads.do('PUT', `/campaigns/${id}/placements`, { sections: [section] });
    expect(await ads.isRunnable(id)).toBe(true);
    await ads.do('PUT', `/campaigns/${id}/schedule`, NO_SCHEDULE);
    expect(await ads.isRunnable(id)).toBe(false);
    await ads.do('POST', `/campaigns/${id}/undo`, { version: 2 });
    expect((await ads.facts(id)).slice(6)).toEqual([
      ['CampaignPlacementsSet', { sections: [] }],
      ['CampaignScheduleSet', FAR],
    ]);
  });

  it('is shown in the current schema by every query', async () => {
    const id = await oldCampaign(FAR_DAYS, schema);
    const [created, scheduled] = (await ads.events(id)) as [LogEvent, LogEvent];
    expect(scheduled.data).toEqual(FAR);
    expect(await streamed(id, created.position)).toEqual(scheduled);
    const { body } = await ads.send('DELETE', `/campaigns/${id}`, undefined, { 'If-Match': '"1"' });
    expect(body).toMatchObject({ code: 'campaign.version-mismatch', events: [{ version: 2, data: FAR }] });
    const { rows } = await shop.db.query('SELECT data, schema FROM log.events WHERE position = $1', [scheduled.position]);
    expect(rows).toEqual([{ data: FAR_DAYS, schema: 1 }]);
  });

  it('ends after its last day', async () => {
    const id = await oldCampaign(FAR_DAYS, schema);
    const past = await oldCampaign({ from: '2020-02-01', to: '2020-02-29' }, schema);
    await until(async () => (await ads.facts(past)).length === 3);
    expect((await ads.facts(past))[2]).toEqual(['CampaignEnded', { end: '2020-03-01T00:00:00.000Z' }]);
    await shop.settle();
    expect(await timers()).toContainEqual(expect.objectContaining({ key: id, dueAt: FAR.end }));
    expect(await quarantine()).toEqual([]);
  });

  it('may be empty', async () => {
    const id = await oldCampaign({ from: null, to: null }, schema);
    expect(await ads.do('PUT', `/campaigns/${id}/schedule`, NO_SCHEDULE)).toMatchObject({ etag: '"2"' });
    expect((await ads.facts(id))[1]).toEqual(['CampaignScheduleSet', NO_SCHEDULE]);
  });
});

describe('an event that newer code wrote', () => {
  it('is shown as it was written, and parks its entity and no other', async () => {
    const zoned = { ...FAR, zone: 'Europe/Prague' };
    const id = await oldCampaign(zoned, 3);
    const other = await ads.campaign();
    await ads.do('PUT', `/campaigns/${other}/schedule`, FAR);
    await shop.settle();
    expect((await ads.facts(id))[1]).toEqual(['CampaignScheduleSet', zoned]);
    const parked = await quarantine();
    expect(parked).toContainEqual(
      expect.objectContaining({
        subscription: 'saga EndCampaignSaga.endCampaign',
        stream: `campaign-${id}`,
        error: 'CampaignScheduleSet is on the log in schema 3; this code knows it up to 2',
      }),
    );
    expect(new Set(parked.map(({ stream }: { stream: string }) => stream))).toEqual(new Set([`campaign-${id}`]));
    expect(await timers()).toContainEqual(expect.objectContaining({ key: other, dueAt: FAR.end }));
    expect(await timers()).not.toContainEqual(expect.objectContaining({ key: id }));
  });

  it('keeps this code from deciding on what it does not understand', async () => {
    const id = await oldCampaign({ ...FAR, zone: 'Europe/Prague' }, 3);
    const { status } = await ads.send('PUT', `/campaigns/${id}/name`, { name: 'Guess' });
    expect(status).toBe(503);
    expect(await ads.events(id)).toHaveLength(2);
  });

  it.each([
    ['of a type that this code does not know', { type: 'CampaignBlessed', data: { by: 'nobody' } }, 'CampaignBlessed'],
    ['in a schema that this code does not know', { type: 'CampaignNameSet', data: {}, schema: 2 }, 'CampaignNameSet in schema 2'],
  ])(
    '%s makes requests that need it fail with 503, is named by readiness, and parks the entity in views',
    async (_, event, named) => {
      const id = await ads.campaign();
      await ads.append([{ stream: `campaign-${id}`, version: 2, ...event }]);
      const path = `/campaigns/${id}`;
      const answers = [
        ads.send('PUT', `${path}/name`, { name: 'Guess' }),
        ads.send('DELETE', path),
        ads.send('GET', `${path}?version=2`),
        ads.send('GET', `${path}?at=2126-01-01`),
        ads.send('GET', `${path}/history`),
      ];
      for (const { status, body } of await Promise.all(answers))
        expect([status, body.code, body.detail]).toEqual([503, 'event.unknown', expect.stringContaining(event.type)]);
      // Queries up to the event before it work.
      expect((await ads.send('GET', `${path}?version=1`)).status).toBe(200);
      await shop.settle();
      const parked = (await quarantine()).filter(({ stream }: { stream: string }) => stream === `campaign-${id}`);
      const readers = parked.map(({ subscription }: { subscription: string }) => subscription);
      expect(readers).toEqual(expect.arrayContaining(['campaigns', 'names']));
      const { reasons } = (await shop.http.get('/readyz').expect(200)).body;
      for (const subscription of ['campaigns', 'names'])
        expect(reasons).toContainEqual({
          subscription,
          problem: expect.stringMatching(new RegExp(`events that this process does not know: .*${named}(,|$)`)),
        });
      // A retry does not skip it either.
      const entry = parked.find(({ subscription }: { subscription: string }) => subscription === 'campaigns');
      await shop.http.post(`/v1/quarantine/${entry.id}/retry`).expect(202);
      await until(async () => (await quarantine()).find(({ id }: { id: string }) => id === entry.id)?.attempts === 2);
      expect((await shop.http.get(`/v1/campaigns/${id}`)).headers.etag).toBe('"1"');
    },
  );

  it('of a type that this code does not know is shown as well', async () => {
    const stranger = randomUUID();
    await ads.append([{ stream: `campaign-${stranger}`, version: 1, type: 'CampaignBlessed', data: { by: 'nobody' } }]);
    expect(await ads.facts(stranger)).toEqual([['CampaignBlessed', { by: 'nobody' }]]);
  });
});
