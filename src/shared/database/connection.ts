import type { Pool, PoolClient } from 'pg';

/** One connection of a pool, shared by all concurrent callers. Postgres executes their statements in order. */
export class Connection {
  private current?: LentConnection;

  constructor(private readonly pool: Pool) {}

  /** @throws what `work` throws; later calls then use another connection */
  async use<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    this.current ??= { client: this.pool.connect(), users: 0, isBroken: false };
    const lease = this.current;
    lease.users += 1;
    try {
      return await work(await lease.client);
    } catch (error) {
      // Other statements may still be in flight. One that was prepared for columns of other types would fail forever.
      lease.isBroken = true;
      if (this.current === lease) this.current = undefined;
      throw error;
    } finally {
      lease.users -= 1;
      if (lease.users === 0) this.end(lease);
    }
  }

  private end(lease: LentConnection): void {
    if (this.current === lease) this.current = undefined;
    lease.client.then(
      (client) => client.release(lease.isBroken),
      () => undefined,
    );
  }
}

interface LentConnection {
  readonly client: Promise<PoolClient>;
  users: number;
  isBroken: boolean;
}
