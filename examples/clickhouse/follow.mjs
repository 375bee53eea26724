/**
 * Copies the events of a relay into a table of ClickHouse, each once and in order:
 *
 *     NATS_URL=nats://127.0.0.1:4222 CLICKHOUSE_URL=http://127.0.0.1:8123 node examples/clickhouse/follow.mjs
 *
 * The highest position in the table is the checkpoint. An insert of one block succeeds or fails as a whole, so after
 * any crash the table has the beginning of the log, and nothing twice. Run one at a time.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { DeliverPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';

const { NATS_URL = 'nats://127.0.0.1:4222', STREAM = 'KRONIKA', CLICKHOUSE_URL = 'http://127.0.0.1:8123' } = process.env;

/** Far below the size of a block, 1,048,576 rows. */
const MAX_ROWS = 10_000;

const RETRY_DELAY_MS = 1_000;

const TABLE_SQL = `
  CREATE TABLE IF NOT EXISTS kronika_events
    (position UInt64, stream String, version UInt32, type String, time DateTime, actor String, data String)
  ENGINE = MergeTree() ORDER BY position`;

/** Runs a statement. @returns the text of its answer */
async function clickhouse(sql, rows = '') {
  const response = await fetch(`${CLICKHOUSE_URL}/?query=${encodeURIComponent(sql)}`, { method: 'POST', body: rows });
  const text = await response.text();
  if (!response.ok) throw new Error(`ClickHouse: ${text}`);
  return text;
}

const headerOf = (message, name) => decodeURIComponent((message.headers ?? message.header).get(`ce-${name}`));

const rowOf = (message) => ({
  position: headerOf(message, 'id'),
  stream: headerOf(message, 'subject'),
  version: Number(headerOf(message, 'version')),
  type: headerOf(message, 'type'),
  time: Math.floor(Date.parse(headerOf(message, 'time')) / 1_000),
  actor: headerOf(message, 'actor'),
  // Without blanks, as ClickHouse's quick functions for JSON want it.
  data: JSON.stringify(JSON.parse(message.string()).data),
});

/** The sequence of the first message after a position. Sequences rise with positions, so it is found by halves. */
async function sequenceAfter(manager, { first_seq, last_seq }, position) {
  let [low, high] = [first_seq, last_seq];
  while (low <= high) {
    const middle = Math.floor((low + high) / 2);
    const message = await manager.streams.getMessage(STREAM, { seq: middle });
    if (Number(headerOf(message, 'id')) <= position) low = middle + 1;
    else high = middle - 1;
  }
  return low;
}

/** Follows the stream until something fails. */
async function follow() {
  const connection = await connect({ servers: NATS_URL, reconnect: false });
  try {
    const manager = await jetstreamManager(connection);
    const { state } = await manager.streams.info(STREAM);
    let position = Number(await clickhouse('SELECT max(position) FROM kronika_events'));
    const start = state.messages ? await sequenceAfter(manager, state, position) : state.last_seq + 1;
    const consumer = await jetstream(connection).consumers.get(STREAM, {
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: start,
    });
    console.log(`Goes on after position ${position}`);
    let rows = [];
    for await (const message of await consumer.consume({ max_messages: MAX_ROWS })) {
      const row = rowOf(message);
      const previous = Number(headerOf(message, 'previous'));
      if (previous !== position) throw new Error(`Messages are missing: ${row.position} follows ${previous}, not ${position}`);
      position = Number(row.position);
      rows.push(JSON.stringify(row));
      if (rows.length < MAX_ROWS && message.info.pending > 0) continue;
      await clickhouse('INSERT INTO kronika_events FORMAT JSONEachRow', rows.join('\n'));
      rows = [];
    }
    throw new Error('The connection ended');
  } finally {
    await connection.close().catch(() => undefined);
  }
}

for (;;) {
  try {
    await clickhouse(TABLE_SQL);
    await follow();
  } catch (error) {
    console.error(error.message);
  }
  await wait(RETRY_DELAY_MS);
}
