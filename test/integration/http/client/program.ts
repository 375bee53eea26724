/** A program against the generated types of the API; client.spec.ts compiles and runs it. */
import createClient from 'openapi-fetch';
import type { paths } from './api.js';

const CAMPAIGN = '019c1354-6d40-7c1a-8e2b-00000000c11e';
const PUBLISHER = '019c1354-6d40-7c1a-8e2b-00000000c11f';

/** @param baseUrl the address of a Kronika without campaigns */
export async function run(baseUrl: string) {
  const client = createClient<paths>({ baseUrl });

  const order = await client.POST('/v1/order', { body: { userId: 42 } });
  const campaign = { id: CAMPAIGN, name: 'Spring sale', userId: 42 };
  const created = await client.POST('/v1/campaigns', { body: campaign });
  const publisher = await client.POST('/v1/publishers', { body: { id: PUBLISHER, name: 'MAFRA' } });

  const position = Number(publisher.response.headers.get('Event-Position'));
  const names = await client.GET('/v1/names', {
    params: { query: { ids: [CAMPAIGN, PUBLISHER] }, header: { 'Wait-For-Position': position } },
  });

  const bulk = await client.POST('/v1/campaigns/bulk', {
    body: {
      commands: [
        { command: 'set-price', id: CAMPAIGN, amount: 1250 },
        { command: 'rename', id: CAMPAIGN, name: 'Summer sale' },
      ],
    },
  });

  const found = await client.GET('/v1/campaigns/{id}', {
    params: { path: { id: CAMPAIGN }, header: { 'Wait-For-Position': bulk.data?.data[1]?.position ?? 0 } },
  });
  // Null until the campaign has a price.
  const price: number | null | undefined = found.data?.price;

  const taken = await client.POST('/v1/campaigns', { body: { ...campaign, name: 'Another' } });
  let problem = '';
  if (taken.error)
    switch (taken.error.code) {
      case 'campaign.id-taken':
        problem = `${taken.error.status}: ${taken.error.detail}`;
        break;
      case 'idempotency.in-progress':
        break;
    }

  return {
    order: order.response.headers.get('Location'),
    campaign: created.response.headers.get('Location'),
    names: names.data && Object.fromEntries(Object.entries(names.data).map(([id, { type, name }]) => [id, `${type} ${name}`])),
    asked: names.response.url.split('?')[1],
    statuses: bulk.data?.data.map(({ status }) => status),
    name: found.data?.name,
    price,
    problem,
  };
}

/** Must not compile: tsc reports each expected error that does not occur. */
export async function misuse() {
  const client = createClient<paths>();
  // @ts-expect-error There is no such route.
  await client.GET('/v1/nothing');
  // @ts-expect-error An order needs a user.
  await client.POST('/v1/order', { body: {} });
  // @ts-expect-error Ids of users are numbers.
  await client.POST('/v1/order', { body: { userId: '42' } });
  // @ts-expect-error A name is searched for by text.
  await client.GET('/v1/names', { params: { query: { q: 5 } } });
  // @ts-expect-error A price has an amount, and no name.
  await client.POST('/v1/campaigns/bulk', { body: { commands: [{ command: 'set-price', id: CAMPAIGN, name: 'x' }] } });
  // @ts-expect-error There is no such sort.
  await client.GET('/v1/campaigns', { params: { query: { sort: 'colour' } } });
  const { data, error } = await client.GET('/v1/campaigns/{id}', { params: { path: { id: CAMPAIGN } } });
  // @ts-expect-error The price may be null.
  data?.price.toFixed();
  // @ts-expect-error No campaign is refused for its colour.
  return error?.code === 'campaign.colour-unknown';
}
