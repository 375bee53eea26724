import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The ledger has a partition for each of so many days, which are used in turn. */
const LEDGER_SLOTS = 42;

/** Caps and leases of campaigns, the ledger of views, and its sums by quarter of an hour. */
export class AdLedger1763800000041 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    const slots = Array.from({ length: LEDGER_SLOTS }, (_, slot) => slot);
    await db.query(`
      -- What campaigns may be shown, as their events say. Written in the transactions of those events.
      CREATE TABLE delivery.limits (
        campaign_id  uuid PRIMARY KEY,
        impressions  bigint,
        per_day      bigint,
        budget       bigint, -- minor units
        pacing       text NOT NULL CHECK (pacing IN ('even', 'asap')),
        price        numeric, -- of the latest lease: minor units per 1,000 views, which are thousandths per view
        currency     text,
        is_fulfilled boolean NOT NULL DEFAULT false
      );

      CREATE TABLE delivery.caps (
        campaign_id uuid NOT NULL,
        period      text COLLATE "C" NOT NULL, -- total, a local day such as 2026-01-31, or a currency: thousandths of minor units
        cap         numeric, -- null: none
        counted     numeric NOT NULL DEFAULT 0 CHECK (counted >= 0),
        reserved    numeric NOT NULL DEFAULT 0 CHECK (reserved >= 0),
        PRIMARY KEY (campaign_id, period),
        CONSTRAINT no_overshoot CHECK (counted + reserved <= cap)
      );

      -- Views that a process may give out. All of them are reserved in the caps until they are counted or given back.
      CREATE TABLE delivery.leases (
        id          uuid PRIMARY KEY,
        campaign_id uuid NOT NULL,
        day         text NOT NULL,
        currency    text NOT NULL,
        price       numeric NOT NULL,
        views       bigint NOT NULL,
        counted     bigint NOT NULL DEFAULT 0,
        closes_at   timestamptz(3) NOT NULL,
        closed_at   timestamptz(3),
        CHECK (counted BETWEEN 0 AND views)
      );
      CREATE INDEX leases_open ON delivery.leases (closes_at) WHERE closed_at IS NULL;
      CREATE INDEX leases_closed ON delivery.leases (closed_at);

      -- One row a view. The bits of seen, invalid and fresh are the events, in the order of BEACONS, and then late.
      CREATE TABLE delivery.impressions (
        slot         smallint NOT NULL, -- the day of the decision, UTC, as days since 1970 modulo ${LEDGER_SLOTS}
        id           uuid NOT NULL,
        quarter      timestamptz(0) NOT NULL, -- the quarter of an hour of the decision
        campaign_id  uuid NOT NULL,
        portfolio_id uuid NOT NULL,
        section_id   uuid NOT NULL,
        creative_id  uuid NOT NULL,
        device       text NOT NULL,
        seen         integer NOT NULL,
        invalid      integer NOT NULL, -- those of seen that came as invalid traffic
        fresh        integer NOT NULL, -- those of seen that the latest beacon added
        code         integer, -- of the error
        is_billed    boolean NOT NULL,
        currency     text,
        price        numeric,
        PRIMARY KEY (slot, id)
      ) PARTITION BY LIST (slot);
      ${slots.map((slot) => `CREATE TABLE delivery.impressions_${slot} PARTITION OF delivery.impressions FOR VALUES IN (${slot});`).join('\n')}

      CREATE TABLE delivery.quarters (
        quarter      timestamptz(0) NOT NULL,
        campaign_id  uuid NOT NULL,
        portfolio_id uuid NOT NULL,
        section_id   uuid NOT NULL,
        creative_id  uuid NOT NULL,
        device       text COLLATE "C" NOT NULL,
        is_invalid   boolean NOT NULL,
        events       bigint[] NOT NULL, -- how many views have each event, in the order of the bits
        PRIMARY KEY (quarter, campaign_id, section_id, creative_id, device, is_invalid)
      );

      -- Sums of billed views, with their money in thousandths of minor units.
      CREATE TABLE delivery.spend (
        quarter      timestamptz(0) NOT NULL,
        campaign_id  uuid NOT NULL,
        portfolio_id uuid NOT NULL,
        section_id   uuid NOT NULL,
        creative_id  uuid NOT NULL,
        device       text COLLATE "C" NOT NULL,
        currency     text COLLATE "C" NOT NULL,
        views        bigint NOT NULL,
        amount       numeric NOT NULL,
        PRIMARY KEY (quarter, campaign_id, section_id, creative_id, device, currency)
      );

      CREATE TABLE delivery.errors (
        quarter      timestamptz(0) NOT NULL,
        campaign_id  uuid NOT NULL,
        portfolio_id uuid NOT NULL,
        section_id   uuid NOT NULL,
        creative_id  uuid NOT NULL,
        device       text COLLATE "C" NOT NULL,
        code         integer NOT NULL,
        views        bigint NOT NULL,
        PRIMARY KEY (quarter, campaign_id, section_id, creative_id, device, code)
      );

      -- Added up in memory and flushed each second.
      CREATE TABLE delivery.requests (
        quarter      timestamptz(0) NOT NULL,
        portfolio_id uuid NOT NULL,
        section_id   uuid NOT NULL,
        is_invalid   boolean NOT NULL,
        requests     bigint NOT NULL,
        filled       bigint NOT NULL,
        PRIMARY KEY (quarter, section_id, is_invalid)
      );
      CREATE TABLE delivery.fills (
        quarter      timestamptz(0) NOT NULL,
        campaign_id  uuid NOT NULL,
        portfolio_id uuid NOT NULL,
        section_id   uuid NOT NULL,
        fills        bigint NOT NULL,
        PRIMARY KEY (quarter, campaign_id, section_id)
      );
      CREATE TABLE delivery.reasons (
        quarter      timestamptz(0) NOT NULL,
        campaign_id  uuid NOT NULL,
        section_id   uuid NOT NULL,
        reason       text COLLATE "C" NOT NULL,
        times        bigint NOT NULL,
        PRIMARY KEY (quarter, campaign_id, section_id, reason)
      );

      -- Views by viewer, who is known by a hash only. Its key and its rows are deleted after the day.
      CREATE TABLE delivery.viewer_keys (day date PRIMARY KEY, secret bytea NOT NULL);
      CREATE TABLE delivery.viewers (
        day         date NOT NULL,
        viewer      bytea NOT NULL,
        campaign_id uuid NOT NULL,
        taken       timestamptz[] NOT NULL,
        PRIMARY KEY (day, viewer, campaign_id)
      );

      -- Changes caps: [{campaign, period, counted, reserved}]. Everybody locks them in the same order.
      CREATE FUNCTION delivery.move(changes jsonb) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM FROM delivery.caps AS c JOIN jsonb_to_recordset(changes) AS m (campaign uuid, period text)
          ON c.campaign_id = m.campaign AND c.period = m.period COLLATE "C"
          ORDER BY c.campaign_id, c.period FOR UPDATE OF c;
        UPDATE delivery.caps AS c SET counted = c.counted + m.counted, reserved = c.reserved + m.reserved
          FROM (
            SELECT campaign, period, sum(counted) AS counted, sum(reserved) AS reserved
            FROM jsonb_to_recordset(changes) AS m (campaign uuid, period text, counted numeric, reserved numeric) GROUP BY 1, 2
          ) AS m WHERE c.campaign_id = m.campaign AND c.period = m.period COLLATE "C";
      END $$;

      -- Reserves views for a process, at most half of the room that is left.
      --   days, starts: local days, when each begins, and when the last one ends; of them, the database's clock tells today
      --   flight: the schedule; spend_price and money: what a view costs
      CREATE FUNCTION delivery.lease(lease_id uuid, campaign uuid, spend_price numeric, money text, wanted bigint, days text[],
        starts timestamptz[], flight tstzrange, open_seconds float8)
        RETURNS TABLE (views bigint, day_seconds float8, refusal text, retry_seconds float8) LANGUAGE plpgsql AS $$
      DECLARE
        moment timestamptz := clock_timestamp();
        place  integer := greatest(1, least(width_bucket(moment, starts), cardinality(days)));
        today  text := days[place];
        asked  delivery.limits;
        c      record;
        total_part numeric := 1; -- of the cap that even pacing allows by now
        day_part numeric := 1;
        limited numeric;
        used   numeric;
        paced  numeric;
        room   numeric := wanted;
        free   numeric;
        step   float8;
      BEGIN
        SELECT * INTO asked FROM delivery.limits AS l WHERE l.campaign_id = campaign FOR NO KEY UPDATE;
        IF asked.campaign_id IS NOT NULL AND (asked.price IS DISTINCT FROM spend_price OR asked.currency IS DISTINCT FROM money) THEN
          UPDATE delivery.limits AS l SET price = spend_price, currency = money, is_fulfilled = false
            WHERE l.campaign_id = campaign;
        END IF;
        INSERT INTO delivery.caps (campaign_id, period)
          SELECT campaign, p FROM unnest(ARRAY[today, money, 'total']) AS p
          WHERE NOT EXISTS (SELECT FROM delivery.caps AS k WHERE k.campaign_id = campaign AND k.period = p COLLATE "C")
          ORDER BY p COLLATE "C" ON CONFLICT DO NOTHING;
        IF asked.pacing = 'even' THEN
          day_part := extract(epoch FROM moment - starts[place]) / extract(epoch FROM starts[place + 1] - starts[place]);
          IF lower(flight) < upper(flight) THEN
            total_part := extract(epoch FROM moment - lower(flight)) / extract(epoch FROM upper(flight) - lower(flight));
          END IF;
          total_part := greatest(0, least(1, total_part));
        END IF;
        retry_seconds := 1;
        day_seconds := extract(epoch FROM starts[place + 1] - moment);
        views := 0;
        FOR c IN SELECT * FROM delivery.caps AS k
          WHERE k.campaign_id = campaign AND k.period IN (today, money, 'total') ORDER BY k.period FOR UPDATE
        LOOP
          limited := CASE c.period WHEN 'total' THEN asked.impressions WHEN money THEN asked.budget * 1000 ELSE asked.per_day END;
          IF c.cap IS DISTINCT FROM greatest(limited, CASE WHEN limited IS NOT NULL THEN c.counted + c.reserved END) THEN
            UPDATE delivery.caps AS k SET cap = CASE WHEN limited IS NOT NULL THEN greatest(limited, c.counted + c.reserved) END
              WHERE k.campaign_id = campaign AND k.period = c.period;
          END IF;
          CONTINUE WHEN limited IS NULL OR (c.period = money AND spend_price = 0);
          used := c.counted + c.reserved;
          free := floor((limited - used) / CASE c.period WHEN money THEN spend_price ELSE 1 END);
          IF free < 1 THEN
            refusal := CASE c.period WHEN 'total' THEN 'total-cap' WHEN money THEN 'budget' ELSE 'day-cap' END;
            CONTINUE;
          END IF;
          -- One view more than the part that is due, so that the first one comes at once.
          paced := CASE WHEN asked.pacing = 'even' THEN
            floor((limited * CASE c.period WHEN today THEN day_part ELSE total_part END - used)
              / CASE c.period WHEN money THEN spend_price ELSE 1 END) + 1 END;
          IF paced < 1 AND refusal IS NULL THEN
            step := CASE c.period WHEN today THEN extract(epoch FROM starts[place + 1] - starts[place])
              ELSE extract(epoch FROM upper(flight) - lower(flight)) END
              * CASE c.period WHEN money THEN spend_price ELSE 1 END / limited;
            refusal := 'ahead-of-pace';
            retry_seconds := least(1, greatest(0.02, step / 4));
          END IF;
          room := least(room, greatest(1, floor(least(free, coalesce(paced, free)) / 2)));
        END LOOP;
        IF refusal IS NULL AND room >= 1 THEN
          views := room;
          INSERT INTO delivery.leases (id, campaign_id, day, currency, price, views, closes_at)
            VALUES (lease_id, campaign, today, money, spend_price, room, moment + make_interval(secs => open_seconds));
          PERFORM delivery.move(jsonb_build_array(
            jsonb_build_object('campaign', campaign, 'period', 'total', 'counted', 0, 'reserved', room),
            jsonb_build_object('campaign', campaign, 'period', today, 'counted', 0, 'reserved', room),
            jsonb_build_object('campaign', campaign, 'period', money, 'counted', 0, 'reserved', room * spend_price)));
        END IF;
        RETURN NEXT;
      END $$;

      -- Gives back what leases have reserved and nobody has seen, and closes those whose last ad has expired.
      CREATE FUNCTION delivery.release(leases uuid[], given bigint[]) RETURNS integer LANGUAGE plpgsql AS $$
      DECLARE
        l        record;
        kept     bigint;
        changes  jsonb := '[]';
        released integer := 0;
      BEGIN
        FOR l IN SELECT k.*, g.given FROM delivery.leases AS k JOIN unnest(leases, given) AS g (id, given) ON g.id = k.id
          WHERE k.closed_at IS NULL ORDER BY k.id FOR UPDATE OF k
        LOOP
          kept := greatest(l.counted, least(l.views, CASE WHEN l.closes_at > clock_timestamp() THEN l.given ELSE 0 END));
          UPDATE delivery.leases SET views = kept,
            closed_at = CASE WHEN kept = l.counted THEN clock_timestamp() END WHERE id = l.id;
          changes := changes || jsonb_build_array(
            jsonb_build_object('campaign', l.campaign_id, 'period', 'total', 'counted', 0, 'reserved', kept - l.views),
            jsonb_build_object('campaign', l.campaign_id, 'period', l.day, 'counted', 0, 'reserved', kept - l.views),
            jsonb_build_object('campaign', l.campaign_id, 'period', l.currency, 'counted', 0,
              'reserved', (kept - l.views) * l.price));
          released := released + 1;
        END LOOP;
        IF released > 0 THEN PERFORM delivery.move(changes); END IF;
        RETURN released;
      END $$;

      -- Empties the partition of a day. Only the owner of a table may truncate it.
      CREATE FUNCTION delivery.forget_day(slot integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, pg_temp AS $$
      BEGIN
        EXECUTE format('TRUNCATE delivery.impressions_%s', slot);
      END $$;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION delivery.forget_day, delivery.release, delivery.lease, delivery.move;
      DROP TABLE delivery.viewers, delivery.viewer_keys, delivery.reasons, delivery.fills, delivery.requests, delivery.errors,
        delivery.spend, delivery.quarters, delivery.impressions, delivery.leases, delivery.caps, delivery.limits;
    `);
  }
}
