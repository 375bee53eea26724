import type { Pool, PoolClient } from 'pg';

/** A connection of a pool while anybody uses it, shared by all who do at the same time: Postgres works at what they send in turn. */
export class Connection {
  private current?: Lease;

  constructor(private readonly pool: Pool) {}

  /** @throws what `work` throws; then nobody uses the same connection any more who has not begun */
  async use<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    this.current ??= { client: this.pool.connect(), users: 0, isSpoilt: false };
    const lease = this.current;
    lease.users += 1;
    try {
      return await work(await lease.client);
    } catch (error) {
      // Its other statements may still be on their way; and one that was prepared for columns of other types would fail for ever.
      lease.isSpoilt = true;
      if (this.current === lease) this.current = undefined;
      throw error;
    } finally {
      lease.users -= 1;
      if (lease.users === 0) this.end(lease);
    }
  }

  private end(lease: Lease): void {
    if (this.current === lease) this.current = undefined;
    lease.client.then(
      (client) => client.release(lease.isSpoilt),
      () => undefined,
    );
  }
}

interface Lease {
  readonly client: Promise<PoolClient>;
  users: number;
  isSpoilt: boolean;
}
