import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Connection } from '../../../src/shared/database/connection.js';

let pool: pg.Pool;
beforeAll(() => {
  pool = new pg.Pool({ connectionString: inject('postgres') });
});
afterAll(() => pool.end());

/** @returns the id of the Postgres process that answers */
const process = async (client: pg.ClientBase): Promise<number> =>
  (await client.query('SELECT pg_backend_pid() AS pid')).rows[0].pid;

describe('a connection', () => {
  it('is shared by concurrent users, and returned afterwards', async () => {
    const connection = new Connection(pool);
    const [one, other] = await Promise.all([connection.use(process), connection.use(process)]);
    expect(one).toBe(other);
    expect([pool.totalCount, pool.idleCount]).toEqual([1, 1]);
  });

  it('is never used again after a failure', async () => {
    const connection = new Connection(pool);
    const failed: number[] = [];
    const fail = async (client: pg.ClientBase) => {
      failed.push(await process(client));
      throw new Error('as it must');
    };
    await expect(connection.use(fail)).rejects.toThrow('as it must');
    expect(failed).not.toContain(await connection.use(process));
  });
});
