import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Video files of creatives, in chunks under the SHA-256 of the whole file, and the indexes that find the creatives of
 * a campaign and of a file.
 */
export class Media1763800000042 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE delivery.media (
        sha256       bytea PRIMARY KEY CHECK (octet_length(sha256) = 32),
        bytes        bigint NOT NULL,
        type         text NOT NULL,
        -- False while its chunks are being written.
        is_complete  boolean NOT NULL DEFAULT false,
        -- Since when no creative has the file; null: one has it.
        unused_since timestamptz(3) DEFAULT clock_timestamp()
      );

      CREATE TABLE delivery.media_chunks (
        sha256 bytea REFERENCES delivery.media ON DELETE CASCADE,
        n      integer,
        bytes  bytea NOT NULL,
        PRIMARY KEY (sha256, n)
      );
      -- Video does not get smaller by compression.
      ALTER TABLE delivery.media_chunks ALTER COLUMN bytes SET STORAGE EXTERNAL;

      CREATE INDEX events_creative_campaign ON log.events ((data ->> 'campaignId')) WHERE data ? 'campaignId';
      CREATE INDEX events_creative_media ON log.events ((data ->> 'sha256')) WHERE type = 'CreativeMediaAdded';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP INDEX log.events_creative_campaign, log.events_creative_media;
      DROP TABLE delivery.media_chunks, delivery.media;
    `);
  }
}
