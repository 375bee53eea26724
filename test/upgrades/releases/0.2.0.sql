SET check_function_bodies = off;
CREATE SCHEMA write;
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
CREATE TABLE read.names (type text NOT NULL, id uuid NOT NULL, name text NOT NULL, deleted boolean NOT NULL);
CREATE TABLE read.placed_campaigns (campaign_id uuid NOT NULL, currency character(3) NOT NULL, price bigint, start timestamp(3) with time zone, "end" timestamp(3) with time zone, sections jsonb NOT NULL, runnable boolean NOT NULL);
CREATE TABLE read.placements (campaign_id uuid NOT NULL, currency character(3) NOT NULL, price bigint, start timestamp(3) with time zone, "end" timestamp(3) with time zone, section_id uuid NOT NULL);
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
\.
COPY log.events FROM stdin;
1	order-1	1	order_created_v1	{"id": 1, "user_id": 1, "currency": "EUR", "created_at": "2026-11-29T10:02:28.886Z"}	{"actor": "anonymous", "commandId": "67c70bb0-6c63-4549-9073-d73fa0b61f99", "causationId": null, "correlationId": "67c70bb0-6c63-4549-9073-d73fa0b61f99"}	2026-11-29 10:02:28.897+00	1
2	order-2	1	order_created_v1	{"id": 2, "user_id": 1, "currency": "CZK", "created_at": "2026-11-29T10:02:28.920Z"}	{"actor": "anonymous", "commandId": "c4c824cc-d357-45fc-8be4-f8b2ae9c2d6f", "causationId": null, "correlationId": "c4c824cc-d357-45fc-8be4-f8b2ae9c2d6f"}	2026-11-29 10:02:28.93+00	1
3	order-3	1	order_created_v1	{"id": 3, "user_id": 9007199254740991, "currency": "EUR", "created_at": "2026-11-29T10:02:28.952Z"}	{"actor": "anonymous", "commandId": "a4d75a5b-22c6-4b36-a98c-38ce477700c4", "causationId": null, "correlationId": "a4d75a5b-22c6-4b36-a98c-38ce477700c4"}	2026-11-29 10:02:28.956+00	1
4	order-4	1	order_created_v1	{"id": 4, "user_id": 2, "currency": "EUR", "created_at": "2026-11-29T10:02:28.965Z"}	{"actor": "anonymous", "commandId": "b1d1bc39-240c-41f2-a478-ff0298bb419c", "causationId": null, "correlationId": "b1d1bc39-240c-41f2-a478-ff0298bb419c"}	2026-11-29 10:02:28.968+00	1
5	goods-1	1	goods_created_v1	{"id": 1, "sku": "SKU 0 Žluťoučký kůň", "name": "Žluťoučký kůň", "order_id": 1, "quantity": 1, "created_at": "2026-11-29T10:02:28.995Z", "unit_price": 0}	{"actor": "anonymous", "commandId": "cedbe4b9-3a78-40e8-82d1-4edf7d48ca93", "causationId": null, "correlationId": "cedbe4b9-3a78-40e8-82d1-4edf7d48ca93"}	2026-11-29 10:02:29.007+00	1
6	goods-2	1	goods_created_v1	{"id": 2, "sku": "SKU 1 Zluťký", "name": "Zluťký", "order_id": 1, "quantity": 2, "created_at": "2026-11-29T10:02:29.037Z", "unit_price": 99}	{"actor": "anonymous", "commandId": "d02d4a39-d46a-429d-9a74-340667990431", "causationId": null, "correlationId": "d02d4a39-d46a-429d-9a74-340667990431"}	2026-11-29 10:02:29.038+00	1
7	goods-3	1	goods_created_v1	{"id": 3, "sku": "SKU 2 \\\\u0000 \\\\. \\\\N \\\\x", "name": "\\\\u0000 \\\\. \\\\N \\\\x", "order_id": 1, "quantity": 3, "created_at": "2026-11-29T10:02:29.043Z", "unit_price": 198}	{"actor": "anonymous", "commandId": "69b82f1f-ab8f-4d75-ab26-327efd4cd971", "causationId": null, "correlationId": "69b82f1f-ab8f-4d75-ab26-327efd4cd971"}	2026-11-29 10:02:29.043+00	1
8	goods-4	1	goods_created_v1	{"id": 4, "sku": "SKU 3 O'Neil \\"$$\\" %s", "name": "O'Neil \\"$$\\" %s", "order_id": 1, "quantity": 4, "created_at": "2026-11-29T10:02:29.048Z", "unit_price": 297}	{"actor": "anonymous", "commandId": "a332949c-1ba7-40aa-b821-048948a07e45", "causationId": null, "correlationId": "a332949c-1ba7-40aa-b821-048948a07e45"}	2026-11-29 10:02:29.049+00	1
9	goods-5	1	goods_created_v1	{"id": 5, "sku": "SKU 4 𝔘𝔫𝔦 👩‍👧 עברית", "name": "𝔘𝔫𝔦 👩‍👧 עברית", "order_id": 1, "quantity": 5, "created_at": "2026-11-29T10:02:29.055Z", "unit_price": 396}	{"actor": "anonymous", "commandId": "f375d7aa-66a3-45d8-999a-b9b7dac3467b", "causationId": null, "correlationId": "f375d7aa-66a3-45d8-999a-b9b7dac3467b"}	2026-11-29 10:02:29.055+00	1
10	goods-6	1	goods_created_v1	{"id": 6, "sku": "SKU 5 =1+1", "name": "=1+1", "order_id": 1, "quantity": 6, "created_at": "2026-11-29T10:02:29.061Z", "unit_price": 495}	{"actor": "anonymous", "commandId": "e2744690-2592-41c3-ac91-48f7d0e1a1f2", "causationId": null, "correlationId": "e2744690-2592-41c3-ac91-48f7d0e1a1f2"}	2026-11-29 10:02:29.062+00	1
11	goods-7	1	goods_created_v1	{"id": 7, "sku": "SKU 6 -- ; DROP", "name": "-- ; DROP", "order_id": 1, "quantity": 7, "created_at": "2026-11-29T10:02:29.074Z", "unit_price": 594}	{"actor": "anonymous", "commandId": "1be485dd-5b16-4ab0-9c39-5367131c8eff", "causationId": null, "correlationId": "1be485dd-5b16-4ab0-9c39-5367131c8eff"}	2026-11-29 10:02:29.077+00	1
12	goods-8	1	goods_created_v1	{"id": 8, "sku": "MUG-RED", "name": null, "order_id": 3, "quantity": 2, "created_at": "2026-11-29T10:02:29.091Z", "unit_price": 1250}	{"actor": "anonymous", "commandId": "986f1ef5-fc84-4176-9e7d-e84b207be16b", "causationId": null, "correlationId": "986f1ef5-fc84-4176-9e7d-e84b207be16b"}	2026-11-29 10:02:29.091+00	1
13	goods-9	1	goods_created_v1	{"id": 9, "sku": null, "name": "A card", "order_id": 2, "quantity": 1, "created_at": "2026-11-29T10:02:29.102Z", "unit_price": 0}	{"actor": "anonymous", "commandId": "a48e4619-8b6f-46ee-8934-3301745f0f1c", "causationId": null, "correlationId": "a48e4619-8b6f-46ee-8934-3301745f0f1c"}	2026-11-29 10:02:29.109+00	1
14	goods-10	1	goods_created_v1	{"id": 10, "sku": null, "name": null, "order_id": 1, "quantity": 100000, "created_at": "2026-11-29T10:02:29.116Z", "unit_price": 1}	{"actor": "anonymous", "commandId": "38c33d7b-e8f6-409d-bccf-e8d3b9de3e4d", "causationId": null, "correlationId": "38c33d7b-e8f6-409d-bccf-e8d3b9de3e4d"}	2026-11-29 10:02:29.117+00	1
15	goods-11	1	goods_created_v1	{"id": 11, "sku": "OF-A-DELETED-ORDER", "name": null, "order_id": 4, "quantity": 1, "created_at": "2026-11-29T10:02:29.134Z", "unit_price": 0}	{"actor": "anonymous", "commandId": "310ffcfe-f650-4df9-8f83-4e48c06c03e5", "causationId": null, "correlationId": "310ffcfe-f650-4df9-8f83-4e48c06c03e5"}	2026-11-29 10:02:29.134+00	1
16	goods-8	2	goods_updated_v1	{"id": 8, "sku": "MUG-RED", "name": null, "order_id": 1, "previous": {"order_id": 3, "quantity": 2, "unit_price": 1250}, "quantity": 2, "created_at": "2026-11-29T10:02:29.091Z", "unit_price": 1250}	{"actor": "anonymous", "commandId": "3ff9cc15-dd15-476b-b244-2d8b0be4c794", "causationId": null, "correlationId": "3ff9cc15-dd15-476b-b244-2d8b0be4c794"}	2026-11-29 10:02:29.147+00	1
17	goods-9	2	goods_updated_v1	{"id": 9, "sku": null, "name": "Žluťoučký kůň", "order_id": 2, "previous": {"order_id": 2, "quantity": 1, "unit_price": 0}, "quantity": 7, "created_at": "2026-11-29T10:02:29.102Z", "unit_price": 99999999}	{"actor": "anonymous", "commandId": "9e1b289e-bf47-4b4a-971d-f4c5299a4dd9", "causationId": null, "correlationId": "9e1b289e-bf47-4b4a-971d-f4c5299a4dd9"}	2026-11-29 10:02:29.157+00	1
18	goods-10	2	goods_deleted_v1	{"id": 10, "sku": null, "name": null, "order_id": 1, "quantity": 100000, "created_at": "2026-11-29T10:02:29.116Z", "unit_price": 1}	{"actor": "anonymous", "commandId": "249af75c-dbbb-45ef-ade7-4ebfd289216a", "causationId": null, "correlationId": "249af75c-dbbb-45ef-ade7-4ebfd289216a"}	2026-11-29 10:02:29.169+00	1
19	order-2	2	order_updated_v1	{"id": 2, "user_id": 3, "currency": "CZK", "created_at": "2026-11-29T10:02:28.920Z"}	{"actor": "anonymous", "commandId": "701d35b3-6fd2-4096-98ba-4a3d79f668e6", "causationId": null, "correlationId": "701d35b3-6fd2-4096-98ba-4a3d79f668e6"}	2026-11-29 10:02:29.18+00	1
20	order-4	2	order_deleted_v1	{"id": 4, "user_id": 2, "currency": "EUR", "created_at": "2026-11-29T10:02:28.965Z"}	{"actor": "anonymous", "commandId": "d8adee11-e946-4bb1-8b40-b69cc7398592", "causationId": null, "correlationId": "d8adee11-e946-4bb1-8b40-b69cc7398592"}	2026-11-29 10:02:29.193+00	1
21	order-5	1	order_created_v1	{"id": 5, "user_id": 4, "currency": "EUR", "created_at": "2026-11-29T10:02:29.207Z"}	{"actor": "anonymous", "commandId": "aa252c4e-17b9-4e58-8242-84c66d1881ed", "causationId": null, "correlationId": "aa252c4e-17b9-4e58-8242-84c66d1881ed"}	2026-11-29 10:02:29.209+00	1
22	goods-12	1	goods_created_v1	{"id": 12, "sku": null, "name": "\\\\u0000 \\\\. \\\\N \\\\x", "order_id": 3, "quantity": 1, "created_at": "2026-11-29T10:02:29.214Z", "unit_price": 0}	{"actor": "anonymous", "commandId": "3710821c-3321-4d30-94cd-d93a09cf483a", "causationId": null, "correlationId": "3710821c-3321-4d30-94cd-d93a09cf483a"}	2026-11-29 10:02:29.214+00	1
23	order-3	2	order_updated_v1	{"id": 3, "user_id": 5, "currency": "EUR", "created_at": "2026-11-29T10:02:28.952Z"}	{"actor": "anonymous", "commandId": "bdfea505-978e-47e9-955b-171b361538c3", "causationId": null, "correlationId": "bdfea505-978e-47e9-955b-171b361538c3"}	2026-11-29 10:02:29.221+00	1
24	publisher-0192a000-0000-7000-8000-000000000001	1	PublisherCreated	{"name": "Žluťoučký kůň"}	{"actor": "anonymous", "commandId": "a1d3929b-2796-447e-bc4a-7e9f6575d236", "causationId": null, "correlationId": "a1d3929b-2796-447e-bc4a-7e9f6575d236"}	2026-11-29 10:02:29.233+00	1
25	publisher-0192a000-0000-7000-8000-000000000002	1	PublisherCreated	{"name": "Zluťký"}	{"actor": "anonymous", "commandId": "8ccdbc43-8fbd-4abc-94df-d6b8dfdb6c80", "causationId": null, "correlationId": "8ccdbc43-8fbd-4abc-94df-d6b8dfdb6c80"}	2026-11-29 10:02:29.245+00	1
26	goods-11	2	goods_deleted_v1	{"id": 11, "sku": "OF-A-DELETED-ORDER", "name": null, "order_id": 4, "quantity": 1, "created_at": "2026-11-29T10:02:29.134Z", "unit_price": 0}	{"actor": "saga RemoveGoodsSaga.removeGoods", "commandId": "e6024d3b-3f80-8f9a-a76a-c4ac083a8b51", "causationId": "20", "correlationId": "d8adee11-e946-4bb1-8b40-b69cc7398592"}	2026-11-29 10:02:29.264+00	1
27	publisher-0192a000-0000-7000-8000-000000000003	1	PublisherCreated	{"name": "\\\\u0000 \\\\. \\\\N \\\\x"}	{"actor": "anonymous", "commandId": "8ee5d6e6-c0cb-4ec0-b083-ea42e36db16e", "causationId": null, "correlationId": "8ee5d6e6-c0cb-4ec0-b083-ea42e36db16e"}	2026-11-29 10:02:29.299+00	1
28	publisher-0192a000-0000-7000-8000-000000000002	2	PublisherNameSet	{"name": "MAFRA"}	{"actor": "anonymous", "commandId": "b6697e6e-522f-483c-bc25-862ec68ad572", "causationId": null, "correlationId": "b6697e6e-522f-483c-bc25-862ec68ad572"}	2026-11-29 10:02:29.307+00	1
29	portfolio-0192a000-0000-7000-8000-000000000011	1	PortfolioCreated	{"name": "idnes.cz", "publisherId": "0192a000-0000-7000-8000-000000000001"}	{"actor": "anonymous", "commandId": "d15d2562-0f27-4323-ba30-d4bc2cc4e78e", "causationId": null, "correlationId": "d15d2562-0f27-4323-ba30-d4bc2cc4e78e"}	2026-11-29 10:02:29.323+00	1
30	portfolio-0192a000-0000-7000-8000-000000000012	1	PortfolioCreated	{"name": "𝔘𝔫𝔦 👩‍👧 עברית", "publisherId": "0192a000-0000-7000-8000-000000000002"}	{"actor": "anonymous", "commandId": "d8cfb005-c570-4a2c-a145-9ccef517d45b", "causationId": null, "correlationId": "d8cfb005-c570-4a2c-a145-9ccef517d45b"}	2026-11-29 10:02:29.338+00	1
31	portfolio-0192a000-0000-7000-8000-000000000013	1	PortfolioCreated	{"name": "gone.example", "publisherId": "0192a000-0000-7000-8000-000000000002"}	{"actor": "anonymous", "commandId": "07819395-9c91-4b89-b455-8db1437263c8", "causationId": null, "correlationId": "07819395-9c91-4b89-b455-8db1437263c8"}	2026-11-29 10:02:29.349+00	1
32	portfolio-0192a000-0000-7000-8000-000000000014	1	PortfolioCreated	{"name": "also-gone.example", "publisherId": "0192a000-0000-7000-8000-000000000003"}	{"actor": "anonymous", "commandId": "0764a753-f33c-45cd-95b9-4d2eabf518c1", "causationId": null, "correlationId": "0764a753-f33c-45cd-95b9-4d2eabf518c1"}	2026-11-29 10:02:29.356+00	1
33	portfolio-0192a000-0000-7000-8000-000000000011	2	PortfolioNameSet	{"name": "iDNES.cz"}	{"actor": "anonymous", "commandId": "4f4e8b19-fddc-4ab2-b434-e4586a19be5d", "causationId": null, "correlationId": "4f4e8b19-fddc-4ab2-b434-e4586a19be5d"}	2026-11-29 10:02:29.363+00	1
34	portfolio-0192a000-0000-7000-8000-000000000011	3	SectionAdded	{"id": "0192a000-0000-7000-8000-000000000021", "name": "Technet", "parentId": null}	{"actor": "anonymous", "commandId": "e59673b2-1ddd-4cee-99e1-3b8e2c5133ae", "causationId": null, "correlationId": "e59673b2-1ddd-4cee-99e1-3b8e2c5133ae"}	2026-11-29 10:02:29.381+00	1
35	portfolio-0192a000-0000-7000-8000-000000000011	4	SectionAdded	{"id": "0192a000-0000-7000-8000-000000000022", "name": "Žluťoučký kůň", "parentId": "0192a000-0000-7000-8000-000000000021"}	{"actor": "anonymous", "commandId": "ebe0bd8f-adc6-486e-b708-628d86b29b3d", "causationId": null, "correlationId": "ebe0bd8f-adc6-486e-b708-628d86b29b3d"}	2026-11-29 10:02:29.396+00	1
36	portfolio-0192a000-0000-7000-8000-000000000011	5	SectionAdded	{"id": "0192a000-0000-7000-8000-000000000023", "name": "Science", "parentId": "0192a000-0000-7000-8000-000000000022"}	{"actor": "anonymous", "commandId": "8478ecf2-0de9-491c-9134-ab7d1aeb7dba", "causationId": null, "correlationId": "8478ecf2-0de9-491c-9134-ab7d1aeb7dba"}	2026-11-29 10:02:29.409+00	1
37	portfolio-0192a000-0000-7000-8000-000000000011	6	SectionAdded	{"id": "0192a000-0000-7000-8000-000000000024", "name": "Removed", "parentId": "0192a000-0000-7000-8000-000000000021"}	{"actor": "anonymous", "commandId": "bed0f6e7-2d49-4688-99b7-be85228a9555", "causationId": null, "correlationId": "bed0f6e7-2d49-4688-99b7-be85228a9555"}	2026-11-29 10:02:29.43+00	1
38	portfolio-0192a000-0000-7000-8000-000000000011	7	SectionAdded	{"id": "0192a000-0000-7000-8000-000000000025", "name": "Below it", "parentId": "0192a000-0000-7000-8000-000000000024"}	{"actor": "anonymous", "commandId": "33ffc797-5ba7-4e96-bf9b-a6a1bf633d8f", "causationId": null, "correlationId": "33ffc797-5ba7-4e96-bf9b-a6a1bf633d8f"}	2026-11-29 10:02:29.444+00	1
39	portfolio-0192a000-0000-7000-8000-000000000012	2	SectionAdded	{"id": "0192a000-0000-7000-8000-000000000026", "name": "Sport", "parentId": null}	{"actor": "anonymous", "commandId": "f1593617-702f-450a-bd27-bc9f31c688fb", "causationId": null, "correlationId": "f1593617-702f-450a-bd27-bc9f31c688fb"}	2026-11-29 10:02:29.459+00	1
40	portfolio-0192a000-0000-7000-8000-000000000013	2	SectionAdded	{"id": "0192a000-0000-7000-8000-000000000027", "name": "Gone", "parentId": null}	{"actor": "anonymous", "commandId": "1a579cbe-5a26-4cbe-8ca3-33b7fc300019", "causationId": null, "correlationId": "1a579cbe-5a26-4cbe-8ca3-33b7fc300019"}	2026-11-29 10:02:29.472+00	1
41	campaign-0192a000-0000-7000-8000-000000000031	1	CampaignCreated	{"name": "Spring sale", "userId": 1, "currency": "EUR"}	{"actor": "anonymous", "commandId": "f2cdb709-11d8-44bc-b361-448df145d6e4", "causationId": null, "correlationId": "f2cdb709-11d8-44bc-b361-448df145d6e4"}	2026-11-29 10:02:29.485+00	1
42	campaign-0192a000-0000-7000-8000-000000000031	2	CampaignNameSet	{"name": "O'Neil \\"$$\\" %s"}	{"actor": "anonymous", "commandId": "4da4b18a-22f7-45fd-aa60-027cb2076e6e", "causationId": null, "correlationId": "4da4b18a-22f7-45fd-aa60-027cb2076e6e"}	2026-11-29 10:02:29.502+00	1
43	campaign-0192a000-0000-7000-8000-000000000031	3	CampaignCurrencySet	{"currency": "CZK"}	{"actor": "anonymous", "commandId": "98bf872c-a2b6-4429-a02c-4b43fcfeee66", "causationId": null, "correlationId": "98bf872c-a2b6-4429-a02c-4b43fcfeee66"}	2026-11-29 10:02:29.514+00	1
44	campaign-0192a000-0000-7000-8000-000000000031	4	CampaignPriceSet	{"amount": 1250}	{"actor": "anonymous", "commandId": "73093676-6de1-47dc-baaf-a5d7029da364", "causationId": null, "correlationId": "73093676-6de1-47dc-baaf-a5d7029da364"}	2026-11-29 10:02:29.528+00	1
45	campaign-0192a000-0000-7000-8000-000000000031	5	CampaignScheduleSet	{"end": "2126-04-01T00:00:00.000Z", "start": "2126-03-01T00:00:00.000Z"}	{"actor": "anonymous", "commandId": "42bf8c2b-ed4d-49e4-9f1f-df81c7f49804", "causationId": null, "correlationId": "42bf8c2b-ed4d-49e4-9f1f-df81c7f49804"}	2026-11-29 10:02:29.541+00	2
46	campaign-0192a000-0000-7000-8000-000000000031	6	CampaignPlacementsSet	{"sections": ["0192a000-0000-7000-8000-000000000021", "0192a000-0000-7000-8000-000000000023", "0192a000-0000-7000-8000-000000000025"]}	{"actor": "anonymous", "commandId": "06989148-29a6-4fb0-a53c-5da7ca736f85", "causationId": null, "correlationId": "06989148-29a6-4fb0-a53c-5da7ca736f85"}	2026-11-29 10:02:29.553+00	1
47	campaign-0192a000-0000-7000-8000-000000000031	7	CampaignRunnableStateChanged	{"reasons": [], "runnable": true}	{"actor": "anonymous", "commandId": "06989148-29a6-4fb0-a53c-5da7ca736f85", "causationId": null, "correlationId": "06989148-29a6-4fb0-a53c-5da7ca736f85"}	2026-11-29 10:02:29.554+00	1
48	campaign-0192a000-0000-7000-8000-000000000031	8	CampaignPausedSet	{"paused": true}	{"actor": "anonymous", "commandId": "773439cc-7289-42ff-a34d-da392c82ffae", "causationId": null, "correlationId": "773439cc-7289-42ff-a34d-da392c82ffae"}	2026-11-29 10:02:29.561+00	1
49	campaign-0192a000-0000-7000-8000-000000000031	9	CampaignRunnableStateChanged	{"reasons": ["paused"], "runnable": false}	{"actor": "anonymous", "commandId": "773439cc-7289-42ff-a34d-da392c82ffae", "causationId": null, "correlationId": "773439cc-7289-42ff-a34d-da392c82ffae"}	2026-11-29 10:02:29.561+00	1
50	campaign-0192a000-0000-7000-8000-000000000031	10	CampaignPausedSet	{"paused": false}	{"actor": "anonymous", "commandId": "13cbeff9-e211-4654-a65b-060b07f5e160", "causationId": null, "correlationId": "13cbeff9-e211-4654-a65b-060b07f5e160"}	2026-11-29 10:02:29.569+00	1
51	campaign-0192a000-0000-7000-8000-000000000031	11	CampaignRunnableStateChanged	{"reasons": [], "runnable": true}	{"actor": "anonymous", "commandId": "13cbeff9-e211-4654-a65b-060b07f5e160", "causationId": null, "correlationId": "13cbeff9-e211-4654-a65b-060b07f5e160"}	2026-11-29 10:02:29.569+00	1
52	campaign-0192a000-0000-7000-8000-000000000032	1	CampaignCreated	{"name": "𝔘𝔫𝔦 👩‍👧 עברית", "userId": 2, "currency": "JPY"}	{"actor": "anonymous", "commandId": "65002853-2bee-4392-87b3-369bc8aa8f69", "causationId": null, "correlationId": "65002853-2bee-4392-87b3-369bc8aa8f69"}	2026-11-29 10:02:29.578+00	1
53	campaign-0192a000-0000-7000-8000-000000000032	2	CampaignPlacementsSet	{"sections": ["0192a000-0000-7000-8000-000000000027", "0192a000-0000-7000-8000-000000000026"]}	{"actor": "anonymous", "commandId": "33039727-9a0c-4af3-a3db-f209698ff41a", "causationId": null, "correlationId": "33039727-9a0c-4af3-a3db-f209698ff41a"}	2026-11-29 10:02:29.6+00	1
54	campaign-0192a000-0000-7000-8000-000000000032	3	CampaignScheduleSet	{"end": "2126-04-01T00:00:00.000Z", "start": "2026-01-01T00:00:00.000Z"}	{"actor": "anonymous", "commandId": "be647c49-c131-4a23-9b64-1e992b3cdf19", "causationId": null, "correlationId": "be647c49-c131-4a23-9b64-1e992b3cdf19"}	2026-11-29 10:02:29.611+00	2
55	campaign-0192a000-0000-7000-8000-000000000032	4	CampaignRunnableStateChanged	{"reasons": [], "runnable": true}	{"actor": "anonymous", "commandId": "be647c49-c131-4a23-9b64-1e992b3cdf19", "causationId": null, "correlationId": "be647c49-c131-4a23-9b64-1e992b3cdf19"}	2026-11-29 10:02:29.611+00	1
56	campaign-0192a000-0000-7000-8000-000000000033	1	CampaignCreated	{"name": "Ends", "userId": 1, "currency": "EUR"}	{"actor": "anonymous", "commandId": "272b5186-5cd4-4c7e-b19c-5baaa63f2669", "causationId": null, "correlationId": "272b5186-5cd4-4c7e-b19c-5baaa63f2669"}	2026-11-29 10:02:29.623+00	1
57	campaign-0192a000-0000-7000-8000-000000000033	2	CampaignPlacementsSet	{"sections": ["0192a000-0000-7000-8000-000000000026"]}	{"actor": "anonymous", "commandId": "477088a7-9d99-4b44-8d85-5fd087bdf51f", "causationId": null, "correlationId": "477088a7-9d99-4b44-8d85-5fd087bdf51f"}	2026-11-29 10:02:29.646+00	1
58	campaign-0192a000-0000-7000-8000-000000000033	3	CampaignScheduleSet	{"end": "2026-11-29T10:02:31.150Z", "start": "2026-01-01T00:00:00.000Z"}	{"actor": "anonymous", "commandId": "1bb3edb6-89ce-446d-b215-82337f0bbd7f", "causationId": null, "correlationId": "1bb3edb6-89ce-446d-b215-82337f0bbd7f"}	2026-11-29 10:02:29.671+00	2
59	campaign-0192a000-0000-7000-8000-000000000033	4	CampaignRunnableStateChanged	{"reasons": [], "runnable": true}	{"actor": "anonymous", "commandId": "1bb3edb6-89ce-446d-b215-82337f0bbd7f", "causationId": null, "correlationId": "1bb3edb6-89ce-446d-b215-82337f0bbd7f"}	2026-11-29 10:02:29.671+00	1
60	campaign-0192a000-0000-7000-8000-000000000034	1	CampaignCreated	{"name": "Deleted", "userId": 1, "currency": "EUR"}	{"actor": "anonymous", "commandId": "f36d468f-4cbf-4699-8929-368d478aa068", "causationId": null, "correlationId": "f36d468f-4cbf-4699-8929-368d478aa068"}	2026-11-29 10:02:29.684+00	1
61	campaign-0192a000-0000-7000-8000-000000000034	2	CampaignScheduleSet	{"end": "2126-04-01T00:00:00.000Z", "start": "2126-03-01T00:00:00.000Z"}	{"actor": "anonymous", "commandId": "9e3ad8ab-df58-4e1a-8731-9cc3631299a0", "causationId": null, "correlationId": "9e3ad8ab-df58-4e1a-8731-9cc3631299a0"}	2026-11-29 10:02:29.711+00	2
62	campaign-0192a000-0000-7000-8000-000000000034	3	CampaignDeleted	{}	{"actor": "anonymous", "commandId": "2fab8820-df3a-4cb5-9f2d-bb76e2144858", "causationId": null, "correlationId": "2fab8820-df3a-4cb5-9f2d-bb76e2144858"}	2026-11-29 10:02:29.718+00	1
63	campaign-0192a000-0000-7000-8000-000000000035	1	CampaignCreated	{"name": "\\\\u0000 \\\\. \\\\N \\\\x", "userId": 1, "currency": "EUR"}	{"actor": "anonymous", "commandId": "f8c43048-b908-43c3-8fd7-6f17c378c0d3", "causationId": null, "correlationId": "f8c43048-b908-43c3-8fd7-6f17c378c0d3"}	2026-11-29 10:02:29.73+00	1
64	campaign-0192a000-0000-7000-8000-000000000036	1	CampaignCreated	{"name": "Before", "userId": 1, "currency": "EUR"}	{"actor": "anonymous", "commandId": "42f6b44f-2191-47a4-b926-dff4edd2259a", "causationId": null, "correlationId": "42f6b44f-2191-47a4-b926-dff4edd2259a"}	2026-11-29 10:02:29.742+00	1
65	campaign-0192a000-0000-7000-8000-000000000036	2	CampaignNameSet	{"name": "After"}	{"actor": "anonymous", "commandId": "b626f15e-36cf-4430-9c77-578b7410a81f", "causationId": null, "correlationId": "b626f15e-36cf-4430-9c77-578b7410a81f"}	2026-11-29 10:02:29.751+00	1
66	campaign-0192a000-0000-7000-8000-000000000036	3	CampaignPriceSet	{"amount": 1}	{"actor": "anonymous", "commandId": "72861f5d-357e-4166-851e-257e51186b93", "causationId": null, "correlationId": "72861f5d-357e-4166-851e-257e51186b93"}	2026-11-29 10:02:29.784+00	1
67	campaign-0192a000-0000-7000-8000-000000000036	4	CampaignPriceSet	{"amount": 2}	{"actor": "anonymous", "commandId": "48a71196-e1b2-41e9-9eef-68e3d7ca8c86", "causationId": null, "correlationId": "48a71196-e1b2-41e9-9eef-68e3d7ca8c86"}	2026-11-29 10:02:29.798+00	1
68	campaign-0192a000-0000-7000-8000-000000000036	5	CampaignPriceSet	{"amount": 3}	{"actor": "anonymous", "commandId": "048ac750-0a74-47c5-a20e-10a845c41b7e", "causationId": null, "correlationId": "048ac750-0a74-47c5-a20e-10a845c41b7e"}	2026-11-29 10:02:29.815+00	1
69	campaign-0192a000-0000-7000-8000-000000000036	6	CampaignPriceSet	{"amount": 4}	{"actor": "anonymous", "commandId": "4a7aab98-cc97-4ff9-95b6-6d2feeea9fb0", "causationId": null, "correlationId": "4a7aab98-cc97-4ff9-95b6-6d2feeea9fb0"}	2026-11-29 10:02:29.825+00	1
70	campaign-0192a000-0000-7000-8000-000000000036	7	CampaignPriceSet	{"amount": 5}	{"actor": "anonymous", "commandId": "c65e0135-2144-4dc7-8c84-95f0f8abc41f", "causationId": null, "correlationId": "c65e0135-2144-4dc7-8c84-95f0f8abc41f"}	2026-11-29 10:02:29.832+00	1
71	campaign-0192a000-0000-7000-8000-000000000036	8	CampaignPriceSet	{"amount": 6}	{"actor": "anonymous", "commandId": "75b28f01-ae2a-4fc0-b5cc-d81cd466da14", "causationId": null, "correlationId": "75b28f01-ae2a-4fc0-b5cc-d81cd466da14"}	2026-11-29 10:02:29.844+00	1
72	campaign-0192a000-0000-7000-8000-000000000036	9	CampaignPriceSet	{"amount": 7}	{"actor": "anonymous", "commandId": "c9e357a5-c535-4036-99d7-6a8f6ca9a822", "causationId": null, "correlationId": "c9e357a5-c535-4036-99d7-6a8f6ca9a822"}	2026-11-29 10:02:29.849+00	1
73	campaign-0192a000-0000-7000-8000-000000000036	10	CampaignPriceSet	{"amount": 8}	{"actor": "anonymous", "commandId": "0f8dab9c-213b-4f22-8091-12e478501291", "causationId": null, "correlationId": "0f8dab9c-213b-4f22-8091-12e478501291"}	2026-11-29 10:02:29.855+00	1
74	campaign-0192a000-0000-7000-8000-000000000036	11	CampaignPriceSet	{"amount": 9}	{"actor": "anonymous", "commandId": "7b6baacb-ba29-4493-a8c3-ca550cbb1526", "causationId": null, "correlationId": "7b6baacb-ba29-4493-a8c3-ca550cbb1526"}	2026-11-29 10:02:29.859+00	1
75	campaign-0192a000-0000-7000-8000-000000000036	12	CampaignPriceSet	{"amount": 10}	{"actor": "anonymous", "commandId": "faad8095-442c-46a6-a290-c1daf4c4a1a7", "causationId": null, "correlationId": "faad8095-442c-46a6-a290-c1daf4c4a1a7"}	2026-11-29 10:02:29.874+00	1
76	campaign-0192a000-0000-7000-8000-000000000036	13	CampaignPriceSet	{"amount": 11}	{"actor": "anonymous", "commandId": "73f3b3a9-e8d4-44a9-b1d4-b677c8c51a7f", "causationId": null, "correlationId": "73f3b3a9-e8d4-44a9-b1d4-b677c8c51a7f"}	2026-11-29 10:02:29.878+00	1
77	campaign-0192a000-0000-7000-8000-000000000036	14	CampaignPriceSet	{"amount": 12}	{"actor": "anonymous", "commandId": "df65c5ce-c45c-4f59-b935-f61c0ab40cf5", "causationId": null, "correlationId": "df65c5ce-c45c-4f59-b935-f61c0ab40cf5"}	2026-11-29 10:02:29.885+00	1
78	campaign-0192a000-0000-7000-8000-000000000036	15	CampaignPriceSet	{"amount": 13}	{"actor": "anonymous", "commandId": "5d91e19f-272a-4aae-9745-730289294f38", "causationId": null, "correlationId": "5d91e19f-272a-4aae-9745-730289294f38"}	2026-11-29 10:02:29.891+00	1
79	campaign-0192a000-0000-7000-8000-000000000036	16	CampaignPriceSet	{"amount": 14}	{"actor": "anonymous", "commandId": "8ed1687d-cd3b-493c-9da8-66f9b7c9c843", "causationId": null, "correlationId": "8ed1687d-cd3b-493c-9da8-66f9b7c9c843"}	2026-11-29 10:02:29.901+00	1
80	campaign-0192a000-0000-7000-8000-000000000036	17	CampaignPriceSet	{"amount": 15}	{"actor": "anonymous", "commandId": "62927dd7-0433-458d-9a9b-48406d230bd6", "causationId": null, "correlationId": "62927dd7-0433-458d-9a9b-48406d230bd6"}	2026-11-29 10:02:29.909+00	1
81	campaign-0192a000-0000-7000-8000-000000000036	18	CampaignPriceSet	{"amount": 16}	{"actor": "anonymous", "commandId": "8ac93ae9-7158-4caf-be74-ce4dac82a04a", "causationId": null, "correlationId": "8ac93ae9-7158-4caf-be74-ce4dac82a04a"}	2026-11-29 10:02:29.914+00	1
82	campaign-0192a000-0000-7000-8000-000000000036	19	CampaignPriceSet	{"amount": 17}	{"actor": "anonymous", "commandId": "993bd600-2640-4376-886f-2d4c1236970e", "causationId": null, "correlationId": "993bd600-2640-4376-886f-2d4c1236970e"}	2026-11-29 10:02:29.923+00	1
83	campaign-0192a000-0000-7000-8000-000000000036	20	CampaignPriceSet	{"amount": 18}	{"actor": "anonymous", "commandId": "0dbf7fbe-9ae6-482f-8d0d-63c33968bb4f", "causationId": null, "correlationId": "0dbf7fbe-9ae6-482f-8d0d-63c33968bb4f"}	2026-11-29 10:02:29.928+00	1
84	campaign-0192a000-0000-7000-8000-000000000036	21	CampaignPriceSet	{"amount": 19}	{"actor": "anonymous", "commandId": "7011b7f5-9e83-4590-9730-93e199894432", "causationId": null, "correlationId": "7011b7f5-9e83-4590-9730-93e199894432"}	2026-11-29 10:02:29.938+00	1
85	campaign-0192a000-0000-7000-8000-000000000036	22	CampaignPriceSet	{"amount": 20}	{"actor": "anonymous", "commandId": "2d957464-6ce1-4e59-a0ce-bef9745ef4b1", "causationId": null, "correlationId": "2d957464-6ce1-4e59-a0ce-bef9745ef4b1"}	2026-11-29 10:02:29.943+00	1
86	campaign-0192a000-0000-7000-8000-000000000036	23	CampaignPriceSet	{"amount": 21}	{"actor": "anonymous", "commandId": "e8309a51-ed2b-436b-ac5a-b686c2ff529f", "causationId": null, "correlationId": "e8309a51-ed2b-436b-ac5a-b686c2ff529f"}	2026-11-29 10:02:29.948+00	1
87	campaign-0192a000-0000-7000-8000-000000000036	24	CampaignPriceSet	{"amount": 22}	{"actor": "anonymous", "commandId": "75dc0770-c81e-4e6b-b97e-edede2295a83", "causationId": null, "correlationId": "75dc0770-c81e-4e6b-b97e-edede2295a83"}	2026-11-29 10:02:29.955+00	1
88	campaign-0192a000-0000-7000-8000-000000000036	25	CampaignPriceSet	{"amount": 23}	{"actor": "anonymous", "commandId": "850cf299-7ae4-4aee-b38f-b147a6cc5256", "causationId": null, "correlationId": "850cf299-7ae4-4aee-b38f-b147a6cc5256"}	2026-11-29 10:02:29.963+00	1
89	campaign-0192a000-0000-7000-8000-000000000036	26	CampaignPriceSet	{"amount": 24}	{"actor": "anonymous", "commandId": "bf5e3def-5b24-4f15-ad3d-fdacbfd1da96", "causationId": null, "correlationId": "bf5e3def-5b24-4f15-ad3d-fdacbfd1da96"}	2026-11-29 10:02:29.97+00	1
90	portfolio-0192a000-0000-7000-8000-000000000011	8	SectionNameSet	{"id": "0192a000-0000-7000-8000-000000000023", "name": "Věda"}	{"actor": "anonymous", "commandId": "7418ed9f-b559-400b-a4f2-31c7d06349cd", "causationId": null, "correlationId": "7418ed9f-b559-400b-a4f2-31c7d06349cd"}	2026-11-29 10:02:29.984+00	1
91	portfolio-0192a000-0000-7000-8000-000000000011	9	SectionMoved	{"id": "0192a000-0000-7000-8000-000000000023", "before": "0192a000-0000-7000-8000-000000000021", "parentId": null, "previous": {"before": null, "parentId": "0192a000-0000-7000-8000-000000000022"}}	{"actor": "anonymous", "commandId": "686e242c-46ee-4611-a5a5-e8ed1837754e", "causationId": null, "correlationId": "686e242c-46ee-4611-a5a5-e8ed1837754e"}	2026-11-29 10:02:29.994+00	1
92	portfolio-0192a000-0000-7000-8000-000000000011	10	SectionRemoved	{"id": "0192a000-0000-7000-8000-000000000024", "removed": ["0192a000-0000-7000-8000-000000000024", "0192a000-0000-7000-8000-000000000025"], "parentId": "0192a000-0000-7000-8000-000000000021"}	{"actor": "anonymous", "commandId": "b7a35875-a0a8-4047-b256-aa2a44636663", "causationId": null, "correlationId": "b7a35875-a0a8-4047-b256-aa2a44636663"}	2026-11-29 10:02:30.006+00	1
93	portfolio-0192a000-0000-7000-8000-000000000013	3	PortfolioDeleted	{"sections": ["0192a000-0000-7000-8000-000000000027"]}	{"actor": "anonymous", "commandId": "4b41b029-fbf5-4e50-8a31-073012c7c864", "causationId": null, "correlationId": "4b41b029-fbf5-4e50-8a31-073012c7c864"}	2026-11-29 10:02:30.014+00	1
94	publisher-0192a000-0000-7000-8000-000000000003	2	PublisherDeleted	{}	{"actor": "anonymous", "commandId": "6768fdff-54f8-46e1-9bf3-20dfa0db3703", "causationId": null, "correlationId": "6768fdff-54f8-46e1-9bf3-20dfa0db3703"}	2026-11-29 10:02:30.025+00	1
95	campaign-0192a000-0000-7000-8000-000000000031	12	CampaignPlacementsSet	{"sections": ["0192a000-0000-7000-8000-000000000021", "0192a000-0000-7000-8000-000000000023"]}	{"actor": "saga LeaveSectionsSaga.leaveSections", "commandId": "88542290-e060-8af2-a9c3-4d7f4b9fdce7", "causationId": "92", "correlationId": "b7a35875-a0a8-4047-b256-aa2a44636663"}	2026-11-29 10:02:30.066+00	1
102	campaign-0192a000-0000-7000-8000-000000000035	3	CampaignPriceSet	{"amount": 5}	{"actor": "anonymous", "commandId": "489890cd-6f03-4ec2-9f9d-a423cf69c6aa", "causationId": null, "correlationId": "1851f127-4513-4216-acac-b55539a07be8"}	2026-11-29 10:02:31.753+00	1
96	portfolio-0192a000-0000-7000-8000-000000000014	2	PortfolioDeleted	{"sections": []}	{"actor": "saga DeletePortfoliosSaga.deletePortfolios", "commandId": "14d94d7e-1cfb-84c0-a6b0-b12543d4b2c2", "causationId": "94", "correlationId": "6768fdff-54f8-46e1-9bf3-20dfa0db3703"}	2026-11-29 10:02:30.07+00	1
97	campaign-0192a000-0000-7000-8000-000000000032	5	CampaignPlacementsSet	{"sections": ["0192a000-0000-7000-8000-000000000026"]}	{"actor": "saga LeaveSectionsSaga.leaveSections", "commandId": "e743c419-7386-853e-ac0c-a19abb52fccf", "causationId": "93", "correlationId": "4b41b029-fbf5-4e50-8a31-073012c7c864"}	2026-11-29 10:02:30.083+00	1
98	campaign-0192a000-0000-7000-8000-000000000033	5	CampaignEnded	{"end": "2026-11-29T10:02:31.150Z"}	{"actor": "saga EndCampaignSaga.endCampaign", "commandId": "30a6974b-55a6-82be-ad57-d5f8fa3adf41", "causationId": "58", "correlationId": "1bb3edb6-89ce-446d-b215-82337f0bbd7f"}	2026-11-29 10:02:31.664+00	1
99	campaign-0192a000-0000-7000-8000-000000000033	6	CampaignRunnableStateChanged	{"reasons": ["ended"], "runnable": false}	{"actor": "saga EndCampaignSaga.endCampaign", "commandId": "30a6974b-55a6-82be-ad57-d5f8fa3adf41", "causationId": "58", "correlationId": "1bb3edb6-89ce-446d-b215-82337f0bbd7f"}	2026-11-29 10:02:31.664+00	1
100	campaign-0192a000-0000-7000-8000-000000000035	2	CampaignPriceSet	{"amount": 77}	{"actor": "anonymous", "commandId": "66e181f3-6786-4263-9b6f-c380ad7823f3", "causationId": null, "correlationId": "66e181f3-6786-4263-9b6f-c380ad7823f3"}	2026-11-29 10:02:31.735+00	1
101	campaign-0192a000-0000-7000-8000-000000000037	1	CampaignCreated	{"name": "Zluťký", "userId": 6, "currency": "EUR"}	{"actor": "anonymous", "commandId": "faa961af-aac5-4959-a56a-b31eb775762c", "causationId": null, "correlationId": "faa961af-aac5-4959-a56a-b31eb775762c"}	2026-11-29 10:02:31.743+00	1
103	order-900000	1	order_created_v1	{}	{"actor": "upgrade", "commandId": "poison", "causationId": null, "correlationId": "poison"}	2026-11-29 10:02:31.764+00	1
\.
COPY log.checkpoints FROM stdin;
order-history	3	103	2026-11-29 10:02:32.325+00	previous	{order_goods,known_orders,order_history,order_skus,order_days,order_statistics,order_quarters,order_sizes,order_users,order_user_groups}	t	\N	\N	7713531682481448459 16384 16590 16603 16615 16631 16643 16651 16664 16677 16689 16702	{}
saga LeaveSectionsSaga.leaveSections	1	103	2026-11-29 10:02:31.801+00	serving	{}	t	\N	\N	\N	{}
order-history	3	103	2026-11-29 10:02:32.331+00	serving	{order_goods,known_orders,order_history,order_skus,order_days,order_statistics,order_quarters,order_sizes,order_users,order_user_groups}	t	72db66f7-fad7-4abe-81d2-5e8443e4b4b8	\N	7713531682481448459 16384 16840 16853 16865 16881 16893 16901 16914 16927 16939 16952	{}
placements	2	103	2026-11-29 10:02:31.777+00	serving	{placed_campaigns,placements}	t	\N	\N	7713531682481448459 16384 16773 16784	{}
publishers	2	103	2026-11-29 10:02:31.777+00	serving	{publishers}	t	\N	\N	7713531682481448459 16384 16824	{}
portfolios	3	103	2026-11-29 10:02:31.777+00	serving	{portfolios,portfolio_nodes}	t	\N	\N	7713531682481448459 16384 16793 16809	{}
names	2	103	2026-11-29 10:02:31.777+00	serving	{names}	t	\N	\N	7713531682481448459 16384 16761	{}
campaigns	2	103	2026-11-29 10:02:31.777+00	serving	{campaigns}	t	\N	\N	7713531682481448459 16384 16734	{}
saga RemoveGoodsSaga.removeGoods	1	103	2026-11-29 10:02:31.8+00	serving	{}	t	\N	\N	\N	{}
saga EndCampaignSaga.endCampaign	1	103	2026-11-29 10:02:31.8+00	serving	{}	t	\N	\N	\N	{}
saga DeletePortfoliosSaga.deletePortfolios	1	103	2026-11-29 10:02:31.8+00	serving	{}	t	\N	\N	\N	{}
\.
COPY log.cursor_secret FROM stdin;
cd2a79a3-5c1d-4e4d-96b6-c171e7d158e783ece9db-ada6-4728-85a7-d08f0dec21fe
\.
COPY write.orders FROM stdin;
1	1	EUR	2026-11-29 10:02:28.886+00	1
2	3	CZK	2026-11-29 10:02:28.92+00	2
5	4	EUR	2026-11-29 10:02:29.207+00	1
3	5	EUR	2026-11-29 10:02:28.952+00	2
\.
COPY write.goods FROM stdin;
1	1	SKU 0 Žluťoučký kůň	Žluťoučký kůň	1	0	2026-11-29 10:02:28.995+00	1
2	1	SKU 1 Zluťký	Zluťký	2	99	2026-11-29 10:02:29.037+00	1
3	1	SKU 2 \\u0000 \\. \\N \\x	\\u0000 \\. \\N \\x	3	198	2026-11-29 10:02:29.043+00	1
4	1	SKU 3 O'Neil "$$" %s	O'Neil "$$" %s	4	297	2026-11-29 10:02:29.048+00	1
5	1	SKU 4 𝔘𝔫𝔦 👩‍👧 עברית	𝔘𝔫𝔦 👩‍👧 עברית	5	396	2026-11-29 10:02:29.055+00	1
6	1	SKU 5 =1+1	=1+1	6	495	2026-11-29 10:02:29.061+00	1
7	1	SKU 6 -- ; DROP	-- ; DROP	7	594	2026-11-29 10:02:29.074+00	1
8	1	MUG-RED	\N	2	1250	2026-11-29 10:02:29.091+00	2
9	2	\N	Žluťoučký kůň	7	99999999	2026-11-29 10:02:29.102+00	2
12	3	\N	\\u0000 \\. \\N \\x	1	0	2026-11-29 10:02:29.214+00	1
\.
COPY write.outcomes FROM stdin;
anonymous/upgrade-1	0b38d34e66dafa4fdcdd42df763a3c9e4ae627748180a22f6124534cdd82c851	{"receipt":{"id":5,"version":1}}	21	\N	2026-11-29 10:02:29.209+00
anonymous/upgrade-2'"	5191609609c5a0e85a00d540c7ef1501eaec0c65447564f27f833cbc98b3adb1	{"receipt":{"id":12,"version":1}}	22	\N	2026-11-29 10:02:29.214+00
anonymous/upgrade-3	91c80a3930642b259dd1eb5363a3606f71ce815dbd2423d42445c132a0f4b2e1	{"receipt":{"id":3,"version":2}}	23	\N	2026-11-29 10:02:29.221+00
saga/e6024d3b-3f80-8f9a-a76a-c4ac083a8b51 /0		{"receipt":{"id":0,"version":0}}	26	20	2026-11-29 10:02:29.264+00
saga/88542290-e060-8af2-a9c3-4d7f4b9fdce7 /0		{"receipt":{"id":0,"version":12}}	95	92	2026-11-29 10:02:30.066+00
saga/14d94d7e-1cfb-84c0-a6b0-b12543d4b2c2 /0		{"receipt":{"id":0,"version":2}}	96	94	2026-11-29 10:02:30.07+00
saga/e743c419-7386-853e-ac0c-a19abb52fccf /0		{"receipt":{"id":0,"version":5}}	97	93	2026-11-29 10:02:30.083+00
saga/30a6974b-55a6-82be-ad57-d5f8fa3adf41		{"receipt":{"id":"0192a000-0000-7000-8000-000000000033","version":6}}	99	58	2026-11-29 10:02:31.664+00
anonymous/upgrade-4	8d59690ece3b0fe7b0793e2ee88b48af087fc982e75d7734e8d071d4344d36b7	{"receipt":{"id":"0192a000-0000-7000-8000-000000000035","version":2}}	100	\N	2026-11-29 10:02:31.735+00
anonymous/upgrade-5	65069c249925aa5d0c56ccd258f28cb6fce6e16c77c6634ec699506a3725ec18	{"receipt":{"id":"0192a000-0000-7000-8000-000000000037","version":1}}	101	\N	2026-11-29 10:02:31.743+00
anonymous/upgrade-6	f8a7a1acd3b97a3cccf2dd713be6f66f8e27b7cdb1d5ec1eeca1ca68cfe9cb63	{"receipt":{"id":0,"version":0}}	0	\N	2026-11-29 10:02:31.75+00
anonymous/upgrade-6 /0	f8a7a1acd3b97a3cccf2dd713be6f66f8e27b7cdb1d5ec1eeca1ca68cfe9cb63	{"receipt":{"id":"0192a000-0000-7000-8000-000000000035","version":3}}	102	\N	2026-11-29 10:02:31.753+00
anonymous/upgrade-6 /1	f8a7a1acd3b97a3cccf2dd713be6f66f8e27b7cdb1d5ec1eeca1ca68cfe9cb63	{"refused":"campaign.not-found"}	\N	\N	2026-11-29 10:02:31.754+00
\.
COPY log.operations FROM stdin;
72db66f7-fad7-4abe-81d2-5e8443e4b4b8	rebuild	order-history	anonymous	done	103	\N	\N	2026-11-29 10:02:31.831+00	2026-11-29 10:02:32.179+00	2026-11-29 10:02:32.332+00
\.
COPY log.quarantine FROM stdin;
1	order-history	previous	order-900000	103	Cannot read properties of undefined (reading 'slice')	1	parked	\N	\N	\N	2026-11-29 10:02:31.801+00	\N
2	order-history	serving	order-900000	103	Cannot read properties of undefined (reading 'slice')	1	parked	\N	\N	\N	2026-11-29 10:02:32.267+00	\N
\.
COPY log.timers FROM stdin;
1	saga EndCampaignSaga.endCampaign	0192a000-0000-7000-8000-000000000031	2126-04-01 00:00:00+00	"2126-04-01T00:00:00.000Z"	45	42bf8c2b-ed4d-49e4-9f1f-df81c7f49804	\N	2026-11-29 10:02:29.593+00
2	saga EndCampaignSaga.endCampaign	0192a000-0000-7000-8000-000000000032	2126-04-01 00:00:00+00	"2126-04-01T00:00:00.000Z"	54	be647c49-c131-4a23-9b64-1e992b3cdf19	\N	2026-11-29 10:02:29.685+00
\.
COPY log.snapshots FROM stdin;
campaign-0192a000-0000-7000-8000-000000000036	2	24	{"created":{"name":"Before","userId":1,"currency":"EUR"},"name":"After","userId":1,"currency":"EUR","price":22,"schedule":{"start":null,"end":null},"placements":[],"paused":false,"ended":false,"deleted":false,"createdAt":"2026-11-29T10:02:29.742Z","updatedAt":"2026-11-29T10:02:29.955Z"}	2026-11-29 10:02:29.963+00
portfolio-0192a000-0000-7000-8000-000000000011	1	9	{"created":{"name":"idnes.cz","publisherId":"0192a000-0000-7000-8000-000000000001"},"name":"iDNES.cz","publisherId":"0192a000-0000-7000-8000-000000000001","deleted":false,"nodes":["0192a000-0000-7000-8000-000000000023","0192a000-0000-7000-8000-000000000021"],"sections":{"0192a000-0000-7000-8000-000000000021":{"name":"Technet","parentId":null,"nodes":["0192a000-0000-7000-8000-000000000022","0192a000-0000-7000-8000-000000000024"]},"0192a000-0000-7000-8000-000000000022":{"name":"Žluťoučký kůň","parentId":"0192a000-0000-7000-8000-000000000021","nodes":[]},"0192a000-0000-7000-8000-000000000023":{"name":"Věda","parentId":null,"nodes":[]},"0192a000-0000-7000-8000-000000000024":{"name":"Removed","parentId":"0192a000-0000-7000-8000-000000000021","nodes":["0192a000-0000-7000-8000-000000000025"]},"0192a000-0000-7000-8000-000000000025":{"name":"Below it","parentId":"0192a000-0000-7000-8000-000000000024","nodes":[]}},"createdAt":"2026-11-29T10:02:29.323Z","updatedAt":"2026-11-29T10:02:29.994Z"}	2026-11-29 10:02:30.006+00
campaign-0192a000-0000-7000-8000-000000000031	2	11	{"created":{"name":"Spring sale","userId":1,"currency":"EUR"},"name":"O'Neil \\"$$\\" %s","userId":1,"currency":"CZK","price":1250,"schedule":{"end":"2126-04-01T00:00:00.000Z","start":"2126-03-01T00:00:00.000Z"},"placements":["0192a000-0000-7000-8000-000000000021","0192a000-0000-7000-8000-000000000023","0192a000-0000-7000-8000-000000000025"],"paused":false,"ended":false,"deleted":false,"createdAt":"2026-11-29T10:02:29.485Z","updatedAt":"2026-11-29T10:02:29.569Z"}	2026-11-29 10:02:30.062+00
campaign-0192a000-0000-7000-8000-000000000032	2	4	{"created":{"name":"𝔘𝔫𝔦 👩‍👧 עברית","userId":2,"currency":"JPY"},"name":"𝔘𝔫𝔦 👩‍👧 עברית","userId":2,"currency":"JPY","price":null,"schedule":{"end":"2126-04-01T00:00:00.000Z","start":"2026-01-01T00:00:00.000Z"},"placements":["0192a000-0000-7000-8000-000000000027","0192a000-0000-7000-8000-000000000026"],"paused":false,"ended":false,"deleted":false,"createdAt":"2026-11-29T10:02:29.578Z","updatedAt":"2026-11-29T10:02:29.611Z"}	2026-11-29 10:02:30.083+00
campaign-0192a000-0000-7000-8000-000000000033	2	4	{"created":{"name":"Ends","userId":1,"currency":"EUR"},"name":"Ends","userId":1,"currency":"EUR","price":null,"schedule":{"end":"2026-11-29T10:02:31.150Z","start":"2026-01-01T00:00:00.000Z"},"placements":["0192a000-0000-7000-8000-000000000026"],"paused":false,"ended":false,"deleted":false,"createdAt":"2026-11-29T10:02:29.623Z","updatedAt":"2026-11-29T10:02:29.671Z"}	2026-11-29 10:02:31.662+00
\.
COPY read_previous.order_goods FROM stdin;
1	1	SKU 0 Žluťoučký kůň	Žluťoučký kůň	1	0	2026-11-29T10:02:28.995Z	1
2	1	SKU 1 Zluťký	Zluťký	2	99	2026-11-29T10:02:29.037Z	1
3	1	SKU 2 \\u0000 \\. \\N \\x	\\u0000 \\. \\N \\x	3	198	2026-11-29T10:02:29.043Z	1
4	1	SKU 3 O'Neil "$$" %s	O'Neil "$$" %s	4	297	2026-11-29T10:02:29.048Z	1
5	1	SKU 4 𝔘𝔫𝔦 👩‍👧 עברית	𝔘𝔫𝔦 👩‍👧 עברית	5	396	2026-11-29T10:02:29.055Z	1
6	1	SKU 5 =1+1	=1+1	6	495	2026-11-29T10:02:29.061Z	1
7	1	SKU 6 -- ; DROP	-- ; DROP	7	594	2026-11-29T10:02:29.074Z	1
8	1	MUG-RED	\N	2	1250	2026-11-29T10:02:29.091Z	2
9	2	\N	Žluťoučký kůň	7	99999999	2026-11-29T10:02:29.102Z	2
12	3	\N	\\u0000 \\. \\N \\x	1	0	2026-11-29T10:02:29.214Z	1
\.
COPY read_previous.known_orders FROM stdin;
1	8	30	13588	{mug-red,"sku 0 žluťoučký kůň","sku 1 zluťký","sku 2 \\\\u0000 \\\\. \\\\n \\\\x","sku 3 o'neil \\"$$\\" %s","sku 4 uni 👩👧 עברית","sku 5 =1+1","sku 6 -- ; drop"}	1	EUR	2026-11-29 10:02:28.886+00	1
2	1	7	699999993	{}	3	CZK	2026-11-29 10:02:28.92+00	2
5	0	0	0	{}	4	EUR	2026-11-29 10:02:29.207+00	1
3	1	1	0	{}	5	EUR	2026-11-29 10:02:28.952+00	2
\.
COPY read_previous.order_history FROM stdin;
1	8	30	13588	{mug-red,"sku 0 žluťoučký kůň","sku 1 zluťký","sku 2 \\\\u0000 \\\\. \\\\n \\\\x","sku 3 o'neil \\"$$\\" %s","sku 4 uni 👩👧 עברית","sku 5 =1+1","sku 6 -- ; drop"}	1	EUR	2026-11-29 10:02:28.886+00	1
2	1	7	699999993	{}	3	CZK	2026-11-29 10:02:28.92+00	2
5	0	0	0	{}	4	EUR	2026-11-29 10:02:29.207+00	1
3	1	1	0	{}	5	EUR	2026-11-29 10:02:28.952+00	2
\.
COPY read_previous.order_skus FROM stdin;
mug-red	1	2026-11-29 10:02:28.886+00	8	13588
sku 0 žluťoučký kůň	1	2026-11-29 10:02:28.886+00	8	13588
sku 1 zluťký	1	2026-11-29 10:02:28.886+00	8	13588
sku 2 \\u0000 \\. \\n \\x	1	2026-11-29 10:02:28.886+00	8	13588
sku 3 o'neil "$$" %s	1	2026-11-29 10:02:28.886+00	8	13588
sku 4 uni 👩👧 עברית	1	2026-11-29 10:02:28.886+00	8	13588
sku 5 =1+1	1	2026-11-29 10:02:28.886+00	8	13588
sku 6 -- ; drop	1	2026-11-29 10:02:28.886+00	8	13588
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
After	after	after	0192a000-0000-7000-8000-000000000036	1	EUR	24	\N	\N	[]	f	f	f	["no-schedule", "no-placement"]	26	2026-11-29 10:02:29.742+00	2026-11-29 10:02:29.97+00
O'Neil "$$" %s	o'neil "$$" %s	o'neil "$$" %s	0192a000-0000-7000-8000-000000000031	1	CZK	1250	2126-03-01 00:00:00+00	2126-04-01 00:00:00+00	["0192a000-0000-7000-8000-000000000021", "0192a000-0000-7000-8000-000000000023"]	f	f	t	[]	12	2026-11-29 10:02:29.485+00	2026-11-29 10:02:30.066+00
𝔘𝔫𝔦 👩‍👧 עברית	uni 👩👧 עברית	uni 👩👧 עברית	0192a000-0000-7000-8000-000000000032	2	JPY	\N	2026-01-01 00:00:00+00	2126-04-01 00:00:00+00	["0192a000-0000-7000-8000-000000000026"]	f	f	t	[]	5	2026-11-29 10:02:29.578+00	2026-11-29 10:02:30.083+00
Ends	ends	ends	0192a000-0000-7000-8000-000000000033	1	EUR	\N	2026-01-01 00:00:00+00	2026-11-29 10:02:31.15+00	["0192a000-0000-7000-8000-000000000026"]	f	t	f	["ended"]	6	2026-11-29 10:02:29.623+00	2026-11-29 10:02:31.664+00
Zluťký	zluťký	zluťký	0192a000-0000-7000-8000-000000000037	6	EUR	\N	\N	\N	[]	f	f	f	["no-schedule", "no-placement"]	1	2026-11-29 10:02:31.743+00	2026-11-29 10:02:31.743+00
\\u0000 \\. \\N \\x	\\u0000 \\. \\n \\x	\\u0000 \\. \\n \\x	0192a000-0000-7000-8000-000000000035	1	EUR	5	\N	\N	[]	f	f	f	["no-schedule", "no-placement"]	3	2026-11-29 10:02:29.73+00	2026-11-29 10:02:31.753+00
\.
COPY read.names FROM stdin;
publisher	0192a000-0000-7000-8000-000000000001	Žluťoučký kůň	f
publisher	0192a000-0000-7000-8000-000000000002	MAFRA	f
portfolio	0192a000-0000-7000-8000-000000000012	𝔘𝔫𝔦 👩‍👧 עברית	f
portfolio	0192a000-0000-7000-8000-000000000011	iDNES.cz	f
section	0192a000-0000-7000-8000-000000000021	Technet	f
section	0192a000-0000-7000-8000-000000000022	Žluťoučký kůň	f
section	0192a000-0000-7000-8000-000000000026	Sport	f
campaign	0192a000-0000-7000-8000-000000000031	O'Neil "$$" %s	f
campaign	0192a000-0000-7000-8000-000000000032	𝔘𝔫𝔦 👩‍👧 עברית	f
campaign	0192a000-0000-7000-8000-000000000033	Ends	f
campaign	0192a000-0000-7000-8000-000000000034	Deleted	t
campaign	0192a000-0000-7000-8000-000000000035	\\u0000 \\. \\N \\x	f
campaign	0192a000-0000-7000-8000-000000000036	After	f
section	0192a000-0000-7000-8000-000000000023	Věda	f
section	0192a000-0000-7000-8000-000000000024	Removed	t
section	0192a000-0000-7000-8000-000000000025	Below it	t
section	0192a000-0000-7000-8000-000000000027	Gone	t
portfolio	0192a000-0000-7000-8000-000000000013	gone.example	t
publisher	0192a000-0000-7000-8000-000000000003	\\u0000 \\. \\N \\x	t
portfolio	0192a000-0000-7000-8000-000000000014	also-gone.example	t
campaign	0192a000-0000-7000-8000-000000000037	Zluťký	f
\.
COPY read.placed_campaigns FROM stdin;
0192a000-0000-7000-8000-000000000036	EUR	24	\N	\N	[]	f
0192a000-0000-7000-8000-000000000031	CZK	1250	2126-03-01 00:00:00+00	2126-04-01 00:00:00+00	["0192a000-0000-7000-8000-000000000021", "0192a000-0000-7000-8000-000000000023"]	t
0192a000-0000-7000-8000-000000000032	JPY	\N	2026-01-01 00:00:00+00	2126-04-01 00:00:00+00	["0192a000-0000-7000-8000-000000000026"]	t
0192a000-0000-7000-8000-000000000033	EUR	\N	2026-01-01 00:00:00+00	2026-11-29 10:02:31.15+00	["0192a000-0000-7000-8000-000000000026"]	f
0192a000-0000-7000-8000-000000000037	EUR	\N	\N	\N	[]	f
0192a000-0000-7000-8000-000000000035	EUR	5	\N	\N	[]	f
\.
COPY read.placements FROM stdin;
0192a000-0000-7000-8000-000000000031	CZK	1250	2126-03-01 00:00:00+00	2126-04-01 00:00:00+00	0192a000-0000-7000-8000-000000000021
0192a000-0000-7000-8000-000000000031	CZK	1250	2126-03-01 00:00:00+00	2126-04-01 00:00:00+00	0192a000-0000-7000-8000-000000000023
0192a000-0000-7000-8000-000000000032	JPY	\N	2026-01-01 00:00:00+00	2126-04-01 00:00:00+00	0192a000-0000-7000-8000-000000000026
\.
COPY read.portfolios FROM stdin;
𝔘𝔫𝔦 👩‍👧 עברית	uni 👩👧 עברית	uni 👩👧 עברית	0192a000-0000-7000-8000-000000000012	0192a000-0000-7000-8000-000000000002	1	2	2026-11-29 10:02:29.338+00	2026-11-29 10:02:29.459+00
iDNES.cz	idnes.cz	idnes.cz	0192a000-0000-7000-8000-000000000011	0192a000-0000-7000-8000-000000000001	3	10	2026-11-29 10:02:29.323+00	2026-11-29 10:02:30.006+00
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
Žluťoučký kůň	žluťoučký kůň	žluťoučký kůň	0192a000-0000-7000-8000-000000000001	1	2026-11-29 10:02:29.233+00	2026-11-29 10:02:29.233+00
MAFRA	mafra	mafra	0192a000-0000-7000-8000-000000000002	2	2026-11-29 10:02:29.245+00	2026-11-29 10:02:29.307+00
\.
COPY read.order_goods FROM stdin;
1	1	SKU 0 Žluťoučký kůň	Žluťoučký kůň	1	0	2026-11-29T10:02:28.995Z	1
2	1	SKU 1 Zluťký	Zluťký	2	99	2026-11-29T10:02:29.037Z	1
3	1	SKU 2 \\u0000 \\. \\N \\x	\\u0000 \\. \\N \\x	3	198	2026-11-29T10:02:29.043Z	1
4	1	SKU 3 O'Neil "$$" %s	O'Neil "$$" %s	4	297	2026-11-29T10:02:29.048Z	1
5	1	SKU 4 𝔘𝔫𝔦 👩‍👧 עברית	𝔘𝔫𝔦 👩‍👧 עברית	5	396	2026-11-29T10:02:29.055Z	1
6	1	SKU 5 =1+1	=1+1	6	495	2026-11-29T10:02:29.061Z	1
7	1	SKU 6 -- ; DROP	-- ; DROP	7	594	2026-11-29T10:02:29.074Z	1
8	1	MUG-RED	\N	2	1250	2026-11-29T10:02:29.091Z	2
9	2	\N	Žluťoučký kůň	7	99999999	2026-11-29T10:02:29.102Z	2
12	3	\N	\\u0000 \\. \\N \\x	1	0	2026-11-29T10:02:29.214Z	1
\.
COPY read.known_orders FROM stdin;
2	1	7	699999993	{}	3	CZK	2026-11-29 10:02:28.92+00	2
1	8	30	13588	{mug-red,"sku 0 žluťoučký kůň","sku 1 zluťký","sku 2 \\\\u0000 \\\\. \\\\n \\\\x","sku 3 o'neil \\"$$\\" %s","sku 4 uni 👩👧 עברית","sku 5 =1+1","sku 6 -- ; drop"}	1	EUR	2026-11-29 10:02:28.886+00	1
5	0	0	0	{}	4	EUR	2026-11-29 10:02:29.207+00	1
3	1	1	0	{}	5	EUR	2026-11-29 10:02:28.952+00	2
\.
COPY read.order_history FROM stdin;
2	1	7	699999993	{}	3	CZK	2026-11-29 10:02:28.92+00	2
1	8	30	13588	{mug-red,"sku 0 žluťoučký kůň","sku 1 zluťký","sku 2 \\\\u0000 \\\\. \\\\n \\\\x","sku 3 o'neil \\"$$\\" %s","sku 4 uni 👩👧 עברית","sku 5 =1+1","sku 6 -- ; drop"}	1	EUR	2026-11-29 10:02:28.886+00	1
5	0	0	0	{}	4	EUR	2026-11-29 10:02:29.207+00	1
3	1	1	0	{}	5	EUR	2026-11-29 10:02:28.952+00	2
\.
COPY read.order_skus FROM stdin;
sku 0 žluťoučký kůň	1	2026-11-29 10:02:28.886+00	8	13588
sku 1 zluťký	1	2026-11-29 10:02:28.886+00	8	13588
sku 2 \\u0000 \\. \\n \\x	1	2026-11-29 10:02:28.886+00	8	13588
sku 3 o'neil "$$" %s	1	2026-11-29 10:02:28.886+00	8	13588
sku 4 uni 👩👧 עברית	1	2026-11-29 10:02:28.886+00	8	13588
sku 5 =1+1	1	2026-11-29 10:02:28.886+00	8	13588
sku 6 -- ; drop	1	2026-11-29 10:02:28.886+00	8	13588
mug-red	1	2026-11-29 10:02:28.886+00	8	13588
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
ALTER TABLE log.quarantine ADD CONSTRAINT quarantine_state_check CHECK ((state = ANY (ARRAY['parked'::text, 'released'::text, 'skipped'::text])));
ALTER TABLE log.quarantine ADD CONSTRAINT quarantine_wish_check CHECK ((wish = ANY (ARRAY['retry'::text, 'skip'::text])));
ALTER TABLE log.quarantine ADD CONSTRAINT quarantine_pkey PRIMARY KEY (id);
ALTER TABLE log.timers ADD CONSTRAINT timers_pkey PRIMARY KEY (id);
ALTER TABLE log.timers ADD CONSTRAINT timers_subscription_key_key UNIQUE (subscription, key);
ALTER TABLE log.snapshots ADD CONSTRAINT snapshots_pkey PRIMARY KEY (stream);
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
CREATE INDEX "IDX_13da367a0755045cac6cd5a8aa" ON read.order_skus USING btree (folded_sku, created_at, order_id);
CREATE INDEX "IDX_92ed0d9798a1f75540bfcc838e" ON read.placements USING btree (section_id, campaign_id);
CREATE INDEX "IDX_8719d65a71c2b0675ac7bebaa7" ON read_previous.order_history USING btree (user_id, created_at, id);
CREATE INDEX "IDX_bc5e85442b695638ff9cf27df7" ON read_previous.order_history USING btree (user_id, goods_count, id);
CREATE INDEX "IDX_7674e23ca949bdd551ebbea2a6" ON read_previous.order_skus USING btree (folded_sku, goods_count, order_id);
CREATE INDEX "IDX_6d8a1c3d1204e1b9218fcb7313" ON read_previous.order_history USING btree (goods_count, total, id);
CREATE INDEX "IDX_b00adfdfb667987580142cd9e1" ON read.portfolios USING btree (created_at, id);
CREATE INDEX "IDX_7529809eb532e044fb452ecb59" ON read.order_user_groups USING btree (greatest_total, user_id);
CREATE INDEX "IDX_6fc548af7bca69626b71cba46f" ON read.order_history USING btree (total, id);
CREATE INDEX "IDX_13da367a0755045cac6cd5a8aa" ON read_previous.order_skus USING btree (folded_sku, created_at, order_id);
CREATE INDEX "IDX_6dde8a24e80df59dbe076bd4a6" ON read.order_history USING btree (goods_count, id);
CREATE INDEX "IDX_925c90f98a3633c1dfec80642b" ON read.publishers USING btree (created_at, id);
CREATE INDEX "IDX_af21e927e92478c21d1d2b5e73" ON read.campaigns USING btree (created_at, id);
CREATE INDEX "IDX_412ccd6f06a4d5b81f0448ab2e" ON read.order_users USING btree (currency, user_id);
CREATE INDEX "IDX_bc5e85442b695638ff9cf27df7" ON read.order_history USING btree (user_id, goods_count, id);
CREATE INDEX "IDX_17cd7e7c30ba0a9699172c836e" ON read.order_history USING btree (currency, total, id);
CREATE INDEX "IDX_e54abf309975fdb9d9a97de696" ON read.order_history USING btree (created_at, id);
CREATE INDEX "IDX_184d78b6d89d8d3c406fd6739c" ON read.campaigns USING btree (sort_name, id);
CREATE INDEX outcomes_created_at ON write.outcomes USING btree (created_at);
CREATE INDEX "IDX_6d8a1c3d1204e1b9218fcb7313" ON read.order_history USING btree (goods_count, total, id);
CREATE INDEX "IDX_f16a8181909608f209d193c7bc" ON read.order_users USING btree (currency, orders, user_id);
CREATE INDEX "IDX_e54abf309975fdb9d9a97de696" ON read_previous.order_history USING btree (created_at, id);
CREATE INDEX "IDX_bde0385256bbb392cf15e40fe2" ON read_previous.order_goods USING btree (order_id, id);
CREATE INDEX "IDX_412ccd6f06a4d5b81f0448ab2e" ON read_previous.order_users USING btree (currency, user_id);
CREATE INDEX "IDX_6fc548af7bca69626b71cba46f" ON read_previous.order_history USING btree (total, id);
CREATE INDEX events_section_added ON log.events USING btree (((data ->> 'id'::text))) WHERE (type = 'SectionAdded'::text);
CREATE INDEX "IDX_03084628f8b4e4c4db303d9808" ON read_previous.order_users USING btree (currency, total, user_id);
CREATE INDEX "IDX_6dde8a24e80df59dbe076bd4a6" ON read_previous.order_history USING btree (goods_count, id);
CREATE INDEX "IDX_17cd7e7c30ba0a9699172c836e" ON read_previous.order_history USING btree (currency, total, id);
CREATE INDEX "IDX_03084628f8b4e4c4db303d9808" ON read.order_users USING btree (currency, total, user_id);
CREATE INDEX "IDX_7529809eb532e044fb452ecb59" ON read_previous.order_user_groups USING btree (greatest_total, user_id);
CREATE INDEX "IDX_be8501b4b4e38235177f38e559" ON read.order_history USING btree (currency, id);
CREATE INDEX "IDX_8719d65a71c2b0675ac7bebaa7" ON read.order_history USING btree (user_id, created_at, id);
CREATE INDEX "IDX_ea3e9f91a30aa8b3760c455e4e" ON read.campaigns USING btree (user_id, created_at, id);
CREATE INDEX "IDX_b2587460ea6044e30e8227e8ba" ON read.campaigns USING btree (updated_at, id);
CREATE INDEX "IDX_7674e23ca949bdd551ebbea2a6" ON read.order_skus USING btree (folded_sku, goods_count, order_id);
CREATE INDEX "IDX_8552210347bc220640322319c7" ON read.campaigns USING btree (user_id, sort_name, id);
CREATE INDEX "IDX_be8501b4b4e38235177f38e559" ON read_previous.order_history USING btree (currency, id);
CREATE INDEX "IDX_f29f98c2a8007a2d388f78c410" ON read_previous.order_history USING btree (user_id, total, id);
CREATE INDEX events_portfolio_publisher ON log.events USING btree (((data ->> 'publisherId'::text))) WHERE (type = 'PortfolioCreated'::text);
CREATE INDEX "IDX_b0618d444291bddded78454004" ON read.order_skus USING btree (folded_sku, total, order_id);
CREATE INDEX "IDX_d2e97a54ee33765c4d2ff2b8c7" ON read.names USING btree (id);
CREATE INDEX "IDX_f9aa3711037ee949c0ac9c33fe" ON read.portfolios USING btree (sort_name, id);
CREATE INDEX "IDX_16ba90b529da7e81b45eab2c90" ON read.order_history USING btree (currency, goods_count, id);
CREATE INDEX "IDX_9c9a4ed77ab9aaff5e29ae7610" ON read.campaigns USING btree (user_id, updated_at, id);
CREATE INDEX operations_open ON log.operations USING btree (created_at) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));
CREATE INDEX timers_due ON log.timers USING btree (due_at) WHERE (error IS NULL);
CREATE INDEX goods_order ON write.goods USING btree (order_id, id);
CREATE INDEX "IDX_af209d971f0e20020357d9da45" ON read_previous.order_user_groups USING btree (orders, user_id);
CREATE INDEX "IDX_f16a8181909608f209d193c7bc" ON read_previous.order_users USING btree (currency, orders, user_id);
CREATE INDEX "IDX_16ba90b529da7e81b45eab2c90" ON read_previous.order_history USING btree (currency, goods_count, id);
CREATE INDEX "IDX_af209d971f0e20020357d9da45" ON read.order_user_groups USING btree (orders, user_id);
CREATE INDEX "IDX_b0ff84cbeaf7ba0da0ef4f4feb" ON read.order_history USING btree (user_id, id);
CREATE INDEX "IDX_b0ff84cbeaf7ba0da0ef4f4feb" ON read_previous.order_history USING btree (user_id, id);
CREATE INDEX events_section_removed ON log.events USING btree (stream) WHERE (type = 'SectionRemoved'::text);
CREATE UNIQUE INDEX quarantine_parked ON log.quarantine USING btree (subscription, build, stream) WHERE (state = 'parked'::text);
CREATE INDEX "IDX_c014bd7886f45d35230d75234c" ON read.order_history USING btree (currency, created_at, id);
CREATE INDEX events_placements ON log.events USING gin (((data -> 'sections'::text))) WHERE (type = 'CampaignPlacementsSet'::text);
CREATE INDEX "IDX_cd70d439254b26e7b3c03d69bb" ON read.publishers USING btree (sort_name, id);
CREATE INDEX "IDX_c014bd7886f45d35230d75234c" ON read_previous.order_history USING btree (currency, created_at, id);
CREATE INDEX "IDX_68e2d2a900dd30b618b3125204" ON read.portfolios USING btree (publisher_id, created_at, id);
CREATE INDEX "IDX_f29f98c2a8007a2d388f78c410" ON read.order_history USING btree (user_id, total, id);
CREATE INDEX events_type ON log.events USING btree (type, "position");
CREATE INDEX "IDX_fa19699cf314f55d7848648b8f" ON read.portfolios USING btree (publisher_id, sort_name, id);
CREATE INDEX "IDX_bde0385256bbb392cf15e40fe2" ON read.order_goods USING btree (order_id, id);
CREATE INDEX "IDX_b0618d444291bddded78454004" ON read_previous.order_skus USING btree (folded_sku, total, order_id);
CREATE TRIGGER events_are_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON log.events FOR EACH STATEMENT EXECUTE FUNCTION log.refuse();
SELECT setval('public.kronika_migrations_id_seq', 12, true);
SELECT setval('log."position"', 103, true);
SELECT setval('write.orders_id_seq', 5, true);
SELECT setval('write.goods_id_seq', 12, true);
SELECT setval('log.quarantine_id_seq', 2, true);
SELECT setval('log.timers_id_seq', 4, true);
ALTER SCHEMA write OWNER TO kronika;
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
ALTER FUNCTION log.append(jsonb,jsonb) OWNER TO kronika;
ALTER FUNCTION log.horizon() OWNER TO kronika;
ALTER FUNCTION log.last_position() OWNER TO kronika;
ALTER FUNCTION log.raise_position() OWNER TO kronika;
ALTER FUNCTION log.append_key(bigint) OWNER TO kronika;
ALTER FUNCTION log.append_group(jsonb) OWNER TO kronika;
GRANT USAGE ON SCHEMA write TO kronika_write;
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
GRANT UPDATE (reason) ON log.quarantine TO kronika_write;
ALTER DEFAULT PRIVILEGES FOR ROLE kronika_view IN SCHEMA read GRANT SELECT ON TABLES TO kronika_read;
ALTER DEFAULT PRIVILEGES FOR ROLE kronika_view IN SCHEMA read_next GRANT SELECT ON TABLES TO kronika_read;
ALTER DEFAULT PRIVILEGES FOR ROLE kronika_view IN SCHEMA read_previous GRANT SELECT ON TABLES TO kronika_read;
