import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KronikaProcess } from '../../support/process.js';
import { ROOT } from '../../support/root.js';
import { createDatabase, type Database } from '../../support/shop.js';

const ID = '019c1354-6d40-7c1a-8e2b-3f4a5b6c7d8e';

let database: Database;
let todo: KronikaProcess;
beforeAll(async () => {
  database = await createDatabase('template0');
  todo = await KronikaProcess.start({ DATABASE_URL: database.url }, { main: join(ROOT, 'dist/examples/todo/todo.js') });
});
afterAll(async () => {
  await todo?.signal('SIGTERM');
  await database.drop();
});

it('an app on #kronika alone has commands, views and durable handlers', async () => {
  const added = await fetch(`${todo.url}/v1/todos`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ id: ID, title: 'Water the plants' }),
  });
  expect([added.status, added.headers.get('location'), added.headers.get('etag')]).toEqual([201, `/v1/todos/${ID}`, '"1"']);
  const position = added.headers.get('event-position') as string;
  const answer = await fetch(`${todo.url}/v1/todos`, { headers: { 'Wait-For-Position': position } });
  expect([answer.status, await answer.json()]).toEqual([200, { data: [{ id: ID, title: 'Water the plants' }] }]);
  await todo.prints(/Do not forget: Water the plants/);
});

it('its API and its database contain nothing of the shop', async () => {
  const document = await todo.query<{ paths: object; components: { schemas: Record<string, { properties: object }> } }>(
    '/openapi.json',
  );
  expect(Object.keys(document.paths)).toContain('/v1/todos');
  expect(JSON.stringify(document.paths)).not.toMatch(/\/v1\/(order|goods|campaigns|portfolios|publishers)\b/);
  expect(document.components.schemas.ProblemDocument?.properties).not.toHaveProperty('sections');
  const { data } = await todo.query<{ data: { name: string }[] }>('/v1/subscriptions');
  expect(data.map(({ name }) => name).toSorted()).toEqual(['handler Reminder', 'todos']);
});
