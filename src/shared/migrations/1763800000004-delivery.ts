import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The state of delivery besides checkpoints: builds of views, parked streams, timers of sagas, operations. */
export class Delivery1763800000004 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- A view may have several builds: the one that serves is in schema read, its future replacement in read_next,
      -- its predecessor in read_previous, and the one for a comparison in read_check.
      CREATE SCHEMA read_next;
      CREATE SCHEMA read_previous;
      CREATE SCHEMA read_check;
      ALTER TABLE log.checkpoints
        ADD build      text NOT NULL DEFAULT 'serving' CHECK (build IN ('serving', 'next', 'previous', 'check')),
        ADD tables     text[] NOT NULL DEFAULT '{}', -- of a view, without schema
        ADD indexed    boolean NOT NULL DEFAULT true,
        ADD operation  uuid,
        ADD failure    text, -- why it does not move, while it does not
        DROP CONSTRAINT checkpoints_pkey,
        ADD PRIMARY KEY (subscription, build);

      CREATE TABLE log.operations (
        id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        kind         text NOT NULL CHECK (kind IN ('rebuild', 'upgrade', 'rollback', 'verify')),
        subscription text NOT NULL,
        actor        text NOT NULL,
        state        text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed')),
        position     bigint NOT NULL DEFAULT 0, -- where it began, and once it is done, where it ended
        result       jsonb,
        error        text,
        created_at   timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        started_at   timestamptz(3),
        ended_at     timestamptz(3)
      );
      CREATE INDEX operations_open ON log.operations (created_at) WHERE state IN ('waiting', 'running');

      -- Streams on which a subscription failed. Their events wait from position on; other streams continue.
      CREATE TABLE log.quarantine (
        id           bigint GENERATED ALWAYS AS IDENTITY (MAXVALUE 9007199254740991) PRIMARY KEY,
        subscription text NOT NULL,
        build        text NOT NULL,
        stream       text NOT NULL,
        position     bigint NOT NULL,
        error        text NOT NULL,
        attempts     integer NOT NULL DEFAULT 1,
        state        text NOT NULL DEFAULT 'parked' CHECK (state IN ('parked', 'released', 'skipped')),
        wish         text CHECK (wish IN ('retry', 'skip')), -- of an operator, until a worker has done it
        actor        text,
        reason       text,
        parked_at    timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        ended_at     timestamptz(3)
      );
      CREATE UNIQUE INDEX quarantine_parked ON log.quarantine (subscription, build, stream) WHERE state = 'parked';

      -- Timers of sagas. They are set, fired and cancelled in transactions of the saga's checkpoint.
      CREATE TABLE log.timers (
        id             bigint GENERATED ALWAYS AS IDENTITY (MAXVALUE 9007199254740991) PRIMARY KEY,
        subscription   text NOT NULL,
        key            text NOT NULL,
        due_at         timestamptz(3) NOT NULL,
        data           jsonb,
        cause          bigint NOT NULL, -- the position of the event that set it
        correlation_id text NOT NULL,
        error          text, -- why it could not fire; it waits for an operator then
        created_at     timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        UNIQUE (subscription, key)
      );
      CREATE INDEX timers_due ON log.timers (due_at) WHERE error IS NULL;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT FROM log.timers UNION ALL SELECT FROM log.quarantine) THEN
          RAISE EXCEPTION 'Not undone: timers of sagas, and streams in quarantine, would be lost.';
        END IF;
      END $$;
      DROP TABLE log.timers, log.quarantine, log.operations;
      DELETE FROM log.checkpoints WHERE build <> 'serving';
      ALTER TABLE log.checkpoints DROP CONSTRAINT checkpoints_pkey, DROP build, DROP tables, DROP indexed, DROP operation,
        DROP failure, ADD PRIMARY KEY (subscription, version);
      DROP SCHEMA read_next CASCADE;
      DROP SCHEMA read_previous CASCADE;
      DROP SCHEMA read_check CASCADE;
    `);
  }
}
