import type { MigrationInterface, QueryRunner } from 'typeorm';

const EVENTS = Array.from({ length: 16 }, (_, n) => `sum(events[${n + 1}])`).join(', ');
const PLACE = 'campaign_id, section_id, creative_id, device';

/**
 * Tables of sums by quarter of an hour, with their keys and what they sum up: in the order in which a process that still
 * runs writes to them, because another order of locks could be a deadlock.
 */
const SUMS = [
  ['spend', `${PLACE}, currency`, 'views, amount', 'sum(views), sum(amount)'],
  ['quarters', `${PLACE}, is_invalid`, 'events', `ARRAY[${EVENTS}]::bigint[]`],
  ['errors', `${PLACE}, code`, 'views', 'sum(views)'],
  ['requests', 'section_id, is_invalid', 'requests, filled', 'sum(requests), sum(filled)'],
  ['fills', 'campaign_id, section_id', 'fills', 'sum(fills)'],
] as const;

/** The sums of ads by day (UTC) as well, in rows of the day's first quarter of an hour. */
export class AdDays1763800000048 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const [table, key, columns, sums] of SUMS)
      await db.query(`
        -- Nobody adds to the one without the other.
        LOCK TABLE delivery.${table} IN SHARE ROW EXCLUSIVE MODE;
        CREATE TABLE delivery.${table}_by_day (LIKE delivery.${table} INCLUDING ALL);
        INSERT INTO delivery.${table}_by_day (quarter, portfolio_id, ${key}, ${columns})
          SELECT date_trunc('day', quarter, 'UTC'), any_value(portfolio_id), ${key}, ${sums}
          FROM delivery.${table} GROUP BY 1, ${key};
      `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE ${SUMS.map(([table]) => `delivery.${table}_by_day`).join(', ')}`);
  }
}
