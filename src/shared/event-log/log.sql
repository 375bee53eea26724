-- The present functions of the event log, in one place. Migrations create them, and each migration keeps the functions
-- of its time. To change a function, change it here and in a new migration:
-- test/integration/event-log/log-functions.spec.ts compares this file with a migrated database. The tables are in the
-- migrations.

-- Refuses to delete events. A trigger of log.events calls this before any DELETE or TRUNCATE.
CREATE OR REPLACE FUNCTION log.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'events are immutable' USING ERRCODE = 'insufficient_privilege';
END $$;

-- Refuses to change events, for every role and the owner of the table as well. The only exception is an erasure: a
-- text in data may become [erased]. A trigger of log.events calls this before any UPDATE of a row. No role may UPDATE;
-- personal.erase_entity does.
CREATE OR REPLACE FUNCTION log.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF to_jsonb(OLD) - 'data' = to_jsonb(NEW) - 'data' AND jsonb_typeof(OLD.data) = 'object' AND NOT EXISTS (
    SELECT FROM jsonb_each(OLD.data) AS was (name, value) FULL JOIN jsonb_each(NEW.data) AS becomes (name, value) USING (name)
    WHERE was.value IS DISTINCT FROM becomes.value
      AND (jsonb_typeof(was.value) = 'string' AND becomes.value = '"[erased]"') IS NOT TRUE
  ) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'events are immutable' USING ERRCODE = 'insufficient_privilege';
END $$;

-- The highest position handed out so far; 0 if none was. pg_sequence_last_value takes the lock of the sequence's
-- buffer, and SELECT last_value does not. That lock matters: every 32nd nextval writes the value of 32 calls later to
-- the WAL, and the buffer holds that value meanwhile. A horizon with that value would be ahead of positions that are
-- still to be handed out, and a lock of log.append with that value would hold back no reader.
CREATE OR REPLACE FUNCTION log.last_position() RETURNS bigint LANGUAGE sql VOLATILE
  RETURN coalesce(pg_sequence_last_value('log.position'), 0);

-- Key of an append's advisory lock: 16 bits that mean "append" (19282, in ASCII "KR") and 48 bits of position.
CREATE OR REPLACE FUNCTION log.append_key(after bigint) RETURNS bigint LANGUAGE sql IMMUTABLE
  RETURN (19282::bigint << 48) | after;

-- Raises the position sequence if it is behind the log, and returns whether it was. A restore of data alone and
-- logical replication leave it behind. It is raised above the checkpoints as well: after the last event, appends may
-- have been rolled back, and readers have passed those positions, so an event there would be missed. An append in
-- progress is no reason to raise, because the snapshot of the first statement is older than the last position that it
-- is compared with. An insert of events locks the table before it takes positions, so none is handed out while the
-- sequence is set. The function has the rights of its owner, because a role that appends must not set the sequence. In
-- a follower, only the mark moves the sequence.
CREATE OR REPLACE FUNCTION log.raise_position() RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF coalesce((SELECT max(position) FROM log.events), 0) <= log.last_position() OR EXISTS (SELECT FROM log.origin) THEN
    RETURN false;
  END IF;
  LOCK TABLE log.events IN SHARE ROW EXCLUSIVE MODE;
  PERFORM setval('log.position', greatest(max(position), (SELECT max(position) FROM log.checkpoints)))
    FROM log.events HAVING max(position) > log.last_position();
  RETURN true;
END $$;

-- Appends the events of commands, [{metadata, events: [{stream, version, type, data, schema, key}, ...]}, ...], and
-- returns the position of each event, in order. Must be the last statement of its transaction, because readers stop at
-- the position that the lock names until the transaction ends. The lock is taken before the first nextval. So a reader
-- that does not see the lock has read a last position below every position that this append takes. The sequence is
-- raised first, because it may have fallen behind the log since the start.
CREATE OR REPLACE FUNCTION log.append_group(commands jsonb) RETURNS SETOF bigint LANGUAGE plpgsql AS $$
BEGIN
  PERFORM log.raise_position();
  PERFORM pg_advisory_xact_lock_shared(log.append_key(log.last_position()));
  RETURN QUERY INSERT INTO log.events AS l (position, stream, version, type, data, metadata, schema, key)
    SELECT nextval('log.position'), e ->> 'stream', (e ->> 'version')::int, e ->> 'type', e -> 'data', metadata,
           coalesce((e ->> 'schema')::smallint, 1), (e ->> 'key')::smallint
    FROM (
      SELECT c -> 'metadata' AS metadata, e
      FROM jsonb_array_elements(commands) WITH ORDINALITY AS t (c, n),
           jsonb_array_elements(c -> 'events') WITH ORDINALITY AS u (e, m)
      ORDER BY n, m
    ) AS ordered
    RETURNING l.position;
END $$;

-- Appends the events of one command and returns the last position.
CREATE OR REPLACE FUNCTION log.append(events jsonb, metadata jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  RETURN (SELECT max(position) FROM log.append_group(
    jsonb_build_array(jsonb_build_object('events', events, 'metadata', metadata))) AS position);
END $$;

-- The horizon, elsewhere called the high-water mark: the highest position up to which every append has ended. Readers
-- read no further. It reads the last position first, and only then the locks of the appends in progress. These are two
-- statements with a snapshot each, hence plpgsql and VOLATILE. Postgres releases a transaction's locks after its rows
-- became visible. So every event at or below the horizon is visible, or was rolled back and never will be.
CREATE OR REPLACE FUNCTION log.horizon() RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  handed_out bigint;
  append_under_way bigint;
BEGIN
  handed_out := log.last_position();
  SELECT min(((classid::bigint << 32) | objid::bigint) & ((1::bigint << 48) - 1)) INTO append_under_way
    FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 1 AND classid::bigint >> 16 = 19282
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database());
  RETURN least(handed_out, append_under_way);
END $$;

-- Refuses appends in a follower. An ordinary trigger of log.events, which replication does not fire, calls it there.
CREATE OR REPLACE FUNCTION log.refuse_append() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'this database is a follower, only its origin appends events' USING ERRCODE = 'insufficient_privilege';
END $$;

-- In a follower, raises the position sequence to the horizon of the mark, and returns the last position. During the
-- first copy the mark may be ahead of the events, because each table is copied by itself.
CREATE OR REPLACE FUNCTION log.reach_mark() RETURNS bigint LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM setval('log.position', horizon) FROM log.mark
    WHERE horizon > log.last_position() AND EXISTS (SELECT FROM pg_subscription_rel WHERE srrelid = 'log.events'::regclass)
      AND NOT EXISTS (SELECT FROM pg_subscription_rel AS t JOIN pg_class AS c ON c.oid = srrelid
                      WHERE srsubstate <> 'r' AND relnamespace IN ('log'::regnamespace, 'personal'::regnamespace));
  RETURN log.last_position();
END $$;

-- Follows each mark. Replication fires this trigger of log.mark once the mark has arrived. All events up to its horizon
-- were committed before it at the origin, so they are visible here.
CREATE OR REPLACE FUNCTION log.follow_mark() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM log.reach_mark();
  RETURN NULL;
END $$;

-- Repeats an erasure in what a follower has of its own: errors that may quote texts, reports, and access of the user.
-- Replication fires these triggers of personal.keys and log.events.
CREATE OR REPLACE FUNCTION log.follow_erasure() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME = 'keys' THEN
    DELETE FROM log.snapshots WHERE stream = NEW.entity;
    UPDATE log.quarantine SET error = '[erased]' WHERE stream = NEW.entity;
  ELSE
    PERFORM personal.end_access((NEW.data ->> 'userId')::bigint, NEW.metadata ->> 'actor');
  END IF;
  RETURN NULL;
END $$;
