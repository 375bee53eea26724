// What happens in a shop before it is dumped: each kind of event, entity and edge that the release's API has.

/** Texts that a dump, JSON or an index may get wrong. */
const TEXTS = [
  'Žluťoučký kůň',
  'Zlut\u030ck\u00fd',
  '\\u0000 \\. \\N \\x',
  `O'Neil "$$" %s`,
  '𝔘𝔫𝔦 👩‍👧 עברית',
  '=1+1',
  '-- ; DROP',
];

/** Ids that clients make, so that two dumps differ in little. */
const uuid = (number) => `0192a000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const PUBLISHER = { kept: uuid(1), other: uuid(2), deleted: uuid(3) };
const PORTFOLIO = { kept: uuid(11), other: uuid(12), deleted: uuid(13), ofDeleted: uuid(14) };
const SECTION = {
  root: uuid(21),
  child: uuid(22),
  leaf: uuid(23),
  removed: uuid(24),
  below: uuid(25),
  other: uuid(26),
  gone: uuid(27),
};
const CAMPAIGN = { runs: uuid(31), placed: uuid(32), ended: uuid(33), deleted: uuid(34), bare: uuid(35), undone: uuid(36) };

const FAR = { start: '2126-03-01T00:00:00.000Z', end: '2126-04-01T00:00:00.000Z' };

/** An event that no view can fold, so that its stream is parked. */
export const POISON = { stream: 'order-900000', version: 1, type: 'order_created_v1', data: {} };

/**
 * @param {import('./release.mjs').Release} release
 * @returns requests that have an `Idempotency-Key`, with their answers
 */
export async function play(release) {
  const repeats = await playOrders(release);
  if (release.has('/v1/campaigns')) repeats.push(...(await playCampaigns(release)));
  return repeats;
}

async function playOrders(release) {
  const { send } = release;
  const order = async (body) => (await send('POST', '/v1/order', body)).id;
  const goods = async (body) => (await send('POST', '/v1/goods', body)).id;
  const [first, second, third, fourth] = [await order({ userId: 1 }), await order({ userId: 1, currency: 'CZK' })].concat(
    await order({ userId: Number.MAX_SAFE_INTEGER }),
    await order({ userId: 2 }),
  );
  for (const [index, name] of TEXTS.entries())
    await goods({ orderId: first, name, sku: `SKU ${index} ${name}`.slice(0, 40), quantity: index + 1, unitPrice: 99 * index });
  const moved = await goods({ orderId: third, sku: 'MUG-RED', quantity: 2, unitPrice: 1250 });
  const changed = await goods({ orderId: second, name: 'A card' });
  const removed = await goods({ orderId: first, quantity: 100_000, unitPrice: 1 });
  await goods({ orderId: fourth, sku: 'OF-A-DELETED-ORDER' });
  await send('PUT', `/v1/goods/${moved}`, { orderId: first });
  await send('PUT', `/v1/goods/${changed}`, { name: TEXTS[0], quantity: 7, unitPrice: 99_999_999 });
  await send('DELETE', `/v1/goods/${removed}`);
  await send('PUT', `/v1/order/${second}`, { userId: 3 });
  await send('DELETE', `/v1/order/${fourth}`);
  if (!release.hasKeysOfCommands) return [];
  return [
    await release.keep('POST', '/v1/order', { userId: 4 }, 'upgrade-1'),
    await release.keep('POST', '/v1/goods', { orderId: third, name: TEXTS[2] }, `upgrade-2'"`),
    await release.keep('PUT', `/v1/order/${third}`, { userId: 5 }, 'upgrade-3'),
  ];
}

async function playCampaigns(release) {
  const { send } = release;
  for (const [index, id] of Object.values(PUBLISHER).entries()) await send('POST', '/v1/publishers', { id, name: TEXTS[index] });
  await send('PUT', `/v1/publishers/${PUBLISHER.other}/name`, { name: 'MAFRA' });
  const portfolio = (id, publisherId, name) => send('POST', '/v1/portfolios', { id, name, publisherId });
  await portfolio(PORTFOLIO.kept, PUBLISHER.kept, 'idnes.cz');
  await portfolio(PORTFOLIO.other, PUBLISHER.other, TEXTS[4]);
  await portfolio(PORTFOLIO.deleted, PUBLISHER.other, 'gone.example');
  await portfolio(PORTFOLIO.ofDeleted, PUBLISHER.deleted, 'also-gone.example');
  await send('PUT', `/v1/portfolios/${PORTFOLIO.kept}/name`, { name: 'iDNES.cz' });
  const section = (portfolioId, id, name, parentId = null) =>
    send('POST', `/v1/portfolios/${portfolioId}/sections`, { id, name, parentId });
  await section(PORTFOLIO.kept, SECTION.root, 'Technet');
  await section(PORTFOLIO.kept, SECTION.child, TEXTS[0], SECTION.root);
  await section(PORTFOLIO.kept, SECTION.leaf, 'Science', SECTION.child);
  await section(PORTFOLIO.kept, SECTION.removed, 'Removed', SECTION.root);
  await section(PORTFOLIO.kept, SECTION.below, 'Below it', SECTION.removed);
  await section(PORTFOLIO.other, SECTION.other, 'Sport');
  await section(PORTFOLIO.deleted, SECTION.gone, 'Gone');

  const campaign = (id, body) => send('POST', '/v1/campaigns', { id, userId: 1, ...body });
  const set = (id, what, body) => send('PUT', `/v1/campaigns/${id}/${what}`, body);
  await campaign(CAMPAIGN.runs, { name: 'Spring sale' });
  await set(CAMPAIGN.runs, 'name', { name: TEXTS[3] });
  await set(CAMPAIGN.runs, 'currency', { currency: 'CZK' });
  await set(CAMPAIGN.runs, 'price', { amount: 1250 });
  await set(CAMPAIGN.runs, 'schedule', FAR);
  await set(CAMPAIGN.runs, 'placements', { sections: [SECTION.root, SECTION.leaf, SECTION.below] });
  await set(CAMPAIGN.runs, 'paused', { paused: true });
  await set(CAMPAIGN.runs, 'paused', { paused: false });
  await campaign(CAMPAIGN.placed, { name: TEXTS[4], currency: 'JPY', userId: 2 });
  await set(CAMPAIGN.placed, 'placements', { sections: [SECTION.gone, SECTION.other] });
  await set(CAMPAIGN.placed, 'schedule', { start: '2026-01-01T00:00:00.000Z', end: FAR.end });
  await campaign(CAMPAIGN.ended, { name: 'Ends' });
  await set(CAMPAIGN.ended, 'placements', { sections: [SECTION.other] });
  await set(CAMPAIGN.ended, 'schedule', {
    start: '2026-01-01T00:00:00.000Z',
    end: new Date(Date.now() + 1_500).toISOString(),
  });
  await campaign(CAMPAIGN.deleted, { name: 'Deleted' });
  await set(CAMPAIGN.deleted, 'schedule', FAR);
  await send('DELETE', `/v1/campaigns/${CAMPAIGN.deleted}`);
  await campaign(CAMPAIGN.bare, { name: TEXTS[2] });
  await campaign(CAMPAIGN.undone, { name: 'Before' });
  await set(CAMPAIGN.undone, 'name', { name: 'After' });
  await send('POST', `/v1/campaigns/${CAMPAIGN.undone}/undo`, { version: 2 });
  // Enough for a snapshot in each release.
  for (let amount = 1; amount <= 24; amount++) await set(CAMPAIGN.undone, 'price', { amount });

  await send('PUT', `/v1/portfolios/${PORTFOLIO.kept}/sections/${SECTION.leaf}/name`, { name: 'Věda' });
  await send('PUT', `/v1/portfolios/${PORTFOLIO.kept}/sections/${SECTION.leaf}/place`, { parentId: null, before: SECTION.root });
  await send('DELETE', `/v1/portfolios/${PORTFOLIO.kept}/sections/${SECTION.removed}`);
  await send('DELETE', `/v1/portfolios/${PORTFOLIO.deleted}`);
  await send('DELETE', `/v1/publishers/${PUBLISHER.deleted}`);
  await release.until(async () => (await release.events()).some(({ eventType }) => eventType === 'CampaignEnded'));

  const commands = [
    { command: 'set-price', id: CAMPAIGN.bare, amount: 5 },
    { command: 'pause', id: uuid(99) },
  ];
  return [
    await release.keep('PUT', `/v1/campaigns/${CAMPAIGN.bare}/price`, { amount: 77 }, 'upgrade-4'),
    await release.keep('POST', '/v1/campaigns', { id: uuid(37), name: TEXTS[1], userId: 6 }, 'upgrade-5'),
    await release.keep('POST', '/v1/campaigns/bulk', { commands }, 'upgrade-6'),
  ];
}

/** Addresses that are read; those that the release has not are left out. */
export function reads() {
  const lists = [
    '/v1/order-history?limit=100',
    '/v1/order-history?threshold=1&limit=2&offset=0',
    '/v1/order-history?sort=-total&currency=EUR&min_goods=1',
    '/v1/order-history?user_id=3',
    '/v1/order-history?sku=MUG-RED',
    '/v1/order-history.csv',
    '/v1/order-history/summary?by=day',
    '/v1/order-history/summary?by=user',
    '/v1/order-history/summary?by=goods_count',
    '/v1/campaigns?limit=100',
    '/v1/campaigns?runnable=true&sort=name',
    '/v1/campaigns?userId=2',
    `/v1/campaigns?q=${encodeURIComponent("o'neil")}`,
    '/v1/portfolios?limit=100',
    '/v1/publishers?limit=100',
    `/v1/placements?portfolioId=${PORTFOLIO.kept}`,
    `/v1/names?ids=${[...Object.values(CAMPAIGN), ...Object.values(SECTION), ...Object.values(PUBLISHER)].join(',')}`,
    '/v1/quarantine',
    '/v1/timers',
    '/v1/keys',
  ];
  const ones = [1, 2, 3, 4, 5].flatMap((id) => [`/v1/order-history/${id}`, `/v1/order/${id}`, `/v1/goods/${id}`]);
  const campaigns = Object.values(CAMPAIGN).flatMap((id) =>
    ['', '/history', '?version=2'].map((suffix) => `/v1/campaigns/${id}${suffix}`),
  );
  const portfolios = Object.values(PORTFOLIO).flatMap((id) =>
    ['', '?shape=flat', '/history'].map((suffix) => `/v1/portfolios/${id}${suffix}`),
  );
  const publishers = Object.values(PUBLISHER).flatMap((id) => [`/v1/publishers/${id}`, `/v1/publishers/${id}/history`]);
  return [
    ...lists,
    ...ones,
    ...campaigns,
    ...portfolios,
    ...publishers,
    `/v1/portfolios/${PORTFOLIO.kept}/sections/${SECTION.leaf}`,
  ];
}
