import { once } from 'node:events';
import type { Readable } from 'node:stream';
import QueryStream from 'pg-query-stream';
import type { Statement } from '../database/sql.js';
import { WatchedClient } from '../database/watched-client.js';
import { checkpoint, isEnough, type Placed, type ReadPlace } from './read-place.js';

/**
 * Opens a stream of rows on a connection of its own, which ends with it.
 *
 * @returns without rows if the place has not reached the wanted position
 */
export async function openStream(
  place: ReadPlace,
  view: string,
  { text, values }: Statement,
  wanted: number,
): Promise<Placed & { rows?: Readable }> {
  // A cursor can't share a connection with other statements on their way.
  const client = new WatchedClient({ ...place.pool.options, pipeline: false });
  try {
    const serving = await place.pool.query<{ tables: string[] }>(
      `SELECT array_agg(format('read.%I', t)) AS tables FROM log.checkpoints, unnest(tables) AS t
       WHERE subscription = $1 AND build = 'serving' HAVING count(*) > 0`,
      [view],
    );
    await client.connect();
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    // It would count the time that the reader takes; what bounds that is the transaction as a whole.
    await client.query('SET LOCAL statement_timeout = 0');
    await client.query(`SET LOCAL transaction_timeout = '30min'`);
    // Before the snapshot, so that no other build of the view takes over between the two.
    const tables = serving.rows[0]?.tables;
    if (tables?.length) await client.query(`LOCK TABLE ${tables.join(', ')} IN ACCESS SHARE MODE`);
    const placed = (await client.query<Placed>(checkpoint(1), [view])).rows[0] as Placed;
    if (!isEnough(place, placed, wanted)) {
      await client.end();
      return placed;
    }
    const rows: Readable = client.query(new RowStream(client, text, values));
    // What is wrong with the statement is told here and not in the middle of an answer.
    await once(rows, 'readable');
    rows.once('close', () => void client.end());
    return { ...placed, rows };
  } catch (error) {
    await client.end();
    throw error;
  }
}

/** Ends with its connection, too: a cursor that is closed on a broken one waits for ever. */
class RowStream extends QueryStream {
  constructor(
    private readonly client: WatchedClient,
    sql: string,
    parameters: unknown[],
  ) {
    super(sql, parameters);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (this.client.isBroken) done(error);
    else super._destroy(error as Error, done);
  }
}
