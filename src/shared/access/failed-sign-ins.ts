import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Session } from '../database/session.js';
import { Problem } from '../http/problems.js';

export const MAX_FAILURES = 10;
const FAILURE_PERIOD = '15 minutes';

/** The network of an address. For IPv6 it is the /64, because a customer usually has all addresses in one. */
const NETWORK_SQL = 'network(set_masklen($1::inet, CASE family($1::inet) WHEN 4 THEN 32 ELSE 64 END))';

const RECENT_FAILURES_SQL = `ARRAY(SELECT at FROM unnest(f.failed_at) AS at WHERE at > clock_timestamp() - interval '${FAILURE_PERIOD}' ORDER BY at)`;

/** Limits the failed sign-ins from one address, over all processes. */
@Injectable()
export class FailedSignIns {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** @throws Problem 429 `access.too-many-failures` if the address has failed too often */
  async requireFew(address: string): Promise<void> {
    const [full] = await this.database.query(
      `SELECT extract(epoch FROM recent[1] + interval '${FAILURE_PERIOD}' - clock_timestamp())::float8 AS wait
       FROM access.failed_sign_ins AS f CROSS JOIN LATERAL (SELECT ${RECENT_FAILURES_SQL} AS recent) AS r
       WHERE network = ${NETWORK_SQL} AND cardinality(recent) >= ${MAX_FAILURES}`,
      [canonical(address)],
    );
    if (!full) return;
    throw new Problem(
      429,
      'access.too-many-failures',
      'Too many sign-ins from this address have failed. Try again later.',
      {},
      { 'retry-after': String(Math.max(1, Math.ceil(full.wait))) },
    );
  }

  /**
   * Counts a failure.
   *
   * @throws Problem 429 `access.too-many-failures` if simultaneous failures have reached the limit
   */
  async add(address: string): Promise<void> {
    const [counted] = await Session.run(this.database, (session) =>
      session.query(
        `INSERT INTO access.failed_sign_ins AS f (network, failed_at, last_at)
         VALUES (${NETWORK_SQL}, ARRAY[clock_timestamp()], clock_timestamp())
         ON CONFLICT (network) DO UPDATE SET failed_at = ${RECENT_FAILURES_SQL} || clock_timestamp(), last_at = clock_timestamp()
         WHERE cardinality(${RECENT_FAILURES_SQL}) < ${MAX_FAILURES}
         RETURNING network`,
        [canonical(address)],
      ),
    );
    if (!counted) await this.requireFew(address);
  }
}

/** Removes the zone, and the IPv6 prefix of IPv4. All invalid addresses become one, so they are counted together. */
function canonical(address: string): string {
  const bare = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  return isIP(bare) ? bare : '0.0.0.0';
}
