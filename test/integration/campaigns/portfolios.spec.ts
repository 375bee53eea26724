import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Advertising, type LogEvent } from '../../support/advertising.js';
import { Shop } from '../../support/shop.js';

let shop: Shop;
let ads: Advertising;
beforeAll(async () => {
  shop = await Shop.open();
  ads = await Advertising.of(shop);
});
afterAll(() => shop.close());

/** The tree of a portfolio, folded from its events: each node is an id and its nodes. */
type Tree = [id: string, nodes: Tree][];

async function tree(portfolio: string): Promise<Tree> {
  const nodes = new Map<unknown, string[]>([[null, []]]);
  const below = (parent: unknown) => nodes.get(parent) as string[];
  for (const { eventType, data } of await ads.events(portfolio)) {
    const id = data.id as string;
    for (const siblings of nodes.values())
      if (['SectionMoved', 'SectionRemoved'].includes(eventType) && siblings.includes(id))
        siblings.splice(siblings.indexOf(id), 1);
    if (eventType === 'SectionAdded') nodes.set(id, []);
    if (eventType === 'SectionAdded') below(data.parentId).push(id);
    if (eventType !== 'SectionMoved') continue;
    const siblings = below(data.parentId);
    siblings.splice(data.before === null ? siblings.length : siblings.indexOf(data.before as string), 0, id);
  }
  const treeOf = (parent: string | null): Tree => below(parent).map((id) => [id, treeOf(id)]);
  return treeOf(null);
}

it('a repeated creation of a portfolio succeeds, though its publisher is deleted by now', async () => {
  const [id, publisherId] = [randomUUID(), await ads.publisher()];
  const body = { id, name: 'idnes.cz', publisherId };
  await ads.do('POST', '/portfolios', body);
  // Stops the saga, which ignores a checkpoint of another version.
  await shop.db.query(
    `UPDATE log.checkpoints SET version = -version WHERE subscription = 'saga DeletePortfoliosSaga.deletePortfolios'`,
  );
  await ads.do('DELETE', `/publishers/${publisherId}`);
  expect(await ads.do('POST', '/portfolios', body)).toMatchObject({ status: 201, etag: '"1"' });
  expect(await ads.send('POST', '/portfolios', { ...body, id: randomUUID() })).toMatchObject({
    status: 422,
    body: { code: 'portfolio.publisher-not-found' },
  });
  await shop.db.query(
    `UPDATE log.checkpoints SET version = -version WHERE subscription = 'saga DeletePortfoliosSaga.deletePortfolios'`,
  );
  await shop.settle();
  expect(await ads.send('POST', '/portfolios', body)).toMatchObject({ status: 409, body: { code: 'portfolio.deleted' } });
});

describe('a publisher', () => {
  it('is created, renamed and deleted', async () => {
    const id = randomUUID();
    expect(await ads.send('POST', '/publishers', { id, name: 'MAFRA' })).toEqual({
      status: 201,
      etag: '"1"',
      location: `/v1/publishers/${id}`,
      position: shop.position,
      body: '',
    });
    expect(await ads.do('PUT', `/publishers/${id}/name`, { name: 'Economia' })).toMatchObject({ status: 204, etag: '"2"' });
    expect(await ads.do('PUT', `/publishers/${id}/name`, { name: 'Economia' })).toMatchObject({ status: 204, etag: '"2"' });
    expect(await ads.do('POST', '/publishers', { id: id.toUpperCase(), name: 'MAFRA' })).toMatchObject({
      status: 201,
      etag: '"2"',
    });
    expect(await ads.send('POST', '/publishers', { id, name: 'Economia' })).toMatchObject({
      status: 409,
      body: { code: 'publisher.id-taken' },
    });
    expect(await ads.do('DELETE', `/publishers/${id}`)).toMatchObject({ status: 204, etag: '"3"' });
    expect(await ads.facts(id)).toEqual([
      ['PublisherCreated', { name: 'MAFRA' }],
      ['PublisherNameSet', { name: 'Economia' }],
      ['PublisherDeleted', {}],
    ]);
  });

  it('takes no command after its end', async () => {
    const id = await ads.publisher();
    await ads.do('DELETE', `/publishers/${id}`);
    for (const [method, path, body] of [
      ['POST', '', { id, name: 'MAFRA' }],
      ['PUT', `/${id}/name`, { name: 'MAFRA' }],
      ['DELETE', `/${id}`, undefined],
    ] as const)
      expect(await ads.send(method, `/publishers${path}`, body)).toMatchObject({
        status: 409,
        body: { code: 'publisher.deleted' },
      });
    expect(await ads.events(id)).toHaveLength(2);
  });

  it('is not changed by a command for another version', async () => {
    const id = await ads.publisher();
    await ads.do('PUT', `/publishers/${id}/name`, { name: 'Economia' });
    const missed = await ads.send('DELETE', `/publishers/${id}`, undefined, { 'If-Match': '"1"' });
    expect(missed).toMatchObject({ status: 412, body: { code: 'publisher.version-mismatch', version: 2 } });
    expect(missed.body.events).toEqual((await ads.events(id)).slice(1));
  });
});

describe('a portfolio', () => {
  it('is created only for an existing publisher', async () => {
    const [id, publisherId] = [randomUUID(), await ads.publisher()];
    const body = { id, name: 'idnes.cz', publisherId };
    const refused = { status: 422, body: { code: 'portfolio.publisher-not-found', errors: [{ pointer: '#/publisherId' }] } };
    expect(await ads.send('POST', '/portfolios', { ...body, publisherId: randomUUID() })).toMatchObject(refused);
    const first = await ads.send('POST', '/portfolios', { ...body, publisherId: publisherId.toUpperCase() });
    expect(first).toEqual({ status: 201, etag: '"1"', location: `/v1/portfolios/${id}`, position: shop.position, body: '' });
    expect(await ads.facts(id)).toEqual([['PortfolioCreated', { name: 'idnes.cz', publisherId }]]);
    await ads.do('DELETE', `/publishers/${publisherId}`);
    expect(await ads.send('POST', '/portfolios', { ...body, id: randomUUID() })).toMatchObject(refused);
  });

  it('is created once, however often it is asked for', async () => {
    const body = { id: randomUUID(), name: 'idnes.cz', publisherId: await ads.publisher() };
    const key = { 'Idempotency-Key': randomUUID() };
    const first = await ads.do('POST', '/portfolios', body, key);
    await ads.do('PUT', `/portfolios/${body.id}/name`, { name: 'novinky.cz' });
    expect(await ads.send('POST', '/portfolios', body, key)).toEqual(first);
    expect(await ads.send('POST', '/portfolios', body)).toMatchObject({ status: 201, etag: '"2"' });
    for (const other of [{ name: 'novinky.cz' }, { publisherId: await ads.publisher() }])
      expect(await ads.send('POST', '/portfolios', { ...body, ...other })).toMatchObject({
        status: 409,
        body: { code: 'portfolio.id-taken' },
      });
    expect((await ads.facts(body.id)).slice(1)).toEqual([['PortfolioNameSet', { name: 'novinky.cz' }]]);
  });

  it('names its sections when it is deleted, and takes no command afterwards', async () => {
    const publisherId = await ads.publisher();
    const id = await ads.portfolio(publisherId);
    const top = await ads.section(id);
    const [below, other] = [await ads.section(id, top), await ads.section(id)];
    expect(await ads.do('DELETE', `/portfolios/${id}`)).toMatchObject({ status: 204, etag: '"5"' });
    const { eventType, data } = (await ads.events(id)).at(-1) as LogEvent;
    expect([eventType, { sections: (data.sections as string[]).toSorted() }]).toEqual([
      'PortfolioDeleted',
      { sections: [top, below, other].toSorted() },
    ]);
    for (const [method, path, body] of [
      ['POST', '', { id, name: 'idnes.cz', publisherId }],
      ['PUT', `/${id}/name`, { name: 'idnes.cz' }],
      ['DELETE', `/${id}`, undefined],
      ['POST', `/${id}/sections`, { id: randomUUID(), name: 'New', parentId: null }],
      ['POST', `/${id}/sections`, { id: top, name: 'Technet', parentId: null }],
      ['PUT', `/${id}/sections/${top}/name`, { name: 'New' }],
      ['PUT', `/${id}/sections/${top}/place`, { parentId: other }],
      ['DELETE', `/${id}/sections/${top}`, undefined],
    ] as const)
      expect(await ads.send(method, `/portfolios${path}`, body), `${method} ${path}`).toMatchObject({
        status: 409,
        body: { code: 'portfolio.deleted' },
      });
    expect(await ads.events(id)).toHaveLength(5);
  });
});

describe('a section', () => {
  it('is added after its siblings, and the event names its place', async () => {
    const portfolio = await ads.portfolio();
    const id = randomUUID();
    expect(await ads.send('POST', `/portfolios/${portfolio}/sections`, { id, name: 'Technet', parentId: null })).toEqual({
      status: 201,
      etag: '"2"',
      location: `/v1/portfolios/${portfolio}/sections/${id}`,
      position: shop.position,
      body: '',
    });
    const [second, below] = [await ads.section(portfolio), await ads.section(portfolio, id)];
    expect(await tree(portfolio)).toEqual([
      [id, [[below, []]]],
      [second, []],
    ]);
    expect((await ads.facts(portfolio)).slice(1)).toEqual([
      ['SectionAdded', { id, name: 'Technet', parentId: null }],
      ['SectionAdded', { id: second, name: 'Technet', parentId: null }],
      ['SectionAdded', { id: below, name: 'Technet', parentId: id }],
    ]);
  });

  it('is added once, however often it is asked for', async () => {
    const portfolio = await ads.portfolio();
    const parentId = await ads.section(portfolio);
    const body = { id: randomUUID(), name: 'Technet', parentId };
    const path = `/portfolios/${portfolio}/sections`;
    const key = { 'Idempotency-Key': randomUUID() };
    const first = await ads.do('POST', path, body, key);
    await ads.do('PUT', `${path}/${body.id}/name`, { name: 'Science' });
    await ads.do('PUT', `${path}/${body.id}/place`, { parentId: null });
    expect(await ads.send('POST', path, body, key)).toEqual(first);
    const capitals = { ...body, id: body.id.toUpperCase(), parentId: parentId.toUpperCase() };
    expect(await ads.send('POST', path, capitals)).toEqual({ ...first, etag: '"5"', position: shop.position });
    for (const other of [{ name: 'Science' }, { parentId: null }])
      expect(await ads.send('POST', path, { ...body, ...other })).toMatchObject({
        status: 409,
        body: { code: 'section.id-taken' },
      });
    await ads.do('DELETE', `${path}/${body.id}`);
    expect(await ads.send('POST', path, body)).toMatchObject({ status: 409, body: { code: 'section.id-taken' } });
    expect((await ads.facts(portfolio)).slice(2)).toEqual([
      ['SectionAdded', body],
      ['SectionNameSet', { id: body.id, name: 'Science' }],
      ['SectionMoved', { id: body.id, parentId: null, before: null, previous: { parentId, before: null } }],
      ['SectionRemoved', { id: body.id, parentId: null, removed: [body.id] }],
    ]);
  });

  it('has an id that is unique across portfolios, even in concurrent requests', async () => {
    const portfolios = [await ads.portfolio(), await ads.portfolio(), await ads.portfolio()];
    for (let round = 0; round < 20; round++) {
      const body = { id: randomUUID(), name: 'Technet', parentId: null };
      const answers = await Promise.all(portfolios.map((each) => ads.send('POST', `/portfolios/${each}/sections`, body)));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
      for (const { status, body } of answers) if (status === 409) expect(body.code).toBe('section.id-taken');
    }
    const added = (await Promise.all(portfolios.map((each) => ads.events(each)))).flat();
    expect(added.filter(({ eventType }) => eventType === 'SectionAdded')).toHaveLength(20);
  });

  it('has an id that is not free after its removal, nor after the end of its portfolio', async () => {
    const [one, other] = [await ads.portfolio(), await ads.portfolio()];
    const [removed, left] = [await ads.section(one), await ads.section(one)];
    await ads.do('DELETE', `/portfolios/${one}/sections/${removed}`);
    await ads.do('DELETE', `/portfolios/${one}`);
    for (const id of [removed, left])
      expect(await ads.send('POST', `/portfolios/${other}/sections`, { id, name: 'Technet', parentId: null })).toMatchObject({
        status: 409,
        body: { code: 'section.id-taken' },
      });
  });

  it('moves with all below it', async () => {
    const portfolio = await ads.portfolio();
    const [a, b, c] = [await ads.section(portfolio), await ads.section(portfolio), await ads.section(portfolio)];
    const [below, deeper] = [await ads.section(portfolio, b), randomUUID()];
    await ads.section(portfolio, below, 'Technet', deeper);
    const move = (id: string, parentId: string | null, before?: string | null) =>
      ads.send('PUT', `/portfolios/${portfolio}/sections/${id}/place`, { parentId, before });
    expect(await move(b, null, a)).toMatchObject({ status: 204, etag: '"7"' });
    expect(await move(b, null, a)).toMatchObject({ status: 204, etag: '"7"' });
    expect(await move(b, null, b)).toMatchObject({ status: 204, etag: '"7"' });
    expect(await tree(portfolio)).toEqual([
      [b, [[below, [[deeper, []]]]]],
      [a, []],
      [c, []],
    ]);
    expect(await move(b, c)).toMatchObject({ status: 204 });
    expect(await move(a, c, b)).toMatchObject({ status: 204 });
    expect(await tree(portfolio)).toEqual([
      [
        c,
        [
          [a, []],
          [b, [[below, [[deeper, []]]]]],
        ],
      ],
    ]);
    for (const [id, parentId, before, code] of [
      [b, b, null, 'section.below-itself'],
      [c, deeper, null, 'section.below-itself'],
      [a, randomUUID(), null, 'section.parent-not-found'],
      [a, null, b, 'section.before-not-a-sibling'],
    ] as const)
      expect(await move(id, parentId, before)).toMatchObject({ status: 422, body: { code } });
    expect(await move(randomUUID(), null)).toMatchObject({ status: 404, body: { code: 'section.not-found' } });
    expect(await ads.events(portfolio)).toHaveLength(9);
  });

  it('is removed with all below it', async () => {
    const portfolio = await ads.portfolio();
    const [a, b] = [await ads.section(portfolio), await ads.section(portfolio)];
    const below = await ads.section(portfolio, a);
    const deeper = await ads.section(portfolio, below);
    expect(await ads.do('DELETE', `/portfolios/${portfolio}/sections/${a}`)).toMatchObject({ status: 204, etag: '"6"' });
    expect((await ads.facts(portfolio)).at(-1)).toEqual([
      'SectionRemoved',
      { id: a, parentId: null, removed: [a, below, deeper] },
    ]);
    expect(await tree(portfolio)).toEqual([[b, []]]);
    for (const id of [a, below, deeper]) {
      const path = `/portfolios/${portfolio}/sections/${id}`;
      const gone = { status: 409, body: { code: 'section.deleted' } };
      expect(await ads.send('DELETE', path)).toMatchObject(gone);
      expect(await ads.send('PUT', `${path}/name`, { name: 'Ghost' })).toMatchObject(gone);
      expect(await ads.send('PUT', `${path}/place`, { parentId: b })).toMatchObject(gone);
      expect(
        await ads.send('POST', `/portfolios/${portfolio}/sections`, { id: randomUUID(), name: 'Orphan', parentId: id }),
      ).toMatchObject({ status: 422, body: { code: 'section.parent-not-found' } });
    }
  });

  it('is not reached through another portfolio', async () => {
    const [one, other] = [await ads.portfolio(), await ads.portfolio()];
    const section = await ads.section(one);
    const path = `/portfolios/${other}/sections/${section}`;
    expect(await ads.send('DELETE', path)).toMatchObject({ status: 404, body: { code: 'section.not-found' } });
    expect(await ads.send('PUT', `${path}/name`, { name: 'Taken' })).toMatchObject({ status: 404 });
    const mine = await ads.section(other);
    expect(await ads.send('PUT', `/portfolios/${other}/sections/${mine}/place`, { parentId: section })).toMatchObject({
      status: 422,
      body: { code: 'section.parent-not-found' },
    });
    const lost = `/portfolios/${randomUUID()}/sections`;
    expect(await ads.send('POST', lost, { id: randomUUID(), name: 'Lost', parentId: null })).toMatchObject({
      status: 404,
      body: { code: 'portfolio.not-found' },
    });
  });

  it('shares the version of its portfolio', async () => {
    const portfolio = await ads.portfolio();
    const section = await ads.section(portfolio);
    const rename = (name: string, version: number) =>
      ads.send('PUT', `/portfolios/${portfolio}/sections/${section}/name`, { name }, { 'If-Match': `"${version}"` });
    expect(await rename('Science', 2)).toMatchObject({ status: 204, etag: '"3"' });
    const missed = await rename('Sports', 2);
    expect(missed).toMatchObject({ status: 412, body: { code: 'portfolio.version-mismatch', version: 3 } });
    expect(missed.body.events).toMatchObject([{ eventType: 'SectionNameSet', data: { id: section, name: 'Science' } }]);
  });

  it('may be the last of 100 levels, and no more', async () => {
    const portfolio = await ads.portfolio();
    let deepest: string | null = null;
    for (let level = 0; level < 100; level++) deepest = await ads.section(portfolio, deepest);
    const body = { id: randomUUID(), name: 'Too deep', parentId: deepest };
    const tooDeep = { status: 422, body: { code: 'section.too-deep' } };
    expect(await ads.send('POST', `/portfolios/${portfolio}/sections`, body)).toMatchObject(tooDeep);
    const other = await ads.section(portfolio);
    expect(await ads.send('PUT', `/portfolios/${portfolio}/sections/${other}/place`, { parentId: deepest })).toMatchObject(
      tooDeep,
    );
  });
});

describe('an undo', () => {
  it('makes a portfolio what it was, and campaigns leave what it removes', async () => {
    const portfolio = await ads.portfolio(undefined, 'idnes.cz');
    const [sport, news] = [await ads.section(portfolio, null, 'Sport'), await ads.section(portfolio, null, 'News')];
    const before = await ads.get(`/v1/portfolios/${portfolio}`);
    const added = await ads.section(portfolio, sport, 'Added');
    await ads.do('PUT', `/portfolios/${portfolio}/sections/${news}/place`, { parentId: added });
    await ads.do('PUT', `/portfolios/${portfolio}/name`, { name: 'iDNES' });
    const campaign = await ads.runningCampaign([added, news]);
    const latest = await ads.get(`/v1/portfolios/${portfolio}`);
    expect(latest.version).toBe(6);

    const path = `/portfolios/${portfolio}/undo`;
    const undone = await ads.do('POST', path, { version: before.version }, { 'if-match': '"6"' });
    expect(undone).toMatchObject({ status: 204, etag: '"9"' });
    const { version: _, updatedAt: __, ...now } = await ads.get(`/v1/portfolios/${portfolio}`);
    const { version: ___, updatedAt: ____, ...then } = before;
    expect(now).toEqual(then);
    await shop.settle();
    expect(await ads.get(`/v1/campaigns/${campaign}`)).toMatchObject({ placements: [news] });
    // Again, and at the present version: nothing happens.
    expect(await ads.do('POST', path, { version: before.version })).toMatchObject({ etag: '"9"' });
    expect(await ads.do('POST', path, { version: 9 })).toMatchObject({ etag: '"9"' });
    const { data } = await ads.get(`/v1/portfolios/${portfolio}/history`, { sort: '-version', limit: 1 });
    expect(data[0].summary).toBe('Section “Added” removed');

    expect(await ads.send('POST', path, { version: 6 })).toMatchObject({
      status: 422,
      body: {
        code: 'portfolio.version-with-removed-sections',
        sections: [added],
        errors: [{ pointer: '#/version', code: 'with-removed-sections' }],
      },
    });
    expect(await ads.send('POST', path, { version: 10 })).toMatchObject({
      status: 404,
      body: { code: 'portfolio.version-not-found' },
    });
    expect(await ads.send('POST', path, { version: 1 }, { 'if-match': '"6"' })).toMatchObject({
      status: 412,
      body: { code: 'portfolio.version-mismatch' },
    });
    expect(await ads.send('POST', `/portfolios/${randomUUID()}/undo`, { version: 1 })).toMatchObject({
      status: 404,
      body: { code: 'portfolio.not-found' },
    });
    expect(await ads.send('POST', path, { version: 0 })).toMatchObject({ status: 400 });
    await ads.do('DELETE', `/portfolios/${portfolio}`);
    expect(await ads.send('POST', path, { version: 1 })).toMatchObject({ status: 409, body: { code: 'portfolio.deleted' } });
  });

  it('gives a publisher its earlier name', async () => {
    const publisher = await ads.publisher('MAFRA');
    await ads.do('PUT', `/publishers/${publisher}/name`, { name: 'Mafra' });
    const path = `/publishers/${publisher}/undo`;
    expect(await ads.send('POST', path, { version: 1 }, { 'if-match': '"1"' })).toMatchObject({ status: 412 });
    expect(await ads.do('POST', path, { version: 1 }, { 'if-match': '"2"' })).toMatchObject({ status: 204, etag: '"3"' });
    expect(await ads.get(`/v1/publishers/${publisher}`)).toMatchObject({ name: 'MAFRA', version: 3 });
    expect(await ads.send('POST', path, { version: 4 })).toMatchObject({
      status: 404,
      body: { code: 'publisher.version-not-found' },
    });
    await ads.do('DELETE', `/publishers/${publisher}`);
    expect(await ads.send('POST', path, { version: 1 })).toMatchObject({ status: 409, body: { code: 'publisher.deleted' } });
  });
});
