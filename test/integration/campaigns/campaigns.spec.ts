import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Advertising, FAR, NO_SCHEDULE } from '../../support/advertising.js';
import { Shop } from '../../support/shop.js';

let shop: Shop;
let ads: Advertising;
let portfolio: string;
let section: string;
beforeAll(async () => {
  shop = await Shop.open();
  ads = await Advertising.of(shop);
  portfolio = await ads.portfolio();
  section = await ads.section(portfolio);
});
afterAll(() => shop.close());

const created = (name = 'Spring sale', currency = 'EUR') => ['CampaignCreated', { name, userId: 42, currency }];
const runnable = ['CampaignRunnableStateChanged', { runnable: true, reasons: [] }];
const stopped = (...reasons: string[]) => ['CampaignRunnableStateChanged', { runnable: false, reasons }];

describe('a campaign', () => {
  it('is created with version 1 and a Location', async () => {
    const id = randomUUID();
    const answer = await ads.send('POST', '/campaigns', { id, name: 'Spring sale', userId: 42, currency: 'CZK' });
    const [event, ...more] = await ads.events(id);
    expect(answer).toEqual({
      status: 201,
      etag: '"1"',
      location: `/v1/campaigns/${id}`,
      position: event?.position,
      body: '',
    });
    expect(more).toEqual([]);
    expect(event).toEqual({
      eventType: 'CampaignCreated',
      entityId: id,
      datetime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      data: { name: 'Spring sale', userId: 42, currency: 'CZK' },
      position: expect.any(Number),
      stream: `campaign-${id}`,
      version: 1,
      metadata: {
        commandId: expect.stringMatching(/^[\da-f-]{36}$/),
        actor: 'anonymous',
        correlationId: event?.metadata.commandId,
        causationId: null,
      },
    });
  });

  it('has the currency of the settings unless told otherwise', async () => {
    expect(await ads.facts(await ads.campaign())).toEqual([created()]);
  });

  it('is created once, even if the same request is repeated', async () => {
    const body = { id: randomUUID(), name: 'Spring sale', userId: 42 };
    const first = await ads.do('POST', '/campaigns', body);
    expect(await ads.send('POST', '/campaigns', body)).toEqual(first);
    expect(await ads.send('POST', '/campaigns', { ...body, currency: 'EUR' })).toEqual(first);
    const renamed = await ads.do('PUT', `/campaigns/${body.id}/name`, { name: 'Summer sale' });
    expect(await ads.send('POST', '/campaigns', body)).toEqual({ ...first, etag: '"2"', position: renamed.position });
    for (const other of [{ name: 'Summer sale' }, { userId: 43 }, { currency: 'CZK' }])
      expect(await ads.send('POST', '/campaigns', { ...body, ...other })).toMatchObject({
        status: 409,
        body: { code: 'campaign.id-taken' },
      });
    expect(await ads.facts(body.id)).toEqual([created(), ['CampaignNameSet', { name: 'Summer sale' }]]);
  });

  it('is the same with its id in capitals', async () => {
    const id = randomUUID();
    const body = { id: id.toUpperCase(), name: 'Spring sale', userId: 42 };
    expect(await ads.do('POST', '/campaigns', body)).toMatchObject({ status: 201, location: `/v1/campaigns/${id}` });
    expect(await ads.do('POST', '/campaigns', { ...body, id })).toMatchObject({ status: 201, etag: '"1"' });
    expect(await ads.do('PUT', `/campaigns/${id.toUpperCase()}/name`, { name: 'Loud' })).toMatchObject({ etag: '"2"' });
    await ads.do('PUT', `/campaigns/${id}/placements`, { sections: [section.toUpperCase(), section] });
    expect(await ads.facts(id)).toEqual([
      created(),
      ['CampaignNameSet', { name: 'Loud' }],
      ['CampaignPlacementsSet', { sections: [section] }],
    ]);
  });

  it('is not created if a rule forbids it', async () => {
    const valid = { id: randomUUID(), name: 'Spring sale', userId: 42 };
    for (const [wrong, status, code] of [
      [{ name: '\u200f \u2800' }, 422, 'campaign.name-empty'],
      [{ name: 'x'.repeat(51) }, 422, 'campaign.name-too-long'],
      [{ name: 'a\nb' }, 422, 'campaign.name-with-control-characters'],
      [{ currency: 'ABC' }, 422, 'campaign.currency-unknown'],
      [{ currency: 'eur' }, 400, 'request.invalid'],
      [{ id: '00000000-0000-1000-8000-000000000000' }, 400, 'request.invalid'],
      [{ userId: 0 }, 400, 'request.invalid'],
    ] as const)
      expect(await ads.send('POST', '/campaigns', { ...valid, ...wrong })).toMatchObject({ status, body: { code } });
    expect(await ads.events(valid.id)).toEqual([]);
    const family = '👩‍👩‍👧'.repeat(50);
    await ads.do('POST', '/campaigns', { ...valid, name: family });
    expect(await ads.facts(valid.id)).toEqual([created(family)]);
  });
});

/** Commands to a campaign that has only a name, and the events of each. */
const commands: [string, method: string, body: () => object | undefined, events: () => unknown[]][] = [
  ['name', 'PUT', () => ({ name: 'Summer sale' }), () => [['CampaignNameSet', { name: 'Summer sale' }]]],
  ['currency', 'PUT', () => ({ currency: 'CZK' }), () => [['CampaignCurrencySet', { currency: 'CZK' }]]],
  ['price', 'PUT', () => ({ amount: 1250 }), () => [['CampaignPriceSet', { amount: 1250 }]]],
  ['schedule', 'PUT', () => FAR, () => [['CampaignScheduleSet', FAR]]],
  ['placements', 'PUT', () => ({ sections: [section] }), () => [['CampaignPlacementsSet', { sections: [section] }]]],
  ['paused', 'PUT', () => ({ paused: true }), () => [['CampaignPausedSet', { paused: true }]]],
  ['', 'DELETE', () => undefined, () => [['CampaignDeleted', {}]]],
];

describe.each(commands)('%s of a campaign', (what, method, body, events) => {
  const path = (id: string) => `/campaigns/${id}${what && `/${what}`}`;

  it('is one event', async () => {
    const id = await ads.campaign();
    const answer = await ads.send(method, path(id), body());
    expect(answer).toEqual({ status: 204, etag: '"2"', location: null, position: shop.position, body: '' });
    const [, ...later] = await ads.events(id);
    expect(later.map(({ eventType, data, version, position }) => [[eventType, data], version, position])).toEqual([
      [events()[0], 2, answer.position],
    ]);
  });

  it('needs a campaign', async () => {
    const id = randomUUID();
    expect(await ads.send(method, path(id), body())).toMatchObject({ status: 404, body: { code: 'campaign.not-found' } });
    expect(await ads.events(id)).toEqual([]);
    expect(await ads.send(method, path('7'), body())).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  });

  it('is refused once the campaign is deleted, whether it would change anything or not', async () => {
    const id = await ads.campaign();
    await ads.do(method, path(id), body());
    if (method === 'PUT') await ads.do('DELETE', `/campaigns/${id}`);
    const before = await ads.facts(id);
    expect(await ads.send(method, path(id), body())).toMatchObject({ status: 409, body: { code: 'campaign.deleted' } });
    expect(await ads.facts(id)).toEqual(before);
  });

  it('is refused if If-Match names another version', async () => {
    const id = await ads.campaign();
    await ads.do('PUT', `/campaigns/${id}/price`, { amount: 1 });
    await ads.do('PUT', `/campaigns/${id}/price`, { amount: 2 });
    const missed = await ads.send(method, path(id), body(), { 'If-Match': '"1"' });
    expect(missed).toMatchObject({ status: 412, body: { code: 'campaign.version-mismatch', version: 3 } });
    expect(missed.body.events).toEqual((await ads.events(id)).slice(1));
    expect(await ads.send(method, path(id), body(), { 'If-Match': '"3"' })).toMatchObject({ status: 204, etag: '"4"' });
  });

  it('has one effect under one key', async () => {
    const id = await ads.campaign();
    const key = { 'Idempotency-Key': randomUUID() };
    const first = await ads.do(method, path(id), body(), key);
    if (method === 'PUT') await ads.do('PUT', `/campaigns/${id}/name`, { name: 'Meanwhile' });
    expect(await ads.send(method, path(id), body(), key)).toEqual(first);
    expect(await ads.events(id)).toHaveLength(method === 'PUT' ? 3 : 2);
  });
});

it.each(commands.filter(([, method]) => method === 'PUT'))('the same %s again is no event', async (what, _, body) => {
  const id = await ads.campaign();
  const first = await ads.do('PUT', `/campaigns/${id}/${what}`, body());
  expect(await ads.send('PUT', `/campaigns/${id}/${what}`, body())).toEqual(first);
  expect(await ads.events(id)).toHaveLength(2);
});

describe('a deleted campaign', () => {
  it('is neither created again nor brought back', async () => {
    const body = { id: randomUUID(), name: 'Spring sale', userId: 42 };
    await ads.do('POST', '/campaigns', body);
    await ads.do('DELETE', `/campaigns/${body.id}`);
    for (const [path, sent] of [
      ['', body],
      [`/${body.id}/undo`, { version: 1 }],
    ] as const)
      expect(await ads.send('POST', `/campaigns${path}`, sent)).toMatchObject({
        status: 409,
        body: { code: 'campaign.deleted' },
      });
    expect(await ads.events(body.id)).toHaveLength(2);
  });
});

describe('creating under a key', () => {
  it('answers as the first time, even after later changes', async () => {
    const body = { id: randomUUID(), name: 'Spring sale', userId: 42 };
    const key = { 'Idempotency-Key': randomUUID() };
    const first = await ads.do('POST', '/campaigns', body, key);
    await ads.do('DELETE', `/campaigns/${body.id}`);
    expect(await ads.send('POST', '/campaigns', body, key)).toEqual(first);
    expect(await ads.send('POST', '/campaigns', { ...body, name: 'Other' }, key)).toMatchObject({
      status: 422,
      body: { code: 'idempotency.key-reused' },
    });
  });

  it('can match no version', async () => {
    const id = randomUUID();
    expect(await ads.send('POST', '/campaigns', { id, name: 'New', userId: 1 }, { 'If-Match': '"1"' })).toMatchObject({
      status: 412,
      body: { code: 'campaign.version-mismatch', version: 0, events: [] },
    });
    expect(await ads.events(id)).toEqual([]);
  });
});

describe('what a rule forbids', () => {
  it.each([
    ['name', { name: '' }, 422, 'campaign.name-empty', '#/name'],
    ['name', { name: 'e\u0301'.repeat(51) }, 422, 'campaign.name-too-long', '#/name'],
    ['currency', { currency: 'XXQ' }, 422, 'campaign.currency-unknown', '#/currency'],
    ['price', { amount: 0 }, 422, 'campaign.price-not-positive', '#/amount'],
    ['price', { amount: -1 }, 422, 'campaign.price-not-positive', '#/amount'],
    ['price', { amount: 1.5 }, 400, 'request.invalid', '#/amount'],
    ['schedule', { start: FAR.end, end: FAR.start }, 422, 'campaign.end-not-after-start', '#/end'],
    ['schedule', { start: FAR.end, end: FAR.end }, 422, 'campaign.end-not-after-start', '#/end'],
    ['schedule', { start: FAR.start, end: null }, 422, 'campaign.schedule-incomplete', '#/end'],
    ['schedule', { start: null, end: FAR.end }, 422, 'campaign.schedule-incomplete', '#/start'],
    ['schedule', { start: '2026-02-29', end: FAR.end }, 400, 'request.invalid', '#/start'],
    ['schedule', { start: FAR.start, end: '10000-01-01' }, 400, 'request.invalid', '#/end'],
    ['placements', { sections: ['nowhere'] }, 400, 'request.invalid', '#/sections'],
    ['paused', { paused: 'yes' }, 400, 'request.invalid', '#/paused'],
    ['name', { name: 'a', title: 'b' }, 400, 'request.invalid', '#/title'],
  ])('%s %j is refused and changes nothing', async (what, body, status, code, pointer) => {
    const id = await ads.campaign();
    expect(await ads.send('PUT', `/campaigns/${id}/${what}`, body)).toMatchObject({
      status,
      body: { code, errors: [{ pointer }] },
    });
    expect(await ads.events(id)).toHaveLength(1);
  });

  it('is the same moment, in whichever zone it is written', async () => {
    const id = await ads.campaign();
    await ads.do('PUT', `/campaigns/${id}/schedule`, { start: '2128-02-29', end: '2128-02-29T02:00:00+01:30' });
    const sameAgain = { start: '2128-02-28T22:00:00-02:00', end: '2128-02-29T00:30Z' };
    expect((await ads.do('PUT', `/campaigns/${id}/schedule`, sameAgain)).etag).toBe('"2"');
    expect((await ads.facts(id))[1]).toEqual([
      'CampaignScheduleSet',
      { start: '2128-02-29T00:00:00.000Z', end: '2128-02-29T00:30:00.000Z' },
    ]);
  });
});

describe('whether a campaign can run', () => {
  it('changes together with what changes it, and only then', async () => {
    const id = await ads.campaign();
    const put = (what: string, body: object) => ads.do('PUT', `/campaigns/${id}/${what}`, body);
    await put('schedule', FAR);
    await put('placements', { sections: [section] });
    await put('price', { amount: 5 });
    await put('name', { name: 'Runs' });
    await put('paused', { paused: true });
    await put('placements', { sections: [] });
    await put('paused', { paused: false });
    await put('placements', { sections: [section] });
    await put('schedule', NO_SCHEDULE);
    await put('schedule', FAR);
    await ads.do('DELETE', `/campaigns/${id}`);
    const events = await ads.events(id);
    expect(events.map(({ eventType, data }) => [eventType, data])).toEqual([
      created(),
      ['CampaignScheduleSet', FAR],
      ...[['CampaignPlacementsSet', { sections: [section] }], runnable],
      ['CampaignPriceSet', { amount: 5 }],
      ['CampaignNameSet', { name: 'Runs' }],
      ...[['CampaignPausedSet', { paused: true }], stopped('paused')],
      ['CampaignPlacementsSet', { sections: [] }],
      ['CampaignPausedSet', { paused: false }],
      ...[['CampaignPlacementsSet', { sections: [section] }], runnable],
      ...[['CampaignScheduleSet', NO_SCHEDULE], stopped('no-schedule')],
      ...[['CampaignScheduleSet', FAR], runnable],
      ...[['CampaignDeleted', {}], stopped('deleted')],
    ]);
    expect(events.map(({ version }) => version)).toEqual(events.map((_, n) => n + 1));
    for (const [n, { eventType, metadata, position }] of events.entries()) {
      if (eventType !== 'CampaignRunnableStateChanged') continue;
      expect(metadata).toEqual(events[n - 1]?.metadata);
      expect(position).toBe((events[n - 1]?.position ?? 0) + 1);
    }
    expect(new Set(events.map(({ metadata }) => metadata.commandId)).size).toBe(12);
  });

  it('and its cause are on the log together or not at all', async () => {
    const id = await ads.runningCampaign([section]);
    const before = await ads.facts(id);
    await shop.db.query(`
      CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not this one'; END $$;
      CREATE TRIGGER fail BEFORE INSERT ON log.events FOR EACH ROW
        WHEN (new.type = 'CampaignRunnableStateChanged') EXECUTE FUNCTION public.fail()`);
    try {
      expect((await ads.send('PUT', `/campaigns/${id}/paused`, { paused: true })).status).toBe(500);
      expect((await ads.send('DELETE', `/campaigns/${id}`)).status).toBe(500);
    } finally {
      await shop.db.query('DROP TRIGGER fail ON log.events; DROP FUNCTION public.fail()');
    }
    expect(await ads.facts(id)).toEqual(before);
    await ads.do('PUT', `/campaigns/${id}/paused`, { paused: true });
    expect(await ads.facts(id)).toEqual([...before, ['CampaignPausedSet', { paused: true }], stopped('paused')]);
  });
});

describe('placements', () => {
  const place = (id: string, ...sections: string[]) => ads.send('PUT', `/campaigns/${id}/placements`, { sections });
  const refused = (...sections: string[]) => ({ status: 422, body: { code: 'campaign.section-not-found', sections } });

  it('are sections that exist', async () => {
    const id = await ads.campaign();
    const [no, neither] = [randomUUID(), randomUUID()];
    expect(await place(id, no, section, neither)).toMatchObject(refused(no, neither));
    // A portfolio is no section either.
    expect(await place(id, portfolio)).toMatchObject(refused(portfolio));
    expect(await ads.events(id)).toHaveLength(1);
  });

  it('are the same in any order', async () => {
    const id = await ads.campaign();
    const other = await ads.section(portfolio, section);
    await place(id, section, other);
    expect(await place(id, other, section)).toMatchObject({ status: 204, etag: '"2"' });
    expect(await place(id, other)).toMatchObject({ status: 204, etag: '"3"' });
  });

  it('are not in removed sections, nor below them, nor in a deleted portfolio', async () => {
    const id = await ads.campaign();
    const doomed = await ads.portfolio();
    const [top, kept] = [await ads.section(doomed), await ads.section(doomed)];
    const below = await ads.section(doomed, await ads.section(doomed, top));
    await ads.do('DELETE', `/portfolios/${doomed}/sections/${top}`);
    expect(await place(id, below, kept, top)).toMatchObject(refused(below, top));
    expect(await place(id, kept)).toMatchObject({ status: 204 });
    await ads.do('PUT', `/campaigns/${id}/placements`, { sections: [] });
    await ads.do('DELETE', `/portfolios/${doomed}`);
    expect(await place(id, kept, section)).toMatchObject(refused(kept));
  });

  it('are accepted as soon as a section exists, even while all views and sagas stand still', async () => {
    const still = await Shop.open({ ROLES: 'web' });
    try {
      const there = await Advertising.of(still);
      const website = await there.portfolio();
      const fresh = await there.section(website);
      const id = await there.runningCampaign([fresh]);
      expect(await there.isRunnable(id)).toBe(true);
      await there.do('DELETE', `/portfolios/${website}/sections/${fresh}`);
      const other = await there.campaign();
      expect(await there.send('PUT', `/campaigns/${other}/placements`, { sections: [fresh] })).toMatchObject(refused(fresh));
      const { rows } = await still.db.query(
        "SELECT max(position) AS reached, log.last_position() AS last FROM log.checkpoints WHERE build = 'serving'",
      );
      expect(Number(rows[0].reached)).toBe(0);
      expect(Number(rows[0].last)).toBe(still.position);
    } finally {
      await still.close();
    }
  });

  it('are up to 1,000', async () => {
    const id = await ads.campaign();
    const many = (length: number) => Array.from({ length }, () => randomUUID());
    expect(await place(id, ...many(1_001))).toMatchObject({ status: 400, body: { errors: [{ code: 'too-many' }] } });
    const missing = many(1_000);
    expect((await place(id, ...missing)).body.sections).toEqual(missing);
  });
});

describe('undo', () => {
  it('restores a campaign by events that a person could have caused', async () => {
    const id = await ads.runningCampaign([section]);
    const put = (what: string, body: object) => ads.do('PUT', `/campaigns/${id}/${what}`, body);
    await put('price', { amount: 5 });
    const before = (await ads.events(id)).length;
    await put('price', { amount: 6 });
    await put('name', { name: 'Other' });
    await put('paused', { paused: true });
    const last = (await ads.events(id)).length;
    const answer = await ads.send('POST', `/campaigns/${id}/undo`, { version: before });
    expect(answer).toMatchObject({ status: 204, etag: `"${last + 4}"` });
    const undone = (await ads.events(id)).slice(last);
    expect(undone.map(({ eventType, data }) => [eventType, data])).toEqual([
      ['CampaignNameSet', { name: 'Spring sale' }],
      ['CampaignPriceSet', { amount: 5 }],
      ['CampaignPausedSet', { paused: false }],
      runnable,
    ]);
    expect(new Set(undone.map(({ metadata }) => metadata.commandId)).size).toBe(1);
    expect(await ads.send('POST', `/campaigns/${id}/undo`, { version: before })).toEqual(answer);
  });

  it('is refused where a rule forbids it', async () => {
    const doomed = await ads.section(portfolio);
    const id = await ads.campaign();
    await ads.do('PUT', `/campaigns/${id}/placements`, { sections: [doomed] });
    await ads.do('PUT', `/campaigns/${id}/placements`, { sections: [section] });
    await ads.do('PUT', `/campaigns/${id}/price`, { amount: 5 });
    await ads.do('DELETE', `/portfolios/${portfolio}/sections/${doomed}`);
    await shop.settle();
    const undo = (version: number) => ads.send('POST', `/campaigns/${id}/undo`, { version });
    expect(await undo(3)).toMatchObject({ status: 422, body: { code: 'campaign.version-without-price' } });
    expect(await undo(5)).toMatchObject({ status: 404, body: { code: 'campaign.version-not-found' } });
    await ads.do('PUT', `/campaigns/${id}/placements`, { sections: [] });
    expect(await ads.send('POST', `/campaigns/${randomUUID()}/undo`, { version: 1 })).toMatchObject({
      status: 404,
      body: { code: 'campaign.not-found' },
    });
    expect(await ads.events(id)).toHaveLength(5);
  });

  it('does not bring back a placement in a deleted section', async () => {
    const doomed = await ads.section(portfolio);
    const id = await ads.campaign();
    await ads.do('PUT', `/campaigns/${id}/placements`, { sections: [doomed] });
    await ads.do('DELETE', `/portfolios/${portfolio}/sections/${doomed}`);
    await shop.settle();
    expect(await ads.send('POST', `/campaigns/${id}/undo`, { version: 2 })).toMatchObject({
      status: 422,
      body: { code: 'campaign.section-not-found', sections: [doomed], errors: [{ pointer: '#/version' }] },
    });
    expect((await ads.facts(id)).at(-1)).toEqual(['CampaignPlacementsSet', { sections: [] }]);
  });
});
