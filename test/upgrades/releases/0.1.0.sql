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
CREATE TABLE public.kronika_migrations (id integer DEFAULT nextval('kronika_migrations_id_seq'::regclass) NOT NULL, "timestamp" bigint NOT NULL, name character varying NOT NULL);
CREATE TABLE log.events ("position" bigint NOT NULL, stream text NOT NULL, version integer NOT NULL, type text NOT NULL, data jsonb NOT NULL, metadata jsonb NOT NULL, recorded_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL, schema smallint DEFAULT 1 NOT NULL);
CREATE TABLE log.checkpoints (subscription text NOT NULL, version integer NOT NULL, "position" bigint DEFAULT 0 NOT NULL, updated_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL, build text DEFAULT 'serving'::text NOT NULL, tables text[] DEFAULT '{}'::text[] NOT NULL, indexed boolean DEFAULT true NOT NULL, operation uuid, failure text) WITH (fillfactor=50);
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
CREATE TABLE read_previous.order_skus (sku text NOT NULL, order_id bigint NOT NULL, created_at timestamp(3) with time zone NOT NULL, goods_count integer NOT NULL, total numeric NOT NULL);
CREATE TABLE read_previous.order_days (day date NOT NULL, least_id bigint NOT NULL, greatest_id bigint NOT NULL);
CREATE TABLE read_previous.order_statistics (day date NOT NULL, currency character(3) NOT NULL, goods_count integer NOT NULL, orders bigint NOT NULL, units bigint NOT NULL, total numeric NOT NULL);
CREATE TABLE read_previous.order_sizes (goods_count integer NOT NULL, currency character(3) NOT NULL, orders bigint NOT NULL, units bigint NOT NULL, total numeric NOT NULL);
CREATE TABLE read_previous.order_users (user_id bigint NOT NULL, currency character(3) NOT NULL, orders bigint NOT NULL, goods_count bigint NOT NULL, units bigint NOT NULL, total numeric NOT NULL);
CREATE TABLE read.campaigns (id uuid NOT NULL, name text NOT NULL, sort_name text NOT NULL, user_id bigint NOT NULL, currency character(3) NOT NULL, price bigint, start timestamp(3) with time zone, "end" timestamp(3) with time zone, placements jsonb NOT NULL, paused boolean NOT NULL, ended boolean NOT NULL, runnable boolean NOT NULL, reasons jsonb NOT NULL, version integer NOT NULL, created_at timestamp(3) with time zone NOT NULL, updated_at timestamp(3) with time zone NOT NULL);
CREATE TABLE read.names (type text NOT NULL, id uuid NOT NULL, name text NOT NULL);
CREATE TABLE read.placed_campaigns (campaign_id uuid NOT NULL, currency character(3) NOT NULL, price bigint, start timestamp(3) with time zone, "end" timestamp(3) with time zone, sections jsonb NOT NULL, runnable boolean NOT NULL);
CREATE TABLE read.placements (campaign_id uuid NOT NULL, currency character(3) NOT NULL, price bigint, start timestamp(3) with time zone, "end" timestamp(3) with time zone, section_id uuid NOT NULL);
CREATE TABLE read.portfolios (id uuid NOT NULL, name text NOT NULL, sort_name text NOT NULL, publisher_id uuid NOT NULL, sections integer NOT NULL, version integer NOT NULL, created_at timestamp(3) with time zone NOT NULL, updated_at timestamp(3) with time zone NOT NULL);
CREATE TABLE read.portfolio_nodes (portfolio_id uuid NOT NULL, id uuid NOT NULL, name text NOT NULL, parent_id uuid, nodes jsonb NOT NULL);
CREATE TABLE read.publishers (id uuid NOT NULL, name text NOT NULL, sort_name text NOT NULL, version integer NOT NULL, created_at timestamp(3) with time zone NOT NULL, updated_at timestamp(3) with time zone NOT NULL);
CREATE TABLE read.order_goods (id bigint NOT NULL, order_id bigint NOT NULL, sku text, name text, quantity integer NOT NULL, unit_price bigint NOT NULL, created_at text NOT NULL, version integer NOT NULL);
CREATE TABLE read.known_orders (id bigint NOT NULL, goods_count integer NOT NULL, units bigint NOT NULL, total numeric NOT NULL, skus text[] NOT NULL, user_id bigint, currency character(3), created_at timestamp(3) with time zone, version integer);
CREATE TABLE read.order_history (id bigint NOT NULL, goods_count integer NOT NULL, units bigint NOT NULL, total numeric NOT NULL, skus text[] NOT NULL, user_id bigint NOT NULL, currency character(3) NOT NULL, created_at timestamp(3) with time zone NOT NULL, version integer NOT NULL);
CREATE TABLE read.order_skus (sku text NOT NULL, order_id bigint NOT NULL, created_at timestamp(3) with time zone NOT NULL, goods_count integer NOT NULL, total numeric NOT NULL);
CREATE TABLE read.order_days (day date NOT NULL, least_id bigint NOT NULL, greatest_id bigint NOT NULL);
CREATE TABLE read.order_statistics (day date NOT NULL, currency character(3) NOT NULL, goods_count integer NOT NULL, orders bigint NOT NULL, units bigint NOT NULL, total numeric NOT NULL);
CREATE TABLE read.order_sizes (goods_count integer NOT NULL, currency character(3) NOT NULL, orders bigint NOT NULL, units bigint NOT NULL, total numeric NOT NULL);
CREATE TABLE read.order_users (user_id bigint NOT NULL, currency character(3) NOT NULL, orders bigint NOT NULL, goods_count bigint NOT NULL, units bigint NOT NULL, total numeric NOT NULL);
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
\.
COPY log.events FROM stdin;
1	order-1	1	order_created_v1	{"id": 1, "user_id": 1, "currency": "EUR", "created_at": "2026-11-29T10:02:21.965Z"}	{"actor": "anonymous", "commandId": "d61e2dbd-632a-430a-9859-ed3dfcba8c35", "causationId": null, "correlationId": "d61e2dbd-632a-430a-9859-ed3dfcba8c35"}	2026-11-29 10:02:21.968+00	1
2	order-2	1	order_created_v1	{"id": 2, "user_id": 1, "currency": "CZK", "created_at": "2026-11-29T10:02:21.973Z"}	{"actor": "anonymous", "commandId": "84a21aed-a9ee-47fe-88de-7a7c23e8ed01", "causationId": null, "correlationId": "84a21aed-a9ee-47fe-88de-7a7c23e8ed01"}	2026-11-29 10:02:21.981+00	1
3	order-3	1	order_created_v1	{"id": 3, "user_id": 9007199254740991, "currency": "EUR", "created_at": "2026-11-29T10:02:21.996Z"}	{"actor": "anonymous", "commandId": "b05dbd26-490d-4da0-ab1d-aa5cc5b5eb11", "causationId": null, "correlationId": "b05dbd26-490d-4da0-ab1d-aa5cc5b5eb11"}	2026-11-29 10:02:21.997+00	1
4	order-4	1	order_created_v1	{"id": 4, "user_id": 2, "currency": "EUR", "created_at": "2026-11-29T10:02:22.007Z"}	{"actor": "anonymous", "commandId": "adfd1917-fad3-4735-86be-ceb3e13c9f42", "causationId": null, "correlationId": "adfd1917-fad3-4735-86be-ceb3e13c9f42"}	2026-11-29 10:02:22.008+00	1
5	goods-1	1	goods_created_v1	{"id": 1, "sku": "SKU 0 Žluťoučký kůň", "name": "Žluťoučký kůň", "order_id": 1, "quantity": 1, "created_at": "2026-11-29T10:02:22.025Z", "unit_price": 0}	{"actor": "anonymous", "commandId": "90b24772-9627-4c48-bb5c-95c53356dc94", "causationId": null, "correlationId": "90b24772-9627-4c48-bb5c-95c53356dc94"}	2026-11-29 10:02:22.032+00	1
6	goods-2	1	goods_created_v1	{"id": 2, "sku": "SKU 1 Zluťký", "name": "Zluťký", "order_id": 1, "quantity": 2, "created_at": "2026-11-29T10:02:22.056Z", "unit_price": 99}	{"actor": "anonymous", "commandId": "9aee67fe-dff4-4148-8cfe-ebd766a335e1", "causationId": null, "correlationId": "9aee67fe-dff4-4148-8cfe-ebd766a335e1"}	2026-11-29 10:02:22.057+00	1
7	goods-3	1	goods_created_v1	{"id": 3, "sku": "SKU 2 \\\\u0000 \\\\. \\\\N \\\\x", "name": "\\\\u0000 \\\\. \\\\N \\\\x", "order_id": 1, "quantity": 3, "created_at": "2026-11-29T10:02:22.065Z", "unit_price": 198}	{"actor": "anonymous", "commandId": "99931ba8-fb42-4014-9bc8-ee5394976dc3", "causationId": null, "correlationId": "99931ba8-fb42-4014-9bc8-ee5394976dc3"}	2026-11-29 10:02:22.065+00	1
8	goods-4	1	goods_created_v1	{"id": 4, "sku": "SKU 3 O'Neil \\"$$\\" %s", "name": "O'Neil \\"$$\\" %s", "order_id": 1, "quantity": 4, "created_at": "2026-11-29T10:02:22.072Z", "unit_price": 297}	{"actor": "anonymous", "commandId": "a5d3fbff-15f5-4107-af8e-496f90f30d95", "causationId": null, "correlationId": "a5d3fbff-15f5-4107-af8e-496f90f30d95"}	2026-11-29 10:02:22.073+00	1
9	goods-5	1	goods_created_v1	{"id": 5, "sku": "SKU 4 𝔘𝔫𝔦 👩‍👧 עברית", "name": "𝔘𝔫𝔦 👩‍👧 עברית", "order_id": 1, "quantity": 5, "created_at": "2026-11-29T10:02:22.077Z", "unit_price": 396}	{"actor": "anonymous", "commandId": "84833f76-e9a5-4f25-b988-c7ac1071e225", "causationId": null, "correlationId": "84833f76-e9a5-4f25-b988-c7ac1071e225"}	2026-11-29 10:02:22.077+00	1
10	goods-6	1	goods_created_v1	{"id": 6, "sku": "SKU 5 =1+1", "name": "=1+1", "order_id": 1, "quantity": 6, "created_at": "2026-11-29T10:02:22.081Z", "unit_price": 495}	{"actor": "anonymous", "commandId": "acc84f55-b5f9-4267-853f-74250e421551", "causationId": null, "correlationId": "acc84f55-b5f9-4267-853f-74250e421551"}	2026-11-29 10:02:22.082+00	1
11	goods-7	1	goods_created_v1	{"id": 7, "sku": "SKU 6 -- ; DROP", "name": "-- ; DROP", "order_id": 1, "quantity": 7, "created_at": "2026-11-29T10:02:22.086Z", "unit_price": 594}	{"actor": "anonymous", "commandId": "77aea462-e9d0-4655-8b87-a16d21bc6303", "causationId": null, "correlationId": "77aea462-e9d0-4655-8b87-a16d21bc6303"}	2026-11-29 10:02:22.088+00	1
12	goods-8	1	goods_created_v1	{"id": 8, "sku": "MUG-RED", "name": null, "order_id": 3, "quantity": 2, "created_at": "2026-11-29T10:02:22.095Z", "unit_price": 1250}	{"actor": "anonymous", "commandId": "5c2ec6d9-fdc3-43d6-95c3-168027911918", "causationId": null, "correlationId": "5c2ec6d9-fdc3-43d6-95c3-168027911918"}	2026-11-29 10:02:22.096+00	1
13	goods-9	1	goods_created_v1	{"id": 9, "sku": null, "name": "A card", "order_id": 2, "quantity": 1, "created_at": "2026-11-29T10:02:22.100Z", "unit_price": 0}	{"actor": "anonymous", "commandId": "b5cfbd7d-5d7b-4985-be30-5702323b71ef", "causationId": null, "correlationId": "b5cfbd7d-5d7b-4985-be30-5702323b71ef"}	2026-11-29 10:02:22.1+00	1
14	goods-10	1	goods_created_v1	{"id": 10, "sku": null, "name": null, "order_id": 1, "quantity": 100000, "created_at": "2026-11-29T10:02:22.109Z", "unit_price": 1}	{"actor": "anonymous", "commandId": "9d64f6af-d1d2-4c69-8f42-ee77d4d9b462", "causationId": null, "correlationId": "9d64f6af-d1d2-4c69-8f42-ee77d4d9b462"}	2026-11-29 10:02:22.11+00	1
15	goods-11	1	goods_created_v1	{"id": 11, "sku": "OF-A-DELETED-ORDER", "name": null, "order_id": 4, "quantity": 1, "created_at": "2026-11-29T10:02:22.119Z", "unit_price": 0}	{"actor": "anonymous", "commandId": "db971e9c-5f94-40fb-8511-1fe7abd3be69", "causationId": null, "correlationId": "db971e9c-5f94-40fb-8511-1fe7abd3be69"}	2026-11-29 10:02:22.119+00	1
16	goods-8	2	goods_updated_v1	{"id": 8, "sku": "MUG-RED", "name": null, "order_id": 1, "previous": {"order_id": 3, "quantity": 2, "unit_price": 1250}, "quantity": 2, "created_at": "2026-11-29T10:02:22.095Z", "unit_price": 1250}	{"actor": "anonymous", "commandId": "a690e3c3-d2bc-46e7-b851-38bfe623ea1b", "causationId": null, "correlationId": "a690e3c3-d2bc-46e7-b851-38bfe623ea1b"}	2026-11-29 10:02:22.13+00	1
17	goods-9	2	goods_updated_v1	{"id": 9, "sku": null, "name": "Žluťoučký kůň", "order_id": 2, "previous": {"order_id": 2, "quantity": 1, "unit_price": 0}, "quantity": 7, "created_at": "2026-11-29T10:02:22.100Z", "unit_price": 99999999}	{"actor": "anonymous", "commandId": "7606ab40-08f0-4b3c-b1d9-243f86dcc00e", "causationId": null, "correlationId": "7606ab40-08f0-4b3c-b1d9-243f86dcc00e"}	2026-11-29 10:02:22.142+00	1
18	goods-10	2	goods_deleted_v1	{"id": 10, "sku": null, "name": null, "order_id": 1, "quantity": 100000, "created_at": "2026-11-29T10:02:22.109Z", "unit_price": 1}	{"actor": "anonymous", "commandId": "31837f74-3932-43d5-a40a-7651c099142b", "causationId": null, "correlationId": "31837f74-3932-43d5-a40a-7651c099142b"}	2026-11-29 10:02:22.155+00	1
19	order-2	2	order_updated_v1	{"id": 2, "user_id": 3, "currency": "CZK", "created_at": "2026-11-29T10:02:21.973Z"}	{"actor": "anonymous", "commandId": "01e41299-c72d-469e-9561-9d63f92e049f", "causationId": null, "correlationId": "01e41299-c72d-469e-9561-9d63f92e049f"}	2026-11-29 10:02:22.165+00	1
20	order-4	2	order_deleted_v1	{"id": 4, "user_id": 2, "currency": "EUR", "created_at": "2026-11-29T10:02:22.007Z"}	{"actor": "anonymous", "commandId": "23b45676-d431-4d28-bbc1-01e109182d62", "causationId": null, "correlationId": "23b45676-d431-4d28-bbc1-01e109182d62"}	2026-11-29 10:02:22.171+00	1
21	order-5	1	order_created_v1	{"id": 5, "user_id": 4, "currency": "EUR", "created_at": "2026-11-29T10:02:22.178Z"}	{"actor": "anonymous", "commandId": "4868816b-1c49-4691-a396-378a032faf0e", "causationId": null, "correlationId": "4868816b-1c49-4691-a396-378a032faf0e"}	2026-11-29 10:02:22.179+00	1
22	goods-12	1	goods_created_v1	{"id": 12, "sku": null, "name": "\\\\u0000 \\\\. \\\\N \\\\x", "order_id": 3, "quantity": 1, "created_at": "2026-11-29T10:02:22.188Z", "unit_price": 0}	{"actor": "anonymous", "commandId": "124fd7c4-2018-4db9-a70f-d69717ea8aa6", "causationId": null, "correlationId": "124fd7c4-2018-4db9-a70f-d69717ea8aa6"}	2026-11-29 10:02:22.188+00	1
23	order-3	2	order_updated_v1	{"id": 3, "user_id": 5, "currency": "EUR", "created_at": "2026-11-29T10:02:21.996Z"}	{"actor": "anonymous", "commandId": "e9c9b3e4-fe49-4cd8-9b7a-f44b40b11816", "causationId": null, "correlationId": "e9c9b3e4-fe49-4cd8-9b7a-f44b40b11816"}	2026-11-29 10:02:22.195+00	1
24	publisher-0192a000-0000-7000-8000-000000000001	1	PublisherCreated	{"name": "Žluťoučký kůň"}	{"actor": "anonymous", "commandId": "4d7b335d-a7ff-4cc9-91f4-d7dc8825aa76", "causationId": null, "correlationId": "4d7b335d-a7ff-4cc9-91f4-d7dc8825aa76"}	2026-11-29 10:02:22.203+00	1
25	publisher-0192a000-0000-7000-8000-000000000002	1	PublisherCreated	{"name": "Zluťký"}	{"actor": "anonymous", "commandId": "55b7d8f3-4388-4157-83d0-4dd787cdb5a1", "causationId": null, "correlationId": "55b7d8f3-4388-4157-83d0-4dd787cdb5a1"}	2026-11-29 10:02:22.218+00	1
26	publisher-0192a000-0000-7000-8000-000000000003	1	PublisherCreated	{"name": "\\\\u0000 \\\\. \\\\N \\\\x"}	{"actor": "anonymous", "commandId": "99a2038b-e308-40a8-ae3a-1c784c1b8185", "causationId": null, "correlationId": "99a2038b-e308-40a8-ae3a-1c784c1b8185"}	2026-11-29 10:02:22.226+00	1
27	publisher-0192a000-0000-7000-8000-000000000002	2	PublisherNameSet	{"name": "MAFRA"}	{"actor": "anonymous", "commandId": "733f1ffd-b5e9-42bc-a06e-eb0fe2112317", "causationId": null, "correlationId": "733f1ffd-b5e9-42bc-a06e-eb0fe2112317"}	2026-11-29 10:02:22.236+00	1
28	portfolio-0192a000-0000-7000-8000-000000000011	1	PortfolioCreated	{"name": "idnes.cz", "publisherId": "0192a000-0000-7000-8000-000000000001"}	{"actor": "anonymous", "commandId": "d8723d84-bdb1-428b-a800-94a21c3f2588", "causationId": null, "correlationId": "d8723d84-bdb1-428b-a800-94a21c3f2588"}	2026-11-29 10:02:22.246+00	1
29	portfolio-0192a000-0000-7000-8000-000000000012	1	PortfolioCreated	{"name": "𝔘𝔫𝔦 👩‍👧 עברית", "publisherId": "0192a000-0000-7000-8000-000000000002"}	{"actor": "anonymous", "commandId": "13a2182d-0de9-41d0-83d7-e30c35d93e1e", "causationId": null, "correlationId": "13a2182d-0de9-41d0-83d7-e30c35d93e1e"}	2026-11-29 10:02:22.252+00	1
30	goods-11	2	goods_deleted_v1	{"id": 11, "sku": "OF-A-DELETED-ORDER", "name": null, "order_id": 4, "quantity": 1, "created_at": "2026-11-29T10:02:22.119Z", "unit_price": 0}	{"actor": "saga RemoveGoodsSaga.removeGoods", "commandId": "e6024d3b-3f80-8f9a-a76a-c4ac083a8b51", "causationId": "20", "correlationId": "23b45676-d431-4d28-bbc1-01e109182d62"}	2026-11-29 10:02:22.262+00	1
31	portfolio-0192a000-0000-7000-8000-000000000013	1	PortfolioCreated	{"name": "gone.example", "publisherId": "0192a000-0000-7000-8000-000000000002"}	{"actor": "anonymous", "commandId": "05238183-6c87-4702-9de5-d6ab0c73dbcd", "causationId": null, "correlationId": "05238183-6c87-4702-9de5-d6ab0c73dbcd"}	2026-11-29 10:02:22.263+00	1
32	portfolio-0192a000-0000-7000-8000-000000000014	1	PortfolioCreated	{"name": "also-gone.example", "publisherId": "0192a000-0000-7000-8000-000000000003"}	{"actor": "anonymous", "commandId": "038536b7-8ce1-4b51-91b2-b9642e2c886f", "causationId": null, "correlationId": "038536b7-8ce1-4b51-91b2-b9642e2c886f"}	2026-11-29 10:02:22.27+00	1
33	portfolio-0192a000-0000-7000-8000-000000000011	2	PortfolioNameSet	{"name": "iDNES.cz"}	{"actor": "anonymous", "commandId": "9ffa5ae5-1f7b-406e-ae11-dcd99f352cd7", "causationId": null, "correlationId": "9ffa5ae5-1f7b-406e-ae11-dcd99f352cd7"}	2026-11-29 10:02:22.28+00	1
34	portfolio-0192a000-0000-7000-8000-000000000011	3	SectionAdded	{"id": "0192a000-0000-7000-8000-000000000021", "name": "Technet", "parentId": null}	{"actor": "anonymous", "commandId": "03945491-7dd2-45db-9459-12a5ec835dca", "causationId": null, "correlationId": "03945491-7dd2-45db-9459-12a5ec835dca"}	2026-11-29 10:02:22.29+00	1
35	portfolio-0192a000-0000-7000-8000-000000000011	4	SectionAdded	{"id": "0192a000-0000-7000-8000-000000000022", "name": "Žluťoučký kůň", "parentId": "0192a000-0000-7000-8000-000000000021"}	{"actor": "anonymous", "commandId": "ed07361c-bd2e-4ea9-8d93-602c288ee5a1", "causationId": null, "correlationId": "ed07361c-bd2e-4ea9-8d93-602c288ee5a1"}	2026-11-29 10:02:22.304+00	1
36	portfolio-0192a000-0000-7000-8000-000000000011	5	SectionAdded	{"id": "0192a000-0000-7000-8000-000000000023", "name": "Science", "parentId": "0192a000-0000-7000-8000-000000000022"}	{"actor": "anonymous", "commandId": "337c7d29-bc9d-4838-9541-fe6b5a3b3f5d", "causationId": null, "correlationId": "337c7d29-bc9d-4838-9541-fe6b5a3b3f5d"}	2026-11-29 10:02:22.311+00	1
37	portfolio-0192a000-0000-7000-8000-000000000011	6	SectionAdded	{"id": "0192a000-0000-7000-8000-000000000024", "name": "Removed", "parentId": "0192a000-0000-7000-8000-000000000021"}	{"actor": "anonymous", "commandId": "ac2b7b37-24c4-464e-9006-894d0f6d47ff", "causationId": null, "correlationId": "ac2b7b37-24c4-464e-9006-894d0f6d47ff"}	2026-11-29 10:02:22.322+00	1
38	portfolio-0192a000-0000-7000-8000-000000000011	7	SectionAdded	{"id": "0192a000-0000-7000-8000-000000000025", "name": "Below it", "parentId": "0192a000-0000-7000-8000-000000000024"}	{"actor": "anonymous", "commandId": "4be8cc05-15f2-403a-8365-1d9f88b48dcd", "causationId": null, "correlationId": "4be8cc05-15f2-403a-8365-1d9f88b48dcd"}	2026-11-29 10:02:22.331+00	1
39	portfolio-0192a000-0000-7000-8000-000000000012	2	SectionAdded	{"id": "0192a000-0000-7000-8000-000000000026", "name": "Sport", "parentId": null}	{"actor": "anonymous", "commandId": "ac588c1c-2361-4c6a-9053-5a87f60bdfee", "causationId": null, "correlationId": "ac588c1c-2361-4c6a-9053-5a87f60bdfee"}	2026-11-29 10:02:22.339+00	1
40	portfolio-0192a000-0000-7000-8000-000000000013	2	SectionAdded	{"id": "0192a000-0000-7000-8000-000000000027", "name": "Gone", "parentId": null}	{"actor": "anonymous", "commandId": "70d9e7ae-15b5-4cbf-8845-1a9a67145d49", "causationId": null, "correlationId": "70d9e7ae-15b5-4cbf-8845-1a9a67145d49"}	2026-11-29 10:02:22.345+00	1
41	campaign-0192a000-0000-7000-8000-000000000031	1	CampaignCreated	{"name": "Spring sale", "userId": 1, "currency": "EUR"}	{"actor": "anonymous", "commandId": "e6086211-8cab-4d30-959e-47abc09f3852", "causationId": null, "correlationId": "e6086211-8cab-4d30-959e-47abc09f3852"}	2026-11-29 10:02:22.354+00	1
42	campaign-0192a000-0000-7000-8000-000000000031	2	CampaignNameSet	{"name": "O'Neil \\"$$\\" %s"}	{"actor": "anonymous", "commandId": "e026ff22-c063-4f0e-b451-3960e7857e5e", "causationId": null, "correlationId": "e026ff22-c063-4f0e-b451-3960e7857e5e"}	2026-11-29 10:02:22.361+00	1
43	campaign-0192a000-0000-7000-8000-000000000031	3	CampaignCurrencySet	{"currency": "CZK"}	{"actor": "anonymous", "commandId": "794599a6-5ec0-46f5-ae4a-18526b15ed83", "causationId": null, "correlationId": "794599a6-5ec0-46f5-ae4a-18526b15ed83"}	2026-11-29 10:02:22.366+00	1
44	campaign-0192a000-0000-7000-8000-000000000031	4	CampaignPriceSet	{"amount": 1250}	{"actor": "anonymous", "commandId": "6fe9dff3-baaa-482f-9019-8b9aef41e986", "causationId": null, "correlationId": "6fe9dff3-baaa-482f-9019-8b9aef41e986"}	2026-11-29 10:02:22.373+00	1
45	campaign-0192a000-0000-7000-8000-000000000031	5	CampaignScheduleSet	{"end": "2126-04-01T00:00:00.000Z", "start": "2126-03-01T00:00:00.000Z"}	{"actor": "anonymous", "commandId": "585aefbd-7adf-443e-af2f-e6dbdc59a058", "causationId": null, "correlationId": "585aefbd-7adf-443e-af2f-e6dbdc59a058"}	2026-11-29 10:02:22.38+00	2
46	campaign-0192a000-0000-7000-8000-000000000031	6	CampaignPlacementsSet	{"sections": ["0192a000-0000-7000-8000-000000000021", "0192a000-0000-7000-8000-000000000023", "0192a000-0000-7000-8000-000000000025"]}	{"actor": "anonymous", "commandId": "92c2a517-a94b-499a-99d4-6c2df9a29b6a", "causationId": null, "correlationId": "92c2a517-a94b-499a-99d4-6c2df9a29b6a"}	2026-11-29 10:02:22.389+00	1
47	campaign-0192a000-0000-7000-8000-000000000031	7	CampaignRunnableStateChanged	{"reasons": [], "runnable": true}	{"actor": "anonymous", "commandId": "92c2a517-a94b-499a-99d4-6c2df9a29b6a", "causationId": null, "correlationId": "92c2a517-a94b-499a-99d4-6c2df9a29b6a"}	2026-11-29 10:02:22.39+00	1
48	campaign-0192a000-0000-7000-8000-000000000031	8	CampaignPausedSet	{"paused": true}	{"actor": "anonymous", "commandId": "b15429f0-5736-4404-8032-505a9c2b0dbd", "causationId": null, "correlationId": "b15429f0-5736-4404-8032-505a9c2b0dbd"}	2026-11-29 10:02:22.398+00	1
49	campaign-0192a000-0000-7000-8000-000000000031	9	CampaignRunnableStateChanged	{"reasons": ["paused"], "runnable": false}	{"actor": "anonymous", "commandId": "b15429f0-5736-4404-8032-505a9c2b0dbd", "causationId": null, "correlationId": "b15429f0-5736-4404-8032-505a9c2b0dbd"}	2026-11-29 10:02:22.398+00	1
50	campaign-0192a000-0000-7000-8000-000000000031	10	CampaignPausedSet	{"paused": false}	{"actor": "anonymous", "commandId": "9d0ecc8c-e8ba-436a-b478-dbe85715bf07", "causationId": null, "correlationId": "9d0ecc8c-e8ba-436a-b478-dbe85715bf07"}	2026-11-29 10:02:22.407+00	1
51	campaign-0192a000-0000-7000-8000-000000000031	11	CampaignRunnableStateChanged	{"reasons": [], "runnable": true}	{"actor": "anonymous", "commandId": "9d0ecc8c-e8ba-436a-b478-dbe85715bf07", "causationId": null, "correlationId": "9d0ecc8c-e8ba-436a-b478-dbe85715bf07"}	2026-11-29 10:02:22.407+00	1
52	campaign-0192a000-0000-7000-8000-000000000032	1	CampaignCreated	{"name": "𝔘𝔫𝔦 👩‍👧 עברית", "userId": 2, "currency": "JPY"}	{"actor": "anonymous", "commandId": "09075c19-e40a-4a4c-9c0c-2d9fc8ffb58d", "causationId": null, "correlationId": "09075c19-e40a-4a4c-9c0c-2d9fc8ffb58d"}	2026-11-29 10:02:22.421+00	1
53	campaign-0192a000-0000-7000-8000-000000000032	2	CampaignPlacementsSet	{"sections": ["0192a000-0000-7000-8000-000000000027", "0192a000-0000-7000-8000-000000000026"]}	{"actor": "anonymous", "commandId": "e72c1410-e95f-47ab-931d-1bd2c101156d", "causationId": null, "correlationId": "e72c1410-e95f-47ab-931d-1bd2c101156d"}	2026-11-29 10:02:22.43+00	1
54	campaign-0192a000-0000-7000-8000-000000000032	3	CampaignScheduleSet	{"end": "2126-04-01T00:00:00.000Z", "start": "2026-01-01T00:00:00.000Z"}	{"actor": "anonymous", "commandId": "518124e8-ad6b-4263-b1d1-bc3b7797936d", "causationId": null, "correlationId": "518124e8-ad6b-4263-b1d1-bc3b7797936d"}	2026-11-29 10:02:22.434+00	2
55	campaign-0192a000-0000-7000-8000-000000000032	4	CampaignRunnableStateChanged	{"reasons": [], "runnable": true}	{"actor": "anonymous", "commandId": "518124e8-ad6b-4263-b1d1-bc3b7797936d", "causationId": null, "correlationId": "518124e8-ad6b-4263-b1d1-bc3b7797936d"}	2026-11-29 10:02:22.434+00	1
56	campaign-0192a000-0000-7000-8000-000000000033	1	CampaignCreated	{"name": "Ends", "userId": 1, "currency": "EUR"}	{"actor": "anonymous", "commandId": "43d907d9-d0e5-443e-a7b8-ec8981cf444c", "causationId": null, "correlationId": "43d907d9-d0e5-443e-a7b8-ec8981cf444c"}	2026-11-29 10:02:22.443+00	1
57	campaign-0192a000-0000-7000-8000-000000000033	2	CampaignPlacementsSet	{"sections": ["0192a000-0000-7000-8000-000000000026"]}	{"actor": "anonymous", "commandId": "a8c7ea2d-c31d-4e1c-aec2-05a6a0c99845", "causationId": null, "correlationId": "a8c7ea2d-c31d-4e1c-aec2-05a6a0c99845"}	2026-11-29 10:02:22.458+00	1
58	campaign-0192a000-0000-7000-8000-000000000033	3	CampaignScheduleSet	{"end": "2026-11-29T10:02:23.959Z", "start": "2026-01-01T00:00:00.000Z"}	{"actor": "anonymous", "commandId": "ed823d7c-e2e7-453c-b65f-2421272e7bc7", "causationId": null, "correlationId": "ed823d7c-e2e7-453c-b65f-2421272e7bc7"}	2026-11-29 10:02:22.463+00	2
59	campaign-0192a000-0000-7000-8000-000000000033	4	CampaignRunnableStateChanged	{"reasons": [], "runnable": true}	{"actor": "anonymous", "commandId": "ed823d7c-e2e7-453c-b65f-2421272e7bc7", "causationId": null, "correlationId": "ed823d7c-e2e7-453c-b65f-2421272e7bc7"}	2026-11-29 10:02:22.463+00	1
60	campaign-0192a000-0000-7000-8000-000000000034	1	CampaignCreated	{"name": "Deleted", "userId": 1, "currency": "EUR"}	{"actor": "anonymous", "commandId": "8e92069e-51fa-48c8-8b08-78a42b30d538", "causationId": null, "correlationId": "8e92069e-51fa-48c8-8b08-78a42b30d538"}	2026-11-29 10:02:22.469+00	1
61	campaign-0192a000-0000-7000-8000-000000000034	2	CampaignScheduleSet	{"end": "2126-04-01T00:00:00.000Z", "start": "2126-03-01T00:00:00.000Z"}	{"actor": "anonymous", "commandId": "30bf30f1-75f9-45a7-a63e-597c2eb6a4de", "causationId": null, "correlationId": "30bf30f1-75f9-45a7-a63e-597c2eb6a4de"}	2026-11-29 10:02:22.474+00	2
62	campaign-0192a000-0000-7000-8000-000000000034	3	CampaignDeleted	{}	{"actor": "anonymous", "commandId": "5057f037-d67c-48c2-b07d-b5b71f257e30", "causationId": null, "correlationId": "5057f037-d67c-48c2-b07d-b5b71f257e30"}	2026-11-29 10:02:22.479+00	1
63	campaign-0192a000-0000-7000-8000-000000000035	1	CampaignCreated	{"name": "\\\\u0000 \\\\. \\\\N \\\\x", "userId": 1, "currency": "EUR"}	{"actor": "anonymous", "commandId": "0db16428-137d-4084-b323-8969e65087d9", "causationId": null, "correlationId": "0db16428-137d-4084-b323-8969e65087d9"}	2026-11-29 10:02:22.486+00	1
64	campaign-0192a000-0000-7000-8000-000000000036	1	CampaignCreated	{"name": "Before", "userId": 1, "currency": "EUR"}	{"actor": "anonymous", "commandId": "e41918c3-8f4a-4a2a-9c08-982a7a8eb99b", "causationId": null, "correlationId": "e41918c3-8f4a-4a2a-9c08-982a7a8eb99b"}	2026-11-29 10:02:22.492+00	1
65	campaign-0192a000-0000-7000-8000-000000000036	2	CampaignNameSet	{"name": "After"}	{"actor": "anonymous", "commandId": "7df24744-f381-4b67-bb53-f97c61dcba6a", "causationId": null, "correlationId": "7df24744-f381-4b67-bb53-f97c61dcba6a"}	2026-11-29 10:02:22.496+00	1
66	campaign-0192a000-0000-7000-8000-000000000036	3	CampaignPriceSet	{"amount": 1}	{"actor": "anonymous", "commandId": "b81dde3a-c8d9-4abc-9ea9-5bb8098324c8", "causationId": null, "correlationId": "b81dde3a-c8d9-4abc-9ea9-5bb8098324c8"}	2026-11-29 10:02:22.511+00	1
67	campaign-0192a000-0000-7000-8000-000000000036	4	CampaignPriceSet	{"amount": 2}	{"actor": "anonymous", "commandId": "9532a8f0-ee64-4ec4-95ce-06545506a08f", "causationId": null, "correlationId": "9532a8f0-ee64-4ec4-95ce-06545506a08f"}	2026-11-29 10:02:22.517+00	1
68	campaign-0192a000-0000-7000-8000-000000000036	5	CampaignPriceSet	{"amount": 3}	{"actor": "anonymous", "commandId": "0cc1543b-ece1-4e48-b444-73c97a025e83", "causationId": null, "correlationId": "0cc1543b-ece1-4e48-b444-73c97a025e83"}	2026-11-29 10:02:22.526+00	1
69	campaign-0192a000-0000-7000-8000-000000000036	6	CampaignPriceSet	{"amount": 4}	{"actor": "anonymous", "commandId": "59c6950c-f4dc-4307-93b4-dcf8e617705c", "causationId": null, "correlationId": "59c6950c-f4dc-4307-93b4-dcf8e617705c"}	2026-11-29 10:02:22.532+00	1
70	campaign-0192a000-0000-7000-8000-000000000036	7	CampaignPriceSet	{"amount": 5}	{"actor": "anonymous", "commandId": "a9adf1ac-1000-4bd9-9e93-601a6f752c6e", "causationId": null, "correlationId": "a9adf1ac-1000-4bd9-9e93-601a6f752c6e"}	2026-11-29 10:02:22.537+00	1
71	campaign-0192a000-0000-7000-8000-000000000036	8	CampaignPriceSet	{"amount": 6}	{"actor": "anonymous", "commandId": "55c071c5-55c7-4196-aa3f-dcf24b51199a", "causationId": null, "correlationId": "55c071c5-55c7-4196-aa3f-dcf24b51199a"}	2026-11-29 10:02:22.541+00	1
72	campaign-0192a000-0000-7000-8000-000000000036	9	CampaignPriceSet	{"amount": 7}	{"actor": "anonymous", "commandId": "3397f11e-d5a4-49f2-8eb9-6da26a2cfb25", "causationId": null, "correlationId": "3397f11e-d5a4-49f2-8eb9-6da26a2cfb25"}	2026-11-29 10:02:22.545+00	1
73	campaign-0192a000-0000-7000-8000-000000000036	10	CampaignPriceSet	{"amount": 8}	{"actor": "anonymous", "commandId": "ce1533c3-9338-419c-bf24-79069a4acee8", "causationId": null, "correlationId": "ce1533c3-9338-419c-bf24-79069a4acee8"}	2026-11-29 10:02:22.55+00	1
74	campaign-0192a000-0000-7000-8000-000000000036	11	CampaignPriceSet	{"amount": 9}	{"actor": "anonymous", "commandId": "e60640ca-9117-4474-b91c-43ef6ea91509", "causationId": null, "correlationId": "e60640ca-9117-4474-b91c-43ef6ea91509"}	2026-11-29 10:02:22.554+00	1
75	campaign-0192a000-0000-7000-8000-000000000036	12	CampaignPriceSet	{"amount": 10}	{"actor": "anonymous", "commandId": "75364ce3-0bfb-4ce4-9652-c159d1647cc0", "causationId": null, "correlationId": "75364ce3-0bfb-4ce4-9652-c159d1647cc0"}	2026-11-29 10:02:22.557+00	1
76	campaign-0192a000-0000-7000-8000-000000000036	13	CampaignPriceSet	{"amount": 11}	{"actor": "anonymous", "commandId": "1ee28da6-d36b-4996-8d83-c65f489a4841", "causationId": null, "correlationId": "1ee28da6-d36b-4996-8d83-c65f489a4841"}	2026-11-29 10:02:22.561+00	1
77	campaign-0192a000-0000-7000-8000-000000000036	14	CampaignPriceSet	{"amount": 12}	{"actor": "anonymous", "commandId": "c350d9f1-f5a6-4052-8039-a75a27381c5c", "causationId": null, "correlationId": "c350d9f1-f5a6-4052-8039-a75a27381c5c"}	2026-11-29 10:02:22.565+00	1
78	campaign-0192a000-0000-7000-8000-000000000036	15	CampaignPriceSet	{"amount": 13}	{"actor": "anonymous", "commandId": "1ff9e696-6518-4185-a0a8-2be2b559e11a", "causationId": null, "correlationId": "1ff9e696-6518-4185-a0a8-2be2b559e11a"}	2026-11-29 10:02:22.569+00	1
79	campaign-0192a000-0000-7000-8000-000000000036	16	CampaignPriceSet	{"amount": 14}	{"actor": "anonymous", "commandId": "95b8cef4-6456-44e7-ac35-8107fca8da43", "causationId": null, "correlationId": "95b8cef4-6456-44e7-ac35-8107fca8da43"}	2026-11-29 10:02:22.574+00	1
80	campaign-0192a000-0000-7000-8000-000000000036	17	CampaignPriceSet	{"amount": 15}	{"actor": "anonymous", "commandId": "0fd2d3a4-fc19-4fb5-adcb-cbff7b51bd45", "causationId": null, "correlationId": "0fd2d3a4-fc19-4fb5-adcb-cbff7b51bd45"}	2026-11-29 10:02:22.582+00	1
81	campaign-0192a000-0000-7000-8000-000000000036	18	CampaignPriceSet	{"amount": 16}	{"actor": "anonymous", "commandId": "61730ffa-908a-4d6d-b5e0-8f7e5a33e277", "causationId": null, "correlationId": "61730ffa-908a-4d6d-b5e0-8f7e5a33e277"}	2026-11-29 10:02:22.59+00	1
82	campaign-0192a000-0000-7000-8000-000000000036	19	CampaignPriceSet	{"amount": 17}	{"actor": "anonymous", "commandId": "5dbebcd5-bec5-4505-9806-982204c29cf3", "causationId": null, "correlationId": "5dbebcd5-bec5-4505-9806-982204c29cf3"}	2026-11-29 10:02:22.594+00	1
83	campaign-0192a000-0000-7000-8000-000000000036	20	CampaignPriceSet	{"amount": 18}	{"actor": "anonymous", "commandId": "2dbdb11f-324b-4414-bfda-2f806a6ce34b", "causationId": null, "correlationId": "2dbdb11f-324b-4414-bfda-2f806a6ce34b"}	2026-11-29 10:02:22.596+00	1
84	campaign-0192a000-0000-7000-8000-000000000036	21	CampaignPriceSet	{"amount": 19}	{"actor": "anonymous", "commandId": "044f574d-69ed-4d9b-9fdf-d77553db70ba", "causationId": null, "correlationId": "044f574d-69ed-4d9b-9fdf-d77553db70ba"}	2026-11-29 10:02:22.601+00	1
85	campaign-0192a000-0000-7000-8000-000000000036	22	CampaignPriceSet	{"amount": 20}	{"actor": "anonymous", "commandId": "339ab875-f33d-4e28-9f78-4d6923380f9d", "causationId": null, "correlationId": "339ab875-f33d-4e28-9f78-4d6923380f9d"}	2026-11-29 10:02:22.605+00	1
86	campaign-0192a000-0000-7000-8000-000000000036	23	CampaignPriceSet	{"amount": 21}	{"actor": "anonymous", "commandId": "1094919b-e34d-482a-b2c5-4c3ad3d1bca9", "causationId": null, "correlationId": "1094919b-e34d-482a-b2c5-4c3ad3d1bca9"}	2026-11-29 10:02:22.61+00	1
87	campaign-0192a000-0000-7000-8000-000000000036	24	CampaignPriceSet	{"amount": 22}	{"actor": "anonymous", "commandId": "391568ee-756c-4b26-b5d5-c02a65c1f407", "causationId": null, "correlationId": "391568ee-756c-4b26-b5d5-c02a65c1f407"}	2026-11-29 10:02:22.617+00	1
88	campaign-0192a000-0000-7000-8000-000000000036	25	CampaignPriceSet	{"amount": 23}	{"actor": "anonymous", "commandId": "e595c0ce-cc9c-480a-8d3a-505dd9f57931", "causationId": null, "correlationId": "e595c0ce-cc9c-480a-8d3a-505dd9f57931"}	2026-11-29 10:02:22.622+00	1
89	campaign-0192a000-0000-7000-8000-000000000036	26	CampaignPriceSet	{"amount": 24}	{"actor": "anonymous", "commandId": "c5d3e30c-0f62-4f3d-af26-21ba21c8d4da", "causationId": null, "correlationId": "c5d3e30c-0f62-4f3d-af26-21ba21c8d4da"}	2026-11-29 10:02:22.627+00	1
90	portfolio-0192a000-0000-7000-8000-000000000011	8	SectionNameSet	{"id": "0192a000-0000-7000-8000-000000000023", "name": "Věda"}	{"actor": "anonymous", "commandId": "eb7e773c-b250-4271-a90e-a9a47dba77d7", "causationId": null, "correlationId": "eb7e773c-b250-4271-a90e-a9a47dba77d7"}	2026-11-29 10:02:22.632+00	1
91	portfolio-0192a000-0000-7000-8000-000000000011	9	SectionMoved	{"id": "0192a000-0000-7000-8000-000000000023", "before": "0192a000-0000-7000-8000-000000000021", "parentId": null, "previous": {"before": null, "parentId": "0192a000-0000-7000-8000-000000000022"}}	{"actor": "anonymous", "commandId": "35e1107d-70be-4b0e-9323-d209e0ae8b92", "causationId": null, "correlationId": "35e1107d-70be-4b0e-9323-d209e0ae8b92"}	2026-11-29 10:02:22.638+00	1
92	portfolio-0192a000-0000-7000-8000-000000000011	10	SectionRemoved	{"id": "0192a000-0000-7000-8000-000000000024", "removed": ["0192a000-0000-7000-8000-000000000024", "0192a000-0000-7000-8000-000000000025"], "parentId": "0192a000-0000-7000-8000-000000000021"}	{"actor": "anonymous", "commandId": "feb0af37-0dff-41c3-b46d-6a0a1bcc758e", "causationId": null, "correlationId": "feb0af37-0dff-41c3-b46d-6a0a1bcc758e"}	2026-11-29 10:02:22.642+00	1
93	portfolio-0192a000-0000-7000-8000-000000000013	3	PortfolioDeleted	{"sections": ["0192a000-0000-7000-8000-000000000027"]}	{"actor": "anonymous", "commandId": "4811c009-fcfe-4f85-bd87-0f0801457f13", "causationId": null, "correlationId": "4811c009-fcfe-4f85-bd87-0f0801457f13"}	2026-11-29 10:02:22.644+00	1
94	publisher-0192a000-0000-7000-8000-000000000003	2	PublisherDeleted	{}	{"actor": "anonymous", "commandId": "88860e95-828b-42e5-8eeb-b2d05c7271f9", "causationId": null, "correlationId": "88860e95-828b-42e5-8eeb-b2d05c7271f9"}	2026-11-29 10:02:22.648+00	1
95	campaign-0192a000-0000-7000-8000-000000000031	12	CampaignPlacementsSet	{"sections": ["0192a000-0000-7000-8000-000000000021", "0192a000-0000-7000-8000-000000000023"]}	{"actor": "saga LeaveSectionsSaga.leaveSections", "commandId": "88542290-e060-8af2-a9c3-4d7f4b9fdce7", "causationId": "92", "correlationId": "feb0af37-0dff-41c3-b46d-6a0a1bcc758e"}	2026-11-29 10:02:22.679+00	1
102	campaign-0192a000-0000-7000-8000-000000000035	3	CampaignPriceSet	{"amount": 5}	{"actor": "anonymous", "commandId": "bfc863ee-bc81-4df8-ba7d-2288f191fd8d", "causationId": null, "correlationId": "3831a396-0bd0-4f04-b0b5-07e323442fa9"}	2026-11-29 10:02:24.9+00	1
96	portfolio-0192a000-0000-7000-8000-000000000014	2	PortfolioDeleted	{"sections": []}	{"actor": "saga DeletePortfoliosSaga.deletePortfolios", "commandId": "14d94d7e-1cfb-84c0-a6b0-b12543d4b2c2", "causationId": "94", "correlationId": "88860e95-828b-42e5-8eeb-b2d05c7271f9"}	2026-11-29 10:02:22.68+00	1
97	campaign-0192a000-0000-7000-8000-000000000032	5	CampaignPlacementsSet	{"sections": ["0192a000-0000-7000-8000-000000000026"]}	{"actor": "saga LeaveSectionsSaga.leaveSections", "commandId": "e743c419-7386-853e-ac0c-a19abb52fccf", "causationId": "93", "correlationId": "4811c009-fcfe-4f85-bd87-0f0801457f13"}	2026-11-29 10:02:22.695+00	1
98	campaign-0192a000-0000-7000-8000-000000000033	5	CampaignEnded	{"end": "2026-11-29T10:02:23.959Z"}	{"actor": "saga EndCampaignSaga.endCampaign", "commandId": "9984ac7a-5c1e-854a-ae9e-3011be33ae43", "causationId": "58", "correlationId": "ed823d7c-e2e7-453c-b65f-2421272e7bc7"}	2026-11-29 10:02:24.824+00	1
99	campaign-0192a000-0000-7000-8000-000000000033	6	CampaignRunnableStateChanged	{"reasons": ["ended"], "runnable": false}	{"actor": "saga EndCampaignSaga.endCampaign", "commandId": "9984ac7a-5c1e-854a-ae9e-3011be33ae43", "causationId": "58", "correlationId": "ed823d7c-e2e7-453c-b65f-2421272e7bc7"}	2026-11-29 10:02:24.824+00	1
100	campaign-0192a000-0000-7000-8000-000000000035	2	CampaignPriceSet	{"amount": 77}	{"actor": "anonymous", "commandId": "05eedf75-ccb3-45fb-ba75-92d00f3d383a", "causationId": null, "correlationId": "05eedf75-ccb3-45fb-ba75-92d00f3d383a"}	2026-11-29 10:02:24.88+00	1
101	campaign-0192a000-0000-7000-8000-000000000037	1	CampaignCreated	{"name": "Zluťký", "userId": 6, "currency": "EUR"}	{"actor": "anonymous", "commandId": "f44700b7-06b7-4319-81bb-4a2d43886c88", "causationId": null, "correlationId": "f44700b7-06b7-4319-81bb-4a2d43886c88"}	2026-11-29 10:02:24.891+00	1
103	order-900000	1	order_created_v1	{}	{"actor": "upgrade", "commandId": "poison", "causationId": null, "correlationId": "poison"}	2026-11-29 10:02:24.907+00	1
\.
COPY log.checkpoints FROM stdin;
saga RemoveGoodsSaga.removeGoods	1	103	2026-11-29 10:02:24.935+00	serving	{}	t	\N	\N
saga DeletePortfoliosSaga.deletePortfolios	1	103	2026-11-29 10:02:24.935+00	serving	{}	t	\N	\N
saga EndCampaignSaga.endCampaign	1	103	2026-11-29 10:02:24.935+00	serving	{}	t	\N	\N
saga LeaveSectionsSaga.leaveSections	1	103	2026-11-29 10:02:24.937+00	serving	{}	t	\N	\N
order-history	2	103	2026-11-29 10:02:25.405+00	previous	{order_goods,known_orders,order_history,order_skus,order_days,order_statistics,order_sizes,order_users}	t	\N	\N
order-history	2	103	2026-11-29 10:02:25.418+00	serving	{order_goods,known_orders,order_history,order_skus,order_days,order_statistics,order_sizes,order_users}	t	e543f8d9-1253-44bf-917a-68dbc12c4be7	\N
names	1	103	2026-11-29 10:02:24.924+00	serving	{names}	t	\N	\N
publishers	1	103	2026-11-29 10:02:24.924+00	serving	{publishers}	t	\N	\N
portfolios	2	103	2026-11-29 10:02:24.924+00	serving	{portfolios,portfolio_nodes}	t	\N	\N
campaigns	1	103	2026-11-29 10:02:24.924+00	serving	{campaigns}	t	\N	\N
placements	1	103	2026-11-29 10:02:24.924+00	serving	{placed_campaigns,placements}	t	\N	\N
\.
COPY log.cursor_secret FROM stdin;
775d9646-24c9-44b6-b7a7-f07e10e926c86dc0f04c-5c65-4472-a7da-864b8dd8919c
\.
COPY write.orders FROM stdin;
1	1	EUR	2026-11-29 10:02:21.965+00	1
2	3	CZK	2026-11-29 10:02:21.973+00	2
5	4	EUR	2026-11-29 10:02:22.178+00	1
3	5	EUR	2026-11-29 10:02:21.996+00	2
\.
COPY write.goods FROM stdin;
1	1	SKU 0 Žluťoučký kůň	Žluťoučký kůň	1	0	2026-11-29 10:02:22.025+00	1
2	1	SKU 1 Zluťký	Zluťký	2	99	2026-11-29 10:02:22.056+00	1
3	1	SKU 2 \\u0000 \\. \\N \\x	\\u0000 \\. \\N \\x	3	198	2026-11-29 10:02:22.065+00	1
4	1	SKU 3 O'Neil "$$" %s	O'Neil "$$" %s	4	297	2026-11-29 10:02:22.072+00	1
5	1	SKU 4 𝔘𝔫𝔦 👩‍👧 עברית	𝔘𝔫𝔦 👩‍👧 עברית	5	396	2026-11-29 10:02:22.077+00	1
6	1	SKU 5 =1+1	=1+1	6	495	2026-11-29 10:02:22.081+00	1
7	1	SKU 6 -- ; DROP	-- ; DROP	7	594	2026-11-29 10:02:22.086+00	1
8	1	MUG-RED	\N	2	1250	2026-11-29 10:02:22.095+00	2
9	2	\N	Žluťoučký kůň	7	99999999	2026-11-29 10:02:22.1+00	2
12	3	\N	\\u0000 \\. \\N \\x	1	0	2026-11-29 10:02:22.188+00	1
\.
COPY write.outcomes FROM stdin;
anonymous/upgrade-1	0b38d34e66dafa4fdcdd42df763a3c9e4ae627748180a22f6124534cdd82c851	{"receipt":{"id":5,"version":1}}	21	\N	2026-11-29 10:02:22.179+00
anonymous/upgrade-2'"	5191609609c5a0e85a00d540c7ef1501eaec0c65447564f27f833cbc98b3adb1	{"receipt":{"id":12,"version":1}}	22	\N	2026-11-29 10:02:22.188+00
anonymous/upgrade-3	91c80a3930642b259dd1eb5363a3606f71ce815dbd2423d42445c132a0f4b2e1	{"receipt":{"id":3,"version":2}}	23	\N	2026-11-29 10:02:22.195+00
saga/e6024d3b-3f80-8f9a-a76a-c4ac083a8b51 /0		{"receipt":{"id":0,"version":0}}	30	20	2026-11-29 10:02:22.262+00
saga/88542290-e060-8af2-a9c3-4d7f4b9fdce7 /0		{"receipt":{"id":0,"version":12}}	95	92	2026-11-29 10:02:22.679+00
saga/14d94d7e-1cfb-84c0-a6b0-b12543d4b2c2 /0		{"receipt":{"id":0,"version":2}}	96	94	2026-11-29 10:02:22.68+00
saga/e743c419-7386-853e-ac0c-a19abb52fccf /0		{"receipt":{"id":0,"version":5}}	97	93	2026-11-29 10:02:22.695+00
saga/9984ac7a-5c1e-854a-ae9e-3011be33ae43		{"receipt":{"id":"0192a000-0000-7000-8000-000000000033","version":6}}	99	58	2026-11-29 10:02:24.824+00
anonymous/upgrade-4	8d59690ece3b0fe7b0793e2ee88b48af087fc982e75d7734e8d071d4344d36b7	{"receipt":{"id":"0192a000-0000-7000-8000-000000000035","version":2}}	100	\N	2026-11-29 10:02:24.88+00
anonymous/upgrade-5	65069c249925aa5d0c56ccd258f28cb6fce6e16c77c6634ec699506a3725ec18	{"receipt":{"id":"0192a000-0000-7000-8000-000000000037","version":1}}	101	\N	2026-11-29 10:02:24.891+00
anonymous/upgrade-6	f8a7a1acd3b97a3cccf2dd713be6f66f8e27b7cdb1d5ec1eeca1ca68cfe9cb63	{"receipt":{"id":0,"version":0}}	0	\N	2026-11-29 10:02:24.896+00
anonymous/upgrade-6 /1	f8a7a1acd3b97a3cccf2dd713be6f66f8e27b7cdb1d5ec1eeca1ca68cfe9cb63	{"refusal":{"kind":"NotFound","code":"campaign.not-found","detail":"There is no campaign 0192a000-0000-7000-8000-000000000099.","extra":{}}}	\N	\N	2026-11-29 10:02:24.9+00
anonymous/upgrade-6 /0	f8a7a1acd3b97a3cccf2dd713be6f66f8e27b7cdb1d5ec1eeca1ca68cfe9cb63	{"receipt":{"id":"0192a000-0000-7000-8000-000000000035","version":3}}	102	\N	2026-11-29 10:02:24.9+00
\.
COPY log.operations FROM stdin;
e543f8d9-1253-44bf-917a-68dbc12c4be7	rebuild	order-history	anonymous	done	103	\N	\N	2026-11-29 10:02:24.971+00	2026-11-29 10:02:25.313+00	2026-11-29 10:02:25.419+00
\.
COPY log.quarantine FROM stdin;
1	order-history	previous	order-900000	103	Cannot read properties of undefined (reading 'slice')	1	parked	\N	\N	\N	2026-11-29 10:02:24.936+00	\N
2	order-history	serving	order-900000	103	Cannot read properties of undefined (reading 'slice')	1	parked	\N	\N	\N	2026-11-29 10:02:25.369+00	\N
\.
COPY log.timers FROM stdin;
1	saga EndCampaignSaga.endCampaign	0192a000-0000-7000-8000-000000000031	2126-04-01 00:00:00+00	"2126-04-01T00:00:00.000Z"	45	585aefbd-7adf-443e-af2f-e6dbdc59a058	\N	2026-11-29 10:02:22.396+00
2	saga EndCampaignSaga.endCampaign	0192a000-0000-7000-8000-000000000032	2126-04-01 00:00:00+00	"2126-04-01T00:00:00.000Z"	54	518124e8-ad6b-4263-b1d1-bc3b7797936d	\N	2026-11-29 10:02:22.458+00
\.
COPY log.snapshots FROM stdin;
campaign-0192a000-0000-7000-8000-000000000036	1	24	{"created":{"name":"Before","userId":1,"currency":"EUR"},"name":"After","userId":1,"currency":"EUR","price":22,"schedule":{"start":null,"end":null},"placements":[],"pausedSetAt":null,"paused":false,"ended":false,"deleted":false,"createdAt":"2026-11-29T10:02:22.492Z","updatedAt":"2026-11-29T10:02:22.617Z"}	2026-11-29 10:02:22.621+00
portfolio-0192a000-0000-7000-8000-000000000011	1	9	{"created":{"name":"idnes.cz","publisherId":"0192a000-0000-7000-8000-000000000001"},"name":"iDNES.cz","publisherId":"0192a000-0000-7000-8000-000000000001","deleted":false,"nodes":["0192a000-0000-7000-8000-000000000023","0192a000-0000-7000-8000-000000000021"],"sections":{"0192a000-0000-7000-8000-000000000021":{"name":"Technet","parentId":null,"nodes":["0192a000-0000-7000-8000-000000000022","0192a000-0000-7000-8000-000000000024"]},"0192a000-0000-7000-8000-000000000022":{"name":"Žluťoučký kůň","parentId":"0192a000-0000-7000-8000-000000000021","nodes":[]},"0192a000-0000-7000-8000-000000000023":{"name":"Věda","parentId":null,"nodes":[]},"0192a000-0000-7000-8000-000000000024":{"name":"Removed","parentId":"0192a000-0000-7000-8000-000000000021","nodes":["0192a000-0000-7000-8000-000000000025"]},"0192a000-0000-7000-8000-000000000025":{"name":"Below it","parentId":"0192a000-0000-7000-8000-000000000024","nodes":[]}},"createdAt":"2026-11-29T10:02:22.246Z","updatedAt":"2026-11-29T10:02:22.638Z"}	2026-11-29 10:02:22.642+00
campaign-0192a000-0000-7000-8000-000000000031	1	11	{"created":{"name":"Spring sale","userId":1,"currency":"EUR"},"name":"O'Neil \\"$$\\" %s","userId":1,"currency":"CZK","price":1250,"schedule":{"end":"2126-04-01T00:00:00.000Z","start":"2126-03-01T00:00:00.000Z"},"placements":["0192a000-0000-7000-8000-000000000021","0192a000-0000-7000-8000-000000000023","0192a000-0000-7000-8000-000000000025"],"pausedSetAt":"2026-11-29T10:02:22.407Z","paused":false,"ended":false,"deleted":false,"createdAt":"2026-11-29T10:02:22.354Z","updatedAt":"2026-11-29T10:02:22.407Z"}	2026-11-29 10:02:22.678+00
campaign-0192a000-0000-7000-8000-000000000032	1	4	{"created":{"name":"𝔘𝔫𝔦 👩‍👧 עברית","userId":2,"currency":"JPY"},"name":"𝔘𝔫𝔦 👩‍👧 עברית","userId":2,"currency":"JPY","price":null,"schedule":{"end":"2126-04-01T00:00:00.000Z","start":"2026-01-01T00:00:00.000Z"},"placements":["0192a000-0000-7000-8000-000000000027","0192a000-0000-7000-8000-000000000026"],"pausedSetAt":null,"paused":false,"ended":false,"deleted":false,"createdAt":"2026-11-29T10:02:22.421Z","updatedAt":"2026-11-29T10:02:22.434Z"}	2026-11-29 10:02:22.694+00
campaign-0192a000-0000-7000-8000-000000000033	1	4	{"created":{"name":"Ends","userId":1,"currency":"EUR"},"name":"Ends","userId":1,"currency":"EUR","price":null,"schedule":{"end":"2026-11-29T10:02:23.959Z","start":"2026-01-01T00:00:00.000Z"},"placements":["0192a000-0000-7000-8000-000000000026"],"pausedSetAt":null,"paused":false,"ended":false,"deleted":false,"createdAt":"2026-11-29T10:02:22.443Z","updatedAt":"2026-11-29T10:02:22.463Z"}	2026-11-29 10:02:24.823+00
\.
COPY read_previous.order_goods FROM stdin;
1	1	SKU 0 Žluťoučký kůň	Žluťoučký kůň	1	0	2026-11-29T10:02:22.025Z	1
2	1	SKU 1 Zluťký	Zluťký	2	99	2026-11-29T10:02:22.056Z	1
3	1	SKU 2 \\u0000 \\. \\N \\x	\\u0000 \\. \\N \\x	3	198	2026-11-29T10:02:22.065Z	1
4	1	SKU 3 O'Neil "$$" %s	O'Neil "$$" %s	4	297	2026-11-29T10:02:22.072Z	1
5	1	SKU 4 𝔘𝔫𝔦 👩‍👧 עברית	𝔘𝔫𝔦 👩‍👧 עברית	5	396	2026-11-29T10:02:22.077Z	1
6	1	SKU 5 =1+1	=1+1	6	495	2026-11-29T10:02:22.081Z	1
7	1	SKU 6 -- ; DROP	-- ; DROP	7	594	2026-11-29T10:02:22.086Z	1
8	1	MUG-RED	\N	2	1250	2026-11-29T10:02:22.095Z	2
9	2	\N	Žluťoučký kůň	7	99999999	2026-11-29T10:02:22.100Z	2
12	3	\N	\\u0000 \\. \\N \\x	1	0	2026-11-29T10:02:22.188Z	1
\.
COPY read_previous.known_orders FROM stdin;
1	8	30	13588	{MUG-RED,"SKU 0 Žluťoučký kůň","SKU 1 Zluťký","SKU 2 \\\\u0000 \\\\. \\\\N \\\\x","SKU 3 O'Neil \\"$$\\" %s","SKU 4 𝔘𝔫𝔦 👩‍👧 עברית","SKU 5 =1+1","SKU 6 -- ; DROP"}	1	EUR	2026-11-29 10:02:21.965+00	1
2	1	7	699999993	{}	3	CZK	2026-11-29 10:02:21.973+00	2
5	0	0	0	{}	4	EUR	2026-11-29 10:02:22.178+00	1
3	1	1	0	{}	5	EUR	2026-11-29 10:02:21.996+00	2
\.
COPY read_previous.order_history FROM stdin;
1	8	30	13588	{MUG-RED,"SKU 0 Žluťoučký kůň","SKU 1 Zluťký","SKU 2 \\\\u0000 \\\\. \\\\N \\\\x","SKU 3 O'Neil \\"$$\\" %s","SKU 4 𝔘𝔫𝔦 👩‍👧 עברית","SKU 5 =1+1","SKU 6 -- ; DROP"}	1	EUR	2026-11-29 10:02:21.965+00	1
2	1	7	699999993	{}	3	CZK	2026-11-29 10:02:21.973+00	2
5	0	0	0	{}	4	EUR	2026-11-29 10:02:22.178+00	1
3	1	1	0	{}	5	EUR	2026-11-29 10:02:21.996+00	2
\.
COPY read_previous.order_skus FROM stdin;
MUG-RED	1	2026-11-29 10:02:21.965+00	8	13588
SKU 0 Žluťoučký kůň	1	2026-11-29 10:02:21.965+00	8	13588
SKU 1 Zluťký	1	2026-11-29 10:02:21.965+00	8	13588
SKU 2 \\u0000 \\. \\N \\x	1	2026-11-29 10:02:21.965+00	8	13588
SKU 3 O'Neil "$$" %s	1	2026-11-29 10:02:21.965+00	8	13588
SKU 4 𝔘𝔫𝔦 👩‍👧 עברית	1	2026-11-29 10:02:21.965+00	8	13588
SKU 5 =1+1	1	2026-11-29 10:02:21.965+00	8	13588
SKU 6 -- ; DROP	1	2026-11-29 10:02:21.965+00	8	13588
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
COPY read.campaigns FROM stdin;
0192a000-0000-7000-8000-000000000036	After	after	1	EUR	24	\N	\N	[]	f	f	f	["no-schedule", "no-placement"]	26	2026-11-29 10:02:22.492+00	2026-11-29 10:02:22.627+00
0192a000-0000-7000-8000-000000000031	O'Neil "$$" %s	o'neil "$$" %s	1	CZK	1250	2126-03-01 00:00:00+00	2126-04-01 00:00:00+00	["0192a000-0000-7000-8000-000000000021", "0192a000-0000-7000-8000-000000000023"]	f	f	t	[]	12	2026-11-29 10:02:22.354+00	2026-11-29 10:02:22.679+00
0192a000-0000-7000-8000-000000000032	𝔘𝔫𝔦 👩‍👧 עברית	𝔘𝔫𝔦 👩‍👧 עברית	2	JPY	\N	2026-01-01 00:00:00+00	2126-04-01 00:00:00+00	["0192a000-0000-7000-8000-000000000026"]	f	f	t	[]	5	2026-11-29 10:02:22.421+00	2026-11-29 10:02:22.695+00
0192a000-0000-7000-8000-000000000033	Ends	ends	1	EUR	\N	2026-01-01 00:00:00+00	2026-11-29 10:02:23.959+00	["0192a000-0000-7000-8000-000000000026"]	f	t	f	["ended"]	6	2026-11-29 10:02:22.443+00	2026-11-29 10:02:24.824+00
0192a000-0000-7000-8000-000000000037	Zluťký	zluťký	6	EUR	\N	\N	\N	[]	f	f	f	["no-schedule", "no-placement"]	1	2026-11-29 10:02:24.891+00	2026-11-29 10:02:24.891+00
0192a000-0000-7000-8000-000000000035	\\u0000 \\. \\N \\x	\\u0000 \\. \\n \\x	1	EUR	5	\N	\N	[]	f	f	f	["no-schedule", "no-placement"]	3	2026-11-29 10:02:22.486+00	2026-11-29 10:02:24.9+00
\.
COPY read.names FROM stdin;
publisher	0192a000-0000-7000-8000-000000000001	Žluťoučký kůň
publisher	0192a000-0000-7000-8000-000000000003	\\u0000 \\. \\N \\x
publisher	0192a000-0000-7000-8000-000000000002	MAFRA
portfolio	0192a000-0000-7000-8000-000000000012	𝔘𝔫𝔦 👩‍👧 עברית
portfolio	0192a000-0000-7000-8000-000000000013	gone.example
portfolio	0192a000-0000-7000-8000-000000000014	also-gone.example
portfolio	0192a000-0000-7000-8000-000000000011	iDNES.cz
section	0192a000-0000-7000-8000-000000000021	Technet
section	0192a000-0000-7000-8000-000000000022	Žluťoučký kůň
section	0192a000-0000-7000-8000-000000000024	Removed
section	0192a000-0000-7000-8000-000000000025	Below it
section	0192a000-0000-7000-8000-000000000026	Sport
section	0192a000-0000-7000-8000-000000000027	Gone
campaign	0192a000-0000-7000-8000-000000000031	O'Neil "$$" %s
campaign	0192a000-0000-7000-8000-000000000032	𝔘𝔫𝔦 👩‍👧 עברית
campaign	0192a000-0000-7000-8000-000000000033	Ends
campaign	0192a000-0000-7000-8000-000000000034	Deleted
campaign	0192a000-0000-7000-8000-000000000035	\\u0000 \\. \\N \\x
campaign	0192a000-0000-7000-8000-000000000036	After
section	0192a000-0000-7000-8000-000000000023	Věda
campaign	0192a000-0000-7000-8000-000000000037	Zluťký
\.
COPY read.placed_campaigns FROM stdin;
0192a000-0000-7000-8000-000000000036	EUR	24	\N	\N	[]	f
0192a000-0000-7000-8000-000000000031	CZK	1250	2126-03-01 00:00:00+00	2126-04-01 00:00:00+00	["0192a000-0000-7000-8000-000000000021", "0192a000-0000-7000-8000-000000000023"]	t
0192a000-0000-7000-8000-000000000032	JPY	\N	2026-01-01 00:00:00+00	2126-04-01 00:00:00+00	["0192a000-0000-7000-8000-000000000026"]	t
0192a000-0000-7000-8000-000000000033	EUR	\N	2026-01-01 00:00:00+00	2026-11-29 10:02:23.959+00	["0192a000-0000-7000-8000-000000000026"]	f
0192a000-0000-7000-8000-000000000037	EUR	\N	\N	\N	[]	f
0192a000-0000-7000-8000-000000000035	EUR	5	\N	\N	[]	f
\.
COPY read.placements FROM stdin;
0192a000-0000-7000-8000-000000000031	CZK	1250	2126-03-01 00:00:00+00	2126-04-01 00:00:00+00	0192a000-0000-7000-8000-000000000021
0192a000-0000-7000-8000-000000000031	CZK	1250	2126-03-01 00:00:00+00	2126-04-01 00:00:00+00	0192a000-0000-7000-8000-000000000023
0192a000-0000-7000-8000-000000000032	JPY	\N	2026-01-01 00:00:00+00	2126-04-01 00:00:00+00	0192a000-0000-7000-8000-000000000026
\.
COPY read.portfolios FROM stdin;
0192a000-0000-7000-8000-000000000012	𝔘𝔫𝔦 👩‍👧 עברית	𝔘𝔫𝔦 👩‍👧 עברית	0192a000-0000-7000-8000-000000000002	1	2	2026-11-29 10:02:22.252+00	2026-11-29 10:02:22.339+00
0192a000-0000-7000-8000-000000000011	iDNES.cz	idnes.cz	0192a000-0000-7000-8000-000000000001	3	10	2026-11-29 10:02:22.246+00	2026-11-29 10:02:22.642+00
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
0192a000-0000-7000-8000-000000000001	Žluťoučký kůň	žluťoučký kůň	1	2026-11-29 10:02:22.203+00	2026-11-29 10:02:22.203+00
0192a000-0000-7000-8000-000000000002	MAFRA	mafra	2	2026-11-29 10:02:22.218+00	2026-11-29 10:02:22.236+00
\.
COPY read.order_goods FROM stdin;
1	1	SKU 0 Žluťoučký kůň	Žluťoučký kůň	1	0	2026-11-29T10:02:22.025Z	1
2	1	SKU 1 Zluťký	Zluťký	2	99	2026-11-29T10:02:22.056Z	1
3	1	SKU 2 \\u0000 \\. \\N \\x	\\u0000 \\. \\N \\x	3	198	2026-11-29T10:02:22.065Z	1
4	1	SKU 3 O'Neil "$$" %s	O'Neil "$$" %s	4	297	2026-11-29T10:02:22.072Z	1
5	1	SKU 4 𝔘𝔫𝔦 👩‍👧 עברית	𝔘𝔫𝔦 👩‍👧 עברית	5	396	2026-11-29T10:02:22.077Z	1
6	1	SKU 5 =1+1	=1+1	6	495	2026-11-29T10:02:22.081Z	1
7	1	SKU 6 -- ; DROP	-- ; DROP	7	594	2026-11-29T10:02:22.086Z	1
8	1	MUG-RED	\N	2	1250	2026-11-29T10:02:22.095Z	2
9	2	\N	Žluťoučký kůň	7	99999999	2026-11-29T10:02:22.100Z	2
12	3	\N	\\u0000 \\. \\N \\x	1	0	2026-11-29T10:02:22.188Z	1
\.
COPY read.known_orders FROM stdin;
2	1	7	699999993	{}	3	CZK	2026-11-29 10:02:21.973+00	2
1	8	30	13588	{MUG-RED,"SKU 0 Žluťoučký kůň","SKU 1 Zluťký","SKU 2 \\\\u0000 \\\\. \\\\N \\\\x","SKU 3 O'Neil \\"$$\\" %s","SKU 4 𝔘𝔫𝔦 👩‍👧 עברית","SKU 5 =1+1","SKU 6 -- ; DROP"}	1	EUR	2026-11-29 10:02:21.965+00	1
5	0	0	0	{}	4	EUR	2026-11-29 10:02:22.178+00	1
3	1	1	0	{}	5	EUR	2026-11-29 10:02:21.996+00	2
\.
COPY read.order_history FROM stdin;
2	1	7	699999993	{}	3	CZK	2026-11-29 10:02:21.973+00	2
1	8	30	13588	{MUG-RED,"SKU 0 Žluťoučký kůň","SKU 1 Zluťký","SKU 2 \\\\u0000 \\\\. \\\\N \\\\x","SKU 3 O'Neil \\"$$\\" %s","SKU 4 𝔘𝔫𝔦 👩‍👧 עברית","SKU 5 =1+1","SKU 6 -- ; DROP"}	1	EUR	2026-11-29 10:02:21.965+00	1
5	0	0	0	{}	4	EUR	2026-11-29 10:02:22.178+00	1
3	1	1	0	{}	5	EUR	2026-11-29 10:02:21.996+00	2
\.
COPY read.order_skus FROM stdin;
SKU 0 Žluťoučký kůň	1	2026-11-29 10:02:21.965+00	8	13588
SKU 1 Zluťký	1	2026-11-29 10:02:21.965+00	8	13588
SKU 2 \\u0000 \\. \\N \\x	1	2026-11-29 10:02:21.965+00	8	13588
SKU 3 O'Neil "$$" %s	1	2026-11-29 10:02:21.965+00	8	13588
SKU 4 𝔘𝔫𝔦 👩‍👧 עברית	1	2026-11-29 10:02:21.965+00	8	13588
SKU 5 =1+1	1	2026-11-29 10:02:21.965+00	8	13588
SKU 6 -- ; DROP	1	2026-11-29 10:02:21.965+00	8	13588
MUG-RED	1	2026-11-29 10:02:21.965+00	8	13588
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
ALTER TABLE read_previous.order_skus ADD CONSTRAINT "PK_8a68945de0131349003f9cc614c" PRIMARY KEY (sku, order_id);
ALTER TABLE read_previous.order_days ADD CONSTRAINT "PK_16f2953daa5199edd493ed151e3" PRIMARY KEY (day);
ALTER TABLE read_previous.order_statistics ADD CONSTRAINT "PK_6ed94e110ead7561e401ef206b6" PRIMARY KEY (day, currency, goods_count);
ALTER TABLE read_previous.order_sizes ADD CONSTRAINT "PK_f92c1bda0a8b736b9f84a5a730d" PRIMARY KEY (goods_count, currency);
ALTER TABLE read_previous.order_users ADD CONSTRAINT "PK_412ccd6f06a4d5b81f0448ab2e1" PRIMARY KEY (user_id, currency);
ALTER TABLE read.order_goods ADD CONSTRAINT "PK_fb8033bc20ac2847fd8218e291f" PRIMARY KEY (id);
ALTER TABLE read.known_orders ADD CONSTRAINT "PK_ca4b16efd8834dc99ac5d1344c6" PRIMARY KEY (id);
ALTER TABLE read.order_history ADD CONSTRAINT "PK_cc71513680d03ecb01b96655b0c" PRIMARY KEY (id);
ALTER TABLE read.order_skus ADD CONSTRAINT "PK_8a68945de0131349003f9cc614c" PRIMARY KEY (sku, order_id);
ALTER TABLE read.order_days ADD CONSTRAINT "PK_16f2953daa5199edd493ed151e3" PRIMARY KEY (day);
ALTER TABLE read.order_statistics ADD CONSTRAINT "PK_6ed94e110ead7561e401ef206b6" PRIMARY KEY (day, currency, goods_count);
ALTER TABLE read.order_sizes ADD CONSTRAINT "PK_f92c1bda0a8b736b9f84a5a730d" PRIMARY KEY (goods_count, currency);
ALTER TABLE read.order_users ADD CONSTRAINT "PK_412ccd6f06a4d5b81f0448ab2e1" PRIMARY KEY (user_id, currency);
CREATE INDEX "IDX_17cd7e7c30ba0a9699172c836e" ON read_previous.order_history USING btree (currency, total, id);
CREATE INDEX "IDX_8719d65a71c2b0675ac7bebaa7" ON read.order_history USING btree (user_id, created_at, id);
CREATE INDEX "IDX_6dde8a24e80df59dbe076bd4a6" ON read_previous.order_history USING btree (goods_count, id);
CREATE INDEX "IDX_af21e927e92478c21d1d2b5e73" ON read.campaigns USING btree (created_at, id);
CREATE INDEX "IDX_9c9a4ed77ab9aaff5e29ae7610" ON read.campaigns USING btree (user_id, updated_at, id);
CREATE INDEX "IDX_184d78b6d89d8d3c406fd6739c" ON read.campaigns USING btree (sort_name, id);
CREATE INDEX "IDX_f29f98c2a8007a2d388f78c410" ON read.order_history USING btree (user_id, total, id);
CREATE INDEX "IDX_c3d10652fd7a2fccfe7140c0a4" ON read.order_skus USING btree (sku, created_at, order_id);
CREATE INDEX "IDX_d98738dca3341dcfce91956f0f" ON read.order_skus USING btree (sku, goods_count, order_id);
CREATE INDEX "IDX_8719d65a71c2b0675ac7bebaa7" ON read_previous.order_history USING btree (user_id, created_at, id);
CREATE INDEX "IDX_f9aa3711037ee949c0ac9c33fe" ON read.portfolios USING btree (sort_name, id);
CREATE INDEX "IDX_b00adfdfb667987580142cd9e1" ON read.portfolios USING btree (created_at, id);
CREATE INDEX "IDX_92ed0d9798a1f75540bfcc838e" ON read.placements USING btree (section_id, campaign_id);
CREATE INDEX "IDX_c3d10652fd7a2fccfe7140c0a4" ON read_previous.order_skus USING btree (sku, created_at, order_id);
CREATE INDEX "IDX_cd70d439254b26e7b3c03d69bb" ON read.publishers USING btree (sort_name, id);
CREATE INDEX outcomes_created_at ON write.outcomes USING btree (created_at);
CREATE INDEX "IDX_be8501b4b4e38235177f38e559" ON read_previous.order_history USING btree (currency, id);
CREATE INDEX "IDX_bc5e85442b695638ff9cf27df7" ON read_previous.order_history USING btree (user_id, goods_count, id);
CREATE INDEX "IDX_17cd7e7c30ba0a9699172c836e" ON read.order_history USING btree (currency, total, id);
CREATE INDEX "IDX_bde0385256bbb392cf15e40fe2" ON read_previous.order_goods USING btree (order_id, id);
CREATE INDEX "IDX_df95abe7f48315aa1d79925db8" ON read.order_users USING btree (orders, user_id);
CREATE INDEX "IDX_8552210347bc220640322319c7" ON read.campaigns USING btree (user_id, sort_name, id);
CREATE INDEX "IDX_6fc548af7bca69626b71cba46f" ON read_previous.order_history USING btree (total, id);
CREATE INDEX "IDX_5afffc1f7dc7c7ff3e23680fe0" ON read.order_skus USING btree (sku, total, order_id);
CREATE INDEX "IDX_b0ff84cbeaf7ba0da0ef4f4feb" ON read_previous.order_history USING btree (user_id, id);
CREATE INDEX events_section_added ON log.events USING btree (((data ->> 'id'::text))) WHERE (type = 'SectionAdded'::text);
CREATE INDEX "IDX_ea3e9f91a30aa8b3760c455e4e" ON read.campaigns USING btree (user_id, created_at, id);
CREATE INDEX "IDX_6d8a1c3d1204e1b9218fcb7313" ON read_previous.order_history USING btree (goods_count, total, id);
CREATE INDEX "IDX_68e2d2a900dd30b618b3125204" ON read.portfolios USING btree (publisher_id, created_at, id);
CREATE INDEX "IDX_be8501b4b4e38235177f38e559" ON read.order_history USING btree (currency, id);
CREATE INDEX "IDX_f29f98c2a8007a2d388f78c410" ON read_previous.order_history USING btree (user_id, total, id);
CREATE INDEX "IDX_6fc548af7bca69626b71cba46f" ON read.order_history USING btree (total, id);
CREATE INDEX "IDX_c014bd7886f45d35230d75234c" ON read_previous.order_history USING btree (currency, created_at, id);
CREATE INDEX events_portfolio_publisher ON log.events USING btree (((data ->> 'publisherId'::text))) WHERE (type = 'PortfolioCreated'::text);
CREATE INDEX "IDX_5afffc1f7dc7c7ff3e23680fe0" ON read_previous.order_skus USING btree (sku, total, order_id);
CREATE INDEX "IDX_925c90f98a3633c1dfec80642b" ON read.publishers USING btree (created_at, id);
CREATE INDEX "IDX_fa19699cf314f55d7848648b8f" ON read.portfolios USING btree (publisher_id, sort_name, id);
CREATE INDEX "IDX_d98738dca3341dcfce91956f0f" ON read_previous.order_skus USING btree (sku, goods_count, order_id);
CREATE INDEX operations_open ON log.operations USING btree (created_at) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));
CREATE INDEX timers_due ON log.timers USING btree (due_at) WHERE (error IS NULL);
CREATE INDEX goods_order ON write.goods USING btree (order_id, id);
CREATE INDEX "IDX_bc5e85442b695638ff9cf27df7" ON read.order_history USING btree (user_id, goods_count, id);
CREATE INDEX "IDX_6d8a1c3d1204e1b9218fcb7313" ON read.order_history USING btree (goods_count, total, id);
CREATE INDEX events_section_removed ON log.events USING btree (stream) WHERE (type = 'SectionRemoved'::text);
CREATE INDEX "IDX_e54abf309975fdb9d9a97de696" ON read_previous.order_history USING btree (created_at, id);
CREATE INDEX "IDX_6dde8a24e80df59dbe076bd4a6" ON read.order_history USING btree (goods_count, id);
CREATE INDEX "IDX_b0ff84cbeaf7ba0da0ef4f4feb" ON read.order_history USING btree (user_id, id);
CREATE UNIQUE INDEX quarantine_parked ON log.quarantine USING btree (subscription, build, stream) WHERE (state = 'parked'::text);
CREATE INDEX events_placements ON log.events USING gin (((data -> 'sections'::text))) WHERE (type = 'CampaignPlacementsSet'::text);
CREATE INDEX "IDX_bde0385256bbb392cf15e40fe2" ON read.order_goods USING btree (order_id, id);
CREATE INDEX "IDX_e54abf309975fdb9d9a97de696" ON read.order_history USING btree (created_at, id);
CREATE INDEX "IDX_c014bd7886f45d35230d75234c" ON read.order_history USING btree (currency, created_at, id);
CREATE INDEX "IDX_df95abe7f48315aa1d79925db8" ON read_previous.order_users USING btree (orders, user_id);
CREATE INDEX "IDX_d2e97a54ee33765c4d2ff2b8c7" ON read.names USING btree (id);
CREATE INDEX "IDX_16ba90b529da7e81b45eab2c90" ON read_previous.order_history USING btree (currency, goods_count, id);
CREATE INDEX events_type ON log.events USING btree (type, "position");
CREATE INDEX "IDX_b2587460ea6044e30e8227e8ba" ON read.campaigns USING btree (updated_at, id);
CREATE INDEX "IDX_16ba90b529da7e81b45eab2c90" ON read.order_history USING btree (currency, goods_count, id);
CREATE TRIGGER events_are_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON log.events FOR EACH STATEMENT EXECUTE FUNCTION log.refuse();
SELECT setval('public.kronika_migrations_id_seq', 9, true);
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
ALTER TABLE read_previous.order_sizes OWNER TO kronika_view;
ALTER TABLE read_previous.order_users OWNER TO kronika_view;
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
ALTER TABLE read.order_sizes OWNER TO kronika_view;
ALTER TABLE read.order_users OWNER TO kronika_view;
ALTER FUNCTION log.refuse() OWNER TO kronika;
ALTER FUNCTION log.append_group(jsonb) OWNER TO kronika;
ALTER FUNCTION log.append_key(bigint) OWNER TO kronika;
ALTER FUNCTION log.horizon() OWNER TO kronika;
ALTER FUNCTION log.append(jsonb,jsonb) OWNER TO kronika;
ALTER FUNCTION log.last_position() OWNER TO kronika;
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
GRANT SELECT ON TABLE log.snapshots TO kronika_read;
GRANT SELECT ON TABLE read_previous.order_goods TO kronika_read;
GRANT SELECT ON TABLE read_previous.known_orders TO kronika_read;
GRANT SELECT ON TABLE read_previous.order_history TO kronika_read;
GRANT SELECT ON TABLE read_previous.order_skus TO kronika_read;
GRANT SELECT ON TABLE read_previous.order_days TO kronika_read;
GRANT SELECT ON TABLE read_previous.order_statistics TO kronika_read;
GRANT SELECT ON TABLE read_previous.order_sizes TO kronika_read;
GRANT SELECT ON TABLE read_previous.order_users TO kronika_read;
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
GRANT SELECT ON TABLE read.order_sizes TO kronika_read;
GRANT SELECT ON TABLE read.order_users TO kronika_read;
GRANT UPDATE (wish) ON log.quarantine TO kronika_write;
GRANT UPDATE (actor) ON log.quarantine TO kronika_write;
GRANT UPDATE (reason) ON log.quarantine TO kronika_write;
ALTER DEFAULT PRIVILEGES FOR ROLE kronika_view IN SCHEMA read GRANT SELECT ON TABLES TO kronika_read;
ALTER DEFAULT PRIVILEGES FOR ROLE kronika_view IN SCHEMA read_next GRANT SELECT ON TABLES TO kronika_read;
ALTER DEFAULT PRIVILEGES FOR ROLE kronika_view IN SCHEMA read_previous GRANT SELECT ON TABLES TO kronika_read;
