import { createHash, createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { Advertising } from '../../support/advertising.js';
import { Shop } from '../../support/shop.js';

it('a cursor that a client got from an earlier version still continues its list', async () => {
  const shop = await Shop.open();
  try {
    const { rows: secrets } = await shop.db.query('SELECT secret FROM log.cursor_secret');
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    /** A cursor of version 0.1: the place in JSON, and a signature over the place and the parameters. */
    const cursorOf = (bound: object, value: unknown, id: unknown) => {
      const place = Buffer.from(JSON.stringify([value, id])).toString('base64url');
      const signed = `${sha256(JSON.stringify(Object.entries(bound).sort()))}.${place}`;
      return `${place}.${createHmac('sha256', secrets[0].secret).update(signed).digest('base64url').slice(0, 22)}`;
    };
    const advertising = await Advertising.of(shop);
    const campaign = '019c1354-6d40-7c1a-8e2b-3f4a5b6c7d8e';
    await advertising.send('POST', '/campaigns', { id: campaign, name: 'A', userId: 7 });
    await advertising.send('PUT', `/campaigns/${campaign}/name`, { name: 'B' });
    await advertising.send('POST', '/campaigns', { id: '019c1354-71a8-7b3d-9f10-2c4e6a8b0d1f', name: 'C', userId: 7 });
    const [first, second] = [await shop.createOrder(7, 'EUR'), await shop.createOrder(8, 'EUR')];
    const pages = {
      '/order-history?limit=1&sort=-id&currency=EUR': cursorOf({ sort: '-id', currency: 'EUR' }, String(second), second),
      '/order-history/summary?by=user&sort=user_id&limit=1': cursorOf({ by: 'user', sort: 'user_id', tz: 'UTC' }, '7', 7),
      '/campaigns?limit=1&sort=name&userId=7': cursorOf({ sort: 'name', userId: 7, path: '/v1/campaigns' }, 'b', campaign),
      [`/campaigns/${campaign}/history?limit=1`]: cursorOf({ history: 'campaign', id: campaign, sort: 'version' }, 1, campaign),
    };
    for (const [path, cursor] of Object.entries(pages)) {
      const { body } = await advertising.send('GET', path);
      expect([path, body.page.next_cursor]).toEqual([path, cursor]);
      const next = await advertising.send('GET', `${path}&cursor=${cursor}`);
      expect([path, next.status, next.body.data.length, next.body.page.next_cursor]).toEqual([path, 200, 1, null]);
    }
    expect(
      await shop.history({ sort: '-id', currency: 'EUR', cursor: pages['/order-history?limit=1&sort=-id&currency=EUR'] }),
    ).toMatchObject([{ id: first }]);
    const other = await advertising.send('GET', `/order-history?sort=id&currency=EUR&cursor=${Object.values(pages)[0]}`);
    expect(other).toMatchObject({ status: 400, body: { errors: [{ pointer: '#/cursor', code: 'not-of-this-list' }] } });
  } finally {
    await shop.close();
  }
});
