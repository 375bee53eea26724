import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions of browsers, and the networks from which sign-ins failed. */
export class Sessions1763800000021 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE access.sessions (
        hash       bytea PRIMARY KEY CHECK (octet_length(hash) = 32), -- SHA-256 of the id, which only the browser has
        actor      text NOT NULL,
        role       text NOT NULL CHECK (role IN ('reader', 'operator', 'admin')),
        user_id    bigint,
        key_id     text REFERENCES access.keys ON DELETE CASCADE, -- the key that began it, with which it ends
        origin     text NOT NULL, -- how it was begun: by a key, or by an issuer under certain settings
        created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        used_at    timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        CHECK ((key_id IS NOT NULL) = (origin = 'key'))
      );
      CREATE INDEX sessions_actor ON access.sessions (actor);
      CREATE INDEX sessions_key ON access.sessions (key_id);
      CREATE INDEX sessions_used ON access.sessions (used_at);

      -- One row per network, so that simultaneous requests to any process count one after the other.
      CREATE TABLE access.failed_sign_ins (
        network   cidr PRIMARY KEY,
        failed_at timestamptz(3)[] NOT NULL, -- the latest ones, the oldest first
        last_at   timestamptz(3) NOT NULL
      );
    `);
  }

  /** Deletes all sessions; browsers then sign in again. */
  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE access.failed_sign_ins, access.sessions');
  }
}
