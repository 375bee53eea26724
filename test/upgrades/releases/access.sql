SET check_function_bodies = off;
CREATE SCHEMA write;
CREATE SCHEMA access;
CREATE SCHEMA read_next;
CREATE SCHEMA read_previous;
CREATE SCHEMA read_check;
CREATE SCHEMA read;
CREATE SCHEMA log;
CREATE SEQUENCE public.kronika_migrations_id_seq AS integer MINVALUE 1 MAXVALUE 2147483647 CACHE 1;
CREATE SEQUENCE log."position" AS bigint MINVALUE 1 MAXVALUE 9007199254740991 CACHE 1;
CREATE OR REPLACE FUNCTION log.refuse()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        RAISE EXCEPTION 'events are immutable' USING ERRCODE = 'insufficient_privilege';
      END $function$
;
CREATE OR REPLACE FUNCTION log.last_position()
 RETURNS bigint
 LANGUAGE sql
RETURN COALESCE(pg_sequence_last_value('log."position"'::regclass), (0)::bigint)
;
CREATE OR REPLACE FUNCTION log.append_key(after bigint)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
RETURN (((19282)::bigint << 48) | after)
;
CREATE OR REPLACE FUNCTION log.append(events jsonb, metadata jsonb)
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
      BEGIN
        RETURN (SELECT max(position) FROM log.append_group(
          jsonb_build_array(jsonb_build_object('events', events, 'metadata', metadata))) AS position);
      END $function$
;
CREATE OR REPLACE FUNCTION log.horizon()
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
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
      END $function$
;
CREATE OR REPLACE FUNCTION log.append_group(commands jsonb)
 RETURNS SETOF bigint
 LANGUAGE plpgsql
AS $function$
      BEGIN
        PERFORM log.raise_position();
        PERFORM pg_advisory_xact_lock_shared(log.append_key(log.last_position()));
        RETURN QUERY INSERT INTO log.events AS l (position, stream, version, type, data, metadata, schema)
          SELECT nextval('log.position'), e ->> 'stream', (e ->> 'version')::int, e ->> 'type', e -> 'data', metadata,
                 coalesce((e ->> 'schema')::smallint, 1)
          FROM (
            SELECT c -> 'metadata' AS metadata, e
            FROM jsonb_array_elements(commands) WITH ORDINALITY AS t (c, n),
                 jsonb_array_elements(c -> 'events') WITH ORDINALITY AS u (e, m)
            ORDER BY n, m
          ) AS ordered
          RETURNING l.position;
      END $function$
;
CREATE OR REPLACE FUNCTION log.raise_position()
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      BEGIN
        IF coalesce((SELECT max(position) FROM log.events), 0) <= log.last_position() THEN
          RETURN false;
        END IF;
        LOCK TABLE log.events IN SHARE ROW EXCLUSIVE MODE;
        PERFORM setval('log.position', greatest(max(position), (SELECT max(position) FROM log.checkpoints)))
          FROM log.events HAVING max(position) > log.last_position();
        RETURN true;
      END $function$
;
CREATE OR REPLACE FUNCTION access.purge_audit()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
        DELETE FROM access.audit
        WHERE at < clock_timestamp() - interval '90 days' OR id <= (SELECT max(id) FROM access.audit) - 1000000
      $function$
;
CREATE TABLE public.kronika_migrations (id integer DEFAULT nextval('kronika_migrations_id_seq'::regclass) NOT NULL, "timestamp" bigint NOT NULL, name character varying NOT NULL);
CREATE TABLE log.events ("position" bigint NOT NULL, stream text NOT NULL, version integer NOT NULL, type text NOT NULL, data jsonb NOT NULL, metadata jsonb NOT NULL, recorded_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL, schema smallint DEFAULT 1 NOT NULL);
CREATE TABLE log.checkpoints (subscription text NOT NULL, version integer NOT NULL, "position" bigint DEFAULT 0 NOT NULL, updated_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL, build text DEFAULT 'serving'::text NOT NULL, tables text[] DEFAULT '{}'::text[] NOT NULL, indexed boolean DEFAULT true NOT NULL, operation uuid, failure text, home text, skipped bigint[] DEFAULT '{}'::bigint[] NOT NULL) WITH (fillfactor=50);
CREATE TABLE log.cursor_secret (secret text NOT NULL);
CREATE TABLE write.orders (id bigint GENERATED ALWAYS AS IDENTITY (MAXVALUE 9007199254740991) NOT NULL, user_id bigint NOT NULL, currency character(3) NOT NULL, created_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL, version integer NOT NULL);
CREATE TABLE write.goods (id bigint GENERATED ALWAYS AS IDENTITY (MAXVALUE 9007199254740991) NOT NULL, order_id bigint NOT NULL, sku text, name text, quantity integer NOT NULL, unit_price bigint NOT NULL, created_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL, version integer NOT NULL);
CREATE TABLE write.outcomes (key text NOT NULL, fingerprint text NOT NULL, outcome json NOT NULL, "position" bigint, cause bigint, created_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL);
CREATE TABLE log.operations (id uuid DEFAULT gen_random_uuid() NOT NULL, kind text NOT NULL, subscription text NOT NULL, actor text NOT NULL, state text DEFAULT 'waiting'::text NOT NULL, "position" bigint DEFAULT 0 NOT NULL, result jsonb, error text, created_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL, started_at timestamp(3) with time zone, ended_at timestamp(3) with time zone);
CREATE TABLE log.quarantine (id bigint GENERATED ALWAYS AS IDENTITY (MAXVALUE 9007199254740991) NOT NULL, subscription text NOT NULL, build text NOT NULL, stream text NOT NULL, "position" bigint NOT NULL, error text NOT NULL, attempts integer DEFAULT 1 NOT NULL, state text DEFAULT 'parked'::text NOT NULL, wish text, actor text, reason text, parked_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL, ended_at timestamp(3) with time zone);
CREATE TABLE log.timers (id bigint GENERATED ALWAYS AS IDENTITY (MAXVALUE 9007199254740991) NOT NULL, subscription text NOT NULL, key text NOT NULL, due_at timestamp(3) with time zone NOT NULL, data jsonb, cause bigint NOT NULL, correlation_id text NOT NULL, error text, created_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL);
CREATE TABLE log.snapshots (stream text NOT NULL, decider integer NOT NULL, version integer NOT NULL, state json NOT NULL, taken_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL);
CREATE TABLE access.keys (id text NOT NULL, hash bytea NOT NULL, name text NOT NULL, role text NOT NULL, user_id bigint, created_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL, created_by text NOT NULL, expires_at timestamp(3) with time zone NOT NULL, revoked_at timestamp(3) with time zone, revoked_by text, last_used_at timestamp(3) with time zone);
CREATE TABLE access.audit (id bigint GENERATED ALWAYS AS IDENTITY (MAXVALUE 9007199254740991) NOT NULL, at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL, outcome text NOT NULL, actor text, method text, route text, status smallint, code text, subject text, address text, count integer DEFAULT 1 NOT NULL);
CREATE TABLE access.sessions (hash bytea NOT NULL, actor text NOT NULL, role text NOT NULL, user_id bigint, key_id text, origin text NOT NULL, created_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL, used_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL);
CREATE TABLE access.failed_sign_ins (network cidr NOT NULL, failed_at timestamp(3) with time zone[] NOT NULL, last_at timestamp(3) with time zone NOT NULL);
CREATE TABLE read_previous.order_goods (id bigint NOT NULL, order_id bigint NOT NULL, sku text, name text, quantity integer NOT NULL, unit_price bigint NOT NULL, created_at text NOT NULL, version integer NOT NULL);
CREATE TABLE read_previous.known_orders (id bigint NOT NULL, goods_count integer NOT NULL, units bigint NOT NULL, total numeric NOT NULL, skus text[] NOT NULL, user_id bigint, currency character(3), created_at timestamp(3) with time zone, version integer);
CREATE TABLE read_previous.order_history (id bigint NOT NULL, goods_count integer NOT NULL, units bigint NOT NULL, total numeric NOT NULL, skus text[] NOT NULL, user_id bigint NOT NULL, currency character(3) NOT NULL, created_at timestamp(3) with time zone NOT NULL, version integer NOT NULL);
CREATE TABLE read_previous.order_skus (folded_sku text NOT NULL, order_id bigint NOT NULL, created_at timestamp(3) with time zone NOT NULL, goods_count integer NOT NULL, total numeric NOT NULL);
CREATE TABLE read_previous.order_days (day date NOT NULL, least_id bigint NOT NULL, greatest_id bigint NOT NULL);
CREATE TABLE read_previous.order_statistics (day date NOT NULL, currency character(3) NOT NULL, goods_count integer NOT NULL, orders bigint NOT NULL, units bigint NOT NULL, total numeric NOT NULL);
CREATE TABLE read_previous.order_quarters (created_at timestamp(3) with time zone NOT NULL, currency character(3) NOT NULL, orders bigint NOT NULL, goods_count bigint NOT NULL, units bigint NOT NULL, total numeric NOT NULL);
CREATE TABLE read_previous.order_sizes (goods_count integer NOT NULL, currency character(3) NOT NULL, orders bigint NOT NULL, units bigint NOT NULL, total numeric NOT NULL);
CREATE TABLE read_previous.order_users (user_id bigint NOT NULL, currency character(3) NOT NULL, orders bigint NOT NULL, goods_count bigint NOT NULL, units bigint NOT NULL, total numeric NOT NULL);
CREATE TABLE read_previous.order_user_groups (user_id bigint NOT NULL, orders bigint NOT NULL, greatest_total numeric NOT NULL, totals jsonb NOT NULL);
CREATE TABLE read.campaigns (name text NOT NULL, folded_name text NOT NULL, sort_name text COLLATE "und-x-icu" NOT NULL, id uuid NOT NULL, user_id bigint NOT NULL, currency character(3) NOT NULL, price bigint, start timestamp(3) with time zone, "end" timestamp(3) with time zone, placements jsonb NOT NULL, paused boolean NOT NULL, ended boolean NOT NULL, runnable boolean NOT NULL, reasons jsonb NOT NULL, version integer NOT NULL, created_at timestamp(3) with time zone NOT NULL, updated_at timestamp(3) with time zone NOT NULL);
CREATE TABLE read.names (type text NOT NULL, id uuid NOT NULL, name text NOT NULL, user_id bigint, deleted boolean NOT NULL);
CREATE TABLE read.placed_campaigns (campaign_id uuid NOT NULL, user_id bigint NOT NULL, currency character(3) NOT NULL, price bigint, start timestamp(3) with time zone, "end" timestamp(3) with time zone, sections jsonb NOT NULL, runnable boolean NOT NULL);
CREATE TABLE read.placements (campaign_id uuid NOT NULL, user_id bigint NOT NULL, currency character(3) NOT NULL, price bigint, start timestamp(3) with time zone, "end" timestamp(3) with time zone, section_id uuid NOT NULL);
CREATE TABLE read.portfolios (name text NOT NULL, folded_name text NOT NULL, sort_name text COLLATE "und-x-icu" NOT NULL, id uuid NOT NULL, publisher_id uuid NOT NULL, sections integer NOT NULL, version integer NOT NULL, created_at timestamp(3) with time zone NOT NULL, updated_at timestamp(3) with time zone NOT NULL);
CREATE TABLE read.portfolio_nodes (portfolio_id uuid NOT NULL, id uuid NOT NULL, name text NOT NULL, parent_id uuid, nodes jsonb NOT NULL);
CREATE TABLE read.publishers (name text NOT NULL, folded_name text NOT NULL, sort_name text COLLATE "und-x-icu" NOT NULL, id uuid NOT NULL, version integer NOT NULL, created_at timestamp(3) with time zone NOT NULL, updated_at timestamp(3) with time zone NOT NULL);
CREATE TABLE read.order_goods (id bigint NOT NULL, order_id bigint NOT NULL, sku text, name text, quantity integer NOT NULL, unit_price bigint NOT NULL, created_at text NOT NULL, version integer NOT NULL);
CREATE TABLE read.known_orders (id bigint NOT NULL, goods_count integer NOT NULL, units bigint NOT NULL, total numeric NOT NULL, skus text[] NOT NULL, user_id bigint, currency character(3), created_at timestamp(3) with time zone, version integer);
CREATE TABLE read.order_history (id bigint NOT NULL, goods_count integer NOT NULL, units bigint NOT NULL, total numeric NOT NULL, skus text[] NOT NULL, user_id bigint NOT NULL, currency character(3) NOT NULL, created_at timestamp(3) with time zone NOT NULL, version integer NOT NULL);
CREATE TABLE read.order_skus (folded_sku text NOT NULL, order_id bigint NOT NULL, created_at timestamp(3) with time zone NOT NULL, goods_count integer NOT NULL, total numeric NOT NULL);
CREATE TABLE read.order_days (day date NOT NULL, least_id bigint NOT NULL, greatest_id bigint NOT NULL);
CREATE TABLE read.order_statistics (day date NOT NULL, currency character(3) NOT NULL, goods_count integer NOT NULL, orders bigint NOT NULL, units bigint NOT NULL, total numeric NOT NULL);
CREATE TABLE read.order_quarters (created_at timestamp(3) with time zone NOT NULL, currency character(3) NOT NULL, orders bigint NOT NULL, goods_count bigint NOT NULL, units bigint NOT NULL, total numeric NOT NULL);
CREATE TABLE read.order_sizes (goods_count integer NOT NULL, currency character(3) NOT NULL, orders bigint NOT NULL, units bigint NOT NULL, total numeric NOT NULL);
CREATE TABLE read.order_users (user_id bigint NOT NULL, currency character(3) NOT NULL, orders bigint NOT NULL, goods_count bigint NOT NULL, units bigint NOT NULL, total numeric NOT NULL);
CREATE TABLE read.order_user_groups (user_id bigint NOT NULL, orders bigint NOT NULL, greatest_total numeric NOT NULL, totals jsonb NOT NULL);
ALTER SEQUENCE public.kronika_migrations_id_seq OWNED BY kronika_migrations.id;
COPY public.kronika_migrations FROM stdin;
1	1763800000000	EventLog1763800000000
2	1763800000001	Orders1763800000001
3	1763800000002	Goods1763800000002
4	1763800000003	Outcomes1763800000003
5	1763800000004	Delivery1763800000004
6	1763800000005	EventSourcing1763800000005
7	1763800000006	Campaigns1763800000006
8	1763800000007	GroupCommit1763800000007
9	1763800000008	PositionUnderLock1763800000008
10	1763800000012	LogFunctions1763800000012
11	1763800000013	RestoredLog1763800000013
12	1763800000015	SkippedEvents1763800000015
13	1763800000020	Access1763800000020
14	1763800000021	Sessions1763800000021
15	1763800000022	Owners1763800000022
\.
COPY log.events FROM stdin;
1	order-1	1	order_created_v1	{"id": 1, "user_id": 1, "currency": "EUR", "created_at": "2026-11-29T10:02:41.052Z"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "bd1d17d6-86cb-4d4a-8403-dffb032c964b", "causationId": null, "correlationId": "bd1d17d6-86cb-4d4a-8403-dffb032c964b"}	2026-11-29 10:02:41.074+00	1
2	order-2	1	order_created_v1	{"id": 2, "user_id": 1, "currency": "CZK", "created_at": "2026-11-29T10:02:41.093Z"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "aade9c36-4f66-4aa0-88ea-5918ffe3e288", "causationId": null, "correlationId": "aade9c36-4f66-4aa0-88ea-5918ffe3e288"}	2026-11-29 10:02:41.105+00	1
3	order-3	1	order_created_v1	{"id": 3, "user_id": 9007199254740991, "currency": "EUR", "created_at": "2026-11-29T10:02:41.155Z"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "0609a77b-c533-4061-a1ed-0212cc2aa8ed", "causationId": null, "correlationId": "0609a77b-c533-4061-a1ed-0212cc2aa8ed"}	2026-11-29 10:02:41.18+00	1
4	order-4	1	order_created_v1	{"id": 4, "user_id": 2, "currency": "EUR", "created_at": "2026-11-29T10:02:41.235Z"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "3e7b0798-0d61-4b86-85b0-aa0ed1ac45c1", "causationId": null, "correlationId": "3e7b0798-0d61-4b86-85b0-aa0ed1ac45c1"}	2026-11-29 10:02:41.236+00	1
5	goods-1	1	goods_created_v1	{"id": 1, "sku": "SKU 0 Žluťoučký kůň", "name": "Žluťoučký kůň", "order_id": 1, "quantity": 1, "created_at": "2026-11-29T10:02:41.298Z", "unit_price": 0}	{"actor": "key:cbnJFCruf7Qp", "commandId": "60286eb8-e078-4a28-a063-aef19fb4973a", "causationId": null, "correlationId": "60286eb8-e078-4a28-a063-aef19fb4973a"}	2026-11-29 10:02:41.353+00	1
6	goods-2	1	goods_created_v1	{"id": 2, "sku": "SKU 1 Zluťký", "name": "Zluťký", "order_id": 1, "quantity": 2, "created_at": "2026-11-29T10:02:41.408Z", "unit_price": 99}	{"actor": "key:cbnJFCruf7Qp", "commandId": "d5f68acf-cf9f-4876-9f6f-c47759d006cb", "causationId": null, "correlationId": "d5f68acf-cf9f-4876-9f6f-c47759d006cb"}	2026-11-29 10:02:41.418+00	1
7	goods-3	1	goods_created_v1	{"id": 3, "sku": "SKU 2 \\\\u0000 \\\\. \\\\N \\\\x", "name": "\\\\u0000 \\\\. \\\\N \\\\x", "order_id": 1, "quantity": 3, "created_at": "2026-11-29T10:02:41.440Z", "unit_price": 198}	{"actor": "key:cbnJFCruf7Qp", "commandId": "0f1a4dac-748f-4614-b9f6-5eb6110d3171", "causationId": null, "correlationId": "0f1a4dac-748f-4614-b9f6-5eb6110d3171"}	2026-11-29 10:02:41.447+00	1
8	goods-4	1	goods_created_v1	{"id": 4, "sku": "SKU 3 O'Neil \\"$$\\" %s", "name": "O'Neil \\"$$\\" %s", "order_id": 1, "quantity": 4, "created_at": "2026-11-29T10:02:41.469Z", "unit_price": 297}	{"actor": "key:cbnJFCruf7Qp", "commandId": "4ea1b5ce-336c-44dd-a9de-a7c9ba2c4356", "causationId": null, "correlationId": "4ea1b5ce-336c-44dd-a9de-a7c9ba2c4356"}	2026-11-29 10:02:41.47+00	1
9	goods-5	1	goods_created_v1	{"id": 5, "sku": "SKU 4 𝔘𝔫𝔦 👩‍👧 עברית", "name": "𝔘𝔫𝔦 👩‍👧 עברית", "order_id": 1, "quantity": 5, "created_at": "2026-11-29T10:02:41.487Z", "unit_price": 396}	{"actor": "key:cbnJFCruf7Qp", "commandId": "5398b06a-294d-4e71-90f7-f977442ef82f", "causationId": null, "correlationId": "5398b06a-294d-4e71-90f7-f977442ef82f"}	2026-11-29 10:02:41.49+00	1
10	goods-6	1	goods_created_v1	{"id": 6, "sku": "SKU 5 =1+1", "name": "=1+1", "order_id": 1, "quantity": 6, "created_at": "2026-11-29T10:02:41.522Z", "unit_price": 495}	{"actor": "key:cbnJFCruf7Qp", "commandId": "fde200fb-23ab-485a-a8ec-380acc62f703", "causationId": null, "correlationId": "fde200fb-23ab-485a-a8ec-380acc62f703"}	2026-11-29 10:02:41.523+00	1
11	goods-7	1	goods_created_v1	{"id": 7, "sku": "SKU 6 -- ; DROP", "name": "-- ; DROP", "order_id": 1, "quantity": 7, "created_at": "2026-11-29T10:02:41.553Z", "unit_price": 594}	{"actor": "key:cbnJFCruf7Qp", "commandId": "2d1e15d6-3291-4e9f-af3d-8c19a7e551ef", "causationId": null, "correlationId": "2d1e15d6-3291-4e9f-af3d-8c19a7e551ef"}	2026-11-29 10:02:41.563+00	1
12	goods-8	1	goods_created_v1	{"id": 8, "sku": "MUG-RED", "name": null, "order_id": 3, "quantity": 2, "created_at": "2026-11-29T10:02:41.587Z", "unit_price": 1250}	{"actor": "key:cbnJFCruf7Qp", "commandId": "f29a296c-2e73-4062-b4b7-52b725b359ca", "causationId": null, "correlationId": "f29a296c-2e73-4062-b4b7-52b725b359ca"}	2026-11-29 10:02:41.588+00	1
13	goods-9	1	goods_created_v1	{"id": 9, "sku": null, "name": "A card", "order_id": 2, "quantity": 1, "created_at": "2026-11-29T10:02:41.617Z", "unit_price": 0}	{"actor": "key:cbnJFCruf7Qp", "commandId": "e30bf66d-7716-4740-88ab-624874b94364", "causationId": null, "correlationId": "e30bf66d-7716-4740-88ab-624874b94364"}	2026-11-29 10:02:41.618+00	1
14	goods-10	1	goods_created_v1	{"id": 10, "sku": null, "name": null, "order_id": 1, "quantity": 100000, "created_at": "2026-11-29T10:02:41.641Z", "unit_price": 1}	{"actor": "key:cbnJFCruf7Qp", "commandId": "504694e1-0d1d-4587-b5e6-d8ae57f307cf", "causationId": null, "correlationId": "504694e1-0d1d-4587-b5e6-d8ae57f307cf"}	2026-11-29 10:02:41.643+00	1
15	goods-11	1	goods_created_v1	{"id": 11, "sku": "OF-A-DELETED-ORDER", "name": null, "order_id": 4, "quantity": 1, "created_at": "2026-11-29T10:02:41.671Z", "unit_price": 0}	{"actor": "key:cbnJFCruf7Qp", "commandId": "d9c97847-bb58-435c-a6f6-e11937a0f85d", "causationId": null, "correlationId": "d9c97847-bb58-435c-a6f6-e11937a0f85d"}	2026-11-29 10:02:41.681+00	1
16	goods-8	2	goods_updated_v1	{"id": 8, "sku": "MUG-RED", "name": null, "order_id": 1, "previous": {"order_id": 3, "quantity": 2, "unit_price": 1250}, "quantity": 2, "created_at": "2026-11-29T10:02:41.587Z", "unit_price": 1250}	{"actor": "key:cbnJFCruf7Qp", "commandId": "98dec771-31c6-4027-86cd-e9477086c570", "causationId": null, "correlationId": "98dec771-31c6-4027-86cd-e9477086c570"}	2026-11-29 10:02:41.719+00	1
17	goods-9	2	goods_updated_v1	{"id": 9, "sku": null, "name": "Žluťoučký kůň", "order_id": 2, "previous": {"order_id": 2, "quantity": 1, "unit_price": 0}, "quantity": 7, "created_at": "2026-11-29T10:02:41.617Z", "unit_price": 99999999}	{"actor": "key:cbnJFCruf7Qp", "commandId": "65daeb24-ff7b-4698-b970-17af63527c9e", "causationId": null, "correlationId": "65daeb24-ff7b-4698-b970-17af63527c9e"}	2026-11-29 10:02:41.745+00	1
18	goods-10	2	goods_deleted_v1	{"id": 10, "sku": null, "name": null, "order_id": 1, "quantity": 100000, "created_at": "2026-11-29T10:02:41.641Z", "unit_price": 1}	{"actor": "key:cbnJFCruf7Qp", "commandId": "4ce5deec-162c-4428-84b9-9a1b857e1e67", "causationId": null, "correlationId": "4ce5deec-162c-4428-84b9-9a1b857e1e67"}	2026-11-29 10:02:41.774+00	1
19	order-2	2	order_updated_v1	{"id": 2, "user_id": 3, "currency": "CZK", "created_at": "2026-11-29T10:02:41.093Z"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "4034b6e3-b290-49f2-bb6e-a3a57e077fc9", "causationId": null, "correlationId": "4034b6e3-b290-49f2-bb6e-a3a57e077fc9"}	2026-11-29 10:02:41.808+00	1
20	order-4	2	order_deleted_v1	{"id": 4, "user_id": 2, "currency": "EUR", "created_at": "2026-11-29T10:02:41.235Z"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "39539917-9e56-4f02-b760-447e1c3de596", "causationId": null, "correlationId": "39539917-9e56-4f02-b760-447e1c3de596"}	2026-11-29 10:02:41.864+00	1
21	order-5	1	order_created_v1	{"id": 5, "user_id": 4, "currency": "EUR", "created_at": "2026-11-29T10:02:41.911Z"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "32e1ded5-9f3a-4f13-b974-2ef86ef185b6", "causationId": null, "correlationId": "32e1ded5-9f3a-4f13-b974-2ef86ef185b6"}	2026-11-29 10:02:41.915+00	1
22	goods-11	2	goods_deleted_v1	{"id": 11, "sku": "OF-A-DELETED-ORDER", "name": null, "order_id": 4, "quantity": 1, "created_at": "2026-11-29T10:02:41.671Z", "unit_price": 0}	{"actor": "saga RemoveGoodsSaga.removeGoods", "commandId": "e6024d3b-3f80-8f9a-a76a-c4ac083a8b51", "causationId": "20", "correlationId": "39539917-9e56-4f02-b760-447e1c3de596"}	2026-11-29 10:02:41.958+00	1
23	goods-12	1	goods_created_v1	{"id": 12, "sku": null, "name": "\\\\u0000 \\\\. \\\\N \\\\x", "order_id": 3, "quantity": 1, "created_at": "2026-11-29T10:02:41.958Z", "unit_price": 0}	{"actor": "key:cbnJFCruf7Qp", "commandId": "5ad31b63-75c4-4b49-8add-bbeca0204242", "causationId": null, "correlationId": "5ad31b63-75c4-4b49-8add-bbeca0204242"}	2026-11-29 10:02:41.959+00	1
24	order-3	2	order_updated_v1	{"id": 3, "user_id": 5, "currency": "EUR", "created_at": "2026-11-29T10:02:41.155Z"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "42a46957-e351-4994-8325-7d74baf448d7", "causationId": null, "correlationId": "42a46957-e351-4994-8325-7d74baf448d7"}	2026-11-29 10:02:42.002+00	1
25	publisher-0192a000-0000-7000-8000-000000000001	1	PublisherCreated	{"name": "Žluťoučký kůň"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "cf8a02b9-433c-40d0-b721-e940dccb6e53", "causationId": null, "correlationId": "cf8a02b9-433c-40d0-b721-e940dccb6e53"}	2026-11-29 10:02:42.028+00	1
26	publisher-0192a000-0000-7000-8000-000000000002	1	PublisherCreated	{"name": "Zluťký"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "8ae1000f-8ff8-4dee-b02d-47a3d127f8fd", "causationId": null, "correlationId": "8ae1000f-8ff8-4dee-b02d-47a3d127f8fd"}	2026-11-29 10:02:42.078+00	1
27	publisher-0192a000-0000-7000-8000-000000000003	1	PublisherCreated	{"name": "\\\\u0000 \\\\. \\\\N \\\\x"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "64bf8873-550f-44f3-adcd-e734a77b6715", "causationId": null, "correlationId": "64bf8873-550f-44f3-adcd-e734a77b6715"}	2026-11-29 10:02:42.124+00	1
28	publisher-0192a000-0000-7000-8000-000000000002	2	PublisherNameSet	{"name": "MAFRA"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "4369ee12-cb59-4134-994f-f661445e7595", "causationId": null, "correlationId": "4369ee12-cb59-4134-994f-f661445e7595"}	2026-11-29 10:02:42.132+00	1
29	portfolio-0192a000-0000-7000-8000-000000000011	1	PortfolioCreated	{"name": "idnes.cz", "publisherId": "0192a000-0000-7000-8000-000000000001"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "e22d8499-dd09-4fb8-8cad-27ec5c96c057", "causationId": null, "correlationId": "e22d8499-dd09-4fb8-8cad-27ec5c96c057"}	2026-11-29 10:02:42.206+00	1
30	portfolio-0192a000-0000-7000-8000-000000000012	1	PortfolioCreated	{"name": "𝔘𝔫𝔦 👩‍👧 עברית", "publisherId": "0192a000-0000-7000-8000-000000000002"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "fd7e97f6-a07a-4831-948f-a6accc89751b", "causationId": null, "correlationId": "fd7e97f6-a07a-4831-948f-a6accc89751b"}	2026-11-29 10:02:42.238+00	1
31	portfolio-0192a000-0000-7000-8000-000000000013	1	PortfolioCreated	{"name": "gone.example", "publisherId": "0192a000-0000-7000-8000-000000000002"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "116c9428-2c9f-4377-879a-8c7f56fd48f6", "causationId": null, "correlationId": "116c9428-2c9f-4377-879a-8c7f56fd48f6"}	2026-11-29 10:02:42.251+00	1
32	portfolio-0192a000-0000-7000-8000-000000000014	1	PortfolioCreated	{"name": "also-gone.example", "publisherId": "0192a000-0000-7000-8000-000000000003"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "e3dff122-a012-42a5-8b22-6074b0f2983f", "causationId": null, "correlationId": "e3dff122-a012-42a5-8b22-6074b0f2983f"}	2026-11-29 10:02:42.292+00	1
33	portfolio-0192a000-0000-7000-8000-000000000011	2	PortfolioNameSet	{"name": "iDNES.cz"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "47cb4de3-5d9c-4549-863a-8c85c5e42251", "causationId": null, "correlationId": "47cb4de3-5d9c-4549-863a-8c85c5e42251"}	2026-11-29 10:02:42.329+00	1
34	portfolio-0192a000-0000-7000-8000-000000000011	3	SectionAdded	{"id": "0192a000-0000-7000-8000-000000000021", "name": "Technet", "parentId": null}	{"actor": "key:cbnJFCruf7Qp", "commandId": "eb0d3292-8477-4ac3-a88c-34b04cb278e6", "causationId": null, "correlationId": "eb0d3292-8477-4ac3-a88c-34b04cb278e6"}	2026-11-29 10:02:42.36+00	1
35	portfolio-0192a000-0000-7000-8000-000000000011	4	SectionAdded	{"id": "0192a000-0000-7000-8000-000000000022", "name": "Žluťoučký kůň", "parentId": "0192a000-0000-7000-8000-000000000021"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "c81512c4-0eaa-428a-ae19-1dd8e01fae4e", "causationId": null, "correlationId": "c81512c4-0eaa-428a-ae19-1dd8e01fae4e"}	2026-11-29 10:02:42.405+00	1
36	portfolio-0192a000-0000-7000-8000-000000000011	5	SectionAdded	{"id": "0192a000-0000-7000-8000-000000000023", "name": "Science", "parentId": "0192a000-0000-7000-8000-000000000022"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "b0a2cb30-c78d-4db9-99f3-a44b4970a22e", "causationId": null, "correlationId": "b0a2cb30-c78d-4db9-99f3-a44b4970a22e"}	2026-11-29 10:02:42.442+00	1
37	portfolio-0192a000-0000-7000-8000-000000000011	6	SectionAdded	{"id": "0192a000-0000-7000-8000-000000000024", "name": "Removed", "parentId": "0192a000-0000-7000-8000-000000000021"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "158305f9-6ca9-4c71-84b7-2b58217e4690", "causationId": null, "correlationId": "158305f9-6ca9-4c71-84b7-2b58217e4690"}	2026-11-29 10:02:42.463+00	1
38	portfolio-0192a000-0000-7000-8000-000000000011	7	SectionAdded	{"id": "0192a000-0000-7000-8000-000000000025", "name": "Below it", "parentId": "0192a000-0000-7000-8000-000000000024"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "067f4ce1-21cf-45eb-8546-f4ff0a57f586", "causationId": null, "correlationId": "067f4ce1-21cf-45eb-8546-f4ff0a57f586"}	2026-11-29 10:02:42.487+00	1
39	portfolio-0192a000-0000-7000-8000-000000000012	2	SectionAdded	{"id": "0192a000-0000-7000-8000-000000000026", "name": "Sport", "parentId": null}	{"actor": "key:cbnJFCruf7Qp", "commandId": "60740fe2-5364-49c6-926e-7a12e63cf79e", "causationId": null, "correlationId": "60740fe2-5364-49c6-926e-7a12e63cf79e"}	2026-11-29 10:02:42.526+00	1
40	portfolio-0192a000-0000-7000-8000-000000000013	2	SectionAdded	{"id": "0192a000-0000-7000-8000-000000000027", "name": "Gone", "parentId": null}	{"actor": "key:cbnJFCruf7Qp", "commandId": "d0ab05ce-a71d-41af-97aa-64afff316ab6", "causationId": null, "correlationId": "d0ab05ce-a71d-41af-97aa-64afff316ab6"}	2026-11-29 10:02:42.557+00	1
41	campaign-0192a000-0000-7000-8000-000000000031	1	CampaignCreated	{"name": "Spring sale", "userId": 1, "currency": "EUR"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "90f04872-e6ef-49bc-b0a0-8c3e61a5d61e", "causationId": null, "correlationId": "90f04872-e6ef-49bc-b0a0-8c3e61a5d61e"}	2026-11-29 10:02:42.567+00	1
42	campaign-0192a000-0000-7000-8000-000000000031	2	CampaignNameSet	{"name": "O'Neil \\"$$\\" %s"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "6a8014a0-bcde-4326-98e2-85c41c5b1946", "causationId": null, "correlationId": "6a8014a0-bcde-4326-98e2-85c41c5b1946"}	2026-11-29 10:02:42.587+00	1
43	campaign-0192a000-0000-7000-8000-000000000031	3	CampaignCurrencySet	{"currency": "CZK"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "b2a5c310-9fcb-4aa8-bbda-db9e786eff7d", "causationId": null, "correlationId": "b2a5c310-9fcb-4aa8-bbda-db9e786eff7d"}	2026-11-29 10:02:42.615+00	1
44	campaign-0192a000-0000-7000-8000-000000000031	4	CampaignPriceSet	{"amount": 1250}	{"actor": "key:cbnJFCruf7Qp", "commandId": "843572d5-47ea-4829-b758-ced453ce26c3", "causationId": null, "correlationId": "843572d5-47ea-4829-b758-ced453ce26c3"}	2026-11-29 10:02:42.643+00	1
45	campaign-0192a000-0000-7000-8000-000000000031	5	CampaignScheduleSet	{"end": "2126-04-01T00:00:00.000Z", "start": "2126-03-01T00:00:00.000Z"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "13b47bbc-937c-4154-aacd-9edccc661553", "causationId": null, "correlationId": "13b47bbc-937c-4154-aacd-9edccc661553"}	2026-11-29 10:02:42.666+00	2
46	campaign-0192a000-0000-7000-8000-000000000031	6	CampaignPlacementsSet	{"sections": ["0192a000-0000-7000-8000-000000000021", "0192a000-0000-7000-8000-000000000023", "0192a000-0000-7000-8000-000000000025"]}	{"actor": "key:cbnJFCruf7Qp", "commandId": "12ed59be-861c-481f-9f01-aa655bf3a662", "causationId": null, "correlationId": "12ed59be-861c-481f-9f01-aa655bf3a662"}	2026-11-29 10:02:42.703+00	1
47	campaign-0192a000-0000-7000-8000-000000000031	7	CampaignRunnableStateChanged	{"reasons": [], "runnable": true}	{"actor": "key:cbnJFCruf7Qp", "commandId": "12ed59be-861c-481f-9f01-aa655bf3a662", "causationId": null, "correlationId": "12ed59be-861c-481f-9f01-aa655bf3a662"}	2026-11-29 10:02:42.703+00	1
48	campaign-0192a000-0000-7000-8000-000000000031	8	CampaignPausedSet	{"paused": true}	{"actor": "key:cbnJFCruf7Qp", "commandId": "22d3b380-70c9-4cce-9ceb-0aa2e85e2725", "causationId": null, "correlationId": "22d3b380-70c9-4cce-9ceb-0aa2e85e2725"}	2026-11-29 10:02:42.718+00	1
49	campaign-0192a000-0000-7000-8000-000000000031	9	CampaignRunnableStateChanged	{"reasons": ["paused"], "runnable": false}	{"actor": "key:cbnJFCruf7Qp", "commandId": "22d3b380-70c9-4cce-9ceb-0aa2e85e2725", "causationId": null, "correlationId": "22d3b380-70c9-4cce-9ceb-0aa2e85e2725"}	2026-11-29 10:02:42.718+00	1
50	campaign-0192a000-0000-7000-8000-000000000031	10	CampaignPausedSet	{"paused": false}	{"actor": "key:cbnJFCruf7Qp", "commandId": "c5ce9e88-348a-4ec2-9499-b312c49df802", "causationId": null, "correlationId": "c5ce9e88-348a-4ec2-9499-b312c49df802"}	2026-11-29 10:02:42.738+00	1
51	campaign-0192a000-0000-7000-8000-000000000031	11	CampaignRunnableStateChanged	{"reasons": [], "runnable": true}	{"actor": "key:cbnJFCruf7Qp", "commandId": "c5ce9e88-348a-4ec2-9499-b312c49df802", "causationId": null, "correlationId": "c5ce9e88-348a-4ec2-9499-b312c49df802"}	2026-11-29 10:02:42.739+00	1
52	campaign-0192a000-0000-7000-8000-000000000032	1	CampaignCreated	{"name": "𝔘𝔫𝔦 👩‍👧 עברית", "userId": 2, "currency": "JPY"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "48d7881a-ea47-475e-8788-f0bd2df609b5", "causationId": null, "correlationId": "48d7881a-ea47-475e-8788-f0bd2df609b5"}	2026-11-29 10:02:42.75+00	1
53	campaign-0192a000-0000-7000-8000-000000000032	2	CampaignPlacementsSet	{"sections": ["0192a000-0000-7000-8000-000000000027", "0192a000-0000-7000-8000-000000000026"]}	{"actor": "key:cbnJFCruf7Qp", "commandId": "e73236f2-f33e-48e6-bd58-beda2ec852b3", "causationId": null, "correlationId": "e73236f2-f33e-48e6-bd58-beda2ec852b3"}	2026-11-29 10:02:42.787+00	1
54	campaign-0192a000-0000-7000-8000-000000000032	3	CampaignScheduleSet	{"end": "2126-04-01T00:00:00.000Z", "start": "2026-01-01T00:00:00.000Z"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "f9d28315-e32a-4510-ad9d-28cb00eeac37", "causationId": null, "correlationId": "f9d28315-e32a-4510-ad9d-28cb00eeac37"}	2026-11-29 10:02:42.794+00	2
55	campaign-0192a000-0000-7000-8000-000000000032	4	CampaignRunnableStateChanged	{"reasons": [], "runnable": true}	{"actor": "key:cbnJFCruf7Qp", "commandId": "f9d28315-e32a-4510-ad9d-28cb00eeac37", "causationId": null, "correlationId": "f9d28315-e32a-4510-ad9d-28cb00eeac37"}	2026-11-29 10:02:42.794+00	1
56	campaign-0192a000-0000-7000-8000-000000000033	1	CampaignCreated	{"name": "Ends", "userId": 1, "currency": "EUR"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "d4a57f36-bb75-434c-bcdd-91bda00505c4", "causationId": null, "correlationId": "d4a57f36-bb75-434c-bcdd-91bda00505c4"}	2026-11-29 10:02:42.811+00	1
57	campaign-0192a000-0000-7000-8000-000000000033	2	CampaignPlacementsSet	{"sections": ["0192a000-0000-7000-8000-000000000026"]}	{"actor": "key:cbnJFCruf7Qp", "commandId": "d46f9da2-1007-4b05-a8f3-86696bcf9599", "causationId": null, "correlationId": "d46f9da2-1007-4b05-a8f3-86696bcf9599"}	2026-11-29 10:02:42.857+00	1
58	campaign-0192a000-0000-7000-8000-000000000033	3	CampaignScheduleSet	{"end": "2026-11-29T10:02:44.365Z", "start": "2026-01-01T00:00:00.000Z"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "cf822434-3a39-4393-a88c-8616dc046135", "causationId": null, "correlationId": "cf822434-3a39-4393-a88c-8616dc046135"}	2026-11-29 10:02:42.897+00	2
59	campaign-0192a000-0000-7000-8000-000000000033	4	CampaignRunnableStateChanged	{"reasons": [], "runnable": true}	{"actor": "key:cbnJFCruf7Qp", "commandId": "cf822434-3a39-4393-a88c-8616dc046135", "causationId": null, "correlationId": "cf822434-3a39-4393-a88c-8616dc046135"}	2026-11-29 10:02:42.897+00	1
60	campaign-0192a000-0000-7000-8000-000000000034	1	CampaignCreated	{"name": "Deleted", "userId": 1, "currency": "EUR"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "a8a9f0ca-8870-48a6-b703-300ae00e2a49", "causationId": null, "correlationId": "a8a9f0ca-8870-48a6-b703-300ae00e2a49"}	2026-11-29 10:02:42.927+00	1
61	campaign-0192a000-0000-7000-8000-000000000034	2	CampaignScheduleSet	{"end": "2126-04-01T00:00:00.000Z", "start": "2126-03-01T00:00:00.000Z"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "e8792469-fab4-47c8-8467-e51a7944e785", "causationId": null, "correlationId": "e8792469-fab4-47c8-8467-e51a7944e785"}	2026-11-29 10:02:42.958+00	2
62	campaign-0192a000-0000-7000-8000-000000000034	3	CampaignDeleted	{}	{"actor": "key:cbnJFCruf7Qp", "commandId": "e82f0443-6449-4622-aae3-5bd3c25cba7b", "causationId": null, "correlationId": "e82f0443-6449-4622-aae3-5bd3c25cba7b"}	2026-11-29 10:02:42.966+00	1
63	campaign-0192a000-0000-7000-8000-000000000035	1	CampaignCreated	{"name": "\\\\u0000 \\\\. \\\\N \\\\x", "userId": 1, "currency": "EUR"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "69339523-6ae4-4848-ae52-db0bdc8364c6", "causationId": null, "correlationId": "69339523-6ae4-4848-ae52-db0bdc8364c6"}	2026-11-29 10:02:42.979+00	1
64	campaign-0192a000-0000-7000-8000-000000000036	1	CampaignCreated	{"name": "Before", "userId": 1, "currency": "EUR"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "f760ea46-cc06-424e-b9e0-150f8702f79b", "causationId": null, "correlationId": "f760ea46-cc06-424e-b9e0-150f8702f79b"}	2026-11-29 10:02:43.005+00	1
65	campaign-0192a000-0000-7000-8000-000000000036	2	CampaignNameSet	{"name": "After"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "ee7f9524-2979-4646-aa7f-f9b00c9aeae6", "causationId": null, "correlationId": "ee7f9524-2979-4646-aa7f-f9b00c9aeae6"}	2026-11-29 10:02:43.024+00	1
66	campaign-0192a000-0000-7000-8000-000000000036	3	CampaignPriceSet	{"amount": 1}	{"actor": "key:cbnJFCruf7Qp", "commandId": "69646123-b7d2-4a97-be06-53cd89a3d5fd", "causationId": null, "correlationId": "69646123-b7d2-4a97-be06-53cd89a3d5fd"}	2026-11-29 10:02:43.071+00	1
67	campaign-0192a000-0000-7000-8000-000000000036	4	CampaignPriceSet	{"amount": 2}	{"actor": "key:cbnJFCruf7Qp", "commandId": "5a07e281-2f1f-45b3-b2db-b7fb1a7de2bf", "causationId": null, "correlationId": "5a07e281-2f1f-45b3-b2db-b7fb1a7de2bf"}	2026-11-29 10:02:43.082+00	1
68	campaign-0192a000-0000-7000-8000-000000000036	5	CampaignPriceSet	{"amount": 3}	{"actor": "key:cbnJFCruf7Qp", "commandId": "08bf391a-aa43-42a0-ab86-64607e2d8ef7", "causationId": null, "correlationId": "08bf391a-aa43-42a0-ab86-64607e2d8ef7"}	2026-11-29 10:02:43.094+00	1
69	campaign-0192a000-0000-7000-8000-000000000036	6	CampaignPriceSet	{"amount": 4}	{"actor": "key:cbnJFCruf7Qp", "commandId": "66979d1f-f767-42a1-9178-2226958eded9", "causationId": null, "correlationId": "66979d1f-f767-42a1-9178-2226958eded9"}	2026-11-29 10:02:43.104+00	1
70	campaign-0192a000-0000-7000-8000-000000000036	7	CampaignPriceSet	{"amount": 5}	{"actor": "key:cbnJFCruf7Qp", "commandId": "7a755e20-6f5a-40de-b9a7-276ece36a372", "causationId": null, "correlationId": "7a755e20-6f5a-40de-b9a7-276ece36a372"}	2026-11-29 10:02:43.126+00	1
71	campaign-0192a000-0000-7000-8000-000000000036	8	CampaignPriceSet	{"amount": 6}	{"actor": "key:cbnJFCruf7Qp", "commandId": "aacd549e-fc28-45a2-9e0a-297a379ffc5a", "causationId": null, "correlationId": "aacd549e-fc28-45a2-9e0a-297a379ffc5a"}	2026-11-29 10:02:43.138+00	1
72	campaign-0192a000-0000-7000-8000-000000000036	9	CampaignPriceSet	{"amount": 7}	{"actor": "key:cbnJFCruf7Qp", "commandId": "bf3239e1-a6d5-45cf-9036-cf6519c78dc7", "causationId": null, "correlationId": "bf3239e1-a6d5-45cf-9036-cf6519c78dc7"}	2026-11-29 10:02:43.146+00	1
73	campaign-0192a000-0000-7000-8000-000000000036	10	CampaignPriceSet	{"amount": 8}	{"actor": "key:cbnJFCruf7Qp", "commandId": "f1f47df4-f599-4849-9987-452a4b5cc746", "causationId": null, "correlationId": "f1f47df4-f599-4849-9987-452a4b5cc746"}	2026-11-29 10:02:43.169+00	1
74	campaign-0192a000-0000-7000-8000-000000000036	11	CampaignPriceSet	{"amount": 9}	{"actor": "key:cbnJFCruf7Qp", "commandId": "3a19186c-ff10-4dfa-9f7e-8f8c8ad0099d", "causationId": null, "correlationId": "3a19186c-ff10-4dfa-9f7e-8f8c8ad0099d"}	2026-11-29 10:02:43.174+00	1
75	campaign-0192a000-0000-7000-8000-000000000036	12	CampaignPriceSet	{"amount": 10}	{"actor": "key:cbnJFCruf7Qp", "commandId": "b9a16b46-2bc2-4c3f-a50b-72f28fff447f", "causationId": null, "correlationId": "b9a16b46-2bc2-4c3f-a50b-72f28fff447f"}	2026-11-29 10:02:43.187+00	1
76	campaign-0192a000-0000-7000-8000-000000000036	13	CampaignPriceSet	{"amount": 11}	{"actor": "key:cbnJFCruf7Qp", "commandId": "a7608280-86ab-441e-85c2-8428a6481c46", "causationId": null, "correlationId": "a7608280-86ab-441e-85c2-8428a6481c46"}	2026-11-29 10:02:43.2+00	1
77	campaign-0192a000-0000-7000-8000-000000000036	14	CampaignPriceSet	{"amount": 12}	{"actor": "key:cbnJFCruf7Qp", "commandId": "a6329b04-9df8-432b-822a-0e17f81ce119", "causationId": null, "correlationId": "a6329b04-9df8-432b-822a-0e17f81ce119"}	2026-11-29 10:02:43.214+00	1
78	campaign-0192a000-0000-7000-8000-000000000036	15	CampaignPriceSet	{"amount": 13}	{"actor": "key:cbnJFCruf7Qp", "commandId": "31c6abaf-cb62-4734-be5f-e7c5325b570a", "causationId": null, "correlationId": "31c6abaf-cb62-4734-be5f-e7c5325b570a"}	2026-11-29 10:02:43.226+00	1
79	campaign-0192a000-0000-7000-8000-000000000036	16	CampaignPriceSet	{"amount": 14}	{"actor": "key:cbnJFCruf7Qp", "commandId": "dfe0ea06-408d-48d4-a6c9-999df9177704", "causationId": null, "correlationId": "dfe0ea06-408d-48d4-a6c9-999df9177704"}	2026-11-29 10:02:43.24+00	1
80	campaign-0192a000-0000-7000-8000-000000000036	17	CampaignPriceSet	{"amount": 15}	{"actor": "key:cbnJFCruf7Qp", "commandId": "6ef198af-0fa7-4c45-9f92-1d123d9cee42", "causationId": null, "correlationId": "6ef198af-0fa7-4c45-9f92-1d123d9cee42"}	2026-11-29 10:02:43.245+00	1
81	campaign-0192a000-0000-7000-8000-000000000036	18	CampaignPriceSet	{"amount": 16}	{"actor": "key:cbnJFCruf7Qp", "commandId": "2b58d5d1-0d6f-4945-bce4-c6ee1d1c9b70", "causationId": null, "correlationId": "2b58d5d1-0d6f-4945-bce4-c6ee1d1c9b70"}	2026-11-29 10:02:43.257+00	1
82	campaign-0192a000-0000-7000-8000-000000000036	19	CampaignPriceSet	{"amount": 17}	{"actor": "key:cbnJFCruf7Qp", "commandId": "0c6b24af-00dc-449d-8214-94f21ea6ee6c", "causationId": null, "correlationId": "0c6b24af-00dc-449d-8214-94f21ea6ee6c"}	2026-11-29 10:02:43.27+00	1
83	campaign-0192a000-0000-7000-8000-000000000036	20	CampaignPriceSet	{"amount": 18}	{"actor": "key:cbnJFCruf7Qp", "commandId": "c73c4d9b-3a01-4d87-bc7c-4ed7189ab8a7", "causationId": null, "correlationId": "c73c4d9b-3a01-4d87-bc7c-4ed7189ab8a7"}	2026-11-29 10:02:43.301+00	1
84	campaign-0192a000-0000-7000-8000-000000000036	21	CampaignPriceSet	{"amount": 19}	{"actor": "key:cbnJFCruf7Qp", "commandId": "e92535a5-4df6-4b9b-a28f-a171d638077f", "causationId": null, "correlationId": "e92535a5-4df6-4b9b-a28f-a171d638077f"}	2026-11-29 10:02:43.309+00	1
85	campaign-0192a000-0000-7000-8000-000000000036	22	CampaignPriceSet	{"amount": 20}	{"actor": "key:cbnJFCruf7Qp", "commandId": "7d506a12-79d5-4576-9bb9-ad96d49b1ca1", "causationId": null, "correlationId": "7d506a12-79d5-4576-9bb9-ad96d49b1ca1"}	2026-11-29 10:02:43.313+00	1
86	campaign-0192a000-0000-7000-8000-000000000036	23	CampaignPriceSet	{"amount": 21}	{"actor": "key:cbnJFCruf7Qp", "commandId": "3b313be4-9397-48f8-bde9-02ea929589f5", "causationId": null, "correlationId": "3b313be4-9397-48f8-bde9-02ea929589f5"}	2026-11-29 10:02:43.316+00	1
87	campaign-0192a000-0000-7000-8000-000000000036	24	CampaignPriceSet	{"amount": 22}	{"actor": "key:cbnJFCruf7Qp", "commandId": "f443f6f9-76d8-4a01-91cf-79021b37ab8e", "causationId": null, "correlationId": "f443f6f9-76d8-4a01-91cf-79021b37ab8e"}	2026-11-29 10:02:43.323+00	1
88	campaign-0192a000-0000-7000-8000-000000000036	25	CampaignPriceSet	{"amount": 23}	{"actor": "key:cbnJFCruf7Qp", "commandId": "ed575165-8d84-4529-918d-a011fa20f954", "causationId": null, "correlationId": "ed575165-8d84-4529-918d-a011fa20f954"}	2026-11-29 10:02:43.337+00	1
89	campaign-0192a000-0000-7000-8000-000000000036	26	CampaignPriceSet	{"amount": 24}	{"actor": "key:cbnJFCruf7Qp", "commandId": "6e0689df-bc02-426b-abcd-a6d2268e1315", "causationId": null, "correlationId": "6e0689df-bc02-426b-abcd-a6d2268e1315"}	2026-11-29 10:02:43.36+00	1
90	portfolio-0192a000-0000-7000-8000-000000000011	8	SectionNameSet	{"id": "0192a000-0000-7000-8000-000000000023", "name": "Věda"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "5f13f01c-0504-4bf7-9216-ad0ce3ae4b17", "causationId": null, "correlationId": "5f13f01c-0504-4bf7-9216-ad0ce3ae4b17"}	2026-11-29 10:02:43.386+00	1
91	portfolio-0192a000-0000-7000-8000-000000000011	9	SectionMoved	{"id": "0192a000-0000-7000-8000-000000000023", "before": "0192a000-0000-7000-8000-000000000021", "parentId": null, "previous": {"before": null, "parentId": "0192a000-0000-7000-8000-000000000022"}}	{"actor": "key:cbnJFCruf7Qp", "commandId": "6b659d83-4fe7-42f9-a4ad-7068b132402f", "causationId": null, "correlationId": "6b659d83-4fe7-42f9-a4ad-7068b132402f"}	2026-11-29 10:02:43.405+00	1
92	portfolio-0192a000-0000-7000-8000-000000000011	10	SectionRemoved	{"id": "0192a000-0000-7000-8000-000000000024", "removed": ["0192a000-0000-7000-8000-000000000024", "0192a000-0000-7000-8000-000000000025"], "parentId": "0192a000-0000-7000-8000-000000000021"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "07fb33d2-be96-40d2-86cd-dddf1c2b92f5", "causationId": null, "correlationId": "07fb33d2-be96-40d2-86cd-dddf1c2b92f5"}	2026-11-29 10:02:43.418+00	1
93	portfolio-0192a000-0000-7000-8000-000000000013	3	PortfolioDeleted	{"sections": ["0192a000-0000-7000-8000-000000000027"]}	{"actor": "key:cbnJFCruf7Qp", "commandId": "f0872668-01f3-482d-a238-3d6cb1f85d2c", "causationId": null, "correlationId": "f0872668-01f3-482d-a238-3d6cb1f85d2c"}	2026-11-29 10:02:43.474+00	1
94	publisher-0192a000-0000-7000-8000-000000000003	2	PublisherDeleted	{}	{"actor": "key:cbnJFCruf7Qp", "commandId": "e0e792a4-64ba-48af-8f87-536fd5a2aea8", "causationId": null, "correlationId": "e0e792a4-64ba-48af-8f87-536fd5a2aea8"}	2026-11-29 10:02:43.493+00	1
97	portfolio-0192a000-0000-7000-8000-000000000014	2	PortfolioDeleted	{"sections": []}	{"actor": "saga DeletePortfoliosSaga.deletePortfolios", "commandId": "14d94d7e-1cfb-84c0-a6b0-b12543d4b2c2", "causationId": "94", "correlationId": "e0e792a4-64ba-48af-8f87-536fd5a2aea8"}	2026-11-29 10:02:43.573+00	1
98	campaign-0192a000-0000-7000-8000-000000000033	5	CampaignEnded	{"end": "2026-11-29T10:02:44.365Z"}	{"actor": "saga EndCampaignSaga.endCampaign", "commandId": "54a96258-d5aa-8128-ab26-eafe8881d1c7", "causationId": "58", "correlationId": "cf822434-3a39-4393-a88c-8616dc046135"}	2026-11-29 10:02:44.985+00	1
99	campaign-0192a000-0000-7000-8000-000000000033	6	CampaignRunnableStateChanged	{"reasons": ["ended"], "runnable": false}	{"actor": "saga EndCampaignSaga.endCampaign", "commandId": "54a96258-d5aa-8128-ab26-eafe8881d1c7", "causationId": "58", "correlationId": "cf822434-3a39-4393-a88c-8616dc046135"}	2026-11-29 10:02:44.986+00	1
100	campaign-0192a000-0000-7000-8000-000000000035	2	CampaignPriceSet	{"amount": 77}	{"actor": "key:cbnJFCruf7Qp", "commandId": "3f30c8b5-10c0-470c-aeca-8e64655b91f0", "causationId": null, "correlationId": "3f30c8b5-10c0-470c-aeca-8e64655b91f0"}	2026-11-29 10:02:45.067+00	1
101	campaign-0192a000-0000-7000-8000-000000000037	1	CampaignCreated	{"name": "Zluťký", "userId": 6, "currency": "EUR"}	{"actor": "key:cbnJFCruf7Qp", "commandId": "47e9ddc8-c369-4b8f-9841-0ace7c9964c4", "causationId": null, "correlationId": "47e9ddc8-c369-4b8f-9841-0ace7c9964c4"}	2026-11-29 10:02:45.161+00	1
95	campaign-0192a000-0000-7000-8000-000000000031	12	CampaignPlacementsSet	{"sections": ["0192a000-0000-7000-8000-000000000021", "0192a000-0000-7000-8000-000000000023"]}	{"actor": "saga LeaveSectionsSaga.leaveSections", "commandId": "88542290-e060-8af2-a9c3-4d7f4b9fdce7", "causationId": "92", "correlationId": "07fb33d2-be96-40d2-86cd-dddf1c2b92f5"}	2026-11-29 10:02:43.499+00	1
96	campaign-0192a000-0000-7000-8000-000000000032	5	CampaignPlacementsSet	{"sections": ["0192a000-0000-7000-8000-000000000026"]}	{"actor": "saga LeaveSectionsSaga.leaveSections", "commandId": "e743c419-7386-853e-ac0c-a19abb52fccf", "causationId": "93", "correlationId": "f0872668-01f3-482d-a238-3d6cb1f85d2c"}	2026-11-29 10:02:43.554+00	1
102	campaign-0192a000-0000-7000-8000-000000000035	3	CampaignPriceSet	{"amount": 5}	{"actor": "key:cbnJFCruf7Qp", "commandId": "ae4f251a-8195-4425-a10d-35ffc87f7bd5", "causationId": null, "correlationId": "129aceb8-1627-4a92-97d1-05ec0242b9e6"}	2026-11-29 10:02:45.201+00	1
103	order-900000	1	order_created_v1	{}	{"actor": "upgrade", "commandId": "poison", "causationId": null, "correlationId": "poison"}	2026-11-29 10:02:45.226+00	1
\.
COPY log.checkpoints FROM stdin;
order-history	3	103	2026-11-29 10:02:45.851+00	previous	{order_goods,known_orders,order_history,order_skus,order_days,order_statistics,order_quarters,order_sizes,order_users,order_user_groups}	t	\N	\N	7713531715314214678 16384 16669 16682 16694 16710 16722 16730 16743 16756 16768 16781	{}
order-history	3	103	2026-11-29 10:02:45.882+00	serving	{order_goods,known_orders,order_history,order_skus,order_days,order_statistics,order_quarters,order_sizes,order_users,order_user_groups}	t	0fd9eb92-28c2-43bd-b403-0d6b21ed0524	\N	7713531715314214678 16384 16922 16935 16947 16963 16975 16983 16996 17009 17021 17034	{}
publishers	2	103	2026-11-29 10:02:45.237+00	serving	{publishers}	t	\N	\N	7713531715314214678 16384 16906	{}
portfolios	3	103	2026-11-29 10:02:45.237+00	serving	{portfolios,portfolio_nodes}	t	\N	\N	7713531715314214678 16384 16875 16891	{}
names	3	103	2026-11-29 10:02:45.237+00	serving	{names}	t	\N	\N	7713531715314214678 16384 16840	{}
campaigns	2	103	2026-11-29 10:02:45.237+00	serving	{campaigns}	t	\N	\N	7713531715314214678 16384 16813	{}
placements	3	103	2026-11-29 10:02:45.237+00	serving	{placed_campaigns,placements}	t	\N	\N	7713531715314214678 16384 16852 16864	{}
saga DeletePortfoliosSaga.deletePortfolios	1	103	2026-11-29 10:02:45.356+00	serving	{}	t	\N	\N	\N	{}
saga EndCampaignSaga.endCampaign	1	103	2026-11-29 10:02:45.356+00	serving	{}	t	\N	\N	\N	{}
saga RemoveGoodsSaga.removeGoods	1	103	2026-11-29 10:02:45.356+00	serving	{}	t	\N	\N	\N	{}
saga LeaveSectionsSaga.leaveSections	1	103	2026-11-29 10:02:45.356+00	serving	{}	t	\N	\N	\N	{}
\.
COPY log.cursor_secret FROM stdin;
90443e44-b95c-45a9-9955-ea4451eb7b1f7d1ecde6-23fb-450a-bc7c-aa69b25b98e7
\.
COPY write.orders FROM stdin;
1	1	EUR	2026-11-29 10:02:41.052+00	1
2	3	CZK	2026-11-29 10:02:41.093+00	2
5	4	EUR	2026-11-29 10:02:41.911+00	1
3	5	EUR	2026-11-29 10:02:41.155+00	2
\.
COPY write.goods FROM stdin;
1	1	SKU 0 Žluťoučký kůň	Žluťoučký kůň	1	0	2026-11-29 10:02:41.298+00	1
2	1	SKU 1 Zluťký	Zluťký	2	99	2026-11-29 10:02:41.408+00	1
3	1	SKU 2 \\u0000 \\. \\N \\x	\\u0000 \\. \\N \\x	3	198	2026-11-29 10:02:41.44+00	1
4	1	SKU 3 O'Neil "$$" %s	O'Neil "$$" %s	4	297	2026-11-29 10:02:41.469+00	1
5	1	SKU 4 𝔘𝔫𝔦 👩‍👧 עברית	𝔘𝔫𝔦 👩‍👧 עברית	5	396	2026-11-29 10:02:41.487+00	1
6	1	SKU 5 =1+1	=1+1	6	495	2026-11-29 10:02:41.522+00	1
7	1	SKU 6 -- ; DROP	-- ; DROP	7	594	2026-11-29 10:02:41.553+00	1
8	1	MUG-RED	\N	2	1250	2026-11-29 10:02:41.587+00	2
9	2	\N	Žluťoučký kůň	7	99999999	2026-11-29 10:02:41.617+00	2
12	3	\N	\\u0000 \\. \\N \\x	1	0	2026-11-29 10:02:41.958+00	1
\.
COPY write.outcomes FROM stdin;
key%3AcbnJFCruf7Qp/upgrade-1	0b38d34e66dafa4fdcdd42df763a3c9e4ae627748180a22f6124534cdd82c851	{"receipt":{"id":5,"version":1}}	21	\N	2026-11-29 10:02:41.915+00
saga/e6024d3b-3f80-8f9a-a76a-c4ac083a8b51 /0		{"receipt":{"id":0,"version":0}}	22	20	2026-11-29 10:02:41.958+00
key%3AcbnJFCruf7Qp/upgrade-2'"	5191609609c5a0e85a00d540c7ef1501eaec0c65447564f27f833cbc98b3adb1	{"receipt":{"id":12,"version":1}}	23	\N	2026-11-29 10:02:41.959+00
key%3AcbnJFCruf7Qp/upgrade-3	91c80a3930642b259dd1eb5363a3606f71ce815dbd2423d42445c132a0f4b2e1	{"receipt":{"id":3,"version":2}}	24	\N	2026-11-29 10:02:42.002+00
saga/88542290-e060-8af2-a9c3-4d7f4b9fdce7 /0		{"receipt":{"id":0,"version":12}}	95	92	2026-11-29 10:02:43.499+00
saga/e743c419-7386-853e-ac0c-a19abb52fccf /0		{"receipt":{"id":0,"version":5}}	96	93	2026-11-29 10:02:43.554+00
saga/14d94d7e-1cfb-84c0-a6b0-b12543d4b2c2 /0		{"receipt":{"id":0,"version":2}}	97	94	2026-11-29 10:02:43.573+00
saga/54a96258-d5aa-8128-ab26-eafe8881d1c7		{"receipt":{"id":"0192a000-0000-7000-8000-000000000033","version":6}}	99	58	2026-11-29 10:02:44.986+00
key%3AcbnJFCruf7Qp/upgrade-4	8d59690ece3b0fe7b0793e2ee88b48af087fc982e75d7734e8d071d4344d36b7	{"receipt":{"id":"0192a000-0000-7000-8000-000000000035","version":2}}	100	\N	2026-11-29 10:02:45.067+00
key%3AcbnJFCruf7Qp/upgrade-5	65069c249925aa5d0c56ccd258f28cb6fce6e16c77c6634ec699506a3725ec18	{"receipt":{"id":"0192a000-0000-7000-8000-000000000037","version":1}}	101	\N	2026-11-29 10:02:45.161+00
key%3AcbnJFCruf7Qp/upgrade-6	f8a7a1acd3b97a3cccf2dd713be6f66f8e27b7cdb1d5ec1eeca1ca68cfe9cb63	{"receipt":{"id":0,"version":0}}	0	\N	2026-11-29 10:02:45.189+00
key%3AcbnJFCruf7Qp/upgrade-6 /0	f8a7a1acd3b97a3cccf2dd713be6f66f8e27b7cdb1d5ec1eeca1ca68cfe9cb63	{"receipt":{"id":"0192a000-0000-7000-8000-000000000035","version":3}}	102	\N	2026-11-29 10:02:45.202+00
key%3AcbnJFCruf7Qp/upgrade-6 /1	f8a7a1acd3b97a3cccf2dd713be6f66f8e27b7cdb1d5ec1eeca1ca68cfe9cb63	{"refused":"campaign.not-found"}	\N	\N	2026-11-29 10:02:45.209+00
\.
COPY log.operations FROM stdin;
0fd9eb92-28c2-43bd-b403-0d6b21ed0524	rebuild	order-history	key:cbnJFCruf7Qp	done	103	\N	\N	2026-11-29 10:02:45.431+00	2026-11-29 10:02:45.535+00	2026-11-29 10:02:45.894+00
\.
COPY log.quarantine FROM stdin;
1	order-history	previous	order-900000	103	Cannot read properties of undefined (reading 'slice')	1	parked	\N	\N	\N	2026-11-29 10:02:45.363+00	\N
2	order-history	serving	order-900000	103	Cannot read properties of undefined (reading 'slice')	1	parked	\N	\N	\N	2026-11-29 10:02:45.704+00	\N
\.
COPY log.timers FROM stdin;
1	saga EndCampaignSaga.endCampaign	0192a000-0000-7000-8000-000000000031	2126-04-01 00:00:00+00	"2126-04-01T00:00:00.000Z"	45	13b47bbc-937c-4154-aacd-9edccc661553	\N	2026-11-29 10:02:42.741+00
2	saga EndCampaignSaga.endCampaign	0192a000-0000-7000-8000-000000000032	2126-04-01 00:00:00+00	"2126-04-01T00:00:00.000Z"	54	f9d28315-e32a-4510-ad9d-28cb00eeac37	\N	2026-11-29 10:02:42.839+00
\.
COPY log.snapshots FROM stdin;
campaign-0192a000-0000-7000-8000-000000000036	2	24	{"created":{"name":"Before","userId":1,"currency":"EUR"},"name":"After","userId":1,"currency":"EUR","price":22,"schedule":{"start":null,"end":null},"placements":[],"paused":false,"ended":false,"deleted":false,"createdAt":"2026-11-29T10:02:43.005Z","updatedAt":"2026-11-29T10:02:43.323Z"}	2026-11-29 10:02:43.337+00
portfolio-0192a000-0000-7000-8000-000000000011	1	9	{"created":{"name":"idnes.cz","publisherId":"0192a000-0000-7000-8000-000000000001"},"name":"iDNES.cz","publisherId":"0192a000-0000-7000-8000-000000000001","deleted":false,"nodes":["0192a000-0000-7000-8000-000000000023","0192a000-0000-7000-8000-000000000021"],"sections":{"0192a000-0000-7000-8000-000000000021":{"name":"Technet","parentId":null,"nodes":["0192a000-0000-7000-8000-000000000022","0192a000-0000-7000-8000-000000000024"]},"0192a000-0000-7000-8000-000000000022":{"name":"Žluťoučký kůň","parentId":"0192a000-0000-7000-8000-000000000021","nodes":[]},"0192a000-0000-7000-8000-000000000023":{"name":"Věda","parentId":null,"nodes":[]},"0192a000-0000-7000-8000-000000000024":{"name":"Removed","parentId":"0192a000-0000-7000-8000-000000000021","nodes":["0192a000-0000-7000-8000-000000000025"]},"0192a000-0000-7000-8000-000000000025":{"name":"Below it","parentId":"0192a000-0000-7000-8000-000000000024","nodes":[]}},"createdAt":"2026-11-29T10:02:42.206Z","updatedAt":"2026-11-29T10:02:43.405Z"}	2026-11-29 10:02:43.418+00
campaign-0192a000-0000-7000-8000-000000000031	2	11	{"created":{"name":"Spring sale","userId":1,"currency":"EUR"},"name":"O'Neil \\"$$\\" %s","userId":1,"currency":"CZK","price":1250,"schedule":{"end":"2126-04-01T00:00:00.000Z","start":"2126-03-01T00:00:00.000Z"},"placements":["0192a000-0000-7000-8000-000000000021","0192a000-0000-7000-8000-000000000023","0192a000-0000-7000-8000-000000000025"],"paused":false,"ended":false,"deleted":false,"createdAt":"2026-11-29T10:02:42.567Z","updatedAt":"2026-11-29T10:02:42.739Z"}	2026-11-29 10:02:43.493+00
campaign-0192a000-0000-7000-8000-000000000032	2	4	{"created":{"name":"𝔘𝔫𝔦 👩‍👧 עברית","userId":2,"currency":"JPY"},"name":"𝔘𝔫𝔦 👩‍👧 עברית","userId":2,"currency":"JPY","price":null,"schedule":{"end":"2126-04-01T00:00:00.000Z","start":"2026-01-01T00:00:00.000Z"},"placements":["0192a000-0000-7000-8000-000000000027","0192a000-0000-7000-8000-000000000026"],"paused":false,"ended":false,"deleted":false,"createdAt":"2026-11-29T10:02:42.750Z","updatedAt":"2026-11-29T10:02:42.794Z"}	2026-11-29 10:02:43.551+00
campaign-0192a000-0000-7000-8000-000000000033	2	4	{"created":{"name":"Ends","userId":1,"currency":"EUR"},"name":"Ends","userId":1,"currency":"EUR","price":null,"schedule":{"end":"2026-11-29T10:02:44.365Z","start":"2026-01-01T00:00:00.000Z"},"placements":["0192a000-0000-7000-8000-000000000026"],"paused":false,"ended":false,"deleted":false,"createdAt":"2026-11-29T10:02:42.811Z","updatedAt":"2026-11-29T10:02:42.897Z"}	2026-11-29 10:02:44.981+00
\.
COPY access.keys FROM stdin;
cbnJFCruf7Qp	\\x17b1db5cfbd45fc3eea75c19eea7e4babb5cee6b56a2cf6b3d2cfc6b00a687a8	upgrade	admin	\N	2026-11-29 10:02:38.744+00	shell	2027-02-27 10:02:38.743+00	\N	\N	2026-11-29 10:02:42.438+00
\.
COPY access.audit FROM stdin;
1	2026-11-29 10:02:38.745+00	done	shell	\N	\N	\N	key.created	key:cbnJFCruf7Qp	\N	1
2	2026-11-29 10:02:45.431+00	done	key:cbnJFCruf7Qp	POST	/v1/views/{name}/rebuild	202	\N	order-history	127.0.0.1	1
\.
COPY access.sessions FROM stdin;
\.
COPY access.failed_sign_ins FROM stdin;
\.
COPY read_previous.order_goods FROM stdin;
1	1	SKU 0 Žluťoučký kůň	Žluťoučký kůň	1	0	2026-11-29T10:02:41.298Z	1
2	1	SKU 1 Zluťký	Zluťký	2	99	2026-11-29T10:02:41.408Z	1
3	1	SKU 2 \\u0000 \\. \\N \\x	\\u0000 \\. \\N \\x	3	198	2026-11-29T10:02:41.440Z	1
4	1	SKU 3 O'Neil "$$" %s	O'Neil "$$" %s	4	297	2026-11-29T10:02:41.469Z	1
5	1	SKU 4 𝔘𝔫𝔦 👩‍👧 עברית	𝔘𝔫𝔦 👩‍👧 עברית	5	396	2026-11-29T10:02:41.487Z	1
6	1	SKU 5 =1+1	=1+1	6	495	2026-11-29T10:02:41.522Z	1
7	1	SKU 6 -- ; DROP	-- ; DROP	7	594	2026-11-29T10:02:41.553Z	1
8	1	MUG-RED	\N	2	1250	2026-11-29T10:02:41.587Z	2
9	2	\N	Žluťoučký kůň	7	99999999	2026-11-29T10:02:41.617Z	2
12	3	\N	\\u0000 \\. \\N \\x	1	0	2026-11-29T10:02:41.958Z	1
\.
COPY read_previous.known_orders FROM stdin;
1	8	30	13588	{mug-red,"sku 0 žluťoučký kůň","sku 1 zluťký","sku 2 \\\\u0000 \\\\. \\\\n \\\\x","sku 3 o'neil \\"$$\\" %s","sku 4 uni 👩👧 עברית","sku 5 =1+1","sku 6 -- ; drop"}	1	EUR	2026-11-29 10:02:41.052+00	1
2	1	7	699999993	{}	3	CZK	2026-11-29 10:02:41.093+00	2
5	0	0	0	{}	4	EUR	2026-11-29 10:02:41.911+00	1
3	1	1	0	{}	5	EUR	2026-11-29 10:02:41.155+00	2
\.
COPY read_previous.order_history FROM stdin;
1	8	30	13588	{mug-red,"sku 0 žluťoučký kůň","sku 1 zluťký","sku 2 \\\\u0000 \\\\. \\\\n \\\\x","sku 3 o'neil \\"$$\\" %s","sku 4 uni 👩👧 עברית","sku 5 =1+1","sku 6 -- ; drop"}	1	EUR	2026-11-29 10:02:41.052+00	1
2	1	7	699999993	{}	3	CZK	2026-11-29 10:02:41.093+00	2
5	0	0	0	{}	4	EUR	2026-11-29 10:02:41.911+00	1
3	1	1	0	{}	5	EUR	2026-11-29 10:02:41.155+00	2
\.
COPY read_previous.order_skus FROM stdin;
mug-red	1	2026-11-29 10:02:41.052+00	8	13588
sku 0 žluťoučký kůň	1	2026-11-29 10:02:41.052+00	8	13588
sku 1 zluťký	1	2026-11-29 10:02:41.052+00	8	13588
sku 2 \\u0000 \\. \\n \\x	1	2026-11-29 10:02:41.052+00	8	13588
sku 3 o'neil "$$" %s	1	2026-11-29 10:02:41.052+00	8	13588
sku 4 uni 👩👧 עברית	1	2026-11-29 10:02:41.052+00	8	13588
sku 5 =1+1	1	2026-11-29 10:02:41.052+00	8	13588
sku 6 -- ; drop	1	2026-11-29 10:02:41.052+00	8	13588
\.
COPY read_previous.order_days FROM stdin;
2026-11-29	1	5
\.
COPY read_previous.order_statistics FROM stdin;
2026-11-29	EUR	8	1	30	13588
2026-11-29	CZK	1	1	7	699999993
2026-11-29	EUR	0	1	0	0
2026-11-29	EUR	1	1	1	0
\.
COPY read_previous.order_quarters FROM stdin;
2026-11-29 10:00:00+00	CZK	1	1	7	699999993
2026-11-29 10:00:00+00	EUR	3	9	31	13588
\.
COPY read_previous.order_sizes FROM stdin;
8	EUR	1	30	13588
1	CZK	1	7	699999993
0	EUR	1	0	0
1	EUR	1	1	0
\.
COPY read_previous.order_users FROM stdin;
1	EUR	1	8	30	13588
3	CZK	1	1	7	699999993
4	EUR	1	0	0	0
5	EUR	1	1	1	0
\.
COPY read_previous.order_user_groups FROM stdin;
1	1	13588	{"EUR": "13588"}
3	1	699999993	{"CZK": "699999993"}
4	1	0	{"EUR": "0"}
5	1	0	{"EUR": "0"}
\.
COPY read.campaigns FROM stdin;
After	after	after	0192a000-0000-7000-8000-000000000036	1	EUR	24	\N	\N	[]	f	f	f	["no-schedule", "no-placement"]	26	2026-11-29 10:02:43.005+00	2026-11-29 10:02:43.36+00
O'Neil "$$" %s	o'neil "$$" %s	o'neil "$$" %s	0192a000-0000-7000-8000-000000000031	1	CZK	1250	2126-03-01 00:00:00+00	2126-04-01 00:00:00+00	["0192a000-0000-7000-8000-000000000021", "0192a000-0000-7000-8000-000000000023"]	f	f	t	[]	12	2026-11-29 10:02:42.567+00	2026-11-29 10:02:43.499+00
𝔘𝔫𝔦 👩‍👧 עברית	uni 👩👧 עברית	uni 👩👧 עברית	0192a000-0000-7000-8000-000000000032	2	JPY	\N	2026-01-01 00:00:00+00	2126-04-01 00:00:00+00	["0192a000-0000-7000-8000-000000000026"]	f	f	t	[]	5	2026-11-29 10:02:42.75+00	2026-11-29 10:02:43.554+00
Ends	ends	ends	0192a000-0000-7000-8000-000000000033	1	EUR	\N	2026-01-01 00:00:00+00	2026-11-29 10:02:44.365+00	["0192a000-0000-7000-8000-000000000026"]	f	t	f	["ended"]	6	2026-11-29 10:02:42.811+00	2026-11-29 10:02:44.986+00
Zluťký	zluťký	zluťký	0192a000-0000-7000-8000-000000000037	6	EUR	\N	\N	\N	[]	f	f	f	["no-schedule", "no-placement"]	1	2026-11-29 10:02:45.161+00	2026-11-29 10:02:45.161+00
\\u0000 \\. \\N \\x	\\u0000 \\. \\n \\x	\\u0000 \\. \\n \\x	0192a000-0000-7000-8000-000000000035	1	EUR	5	\N	\N	[]	f	f	f	["no-schedule", "no-placement"]	3	2026-11-29 10:02:42.979+00	2026-11-29 10:02:45.201+00
\.
COPY read.names FROM stdin;
publisher	0192a000-0000-7000-8000-000000000001	Žluťoučký kůň	\N	f
publisher	0192a000-0000-7000-8000-000000000002	MAFRA	\N	f
portfolio	0192a000-0000-7000-8000-000000000012	𝔘𝔫𝔦 👩‍👧 עברית	\N	f
portfolio	0192a000-0000-7000-8000-000000000011	iDNES.cz	\N	f
section	0192a000-0000-7000-8000-000000000021	Technet	\N	f
section	0192a000-0000-7000-8000-000000000022	Žluťoučký kůň	\N	f
section	0192a000-0000-7000-8000-000000000026	Sport	\N	f
campaign	0192a000-0000-7000-8000-000000000031	O'Neil "$$" %s	1	f
campaign	0192a000-0000-7000-8000-000000000032	𝔘𝔫𝔦 👩‍👧 עברית	2	f
campaign	0192a000-0000-7000-8000-000000000033	Ends	1	f
campaign	0192a000-0000-7000-8000-000000000034	Deleted	1	t
campaign	0192a000-0000-7000-8000-000000000035	\\u0000 \\. \\N \\x	1	f
campaign	0192a000-0000-7000-8000-000000000036	After	1	f
section	0192a000-0000-7000-8000-000000000023	Věda	\N	f
section	0192a000-0000-7000-8000-000000000024	Removed	\N	t
section	0192a000-0000-7000-8000-000000000025	Below it	\N	t
section	0192a000-0000-7000-8000-000000000027	Gone	\N	t
portfolio	0192a000-0000-7000-8000-000000000013	gone.example	\N	t
publisher	0192a000-0000-7000-8000-000000000003	\\u0000 \\. \\N \\x	\N	t
portfolio	0192a000-0000-7000-8000-000000000014	also-gone.example	\N	t
campaign	0192a000-0000-7000-8000-000000000037	Zluťký	6	f
\.
COPY read.placed_campaigns FROM stdin;
0192a000-0000-7000-8000-000000000036	1	EUR	24	\N	\N	[]	f
0192a000-0000-7000-8000-000000000031	1	CZK	1250	2126-03-01 00:00:00+00	2126-04-01 00:00:00+00	["0192a000-0000-7000-8000-000000000021", "0192a000-0000-7000-8000-000000000023"]	t
0192a000-0000-7000-8000-000000000032	2	JPY	\N	2026-01-01 00:00:00+00	2126-04-01 00:00:00+00	["0192a000-0000-7000-8000-000000000026"]	t
0192a000-0000-7000-8000-000000000033	1	EUR	\N	2026-01-01 00:00:00+00	2026-11-29 10:02:44.365+00	["0192a000-0000-7000-8000-000000000026"]	f
0192a000-0000-7000-8000-000000000037	6	EUR	\N	\N	\N	[]	f
0192a000-0000-7000-8000-000000000035	1	EUR	5	\N	\N	[]	f
\.
COPY read.placements FROM stdin;
0192a000-0000-7000-8000-000000000031	1	CZK	1250	2126-03-01 00:00:00+00	2126-04-01 00:00:00+00	0192a000-0000-7000-8000-000000000021
0192a000-0000-7000-8000-000000000031	1	CZK	1250	2126-03-01 00:00:00+00	2126-04-01 00:00:00+00	0192a000-0000-7000-8000-000000000023
0192a000-0000-7000-8000-000000000032	2	JPY	\N	2026-01-01 00:00:00+00	2126-04-01 00:00:00+00	0192a000-0000-7000-8000-000000000026
\.
COPY read.portfolios FROM stdin;
𝔘𝔫𝔦 👩‍👧 עברית	uni 👩👧 עברית	uni 👩👧 עברית	0192a000-0000-7000-8000-000000000012	0192a000-0000-7000-8000-000000000002	1	2	2026-11-29 10:02:42.238+00	2026-11-29 10:02:42.526+00
iDNES.cz	idnes.cz	idnes.cz	0192a000-0000-7000-8000-000000000011	0192a000-0000-7000-8000-000000000001	3	10	2026-11-29 10:02:42.206+00	2026-11-29 10:02:43.418+00
\.
COPY read.portfolio_nodes FROM stdin;
0192a000-0000-7000-8000-000000000012	0192a000-0000-7000-8000-000000000012	𝔘𝔫𝔦 👩‍👧 עברית	\N	["0192a000-0000-7000-8000-000000000026"]
0192a000-0000-7000-8000-000000000012	0192a000-0000-7000-8000-000000000026	Sport	\N	[]
0192a000-0000-7000-8000-000000000011	0192a000-0000-7000-8000-000000000023	Věda	\N	[]
0192a000-0000-7000-8000-000000000011	0192a000-0000-7000-8000-000000000022	Žluťoučký kůň	0192a000-0000-7000-8000-000000000021	[]
0192a000-0000-7000-8000-000000000011	0192a000-0000-7000-8000-000000000011	iDNES.cz	\N	["0192a000-0000-7000-8000-000000000023", "0192a000-0000-7000-8000-000000000021"]
0192a000-0000-7000-8000-000000000011	0192a000-0000-7000-8000-000000000021	Technet	\N	["0192a000-0000-7000-8000-000000000022"]
\.
COPY read.publishers FROM stdin;
Žluťoučký kůň	žluťoučký kůň	žluťoučký kůň	0192a000-0000-7000-8000-000000000001	1	2026-11-29 10:02:42.028+00	2026-11-29 10:02:42.028+00
MAFRA	mafra	mafra	0192a000-0000-7000-8000-000000000002	2	2026-11-29 10:02:42.078+00	2026-11-29 10:02:42.132+00
\.
COPY read.order_goods FROM stdin;
1	1	SKU 0 Žluťoučký kůň	Žluťoučký kůň	1	0	2026-11-29T10:02:41.298Z	1
2	1	SKU 1 Zluťký	Zluťký	2	99	2026-11-29T10:02:41.408Z	1
3	1	SKU 2 \\u0000 \\. \\N \\x	\\u0000 \\. \\N \\x	3	198	2026-11-29T10:02:41.440Z	1
4	1	SKU 3 O'Neil "$$" %s	O'Neil "$$" %s	4	297	2026-11-29T10:02:41.469Z	1
5	1	SKU 4 𝔘𝔫𝔦 👩‍👧 עברית	𝔘𝔫𝔦 👩‍👧 עברית	5	396	2026-11-29T10:02:41.487Z	1
6	1	SKU 5 =1+1	=1+1	6	495	2026-11-29T10:02:41.522Z	1
7	1	SKU 6 -- ; DROP	-- ; DROP	7	594	2026-11-29T10:02:41.553Z	1
8	1	MUG-RED	\N	2	1250	2026-11-29T10:02:41.587Z	2
9	2	\N	Žluťoučký kůň	7	99999999	2026-11-29T10:02:41.617Z	2
12	3	\N	\\u0000 \\. \\N \\x	1	0	2026-11-29T10:02:41.958Z	1
\.
COPY read.known_orders FROM stdin;
2	1	7	699999993	{}	3	CZK	2026-11-29 10:02:41.093+00	2
1	8	30	13588	{mug-red,"sku 0 žluťoučký kůň","sku 1 zluťký","sku 2 \\\\u0000 \\\\. \\\\n \\\\x","sku 3 o'neil \\"$$\\" %s","sku 4 uni 👩👧 עברית","sku 5 =1+1","sku 6 -- ; drop"}	1	EUR	2026-11-29 10:02:41.052+00	1
5	0	0	0	{}	4	EUR	2026-11-29 10:02:41.911+00	1
3	1	1	0	{}	5	EUR	2026-11-29 10:02:41.155+00	2
\.
COPY read.order_history FROM stdin;
2	1	7	699999993	{}	3	CZK	2026-11-29 10:02:41.093+00	2
1	8	30	13588	{mug-red,"sku 0 žluťoučký kůň","sku 1 zluťký","sku 2 \\\\u0000 \\\\. \\\\n \\\\x","sku 3 o'neil \\"$$\\" %s","sku 4 uni 👩👧 עברית","sku 5 =1+1","sku 6 -- ; drop"}	1	EUR	2026-11-29 10:02:41.052+00	1
5	0	0	0	{}	4	EUR	2026-11-29 10:02:41.911+00	1
3	1	1	0	{}	5	EUR	2026-11-29 10:02:41.155+00	2
\.
COPY read.order_skus FROM stdin;
sku 0 žluťoučký kůň	1	2026-11-29 10:02:41.052+00	8	13588
sku 1 zluťký	1	2026-11-29 10:02:41.052+00	8	13588
sku 2 \\u0000 \\. \\n \\x	1	2026-11-29 10:02:41.052+00	8	13588
sku 3 o'neil "$$" %s	1	2026-11-29 10:02:41.052+00	8	13588
sku 4 uni 👩👧 עברית	1	2026-11-29 10:02:41.052+00	8	13588
sku 5 =1+1	1	2026-11-29 10:02:41.052+00	8	13588
sku 6 -- ; drop	1	2026-11-29 10:02:41.052+00	8	13588
mug-red	1	2026-11-29 10:02:41.052+00	8	13588
\.
COPY read.order_days FROM stdin;
2026-11-29	1	5
\.
COPY read.order_statistics FROM stdin;
2026-11-29	CZK	1	1	7	699999993
2026-11-29	EUR	8	1	30	13588
2026-11-29	EUR	0	1	0	0
2026-11-29	EUR	1	1	1	0
\.
COPY read.order_quarters FROM stdin;
2026-11-29 10:00:00+00	CZK	1	1	7	699999993
2026-11-29 10:00:00+00	EUR	3	9	31	13588
\.
COPY read.order_sizes FROM stdin;
1	CZK	1	7	699999993
8	EUR	1	30	13588
0	EUR	1	0	0
1	EUR	1	1	0
\.
COPY read.order_users FROM stdin;
1	EUR	1	8	30	13588
3	CZK	1	1	7	699999993
4	EUR	1	0	0	0
5	EUR	1	1	1	0
\.
COPY read.order_user_groups FROM stdin;
1	1	13588	{"EUR": "13588"}
3	1	699999993	{"CZK": "699999993"}
4	1	0	{"EUR": "0"}
5	1	0	{"EUR": "0"}
\.
ALTER TABLE public.kronika_migrations ADD CONSTRAINT "PK_bc706296801e0a31395f075e106" PRIMARY KEY (id);
ALTER TABLE log.events ADD CONSTRAINT events_version_check CHECK ((version > 0));
ALTER TABLE log.events ADD CONSTRAINT events_pkey PRIMARY KEY ("position");
ALTER TABLE log.events ADD CONSTRAINT events_stream_version_key UNIQUE (stream, version);
ALTER TABLE write.orders ADD CONSTRAINT orders_pkey PRIMARY KEY (id);
ALTER TABLE write.goods ADD CONSTRAINT goods_pkey PRIMARY KEY (id);
ALTER TABLE write.outcomes ADD CONSTRAINT outcomes_pkey PRIMARY KEY (key);
ALTER TABLE log.checkpoints ADD CONSTRAINT checkpoints_pkey PRIMARY KEY (subscription, build);
ALTER TABLE log.checkpoints ADD CONSTRAINT checkpoints_build_check CHECK ((build = ANY (ARRAY['serving'::text, 'next'::text, 'previous'::text, 'check'::text])));
ALTER TABLE log.operations ADD CONSTRAINT operations_kind_check CHECK ((kind = ANY (ARRAY['rebuild'::text, 'upgrade'::text, 'rollback'::text, 'verify'::text])));
ALTER TABLE log.operations ADD CONSTRAINT operations_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text])));
ALTER TABLE log.operations ADD CONSTRAINT operations_pkey PRIMARY KEY (id);
ALTER TABLE access.sessions ADD CONSTRAINT sessions_check CHECK (((key_id IS NOT NULL) = (origin = 'key'::text)));
ALTER TABLE log.quarantine ADD CONSTRAINT quarantine_state_check CHECK ((state = ANY (ARRAY['parked'::text, 'released'::text, 'skipped'::text])));
ALTER TABLE log.quarantine ADD CONSTRAINT quarantine_wish_check CHECK ((wish = ANY (ARRAY['retry'::text, 'skip'::text])));
ALTER TABLE log.quarantine ADD CONSTRAINT quarantine_pkey PRIMARY KEY (id);
ALTER TABLE log.timers ADD CONSTRAINT timers_pkey PRIMARY KEY (id);
ALTER TABLE log.timers ADD CONSTRAINT timers_subscription_key_key UNIQUE (subscription, key);
ALTER TABLE log.snapshots ADD CONSTRAINT snapshots_pkey PRIMARY KEY (stream);
ALTER TABLE access.keys ADD CONSTRAINT keys_id_check CHECK ((id ~ '^[0-9A-Za-z]{12}$'::text));
ALTER TABLE access.keys ADD CONSTRAINT keys_hash_check CHECK ((octet_length(hash) = 32));
ALTER TABLE access.keys ADD CONSTRAINT keys_role_check CHECK ((role = ANY (ARRAY['reader'::text, 'operator'::text, 'admin'::text])));
ALTER TABLE access.keys ADD CONSTRAINT keys_check CHECK (((revoked_at IS NULL) = (revoked_by IS NULL)));
ALTER TABLE access.keys ADD CONSTRAINT keys_pkey PRIMARY KEY (id);
ALTER TABLE access.audit ADD CONSTRAINT audit_outcome_check CHECK ((outcome = ANY (ARRAY['done'::text, 'refused'::text, 'signed-in'::text, 'sign-in-failed'::text])));
ALTER TABLE access.audit ADD CONSTRAINT audit_pkey PRIMARY KEY (id);
ALTER TABLE access.sessions ADD CONSTRAINT sessions_hash_check CHECK ((octet_length(hash) = 32));
ALTER TABLE access.sessions ADD CONSTRAINT sessions_role_check CHECK ((role = ANY (ARRAY['reader'::text, 'operator'::text, 'admin'::text])));
ALTER TABLE access.sessions ADD CONSTRAINT sessions_pkey PRIMARY KEY (hash);
ALTER TABLE access.failed_sign_ins ADD CONSTRAINT failed_sign_ins_pkey PRIMARY KEY (network);
ALTER TABLE read.campaigns ADD CONSTRAINT "PK_831e3fcd4fc45b4e4c3f57a9ee4" PRIMARY KEY (id);
ALTER TABLE read.names ADD CONSTRAINT "PK_972517db049fc217bab69dcbc54" PRIMARY KEY (type, id);
ALTER TABLE read.placed_campaigns ADD CONSTRAINT "PK_5150fb403b0be5482f9f54f0827" PRIMARY KEY (campaign_id);
ALTER TABLE read.placements ADD CONSTRAINT "PK_92ed0d9798a1f75540bfcc838ef" PRIMARY KEY (campaign_id, section_id);
ALTER TABLE read.portfolios ADD CONSTRAINT "PK_488aa6e9b219d1d9087126871ae" PRIMARY KEY (id);
ALTER TABLE read.portfolio_nodes ADD CONSTRAINT "PK_383d6c4d540b3e0153b15dc0396" PRIMARY KEY (portfolio_id, id);
ALTER TABLE read.publishers ADD CONSTRAINT "PK_9d73f23749dca512efc3ccbea6a" PRIMARY KEY (id);
ALTER TABLE read_previous.order_goods ADD CONSTRAINT "PK_fb8033bc20ac2847fd8218e291f" PRIMARY KEY (id);
ALTER TABLE read_previous.known_orders ADD CONSTRAINT "PK_ca4b16efd8834dc99ac5d1344c6" PRIMARY KEY (id);
ALTER TABLE read_previous.order_history ADD CONSTRAINT "PK_cc71513680d03ecb01b96655b0c" PRIMARY KEY (id);
ALTER TABLE read_previous.order_skus ADD CONSTRAINT "PK_217a1faa1c130645f6868a8490e" PRIMARY KEY (folded_sku, order_id);
ALTER TABLE read_previous.order_days ADD CONSTRAINT "PK_16f2953daa5199edd493ed151e3" PRIMARY KEY (day);
ALTER TABLE read_previous.order_statistics ADD CONSTRAINT "PK_6ed94e110ead7561e401ef206b6" PRIMARY KEY (day, currency, goods_count);
ALTER TABLE read_previous.order_quarters ADD CONSTRAINT "PK_34c8b527f6afaced3981d66960b" PRIMARY KEY (created_at, currency);
ALTER TABLE read_previous.order_sizes ADD CONSTRAINT "PK_f92c1bda0a8b736b9f84a5a730d" PRIMARY KEY (goods_count, currency);
ALTER TABLE read_previous.order_users ADD CONSTRAINT "PK_412ccd6f06a4d5b81f0448ab2e1" PRIMARY KEY (user_id, currency);
ALTER TABLE read_previous.order_user_groups ADD CONSTRAINT "PK_173f655c530de6d3acb4715086e" PRIMARY KEY (user_id);
ALTER TABLE read.order_goods ADD CONSTRAINT "PK_fb8033bc20ac2847fd8218e291f" PRIMARY KEY (id);
ALTER TABLE read.known_orders ADD CONSTRAINT "PK_ca4b16efd8834dc99ac5d1344c6" PRIMARY KEY (id);
ALTER TABLE read.order_history ADD CONSTRAINT "PK_cc71513680d03ecb01b96655b0c" PRIMARY KEY (id);
ALTER TABLE read.order_skus ADD CONSTRAINT "PK_217a1faa1c130645f6868a8490e" PRIMARY KEY (folded_sku, order_id);
ALTER TABLE read.order_days ADD CONSTRAINT "PK_16f2953daa5199edd493ed151e3" PRIMARY KEY (day);
ALTER TABLE read.order_statistics ADD CONSTRAINT "PK_6ed94e110ead7561e401ef206b6" PRIMARY KEY (day, currency, goods_count);
ALTER TABLE read.order_quarters ADD CONSTRAINT "PK_34c8b527f6afaced3981d66960b" PRIMARY KEY (created_at, currency);
ALTER TABLE read.order_sizes ADD CONSTRAINT "PK_f92c1bda0a8b736b9f84a5a730d" PRIMARY KEY (goods_count, currency);
ALTER TABLE read.order_users ADD CONSTRAINT "PK_412ccd6f06a4d5b81f0448ab2e1" PRIMARY KEY (user_id, currency);
ALTER TABLE read.order_user_groups ADD CONSTRAINT "PK_173f655c530de6d3acb4715086e" PRIMARY KEY (user_id);
CREATE INDEX "IDX_af209d971f0e20020357d9da45" ON read_previous.order_user_groups USING btree (orders, user_id);
CREATE INDEX "IDX_bde0385256bbb392cf15e40fe2" ON read_previous.order_goods USING btree (order_id, id);
CREATE INDEX "IDX_b0ff84cbeaf7ba0da0ef4f4feb" ON read_previous.order_history USING btree (user_id, id);
CREATE INDEX "IDX_13da367a0755045cac6cd5a8aa" ON read.order_skus USING btree (folded_sku, created_at, order_id);
CREATE INDEX "IDX_bc5e85442b695638ff9cf27df7" ON read_previous.order_history USING btree (user_id, goods_count, id);
CREATE INDEX "IDX_8552210347bc220640322319c7" ON read.campaigns USING btree (user_id, sort_name, id);
CREATE INDEX "IDX_be8501b4b4e38235177f38e559" ON read.order_history USING btree (currency, id);
CREATE INDEX "IDX_af21e927e92478c21d1d2b5e73" ON read.campaigns USING btree (created_at, id);
CREATE INDEX "IDX_7674e23ca949bdd551ebbea2a6" ON read_previous.order_skus USING btree (folded_sku, goods_count, order_id);
CREATE INDEX "IDX_bde0385256bbb392cf15e40fe2" ON read.order_goods USING btree (order_id, id);
CREATE INDEX "IDX_f32dbc1f1b5a9ee53f8798f7f1" ON read.placements USING btree (section_id, user_id, campaign_id);
CREATE INDEX "IDX_f29f98c2a8007a2d388f78c410" ON read.order_history USING btree (user_id, total, id);
CREATE INDEX "IDX_af209d971f0e20020357d9da45" ON read.order_user_groups USING btree (orders, user_id);
CREATE INDEX "IDX_6d8a1c3d1204e1b9218fcb7313" ON read_previous.order_history USING btree (goods_count, total, id);
CREATE INDEX "IDX_e54abf309975fdb9d9a97de696" ON read_previous.order_history USING btree (created_at, id);
CREATE INDEX "IDX_7529809eb532e044fb452ecb59" ON read.order_user_groups USING btree (greatest_total, user_id);
CREATE INDEX events_goods_order ON log.events USING btree (((data ->> 'order_id'::text))) WHERE (data ? 'order_id'::text);
CREATE INDEX keys_page ON access.keys USING btree (created_at, id);
CREATE INDEX "IDX_13da367a0755045cac6cd5a8aa" ON read_previous.order_skus USING btree (folded_sku, created_at, order_id);
CREATE INDEX "IDX_b2587460ea6044e30e8227e8ba" ON read.campaigns USING btree (updated_at, id);
CREATE INDEX "IDX_c014bd7886f45d35230d75234c" ON read.order_history USING btree (currency, created_at, id);
CREATE INDEX "IDX_6fc548af7bca69626b71cba46f" ON read_previous.order_history USING btree (total, id);
CREATE INDEX outcomes_created_at ON write.outcomes USING btree (created_at);
CREATE INDEX "IDX_6fc548af7bca69626b71cba46f" ON read.order_history USING btree (total, id);
CREATE INDEX "IDX_9c9a4ed77ab9aaff5e29ae7610" ON read.campaigns USING btree (user_id, updated_at, id);
CREATE INDEX "IDX_f9aa3711037ee949c0ac9c33fe" ON read.portfolios USING btree (sort_name, id);
CREATE INDEX "IDX_925c90f98a3633c1dfec80642b" ON read.publishers USING btree (created_at, id);
CREATE INDEX audit_actor ON access.audit USING btree (actor, id);
CREATE INDEX "IDX_e54abf309975fdb9d9a97de696" ON read.order_history USING btree (created_at, id);
CREATE INDEX "IDX_16ba90b529da7e81b45eab2c90" ON read.order_history USING btree (currency, goods_count, id);
CREATE INDEX events_section_added ON log.events USING btree (((data ->> 'id'::text))) WHERE (type = 'SectionAdded'::text);
CREATE INDEX "IDX_68e2d2a900dd30b618b3125204" ON read.portfolios USING btree (publisher_id, created_at, id);
CREATE INDEX "IDX_8719d65a71c2b0675ac7bebaa7" ON read_previous.order_history USING btree (user_id, created_at, id);
CREATE INDEX "IDX_f29f98c2a8007a2d388f78c410" ON read_previous.order_history USING btree (user_id, total, id);
CREATE INDEX "IDX_16ba90b529da7e81b45eab2c90" ON read_previous.order_history USING btree (currency, goods_count, id);
CREATE INDEX audit_at ON access.audit USING btree (at);
CREATE INDEX "IDX_b0618d444291bddded78454004" ON read.order_skus USING btree (folded_sku, total, order_id);
CREATE INDEX "IDX_8719d65a71c2b0675ac7bebaa7" ON read.order_history USING btree (user_id, created_at, id);
CREATE INDEX "IDX_412ccd6f06a4d5b81f0448ab2e" ON read.order_users USING btree (currency, user_id);
CREATE INDEX sessions_key ON access.sessions USING btree (key_id);
CREATE INDEX "IDX_412ccd6f06a4d5b81f0448ab2e" ON read_previous.order_users USING btree (currency, user_id);
CREATE INDEX sessions_used ON access.sessions USING btree (used_at);
CREATE INDEX events_portfolio_publisher ON log.events USING btree (((data ->> 'publisherId'::text))) WHERE (type = 'PortfolioCreated'::text);
CREATE INDEX "IDX_17cd7e7c30ba0a9699172c836e" ON read_previous.order_history USING btree (currency, total, id);
CREATE INDEX "IDX_17cd7e7c30ba0a9699172c836e" ON read.order_history USING btree (currency, total, id);
CREATE INDEX "IDX_ea3e9f91a30aa8b3760c455e4e" ON read.campaigns USING btree (user_id, created_at, id);
CREATE INDEX "IDX_6dde8a24e80df59dbe076bd4a6" ON read_previous.order_history USING btree (goods_count, id);
CREATE INDEX "IDX_b0618d444291bddded78454004" ON read_previous.order_skus USING btree (folded_sku, total, order_id);
CREATE INDEX "IDX_6d8a1c3d1204e1b9218fcb7313" ON read.order_history USING btree (goods_count, total, id);
CREATE INDEX events_order_user ON log.events USING btree (((data ->> 'user_id'::text))) WHERE (data ? 'user_id'::text);
CREATE INDEX "IDX_f16a8181909608f209d193c7bc" ON read.order_users USING btree (currency, orders, user_id);
CREATE INDEX operations_open ON log.operations USING btree (created_at) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));
CREATE INDEX "IDX_b0ff84cbeaf7ba0da0ef4f4feb" ON read.order_history USING btree (user_id, id);
CREATE INDEX "IDX_03084628f8b4e4c4db303d9808" ON read_previous.order_users USING btree (currency, total, user_id);
CREATE INDEX timers_due ON log.timers USING btree (due_at) WHERE (error IS NULL);
CREATE INDEX "IDX_c014bd7886f45d35230d75234c" ON read_previous.order_history USING btree (currency, created_at, id);
CREATE INDEX goods_order ON write.goods USING btree (order_id, id);
CREATE INDEX "IDX_d2e97a54ee33765c4d2ff2b8c7" ON read.names USING btree (id);
CREATE INDEX "IDX_f16a8181909608f209d193c7bc" ON read_previous.order_users USING btree (currency, orders, user_id);
CREATE INDEX events_section_removed ON log.events USING btree (stream) WHERE (type = 'SectionRemoved'::text);
CREATE INDEX "IDX_fa19699cf314f55d7848648b8f" ON read.portfolios USING btree (publisher_id, sort_name, id);
CREATE UNIQUE INDEX quarantine_parked ON log.quarantine USING btree (subscription, build, stream) WHERE (state = 'parked'::text);
CREATE INDEX events_placements ON log.events USING gin (((data -> 'sections'::text))) WHERE (type = 'CampaignPlacementsSet'::text);
CREATE INDEX "IDX_b00adfdfb667987580142cd9e1" ON read.portfolios USING btree (created_at, id);
CREATE INDEX "IDX_6dde8a24e80df59dbe076bd4a6" ON read.order_history USING btree (goods_count, id);
CREATE INDEX "IDX_184d78b6d89d8d3c406fd6739c" ON read.campaigns USING btree (sort_name, id);
CREATE INDEX "IDX_be8501b4b4e38235177f38e559" ON read_previous.order_history USING btree (currency, id);
CREATE INDEX sessions_actor ON access.sessions USING btree (actor);
CREATE INDEX "IDX_bc5e85442b695638ff9cf27df7" ON read.order_history USING btree (user_id, goods_count, id);
CREATE INDEX "IDX_cd70d439254b26e7b3c03d69bb" ON read.publishers USING btree (sort_name, id);
CREATE INDEX "IDX_03084628f8b4e4c4db303d9808" ON read.order_users USING btree (currency, total, user_id);
CREATE INDEX "IDX_7529809eb532e044fb452ecb59" ON read_previous.order_user_groups USING btree (greatest_total, user_id);
CREATE INDEX events_type ON log.events USING btree (type, "position");
CREATE INDEX "IDX_7674e23ca949bdd551ebbea2a6" ON read.order_skus USING btree (folded_sku, goods_count, order_id);
CREATE INDEX events_campaign_user ON log.events USING btree (((data ->> 'userId'::text))) WHERE (data ? 'userId'::text);
CREATE INDEX events_actor ON log.events USING btree (((metadata ->> 'actor'::text)), "position") WHERE ((metadata ->> 'actor'::text) <> 'anonymous'::text);
CREATE INDEX "IDX_92ed0d9798a1f75540bfcc838e" ON read.placements USING btree (section_id, campaign_id);
CREATE TRIGGER events_are_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON log.events FOR EACH STATEMENT EXECUTE FUNCTION log.refuse();
SELECT setval('public.kronika_migrations_id_seq', 15, true);
SELECT setval('log."position"', 103, true);
SELECT setval('write.orders_id_seq', 5, true);
SELECT setval('write.goods_id_seq', 12, true);
SELECT setval('log.quarantine_id_seq', 2, true);
SELECT setval('log.timers_id_seq', 4, true);
SELECT setval('access.audit_id_seq', 2, true);
ALTER SCHEMA write OWNER TO kronika;
ALTER SCHEMA access OWNER TO kronika;
ALTER SCHEMA read_next OWNER TO kronika;
ALTER SCHEMA read_previous OWNER TO kronika;
ALTER SCHEMA read_check OWNER TO kronika;
ALTER SCHEMA read OWNER TO kronika;
ALTER SCHEMA log OWNER TO kronika;
ALTER TABLE public.kronika_migrations OWNER TO kronika;
ALTER TABLE log.events OWNER TO kronika;
ALTER TABLE log.checkpoints OWNER TO kronika;
ALTER TABLE log.cursor_secret OWNER TO kronika;
ALTER TABLE write.orders OWNER TO kronika;
ALTER TABLE write.goods OWNER TO kronika;
ALTER TABLE write.outcomes OWNER TO kronika;
ALTER TABLE log.operations OWNER TO kronika;
ALTER TABLE log.quarantine OWNER TO kronika;
ALTER TABLE log.timers OWNER TO kronika;
ALTER TABLE log.snapshots OWNER TO kronika;
ALTER TABLE access.keys OWNER TO kronika;
ALTER TABLE access.audit OWNER TO kronika;
ALTER TABLE access.sessions OWNER TO kronika;
ALTER TABLE access.failed_sign_ins OWNER TO kronika;
ALTER TABLE read_previous.order_goods OWNER TO kronika_view;
ALTER TABLE read_previous.known_orders OWNER TO kronika_view;
ALTER TABLE read_previous.order_history OWNER TO kronika_view;
ALTER TABLE read_previous.order_skus OWNER TO kronika_view;
ALTER TABLE read_previous.order_days OWNER TO kronika_view;
ALTER TABLE read_previous.order_statistics OWNER TO kronika_view;
ALTER TABLE read_previous.order_quarters OWNER TO kronika_view;
ALTER TABLE read_previous.order_sizes OWNER TO kronika_view;
ALTER TABLE read_previous.order_users OWNER TO kronika_view;
ALTER TABLE read_previous.order_user_groups OWNER TO kronika_view;
ALTER TABLE read.campaigns OWNER TO kronika_view;
ALTER TABLE read.names OWNER TO kronika_view;
ALTER TABLE read.placed_campaigns OWNER TO kronika_view;
ALTER TABLE read.placements OWNER TO kronika_view;
ALTER TABLE read.portfolios OWNER TO kronika_view;
ALTER TABLE read.portfolio_nodes OWNER TO kronika_view;
ALTER TABLE read.publishers OWNER TO kronika_view;
ALTER TABLE read.order_goods OWNER TO kronika_view;
ALTER TABLE read.known_orders OWNER TO kronika_view;
ALTER TABLE read.order_history OWNER TO kronika_view;
ALTER TABLE read.order_skus OWNER TO kronika_view;
ALTER TABLE read.order_days OWNER TO kronika_view;
ALTER TABLE read.order_statistics OWNER TO kronika_view;
ALTER TABLE read.order_quarters OWNER TO kronika_view;
ALTER TABLE read.order_sizes OWNER TO kronika_view;
ALTER TABLE read.order_users OWNER TO kronika_view;
ALTER TABLE read.order_user_groups OWNER TO kronika_view;
ALTER FUNCTION log.refuse() OWNER TO kronika;
ALTER FUNCTION access.purge_audit() OWNER TO kronika;
ALTER FUNCTION log.append(jsonb,jsonb) OWNER TO kronika;
ALTER FUNCTION log.horizon() OWNER TO kronika;
ALTER FUNCTION log.append_key(bigint) OWNER TO kronika;
ALTER FUNCTION log.last_position() OWNER TO kronika;
ALTER FUNCTION log.raise_position() OWNER TO kronika;
ALTER FUNCTION log.append_group(jsonb) OWNER TO kronika;
GRANT USAGE ON SCHEMA write TO kronika_write;
GRANT USAGE ON SCHEMA access TO kronika_write;
GRANT USAGE ON SCHEMA read_next TO kronika_view;
GRANT CREATE ON SCHEMA read_next TO kronika_view;
GRANT USAGE ON SCHEMA read_previous TO kronika_view;
GRANT CREATE ON SCHEMA read_previous TO kronika_view;
GRANT USAGE ON SCHEMA read_check TO kronika_view;
GRANT CREATE ON SCHEMA read_check TO kronika_view;
GRANT USAGE ON SCHEMA read TO kronika_view;
GRANT CREATE ON SCHEMA read TO kronika_view;
GRANT USAGE ON SCHEMA read TO kronika_read;
GRANT USAGE ON SCHEMA log TO kronika_write;
GRANT USAGE ON SCHEMA log TO kronika_view;
GRANT USAGE ON SCHEMA log TO kronika_read;
GRANT SELECT ON SEQUENCE log."position" TO kronika_write;
GRANT USAGE ON SEQUENCE log."position" TO kronika_write;
GRANT SELECT ON SEQUENCE log."position" TO kronika_view;
GRANT SELECT ON SEQUENCE log."position" TO kronika_read;
GRANT INSERT ON TABLE log.events TO kronika_write;
GRANT SELECT ON TABLE log.events TO kronika_write;
GRANT SELECT ON TABLE log.events TO kronika_view;
GRANT SELECT ON TABLE log.events TO kronika_read;
GRANT SELECT ON TABLE log.checkpoints TO kronika_write;
GRANT INSERT ON TABLE log.checkpoints TO kronika_view;
GRANT SELECT ON TABLE log.checkpoints TO kronika_view;
GRANT UPDATE ON TABLE log.checkpoints TO kronika_view;
GRANT DELETE ON TABLE log.checkpoints TO kronika_view;
GRANT SELECT ON TABLE log.checkpoints TO kronika_read;
GRANT SELECT ON TABLE log.cursor_secret TO kronika_read;
GRANT INSERT ON TABLE write.orders TO kronika_write;
GRANT SELECT ON TABLE write.orders TO kronika_write;
GRANT UPDATE ON TABLE write.orders TO kronika_write;
GRANT DELETE ON TABLE write.orders TO kronika_write;
GRANT INSERT ON TABLE write.goods TO kronika_write;
GRANT SELECT ON TABLE write.goods TO kronika_write;
GRANT UPDATE ON TABLE write.goods TO kronika_write;
GRANT DELETE ON TABLE write.goods TO kronika_write;
GRANT INSERT ON TABLE write.outcomes TO kronika_write;
GRANT SELECT ON TABLE write.outcomes TO kronika_write;
GRANT UPDATE ON TABLE write.outcomes TO kronika_write;
GRANT DELETE ON TABLE write.outcomes TO kronika_write;
GRANT INSERT ON TABLE log.operations TO kronika_write;
GRANT SELECT ON TABLE log.operations TO kronika_write;
GRANT INSERT ON TABLE log.operations TO kronika_view;
GRANT SELECT ON TABLE log.operations TO kronika_view;
GRANT UPDATE ON TABLE log.operations TO kronika_view;
GRANT DELETE ON TABLE log.operations TO kronika_view;
GRANT SELECT ON TABLE log.operations TO kronika_read;
GRANT SELECT ON TABLE log.quarantine TO kronika_write;
GRANT INSERT ON TABLE log.quarantine TO kronika_view;
GRANT SELECT ON TABLE log.quarantine TO kronika_view;
GRANT UPDATE ON TABLE log.quarantine TO kronika_view;
GRANT DELETE ON TABLE log.quarantine TO kronika_view;
GRANT SELECT ON TABLE log.quarantine TO kronika_read;
GRANT SELECT ON TABLE log.timers TO kronika_write;
GRANT DELETE ON TABLE log.timers TO kronika_write;
GRANT INSERT ON TABLE log.timers TO kronika_view;
GRANT SELECT ON TABLE log.timers TO kronika_view;
GRANT UPDATE ON TABLE log.timers TO kronika_view;
GRANT DELETE ON TABLE log.timers TO kronika_view;
GRANT SELECT ON TABLE log.timers TO kronika_read;
GRANT INSERT ON TABLE log.snapshots TO kronika_write;
GRANT SELECT ON TABLE log.snapshots TO kronika_write;
GRANT UPDATE ON TABLE log.snapshots TO kronika_write;
GRANT SELECT ON TABLE log.snapshots TO kronika_view;
GRANT DELETE ON TABLE log.snapshots TO kronika_view;
GRANT SELECT ON TABLE log.snapshots TO kronika_read;
GRANT INSERT ON TABLE access.keys TO kronika_write;
GRANT SELECT ON TABLE access.keys TO kronika_write;
GRANT INSERT ON TABLE access.audit TO kronika_write;
GRANT SELECT ON TABLE access.audit TO kronika_write;
GRANT INSERT ON TABLE access.sessions TO kronika_write;
GRANT SELECT ON TABLE access.sessions TO kronika_write;
GRANT DELETE ON TABLE access.sessions TO kronika_write;
GRANT INSERT ON TABLE access.failed_sign_ins TO kronika_write;
GRANT SELECT ON TABLE access.failed_sign_ins TO kronika_write;
GRANT UPDATE ON TABLE access.failed_sign_ins TO kronika_write;
GRANT DELETE ON TABLE access.failed_sign_ins TO kronika_write;
GRANT SELECT ON TABLE read_previous.order_goods TO kronika_read;
GRANT SELECT ON TABLE read_previous.known_orders TO kronika_read;
GRANT SELECT ON TABLE read_previous.order_history TO kronika_read;
GRANT SELECT ON TABLE read_previous.order_skus TO kronika_read;
GRANT SELECT ON TABLE read_previous.order_days TO kronika_read;
GRANT SELECT ON TABLE read_previous.order_statistics TO kronika_read;
GRANT SELECT ON TABLE read_previous.order_quarters TO kronika_read;
GRANT SELECT ON TABLE read_previous.order_sizes TO kronika_read;
GRANT SELECT ON TABLE read_previous.order_users TO kronika_read;
GRANT SELECT ON TABLE read_previous.order_user_groups TO kronika_read;
GRANT SELECT ON TABLE read.campaigns TO kronika_read;
GRANT SELECT ON TABLE read.names TO kronika_read;
GRANT SELECT ON TABLE read.placed_campaigns TO kronika_read;
GRANT SELECT ON TABLE read.placements TO kronika_read;
GRANT SELECT ON TABLE read.portfolios TO kronika_read;
GRANT SELECT ON TABLE read.portfolio_nodes TO kronika_read;
GRANT SELECT ON TABLE read.publishers TO kronika_read;
GRANT SELECT ON TABLE read.order_goods TO kronika_read;
GRANT SELECT ON TABLE read.known_orders TO kronika_read;
GRANT SELECT ON TABLE read.order_history TO kronika_read;
GRANT SELECT ON TABLE read.order_skus TO kronika_read;
GRANT SELECT ON TABLE read.order_days TO kronika_read;
GRANT SELECT ON TABLE read.order_statistics TO kronika_read;
GRANT SELECT ON TABLE read.order_quarters TO kronika_read;
GRANT SELECT ON TABLE read.order_sizes TO kronika_read;
GRANT SELECT ON TABLE read.order_users TO kronika_read;
GRANT SELECT ON TABLE read.order_user_groups TO kronika_read;
GRANT UPDATE (wish) ON log.quarantine TO kronika_write;
GRANT UPDATE (actor) ON log.quarantine TO kronika_write;
GRANT UPDATE (revoked_at) ON access.keys TO kronika_write;
GRANT UPDATE (used_at) ON access.sessions TO kronika_write;
GRANT UPDATE (reason) ON log.quarantine TO kronika_write;
GRANT UPDATE (revoked_by) ON access.keys TO kronika_write;
GRANT UPDATE (last_used_at) ON access.keys TO kronika_write;
ALTER DEFAULT PRIVILEGES FOR ROLE kronika_view IN SCHEMA read GRANT SELECT ON TABLES TO kronika_read;
ALTER DEFAULT PRIVILEGES FOR ROLE kronika_view IN SCHEMA read_next GRANT SELECT ON TABLES TO kronika_read;
ALTER DEFAULT PRIVILEGES FOR ROLE kronika_view IN SCHEMA read_previous GRANT SELECT ON TABLES TO kronika_read;
