import { createHmac, randomBytes } from 'node:crypto';
import { AppTables } from '#kronika';

interface ViewerCap {
  /** Views in any span of `hours`. */
  readonly views: number;
  readonly hours: number;
}

/**
 * How often a viewer sees a campaign. A viewer is known by a hash with the key of the day, UTC, which is deleted
 * afterwards. So a hash can't be traced to a viewer, and caps start over each day.
 */
export class ViewerCaps {
  private day = '';
  private key?: Promise<Buffer>;

  constructor(private readonly tables: AppTables) {}

  /** Reads the key again when it is next needed, because the database may have another one by now. */
  forget(): void {
    this.key = undefined;
  }

  /** Takes a view. @returns whether the viewer might have one more */
  async take(campaignId: string, viewer: string, { views, hours }: ViewerCap, now: number): Promise<boolean> {
    const day = new Date(now).toISOString().slice(0, 10);
    const hash = await this.hash(viewer, day);
    const taken = await this.tables.transaction<object[]>((session) =>
      session.query(TAKE_SQL, [day, hash, campaignId, hours, views]),
    );
    return taken.length > 0;
  }

  /** Whether `take` would succeed. */
  async hasRoom(campaignId: string, viewer: string, { views, hours }: ViewerCap, now: number): Promise<boolean> {
    const day = new Date(now).toISOString().slice(0, 10);
    const full = await this.tables.query(
      `SELECT FROM delivery.viewers AS v WHERE day = $1 AND viewer = $2 AND campaign_id = $3
         AND (SELECT count(*) FROM unnest(v.taken) AS t WHERE t > clock_timestamp() - make_interval(hours => $4)) >= $5`,
      [day, await this.hash(viewer, day), campaignId, hours, views],
    );
    return full.length === 0;
  }

  private async hash(viewer: string, day: string): Promise<Buffer> {
    if (day !== this.day || !this.key) {
      this.day = day;
      const key = this.keyOf(day);
      this.key = key;
      key.catch(() => {
        if (this.key === key) this.key = undefined;
      });
    }
    return createHmac('sha256', await this.key)
      .update(viewer)
      .digest()
      .subarray(0, 16);
  }

  /** All processes have the same key, which the first one of them makes. */
  private keyOf(day: string): Promise<Buffer> {
    return this.tables.transaction(async (session) => {
      await session.query('INSERT INTO delivery.viewer_keys (day, secret) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
        day,
        randomBytes(32),
      ]);
      const [{ secret }] = await session.query('SELECT secret FROM delivery.viewer_keys WHERE day = $1', [day]);
      return secret;
    });
  }
}

/** One statement, so that two decisions for one viewer can't both take the last view. */
const TAKE_SQL = `
  INSERT INTO delivery.viewers AS v (day, viewer, campaign_id, taken) VALUES ($1, $2, $3, ARRAY[clock_timestamp()])
  ON CONFLICT (day, viewer, campaign_id) DO UPDATE SET taken =
    ARRAY(SELECT t FROM unnest(v.taken) AS t WHERE t > clock_timestamp() - make_interval(hours => $4)) || clock_timestamp()
  WHERE (SELECT count(*) FROM unnest(v.taken) AS t WHERE t > clock_timestamp() - make_interval(hours => $4)) < $5
  RETURNING day`;
