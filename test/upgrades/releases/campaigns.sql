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
RETURN (SELECT CASE WHEN "position".is_called THEN "position".last_value ELSE (0)::bigint END AS "case" FROM log."position")
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
        PERFORM pg_advisory_xact_lock_shared(log.append_key(log.last_position()));
        INSERT INTO log.events (position, stream, version, type, data, metadata, schema)
          SELECT nextval('log.position'), e ->> 'stream', (e ->> 'version')::int, e ->> 'type', e -> 'data', append.metadata,
                 coalesce((e ->> 'schema')::smallint, 1)
          FROM (SELECT e FROM jsonb_array_elements(events) WITH ORDINALITY AS t (e, n) ORDER BY n) AS ordered;
        RETURN currval('log.position');
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
CREATE TABLE read_previous.order_goods (id bigint NOT NULL, order_id bigint NOT NULL, sku text, name text, quantity integer NOT NULL, unit_price bigint NOT NULL, created_at timestamp(3) with time zone NOT NULL, version integer NOT NULL);
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
CREATE TABLE read.order_goods (id bigint NOT NULL, order_id bigint NOT NULL, sku text, name text, quantity integer NOT NULL, unit_price bigint NOT NULL, created_at timestamp(3) with time zone NOT NULL, version integer NOT NULL);
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
\.
COPY log.events FROM stdin;
1	order-1	1	order_created_v1	{"id": 1, "user_id": 1, "currency": "EUR", "created_at": "2026-11-29T10:02:14.524Z"}	{"actor": "anonymous", "commandId": "f827ec40-5096-4046-be0f-559e9be84ac7", "causationId": null, "correlationId": "f827ec40-5096-4046-be0f-559e9be84ac7"}	2026-11-29 10:02:14.527+00	1
2	order-2	1	order_created_v1	{"id": 2, "user_id": 1, "currency": "CZK", "created_at": "2026-11-29T10:02:14.554Z"}	{"actor": "anonymous", "commandId": "7d42ad7f-dec6-4a92-b095-4cebe30d65fc", "causationId": null, "correlationId": "7d42ad7f-dec6-4a92-b095-4cebe30d65fc"}	2026-11-29 10:02:14.567+00	1
3	order-3	1	order_created_v1	{"id": 3, "user_id": 9007199254740991, "currency": "EUR", "created_at": "2026-11-29T10:02:14.612Z"}	{"actor": "anonymous", "commandId": "61b780af-47d5-4fe2-b0d4-19311da3e6cd", "causationId": null, "correlationId": "61b780af-47d5-4fe2-b0d4-19311da3e6cd"}	2026-11-29 10:02:14.615+00	1
4	order-4	1	order_created_v1	{"id": 4, "user_id": 2, "currency": "EUR", "created_at": "2026-11-29T10:02:14.645Z"}	{"actor": "anonymous", "commandId": "cd621e70-fca7-4386-873a-eb5d913904dc", "causationId": null, "correlationId": "cd621e70-fca7-4386-873a-eb5d913904dc"}	2026-11-29 10:02:14.65+00	1
5	goods-1	1	goods_created_v1	{"id": 1, "sku": "SKU 0 Žluťoučký kůň", "name": "Žluťoučký kůň", "order_id": 1, "quantity": 1, "created_at": "2026-11-29T10:02:14.684Z", "unit_price": 0}	{"actor": "anonymous", "commandId": "97e21e97-7dd8-4f99-9f42-28323c9fbf40", "causationId": null, "correlationId": "97e21e97-7dd8-4f99-9f42-28323c9fbf40"}	2026-11-29 10:02:14.686+00	1
6	goods-2	1	goods_created_v1	{"id": 2, "sku": "SKU 1 Zluťký", "name": "Zluťký", "order_id": 1, "quantity": 2, "created_at": "2026-11-29T10:02:14.721Z", "unit_price": 99}	{"actor": "anonymous", "commandId": "5a5d5ea4-ba39-4552-82bf-5b8fe1b17b43", "causationId": null, "correlationId": "5a5d5ea4-ba39-4552-82bf-5b8fe1b17b43"}	2026-11-29 10:02:14.722+00	1
7	goods-3	1	goods_created_v1	{"id": 3, "sku": "SKU 2 \\\\u0000 \\\\. \\\\N \\\\x", "name": "\\\\u0000 \\\\. \\\\N \\\\x", "order_id": 1, "quantity": 3, "created_at": "2026-11-29T10:02:14.748Z", "unit_price": 198}	{"actor": "anonymous", "commandId": "ece1960f-6910-4e38-a3b3-67f10513de24", "causationId": null, "correlationId": "ece1960f-6910-4e38-a3b3-67f10513de24"}	2026-11-29 10:02:14.753+00	1
8	goods-4	1	goods_created_v1	{"id": 4, "sku": "SKU 3 O'Neil \\"$$\\" %s", "name": "O'Neil \\"$$\\" %s", "order_id": 1, "quantity": 4, "created_at": "2026-11-29T10:02:14.765Z", "unit_price": 297}	{"actor": "anonymous", "commandId": "aa2eee0a-8fe8-462f-8dc3-68c3ff563511", "causationId": null, "correlationId": "aa2eee0a-8fe8-462f-8dc3-68c3ff563511"}	2026-11-29 10:02:14.765+00	1
9	goods-5	1	goods_created_v1	{"id": 5, "sku": "SKU 4 𝔘𝔫𝔦 👩‍👧 עברית", "name": "𝔘𝔫𝔦 👩‍👧 עברית", "order_id": 1, "quantity": 5, "created_at": "2026-11-29T10:02:14.790Z", "unit_price": 396}	{"actor": "anonymous", "commandId": "c3e65d0b-14d8-4624-adc1-d408cfd30c44", "causationId": null, "correlationId": "c3e65d0b-14d8-4624-adc1-d408cfd30c44"}	2026-11-29 10:02:14.791+00	1
10	goods-6	1	goods_created_v1	{"id": 6, "sku": "SKU 5 =1+1", "name": "=1+1", "order_id": 1, "quantity": 6, "created_at": "2026-11-29T10:02:14.814Z", "unit_price": 495}	{"actor": "anonymous", "commandId": "ae02f979-82d0-4cb9-bfee-97dff3dc53c0", "causationId": null, "correlationId": "ae02f979-82d0-4cb9-bfee-97dff3dc53c0"}	2026-11-29 10:02:14.823+00	1
11	goods-7	1	goods_created_v1	{"id": 7, "sku": "SKU 6 -- ; DROP", "name": "-- ; DROP", "order_id": 1, "quantity": 7, "created_at": "2026-11-29T10:02:14.851Z", "unit_price": 594}	{"actor": "anonymous", "commandId": "44fadcd4-36e5-407f-a088-a7d12f887f27", "causationId": null, "correlationId": "44fadcd4-36e5-407f-a088-a7d12f887f27"}	2026-11-29 10:02:14.853+00	1
12	goods-8	1	goods_created_v1	{"id": 8, "sku": "MUG-RED", "name": null, "order_id": 3, "quantity": 2, "created_at": "2026-11-29T10:02:14.867Z", "unit_price": 1250}	{"actor": "anonymous", "commandId": "66f512fa-df23-48de-917c-d1bf8854e0cf", "causationId": null, "correlationId": "66f512fa-df23-48de-917c-d1bf8854e0cf"}	2026-11-29 10:02:14.869+00	1
13	goods-9	1	goods_created_v1	{"id": 9, "sku": null, "name": "A card", "order_id": 2, "quantity": 1, "created_at": "2026-11-29T10:02:14.886Z", "unit_price": 0}	{"actor": "anonymous", "commandId": "838bad0e-fd97-409e-9cec-7666717b4e3e", "causationId": null, "correlationId": "838bad0e-fd97-409e-9cec-7666717b4e3e"}	2026-11-29 10:02:14.887+00	1
14	goods-10	1	goods_created_v1	{"id": 10, "sku": null, "name": null, "order_id": 1, "quantity": 100000, "created_at": "2026-11-29T10:02:14.907Z", "unit_price": 1}	{"actor": "anonymous", "commandId": "ef13a91d-e9cc-43f9-ab13-8b74c673a925", "causationId": null, "correlationId": "ef13a91d-e9cc-43f9-ab13-8b74c673a925"}	2026-11-29 10:02:14.907+00	1
15	goods-11	1	goods_created_v1	{"id": 11, "sku": "OF-A-DELETED-ORDER", "name": null, "order_id": 4, "quantity": 1, "created_at": "2026-11-29T10:02:14.941Z", "unit_price": 0}	{"actor": "anonymous", "commandId": "12a10f33-a0c5-4f2e-b622-29ff4eaefbd9", "causationId": null, "correlationId": "12a10f33-a0c5-4f2e-b622-29ff4eaefbd9"}	2026-11-29 10:02:14.942+00	1
16	goods-8	2	goods_updated_v1	{"id": 8, "sku": "MUG-RED", "name": null, "order_id": 1, "previous": {"order_id": 3, "quantity": 2, "unit_price": 1250}, "quantity": 2, "created_at": "2026-11-29T10:02:14.867Z", "unit_price": 1250}	{"actor": "anonymous", "commandId": "c0f4ac2e-6f7e-4828-93be-2089149dcd60", "causationId": null, "correlationId": "c0f4ac2e-6f7e-4828-93be-2089149dcd60"}	2026-11-29 10:02:14.971+00	1
17	goods-9	2	goods_updated_v1	{"id": 9, "sku": null, "name": "Žluťoučký kůň", "order_id": 2, "previous": {"order_id": 2, "quantity": 1, "unit_price": 0}, "quantity": 7, "created_at": "2026-11-29T10:02:14.886Z", "unit_price": 99999999}	{"actor": "anonymous", "commandId": "db72b1d8-fb56-4393-9e90-bdec6cfdff62", "causationId": null, "correlationId": "db72b1d8-fb56-4393-9e90-bdec6cfdff62"}	2026-11-29 10:02:14.984+00	1
18	goods-10	2	goods_deleted_v1	{"id": 10, "sku": null, "name": null, "order_id": 1, "quantity": 100000, "created_at": "2026-11-29T10:02:14.907Z", "unit_price": 1}	{"actor": "anonymous", "commandId": "41bf4212-5370-4af5-8c36-ef08807fe0cf", "causationId": null, "correlationId": "41bf4212-5370-4af5-8c36-ef08807fe0cf"}	2026-11-29 10:02:14.997+00	1
19	order-2	2	order_updated_v1	{"id": 2, "user_id": 3, "currency": "CZK", "created_at": "2026-11-29T10:02:14.554Z"}	{"actor": "anonymous", "commandId": "38f54211-6fda-40ca-b38b-205576558cf0", "causationId": null, "correlationId": "38f54211-6fda-40ca-b38b-205576558cf0"}	2026-11-29 10:02:15.009+00	1
20	order-4	2	order_deleted_v1	{"id": 4, "user_id": 2, "currency": "EUR", "created_at": "2026-11-29T10:02:14.645Z"}	{"actor": "anonymous", "commandId": "aa84ae55-cbbe-4bf9-852a-a241f0c9973e", "causationId": null, "correlationId": "aa84ae55-cbbe-4bf9-852a-a241f0c9973e"}	2026-11-29 10:02:15.044+00	1
21	order-5	1	order_created_v1	{"id": 5, "user_id": 4, "currency": "EUR", "created_at": "2026-11-29T10:02:15.072Z"}	{"actor": "anonymous", "commandId": "a554d104-fbf0-4c2a-8ecb-5cb685b33376", "causationId": null, "correlationId": "a554d104-fbf0-4c2a-8ecb-5cb685b33376"}	2026-11-29 10:02:15.074+00	1
22	goods-12	1	goods_created_v1	{"id": 12, "sku": null, "name": "\\\\u0000 \\\\. \\\\N \\\\x", "order_id": 3, "quantity": 1, "created_at": "2026-11-29T10:02:15.088Z", "unit_price": 0}	{"actor": "anonymous", "commandId": "4020232c-2ed0-4757-9f72-3024a6b7ae4e", "causationId": null, "correlationId": "4020232c-2ed0-4757-9f72-3024a6b7ae4e"}	2026-11-29 10:02:15.09+00	1
23	order-3	2	order_updated_v1	{"id": 3, "user_id": 5, "currency": "EUR", "created_at": "2026-11-29T10:02:14.612Z"}	{"actor": "anonymous", "commandId": "ac958512-215e-40e9-8e60-5919c4428d0b", "causationId": null, "correlationId": "ac958512-215e-40e9-8e60-5919c4428d0b"}	2026-11-29 10:02:15.104+00	1
24	goods-11	2	goods_deleted_v1	{"id": 11, "sku": "OF-A-DELETED-ORDER", "name": null, "order_id": 4, "quantity": 1, "created_at": "2026-11-29T10:02:14.941Z", "unit_price": 0}	{"actor": "saga RemoveGoodsSaga.removeGoods", "commandId": "e6024d3b-3f80-8f9a-a76a-c4ac083a8b51", "causationId": "20", "correlationId": "aa84ae55-cbbe-4bf9-852a-a241f0c9973e"}	2026-11-29 10:02:15.124+00	1
25	publisher-0192a000-0000-7000-8000-000000000001	1	PublisherCreated	{"name": "Žluťoučký kůň"}	{"actor": "anonymous", "commandId": "583b6e80-731b-49d8-86bb-7fb65552223e", "causationId": null, "correlationId": "583b6e80-731b-49d8-86bb-7fb65552223e"}	2026-11-29 10:02:15.132+00	1
26	publisher-0192a000-0000-7000-8000-000000000002	1	PublisherCreated	{"name": "Zluťký"}	{"actor": "anonymous", "commandId": "6a4be2ec-c134-4ff2-9294-2718c8d44d84", "causationId": null, "correlationId": "6a4be2ec-c134-4ff2-9294-2718c8d44d84"}	2026-11-29 10:02:15.155+00	1
27	publisher-0192a000-0000-7000-8000-000000000003	1	PublisherCreated	{"name": "\\\\u0000 \\\\. \\\\N \\\\x"}	{"actor": "anonymous", "commandId": "21dec42d-5838-48ca-9bb7-ae76b20d0c98", "causationId": null, "correlationId": "21dec42d-5838-48ca-9bb7-ae76b20d0c98"}	2026-11-29 10:02:15.18+00	1
28	publisher-0192a000-0000-7000-8000-000000000002	2	PublisherNameSet	{"name": "MAFRA"}	{"actor": "anonymous", "commandId": "3f3b574d-93c5-450a-ade8-8aa7c707a6a8", "causationId": null, "correlationId": "3f3b574d-93c5-450a-ade8-8aa7c707a6a8"}	2026-11-29 10:02:15.194+00	1
29	portfolio-0192a000-0000-7000-8000-000000000011	1	PortfolioCreated	{"name": "idnes.cz", "publisherId": "0192a000-0000-7000-8000-000000000001"}	{"actor": "anonymous", "commandId": "596f66df-2495-4ef6-b719-9e77337bbcd5", "causationId": null, "correlationId": "596f66df-2495-4ef6-b719-9e77337bbcd5"}	2026-11-29 10:02:15.233+00	1
30	portfolio-0192a000-0000-7000-8000-000000000012	1	PortfolioCreated	{"name": "𝔘𝔫𝔦 👩‍👧 עברית", "publisherId": "0192a000-0000-7000-8000-000000000002"}	{"actor": "anonymous", "commandId": "e5d8b0f7-d86b-47a3-af38-d27f64e62532", "causationId": null, "correlationId": "e5d8b0f7-d86b-47a3-af38-d27f64e62532"}	2026-11-29 10:02:15.245+00	1
31	portfolio-0192a000-0000-7000-8000-000000000013	1	PortfolioCreated	{"name": "gone.example", "publisherId": "0192a000-0000-7000-8000-000000000002"}	{"actor": "anonymous", "commandId": "4aaf4c9c-61aa-476b-b500-7bc18b38cd58", "causationId": null, "correlationId": "4aaf4c9c-61aa-476b-b500-7bc18b38cd58"}	2026-11-29 10:02:15.262+00	1
32	portfolio-0192a000-0000-7000-8000-000000000014	1	PortfolioCreated	{"name": "also-gone.example", "publisherId": "0192a000-0000-7000-8000-000000000003"}	{"actor": "anonymous", "commandId": "c4a4d3bc-ee15-429b-b15d-f4323ba0bbd8", "causationId": null, "correlationId": "c4a4d3bc-ee15-429b-b15d-f4323ba0bbd8"}	2026-11-29 10:02:15.287+00	1
33	portfolio-0192a000-0000-7000-8000-000000000011	2	PortfolioNameSet	{"name": "iDNES.cz"}	{"actor": "anonymous", "commandId": "aabc683c-4787-4b0c-ac22-d3eed5427c41", "causationId": null, "correlationId": "aabc683c-4787-4b0c-ac22-d3eed5427c41"}	2026-11-29 10:02:15.304+00	1
34	portfolio-0192a000-0000-7000-8000-000000000011	3	SectionAdded	{"id": "0192a000-0000-7000-8000-000000000021", "name": "Technet", "parentId": null}	{"actor": "anonymous", "commandId": "357f185b-9970-45d1-8500-4cc211207776", "causationId": null, "correlationId": "357f185b-9970-45d1-8500-4cc211207776"}	2026-11-29 10:02:15.342+00	1
35	portfolio-0192a000-0000-7000-8000-000000000011	4	SectionAdded	{"id": "0192a000-0000-7000-8000-000000000022", "name": "Žluťoučký kůň", "parentId": "0192a000-0000-7000-8000-000000000021"}	{"actor": "anonymous", "commandId": "8b4468d5-e28e-4d27-8105-03c9088b7bae", "causationId": null, "correlationId": "8b4468d5-e28e-4d27-8105-03c9088b7bae"}	2026-11-29 10:02:15.363+00	1
36	portfolio-0192a000-0000-7000-8000-000000000011	5	SectionAdded	{"id": "0192a000-0000-7000-8000-000000000023", "name": "Science", "parentId": "0192a000-0000-7000-8000-000000000022"}	{"actor": "anonymous", "commandId": "a2fd4601-7ba4-4ca9-a3db-829b13b10c3d", "causationId": null, "correlationId": "a2fd4601-7ba4-4ca9-a3db-829b13b10c3d"}	2026-11-29 10:02:15.38+00	1
37	portfolio-0192a000-0000-7000-8000-000000000011	6	SectionAdded	{"id": "0192a000-0000-7000-8000-000000000024", "name": "Removed", "parentId": "0192a000-0000-7000-8000-000000000021"}	{"actor": "anonymous", "commandId": "6a246ce8-620e-4608-8db3-d47cc9399d7f", "causationId": null, "correlationId": "6a246ce8-620e-4608-8db3-d47cc9399d7f"}	2026-11-29 10:02:15.398+00	1
38	portfolio-0192a000-0000-7000-8000-000000000011	7	SectionAdded	{"id": "0192a000-0000-7000-8000-000000000025", "name": "Below it", "parentId": "0192a000-0000-7000-8000-000000000024"}	{"actor": "anonymous", "commandId": "998e07b1-8c7a-414f-8bd2-206bbef17485", "causationId": null, "correlationId": "998e07b1-8c7a-414f-8bd2-206bbef17485"}	2026-11-29 10:02:15.407+00	1
39	portfolio-0192a000-0000-7000-8000-000000000012	2	SectionAdded	{"id": "0192a000-0000-7000-8000-000000000026", "name": "Sport", "parentId": null}	{"actor": "anonymous", "commandId": "6e2af4ba-6a2c-4a35-ae77-90de897155be", "causationId": null, "correlationId": "6e2af4ba-6a2c-4a35-ae77-90de897155be"}	2026-11-29 10:02:15.418+00	1
40	portfolio-0192a000-0000-7000-8000-000000000013	2	SectionAdded	{"id": "0192a000-0000-7000-8000-000000000027", "name": "Gone", "parentId": null}	{"actor": "anonymous", "commandId": "cdd7b3c4-d8ca-470e-a378-4bb813adfa12", "causationId": null, "correlationId": "cdd7b3c4-d8ca-470e-a378-4bb813adfa12"}	2026-11-29 10:02:15.439+00	1
41	campaign-0192a000-0000-7000-8000-000000000031	1	CampaignCreated	{"name": "Spring sale", "userId": 1, "currency": "EUR"}	{"actor": "anonymous", "commandId": "7be33179-09e7-447b-8df3-d2020fd42fb1", "causationId": null, "correlationId": "7be33179-09e7-447b-8df3-d2020fd42fb1"}	2026-11-29 10:02:15.451+00	1
42	campaign-0192a000-0000-7000-8000-000000000031	2	CampaignNameSet	{"name": "O'Neil \\"$$\\" %s"}	{"actor": "anonymous", "commandId": "aa2fe3ba-71c7-478f-97ba-ab6cd9d0a198", "causationId": null, "correlationId": "aa2fe3ba-71c7-478f-97ba-ab6cd9d0a198"}	2026-11-29 10:02:15.463+00	1
43	campaign-0192a000-0000-7000-8000-000000000031	3	CampaignCurrencySet	{"currency": "CZK"}	{"actor": "anonymous", "commandId": "0f84b07b-0811-4fa5-9026-6664bf392a7e", "causationId": null, "correlationId": "0f84b07b-0811-4fa5-9026-6664bf392a7e"}	2026-11-29 10:02:15.479+00	1
44	campaign-0192a000-0000-7000-8000-000000000031	4	CampaignPriceSet	{"amount": 1250}	{"actor": "anonymous", "commandId": "5d0c29a4-90a3-4db0-a0ad-267713f6c1b8", "causationId": null, "correlationId": "5d0c29a4-90a3-4db0-a0ad-267713f6c1b8"}	2026-11-29 10:02:15.491+00	1
45	campaign-0192a000-0000-7000-8000-000000000031	5	CampaignScheduleSet	{"end": "2126-04-01T00:00:00.000Z", "start": "2126-03-01T00:00:00.000Z"}	{"actor": "anonymous", "commandId": "75680f9b-399a-48c5-bbcf-2851d40c94d1", "causationId": null, "correlationId": "75680f9b-399a-48c5-bbcf-2851d40c94d1"}	2026-11-29 10:02:15.501+00	2
46	campaign-0192a000-0000-7000-8000-000000000031	6	CampaignPlacementsSet	{"sections": ["0192a000-0000-7000-8000-000000000021", "0192a000-0000-7000-8000-000000000023", "0192a000-0000-7000-8000-000000000025"]}	{"actor": "anonymous", "commandId": "155874c9-e965-4321-96d7-1ee6b2d41d17", "causationId": null, "correlationId": "155874c9-e965-4321-96d7-1ee6b2d41d17"}	2026-11-29 10:02:15.534+00	1
47	campaign-0192a000-0000-7000-8000-000000000031	7	CampaignRunnableStateChanged	{"reasons": [], "runnable": true}	{"actor": "anonymous", "commandId": "155874c9-e965-4321-96d7-1ee6b2d41d17", "causationId": null, "correlationId": "155874c9-e965-4321-96d7-1ee6b2d41d17"}	2026-11-29 10:02:15.534+00	1
48	campaign-0192a000-0000-7000-8000-000000000031	8	CampaignPausedSet	{"paused": true}	{"actor": "anonymous", "commandId": "c0a05823-4310-451c-ad64-8c51e70df81d", "causationId": null, "correlationId": "c0a05823-4310-451c-ad64-8c51e70df81d"}	2026-11-29 10:02:15.551+00	1
49	campaign-0192a000-0000-7000-8000-000000000031	9	CampaignRunnableStateChanged	{"reasons": ["paused"], "runnable": false}	{"actor": "anonymous", "commandId": "c0a05823-4310-451c-ad64-8c51e70df81d", "causationId": null, "correlationId": "c0a05823-4310-451c-ad64-8c51e70df81d"}	2026-11-29 10:02:15.551+00	1
50	campaign-0192a000-0000-7000-8000-000000000031	10	CampaignPausedSet	{"paused": false}	{"actor": "anonymous", "commandId": "e34bae68-4e7b-4866-b6a0-a3c78b2d7d4f", "causationId": null, "correlationId": "e34bae68-4e7b-4866-b6a0-a3c78b2d7d4f"}	2026-11-29 10:02:15.558+00	1
51	campaign-0192a000-0000-7000-8000-000000000031	11	CampaignRunnableStateChanged	{"reasons": [], "runnable": true}	{"actor": "anonymous", "commandId": "e34bae68-4e7b-4866-b6a0-a3c78b2d7d4f", "causationId": null, "correlationId": "e34bae68-4e7b-4866-b6a0-a3c78b2d7d4f"}	2026-11-29 10:02:15.558+00	1
52	campaign-0192a000-0000-7000-8000-000000000032	1	CampaignCreated	{"name": "𝔘𝔫𝔦 👩‍👧 עברית", "userId": 2, "currency": "JPY"}	{"actor": "anonymous", "commandId": "4f870bd6-41aa-458a-8834-846bd11d58bd", "causationId": null, "correlationId": "4f870bd6-41aa-458a-8834-846bd11d58bd"}	2026-11-29 10:02:15.571+00	1
53	campaign-0192a000-0000-7000-8000-000000000032	2	CampaignPlacementsSet	{"sections": ["0192a000-0000-7000-8000-000000000027", "0192a000-0000-7000-8000-000000000026"]}	{"actor": "anonymous", "commandId": "556d0c06-132a-4e7e-93ce-7766b24f445a", "causationId": null, "correlationId": "556d0c06-132a-4e7e-93ce-7766b24f445a"}	2026-11-29 10:02:15.586+00	1
54	campaign-0192a000-0000-7000-8000-000000000032	3	CampaignScheduleSet	{"end": "2126-04-01T00:00:00.000Z", "start": "2026-01-01T00:00:00.000Z"}	{"actor": "anonymous", "commandId": "9e8128b9-37e6-4696-b1ae-48dfa8356f95", "causationId": null, "correlationId": "9e8128b9-37e6-4696-b1ae-48dfa8356f95"}	2026-11-29 10:02:15.597+00	2
55	campaign-0192a000-0000-7000-8000-000000000032	4	CampaignRunnableStateChanged	{"reasons": [], "runnable": true}	{"actor": "anonymous", "commandId": "9e8128b9-37e6-4696-b1ae-48dfa8356f95", "causationId": null, "correlationId": "9e8128b9-37e6-4696-b1ae-48dfa8356f95"}	2026-11-29 10:02:15.597+00	1
56	campaign-0192a000-0000-7000-8000-000000000033	1	CampaignCreated	{"name": "Ends", "userId": 1, "currency": "EUR"}	{"actor": "anonymous", "commandId": "84797b38-d8e2-4c2d-8704-964a4c62fc23", "causationId": null, "correlationId": "84797b38-d8e2-4c2d-8704-964a4c62fc23"}	2026-11-29 10:02:15.614+00	1
57	campaign-0192a000-0000-7000-8000-000000000033	2	CampaignPlacementsSet	{"sections": ["0192a000-0000-7000-8000-000000000026"]}	{"actor": "anonymous", "commandId": "9438147f-65b1-47d2-8c38-e8322571aaba", "causationId": null, "correlationId": "9438147f-65b1-47d2-8c38-e8322571aaba"}	2026-11-29 10:02:15.636+00	1
58	campaign-0192a000-0000-7000-8000-000000000033	3	CampaignScheduleSet	{"end": "2026-11-29T10:02:17.136Z", "start": "2026-01-01T00:00:00.000Z"}	{"actor": "anonymous", "commandId": "f9c4339d-34ad-4f53-b215-32075cd64b96", "causationId": null, "correlationId": "f9c4339d-34ad-4f53-b215-32075cd64b96"}	2026-11-29 10:02:15.644+00	2
59	campaign-0192a000-0000-7000-8000-000000000033	4	CampaignRunnableStateChanged	{"reasons": [], "runnable": true}	{"actor": "anonymous", "commandId": "f9c4339d-34ad-4f53-b215-32075cd64b96", "causationId": null, "correlationId": "f9c4339d-34ad-4f53-b215-32075cd64b96"}	2026-11-29 10:02:15.644+00	1
60	campaign-0192a000-0000-7000-8000-000000000034	1	CampaignCreated	{"name": "Deleted", "userId": 1, "currency": "EUR"}	{"actor": "anonymous", "commandId": "9927cb99-3e56-481e-a2c0-cdc33513abb9", "causationId": null, "correlationId": "9927cb99-3e56-481e-a2c0-cdc33513abb9"}	2026-11-29 10:02:15.653+00	1
61	campaign-0192a000-0000-7000-8000-000000000034	2	CampaignScheduleSet	{"end": "2126-04-01T00:00:00.000Z", "start": "2126-03-01T00:00:00.000Z"}	{"actor": "anonymous", "commandId": "1757602a-42ab-4081-a602-d98e48928731", "causationId": null, "correlationId": "1757602a-42ab-4081-a602-d98e48928731"}	2026-11-29 10:02:15.663+00	2
62	campaign-0192a000-0000-7000-8000-000000000034	3	CampaignDeleted	{}	{"actor": "anonymous", "commandId": "dfdbb717-874c-4c44-81d0-bf55d96b63cf", "causationId": null, "correlationId": "dfdbb717-874c-4c44-81d0-bf55d96b63cf"}	2026-11-29 10:02:15.672+00	1
63	campaign-0192a000-0000-7000-8000-000000000035	1	CampaignCreated	{"name": "\\\\u0000 \\\\. \\\\N \\\\x", "userId": 1, "currency": "EUR"}	{"actor": "anonymous", "commandId": "568f1007-5aa7-4247-bfe0-ac5a9d556411", "causationId": null, "correlationId": "568f1007-5aa7-4247-bfe0-ac5a9d556411"}	2026-11-29 10:02:15.695+00	1
64	campaign-0192a000-0000-7000-8000-000000000036	1	CampaignCreated	{"name": "Before", "userId": 1, "currency": "EUR"}	{"actor": "anonymous", "commandId": "102f8f1d-5276-4f0a-b029-21e68e24d593", "causationId": null, "correlationId": "102f8f1d-5276-4f0a-b029-21e68e24d593"}	2026-11-29 10:02:15.712+00	1
65	campaign-0192a000-0000-7000-8000-000000000036	2	CampaignNameSet	{"name": "After"}	{"actor": "anonymous", "commandId": "d0986554-441d-4cee-bb6f-0eb18bfd3ff7", "causationId": null, "correlationId": "d0986554-441d-4cee-bb6f-0eb18bfd3ff7"}	2026-11-29 10:02:15.726+00	1
66	campaign-0192a000-0000-7000-8000-000000000036	3	CampaignPriceSet	{"amount": 1}	{"actor": "anonymous", "commandId": "0d143a40-30ec-437e-814a-8993cad302a7", "causationId": null, "correlationId": "0d143a40-30ec-437e-814a-8993cad302a7"}	2026-11-29 10:02:15.766+00	1
67	campaign-0192a000-0000-7000-8000-000000000036	4	CampaignPriceSet	{"amount": 2}	{"actor": "anonymous", "commandId": "dec655c6-1a9c-4c36-8e52-feb63ee7eb8a", "causationId": null, "correlationId": "dec655c6-1a9c-4c36-8e52-feb63ee7eb8a"}	2026-11-29 10:02:15.775+00	1
68	campaign-0192a000-0000-7000-8000-000000000036	5	CampaignPriceSet	{"amount": 3}	{"actor": "anonymous", "commandId": "9e527a2c-0168-4950-bb6e-7d09b9898936", "causationId": null, "correlationId": "9e527a2c-0168-4950-bb6e-7d09b9898936"}	2026-11-29 10:02:15.789+00	1
69	campaign-0192a000-0000-7000-8000-000000000036	6	CampaignPriceSet	{"amount": 4}	{"actor": "anonymous", "commandId": "46df8e31-f6b1-4dc1-9a57-b15f2f7eab99", "causationId": null, "correlationId": "46df8e31-f6b1-4dc1-9a57-b15f2f7eab99"}	2026-11-29 10:02:15.797+00	1
70	campaign-0192a000-0000-7000-8000-000000000036	7	CampaignPriceSet	{"amount": 5}	{"actor": "anonymous", "commandId": "75c32507-d13a-4de4-83d2-bdc06d29e08c", "causationId": null, "correlationId": "75c32507-d13a-4de4-83d2-bdc06d29e08c"}	2026-11-29 10:02:15.805+00	1
71	campaign-0192a000-0000-7000-8000-000000000036	8	CampaignPriceSet	{"amount": 6}	{"actor": "anonymous", "commandId": "9b189162-3536-4a26-86b2-792f9914a146", "causationId": null, "correlationId": "9b189162-3536-4a26-86b2-792f9914a146"}	2026-11-29 10:02:15.81+00	1
72	campaign-0192a000-0000-7000-8000-000000000036	9	CampaignPriceSet	{"amount": 7}	{"actor": "anonymous", "commandId": "773394b3-c93c-4042-a9e3-295fa4291b63", "causationId": null, "correlationId": "773394b3-c93c-4042-a9e3-295fa4291b63"}	2026-11-29 10:02:15.815+00	1
73	campaign-0192a000-0000-7000-8000-000000000036	10	CampaignPriceSet	{"amount": 8}	{"actor": "anonymous", "commandId": "505af376-61ed-419a-8aab-b7eca151f8bc", "causationId": null, "correlationId": "505af376-61ed-419a-8aab-b7eca151f8bc"}	2026-11-29 10:02:15.823+00	1
74	campaign-0192a000-0000-7000-8000-000000000036	11	CampaignPriceSet	{"amount": 9}	{"actor": "anonymous", "commandId": "970440dc-96ca-4c1a-8856-f1ed0678ac64", "causationId": null, "correlationId": "970440dc-96ca-4c1a-8856-f1ed0678ac64"}	2026-11-29 10:02:15.828+00	1
75	campaign-0192a000-0000-7000-8000-000000000036	12	CampaignPriceSet	{"amount": 10}	{"actor": "anonymous", "commandId": "3dbc2798-c264-43e1-a472-4cb2c1cfd5a2", "causationId": null, "correlationId": "3dbc2798-c264-43e1-a472-4cb2c1cfd5a2"}	2026-11-29 10:02:15.84+00	1
76	campaign-0192a000-0000-7000-8000-000000000036	13	CampaignPriceSet	{"amount": 11}	{"actor": "anonymous", "commandId": "eeef0d01-c820-49b6-81f4-8bd1cbcfba11", "causationId": null, "correlationId": "eeef0d01-c820-49b6-81f4-8bd1cbcfba11"}	2026-11-29 10:02:15.852+00	1
77	campaign-0192a000-0000-7000-8000-000000000036	14	CampaignPriceSet	{"amount": 12}	{"actor": "anonymous", "commandId": "c87e78e2-650b-4476-b85e-df6db78edbe6", "causationId": null, "correlationId": "c87e78e2-650b-4476-b85e-df6db78edbe6"}	2026-11-29 10:02:15.86+00	1
78	campaign-0192a000-0000-7000-8000-000000000036	15	CampaignPriceSet	{"amount": 13}	{"actor": "anonymous", "commandId": "80c95394-f18e-4890-b579-ee00cf3c461f", "causationId": null, "correlationId": "80c95394-f18e-4890-b579-ee00cf3c461f"}	2026-11-29 10:02:15.869+00	1
79	campaign-0192a000-0000-7000-8000-000000000036	16	CampaignPriceSet	{"amount": 14}	{"actor": "anonymous", "commandId": "1a5a9360-5dfa-42bf-8d58-02e6c2126372", "causationId": null, "correlationId": "1a5a9360-5dfa-42bf-8d58-02e6c2126372"}	2026-11-29 10:02:15.877+00	1
80	campaign-0192a000-0000-7000-8000-000000000036	17	CampaignPriceSet	{"amount": 15}	{"actor": "anonymous", "commandId": "bc88b338-8e54-4acb-bb5b-8312d9d6ae9e", "causationId": null, "correlationId": "bc88b338-8e54-4acb-bb5b-8312d9d6ae9e"}	2026-11-29 10:02:15.887+00	1
81	campaign-0192a000-0000-7000-8000-000000000036	18	CampaignPriceSet	{"amount": 16}	{"actor": "anonymous", "commandId": "cee3a2a0-d19e-4077-8444-d3f105502bdd", "causationId": null, "correlationId": "cee3a2a0-d19e-4077-8444-d3f105502bdd"}	2026-11-29 10:02:15.905+00	1
82	campaign-0192a000-0000-7000-8000-000000000036	19	CampaignPriceSet	{"amount": 17}	{"actor": "anonymous", "commandId": "6724122d-a2f4-4944-919f-bbd6935f27c5", "causationId": null, "correlationId": "6724122d-a2f4-4944-919f-bbd6935f27c5"}	2026-11-29 10:02:15.916+00	1
83	campaign-0192a000-0000-7000-8000-000000000036	20	CampaignPriceSet	{"amount": 18}	{"actor": "anonymous", "commandId": "de193a39-213b-4436-a68a-259c92f4cab0", "causationId": null, "correlationId": "de193a39-213b-4436-a68a-259c92f4cab0"}	2026-11-29 10:02:15.928+00	1
84	campaign-0192a000-0000-7000-8000-000000000036	21	CampaignPriceSet	{"amount": 19}	{"actor": "anonymous", "commandId": "c4d3d310-00c6-4b55-9f03-1c621815a92f", "causationId": null, "correlationId": "c4d3d310-00c6-4b55-9f03-1c621815a92f"}	2026-11-29 10:02:15.933+00	1
85	campaign-0192a000-0000-7000-8000-000000000036	22	CampaignPriceSet	{"amount": 20}	{"actor": "anonymous", "commandId": "edecf2d6-ed17-487e-8c23-e457bc1963af", "causationId": null, "correlationId": "edecf2d6-ed17-487e-8c23-e457bc1963af"}	2026-11-29 10:02:15.942+00	1
86	campaign-0192a000-0000-7000-8000-000000000036	23	CampaignPriceSet	{"amount": 21}	{"actor": "anonymous", "commandId": "84c967fd-3348-46a2-8224-6cdb87c9b455", "causationId": null, "correlationId": "84c967fd-3348-46a2-8224-6cdb87c9b455"}	2026-11-29 10:02:15.96+00	1
87	campaign-0192a000-0000-7000-8000-000000000036	24	CampaignPriceSet	{"amount": 22}	{"actor": "anonymous", "commandId": "a4f54e60-5d48-4b4e-9fad-807d02f0dffc", "causationId": null, "correlationId": "a4f54e60-5d48-4b4e-9fad-807d02f0dffc"}	2026-11-29 10:02:15.976+00	1
88	campaign-0192a000-0000-7000-8000-000000000036	25	CampaignPriceSet	{"amount": 23}	{"actor": "anonymous", "commandId": "95ee6b76-66f2-4247-8183-c8ad78bc0bd6", "causationId": null, "correlationId": "95ee6b76-66f2-4247-8183-c8ad78bc0bd6"}	2026-11-29 10:02:15.99+00	1
89	campaign-0192a000-0000-7000-8000-000000000036	26	CampaignPriceSet	{"amount": 24}	{"actor": "anonymous", "commandId": "b65999b4-2c50-4d88-a1ae-dd8b31210fba", "causationId": null, "correlationId": "b65999b4-2c50-4d88-a1ae-dd8b31210fba"}	2026-11-29 10:02:16.003+00	1
90	portfolio-0192a000-0000-7000-8000-000000000011	8	SectionNameSet	{"id": "0192a000-0000-7000-8000-000000000023", "name": "Věda"}	{"actor": "anonymous", "commandId": "4ab2cc03-8e82-4d1c-bcf7-e5bab00d7429", "causationId": null, "correlationId": "4ab2cc03-8e82-4d1c-bcf7-e5bab00d7429"}	2026-11-29 10:02:16.013+00	1
91	portfolio-0192a000-0000-7000-8000-000000000011	9	SectionMoved	{"id": "0192a000-0000-7000-8000-000000000023", "before": "0192a000-0000-7000-8000-000000000021", "parentId": null, "previous": {"before": null, "parentId": "0192a000-0000-7000-8000-000000000022"}}	{"actor": "anonymous", "commandId": "a9f79063-0f61-4547-a69d-f5498c15f2ad", "causationId": null, "correlationId": "a9f79063-0f61-4547-a69d-f5498c15f2ad"}	2026-11-29 10:02:16.022+00	1
92	portfolio-0192a000-0000-7000-8000-000000000011	10	SectionRemoved	{"id": "0192a000-0000-7000-8000-000000000024", "removed": ["0192a000-0000-7000-8000-000000000024", "0192a000-0000-7000-8000-000000000025"], "parentId": "0192a000-0000-7000-8000-000000000021"}	{"actor": "anonymous", "commandId": "711958b1-46d7-4f01-bbcf-aa2bc8ac0b8b", "causationId": null, "correlationId": "711958b1-46d7-4f01-bbcf-aa2bc8ac0b8b"}	2026-11-29 10:02:16.034+00	1
93	portfolio-0192a000-0000-7000-8000-000000000013	3	PortfolioDeleted	{"sections": ["0192a000-0000-7000-8000-000000000027"]}	{"actor": "anonymous", "commandId": "6b4b2f8d-6ebe-4862-a806-e24fe4ce8786", "causationId": null, "correlationId": "6b4b2f8d-6ebe-4862-a806-e24fe4ce8786"}	2026-11-29 10:02:16.056+00	1
94	publisher-0192a000-0000-7000-8000-000000000003	2	PublisherDeleted	{}	{"actor": "anonymous", "commandId": "693e90fb-b92f-4eaf-871b-2183d08e1f97", "causationId": null, "correlationId": "693e90fb-b92f-4eaf-871b-2183d08e1f97"}	2026-11-29 10:02:16.079+00	1
96	campaign-0192a000-0000-7000-8000-000000000032	5	CampaignPlacementsSet	{"sections": ["0192a000-0000-7000-8000-000000000026"]}	{"actor": "saga LeaveSectionsSaga.leaveSections", "commandId": "e743c419-7386-853e-ac0c-a19abb52fccf", "causationId": "93", "correlationId": "6b4b2f8d-6ebe-4862-a806-e24fe4ce8786"}	2026-11-29 10:02:16.128+00	1
102	campaign-0192a000-0000-7000-8000-000000000035	3	CampaignPriceSet	{"amount": 5}	{"actor": "anonymous", "commandId": "6db57e8f-1a34-4a0c-9400-9d1bbbdc094c", "causationId": null, "correlationId": "06543865-a62a-41b2-a191-80d470e6b63c"}	2026-11-29 10:02:18.043+00	1
95	campaign-0192a000-0000-7000-8000-000000000031	12	CampaignPlacementsSet	{"sections": ["0192a000-0000-7000-8000-000000000021", "0192a000-0000-7000-8000-000000000023"]}	{"actor": "saga LeaveSectionsSaga.leaveSections", "commandId": "88542290-e060-8af2-a9c3-4d7f4b9fdce7", "causationId": "92", "correlationId": "711958b1-46d7-4f01-bbcf-aa2bc8ac0b8b"}	2026-11-29 10:02:16.09+00	1
97	portfolio-0192a000-0000-7000-8000-000000000014	2	PortfolioDeleted	{"sections": []}	{"actor": "saga DeletePortfoliosSaga.deletePortfolios", "commandId": "14d94d7e-1cfb-84c0-a6b0-b12543d4b2c2", "causationId": "94", "correlationId": "693e90fb-b92f-4eaf-871b-2183d08e1f97"}	2026-11-29 10:02:16.129+00	1
98	campaign-0192a000-0000-7000-8000-000000000033	5	CampaignEnded	{"end": "2026-11-29T10:02:17.136Z"}	{"actor": "saga EndCampaignSaga.endCampaign", "commandId": "7d658521-3a54-8a29-aa45-fa147c27ea98", "causationId": "58", "correlationId": "f9c4339d-34ad-4f53-b215-32075cd64b96"}	2026-11-29 10:02:17.983+00	1
99	campaign-0192a000-0000-7000-8000-000000000033	6	CampaignRunnableStateChanged	{"reasons": ["ended"], "runnable": false}	{"actor": "saga EndCampaignSaga.endCampaign", "commandId": "7d658521-3a54-8a29-aa45-fa147c27ea98", "causationId": "58", "correlationId": "f9c4339d-34ad-4f53-b215-32075cd64b96"}	2026-11-29 10:02:17.983+00	1
100	campaign-0192a000-0000-7000-8000-000000000035	2	CampaignPriceSet	{"amount": 77}	{"actor": "anonymous", "commandId": "9eeeba9a-85ae-44df-b67b-f80689e8795d", "causationId": null, "correlationId": "9eeeba9a-85ae-44df-b67b-f80689e8795d"}	2026-11-29 10:02:18.009+00	1
101	campaign-0192a000-0000-7000-8000-000000000037	1	CampaignCreated	{"name": "Zluťký", "userId": 6, "currency": "EUR"}	{"actor": "anonymous", "commandId": "28bf43bf-2f2b-4475-ba3a-8f3666a63916", "causationId": null, "correlationId": "28bf43bf-2f2b-4475-ba3a-8f3666a63916"}	2026-11-29 10:02:18.019+00	1
103	order-900000	1	order_created_v1	{}	{"actor": "upgrade", "commandId": "poison", "causationId": null, "correlationId": "poison"}	2026-11-29 10:02:18.048+00	1
\.
COPY log.checkpoints FROM stdin;
portfolios	2	103	2026-11-29 10:02:18.067+00	serving	{portfolios,portfolio_nodes}	t	\N	\N
publishers	1	103	2026-11-29 10:02:18.068+00	serving	{publishers}	t	\N	\N
placements	1	103	2026-11-29 10:02:18.069+00	serving	{placed_campaigns,placements}	t	\N	\N
names	1	103	2026-11-29 10:02:18.07+00	serving	{names}	t	\N	\N
campaigns	1	103	2026-11-29 10:02:18.071+00	serving	{campaigns}	t	\N	\N
order-history	1	103	2026-11-29 10:02:18.626+00	previous	{order_goods,known_orders,order_history,order_skus,order_days,order_statistics,order_sizes,order_users}	t	\N	\N
order-history	1	103	2026-11-29 10:02:18.629+00	serving	{order_goods,known_orders,order_history,order_skus,order_days,order_statistics,order_sizes,order_users}	t	f0e986b8-0bb8-4449-8c2f-90c4f814e3f0	\N
saga LeaveSectionsSaga.leaveSections	1	103	2026-11-29 10:02:18.099+00	serving	{}	t	\N	\N
saga RemoveGoodsSaga.removeGoods	1	103	2026-11-29 10:02:18.102+00	serving	{}	t	\N	\N
saga DeletePortfoliosSaga.deletePortfolios	1	103	2026-11-29 10:02:18.102+00	serving	{}	t	\N	\N
saga EndCampaignSaga.endCampaign	1	103	2026-11-29 10:02:18.103+00	serving	{}	t	\N	\N
\.
COPY log.cursor_secret FROM stdin;
0213ad9a-d446-4a07-ae23-d50fb68ffb81946368df-bda9-426f-81e7-6508c5917bca
\.
COPY write.orders FROM stdin;
1	1	EUR	2026-11-29 10:02:14.524+00	1
2	3	CZK	2026-11-29 10:02:14.554+00	2
5	4	EUR	2026-11-29 10:02:15.072+00	1
3	5	EUR	2026-11-29 10:02:14.612+00	2
\.
COPY write.goods FROM stdin;
1	1	SKU 0 Žluťoučký kůň	Žluťoučký kůň	1	0	2026-11-29 10:02:14.684+00	1
2	1	SKU 1 Zluťký	Zluťký	2	99	2026-11-29 10:02:14.721+00	1
3	1	SKU 2 \\u0000 \\. \\N \\x	\\u0000 \\. \\N \\x	3	198	2026-11-29 10:02:14.748+00	1
4	1	SKU 3 O'Neil "$$" %s	O'Neil "$$" %s	4	297	2026-11-29 10:02:14.765+00	1
5	1	SKU 4 𝔘𝔫𝔦 👩‍👧 עברית	𝔘𝔫𝔦 👩‍👧 עברית	5	396	2026-11-29 10:02:14.79+00	1
6	1	SKU 5 =1+1	=1+1	6	495	2026-11-29 10:02:14.814+00	1
7	1	SKU 6 -- ; DROP	-- ; DROP	7	594	2026-11-29 10:02:14.851+00	1
8	1	MUG-RED	\N	2	1250	2026-11-29 10:02:14.867+00	2
9	2	\N	Žluťoučký kůň	7	99999999	2026-11-29 10:02:14.886+00	2
12	3	\N	\\u0000 \\. \\N \\x	1	0	2026-11-29 10:02:15.088+00	1
\.
COPY write.outcomes FROM stdin;
anonymous/upgrade-1	0b38d34e66dafa4fdcdd42df763a3c9e4ae627748180a22f6124534cdd82c851	{"receipt":{"id":5,"version":1}}	21	\N	2026-11-29 10:02:15.074+00
anonymous/upgrade-2'"	5191609609c5a0e85a00d540c7ef1501eaec0c65447564f27f833cbc98b3adb1	{"receipt":{"id":12,"version":1}}	22	\N	2026-11-29 10:02:15.09+00
anonymous/upgrade-3	91c80a3930642b259dd1eb5363a3606f71ce815dbd2423d42445c132a0f4b2e1	{"receipt":{"id":3,"version":2}}	23	\N	2026-11-29 10:02:15.105+00
saga/e6024d3b-3f80-8f9a-a76a-c4ac083a8b51 /0		{"receipt":{"id":0,"version":0}}	24	20	2026-11-29 10:02:15.125+00
saga/88542290-e060-8af2-a9c3-4d7f4b9fdce7 /0		{"receipt":{"id":0,"version":12}}	95	92	2026-11-29 10:02:16.09+00
saga/e743c419-7386-853e-ac0c-a19abb52fccf /0		{"receipt":{"id":0,"version":5}}	96	93	2026-11-29 10:02:16.128+00
saga/14d94d7e-1cfb-84c0-a6b0-b12543d4b2c2 /0		{"receipt":{"id":0,"version":2}}	97	94	2026-11-29 10:02:16.129+00
saga/7d658521-3a54-8a29-aa45-fa147c27ea98		{"receipt":{"id":"0192a000-0000-7000-8000-000000000033","version":6}}	99	58	2026-11-29 10:02:17.983+00
anonymous/upgrade-4	8d59690ece3b0fe7b0793e2ee88b48af087fc982e75d7734e8d071d4344d36b7	{"receipt":{"id":"0192a000-0000-7000-8000-000000000035","version":2}}	100	\N	2026-11-29 10:02:18.009+00
anonymous/upgrade-5	65069c249925aa5d0c56ccd258f28cb6fce6e16c77c6634ec699506a3725ec18	{"receipt":{"id":"0192a000-0000-7000-8000-000000000037","version":1}}	101	\N	2026-11-29 10:02:18.019+00
anonymous/upgrade-6	f8a7a1acd3b97a3cccf2dd713be6f66f8e27b7cdb1d5ec1eeca1ca68cfe9cb63	{"receipt":{"id":0,"version":0}}	0	\N	2026-11-29 10:02:18.029+00
anonymous/upgrade-6 /1	f8a7a1acd3b97a3cccf2dd713be6f66f8e27b7cdb1d5ec1eeca1ca68cfe9cb63	{"refusal":{"kind":"NotFound","code":"campaign.not-found","detail":"There is no campaign 0192a000-0000-7000-8000-000000000099.","extra":{}}}	\N	\N	2026-11-29 10:02:18.037+00
anonymous/upgrade-6 /0	f8a7a1acd3b97a3cccf2dd713be6f66f8e27b7cdb1d5ec1eeca1ca68cfe9cb63	{"receipt":{"id":"0192a000-0000-7000-8000-000000000035","version":3}}	102	\N	2026-11-29 10:02:18.043+00
\.
COPY log.operations FROM stdin;
f0e986b8-0bb8-4449-8c2f-90c4f814e3f0	rebuild	order-history	anonymous	done	103	\N	\N	2026-11-29 10:02:18.117+00	2026-11-29 10:02:18.51+00	2026-11-29 10:02:18.63+00
\.
COPY log.quarantine FROM stdin;
1	order-history	previous	order-900000	103	null value in column "id" of relation "known_orders" violates not-null constraint	1	parked	\N	\N	\N	2026-11-29 10:02:18.076+00	\N
2	order-history	serving	order-900000	103	null value in column "id" of relation "known_orders" violates not-null constraint	1	parked	\N	\N	\N	2026-11-29 10:02:18.598+00	\N
\.
COPY log.timers FROM stdin;
1	saga EndCampaignSaga.endCampaign	0192a000-0000-7000-8000-000000000031	2126-04-01 00:00:00+00	"2126-04-01T00:00:00.000Z"	45	75680f9b-399a-48c5-bbcf-2851d40c94d1	\N	2026-11-29 10:02:15.54+00
2	saga EndCampaignSaga.endCampaign	0192a000-0000-7000-8000-000000000032	2126-04-01 00:00:00+00	"2126-04-01T00:00:00.000Z"	54	9e8128b9-37e6-4696-b1ae-48dfa8356f95	\N	2026-11-29 10:02:15.61+00
\.
COPY log.snapshots FROM stdin;
\.
COPY read_previous.order_goods FROM stdin;
1	1	SKU 0 Žluťoučký kůň	Žluťoučký kůň	1	0	2026-11-29 10:02:14.684+00	1
2	1	SKU 1 Zluťký	Zluťký	2	99	2026-11-29 10:02:14.721+00	1
3	1	SKU 2 \\u0000 \\. \\N \\x	\\u0000 \\. \\N \\x	3	198	2026-11-29 10:02:14.748+00	1
4	1	SKU 3 O'Neil "$$" %s	O'Neil "$$" %s	4	297	2026-11-29 10:02:14.765+00	1
5	1	SKU 4 𝔘𝔫𝔦 👩‍👧 עברית	𝔘𝔫𝔦 👩‍👧 עברית	5	396	2026-11-29 10:02:14.79+00	1
6	1	SKU 5 =1+1	=1+1	6	495	2026-11-29 10:02:14.814+00	1
7	1	SKU 6 -- ; DROP	-- ; DROP	7	594	2026-11-29 10:02:14.851+00	1
8	1	MUG-RED	\N	2	1250	2026-11-29 10:02:14.867+00	2
9	2	\N	Žluťoučký kůň	7	99999999	2026-11-29 10:02:14.886+00	2
12	3	\N	\\u0000 \\. \\N \\x	1	0	2026-11-29 10:02:15.088+00	1
\.
COPY read_previous.known_orders FROM stdin;
2	1	7	699999993	{}	3	CZK	2026-11-29 10:02:14.554+00	2
1	8	30	13588	{MUG-RED,"SKU 0 Žluťoučký kůň","SKU 1 Zluťký","SKU 2 \\\\u0000 \\\\. \\\\N \\\\x","SKU 3 O'Neil \\"$$\\" %s","SKU 4 𝔘𝔫𝔦 👩‍👧 עברית","SKU 5 =1+1","SKU 6 -- ; DROP"}	1	EUR	2026-11-29 10:02:14.524+00	1
5	0	0	0	{}	4	EUR	2026-11-29 10:02:15.072+00	1
3	1	1	0	{}	5	EUR	2026-11-29 10:02:14.612+00	2
\.
COPY read_previous.order_history FROM stdin;
2	1	7	699999993	{}	3	CZK	2026-11-29 10:02:14.554+00	2
1	8	30	13588	{MUG-RED,"SKU 0 Žluťoučký kůň","SKU 1 Zluťký","SKU 2 \\\\u0000 \\\\. \\\\N \\\\x","SKU 3 O'Neil \\"$$\\" %s","SKU 4 𝔘𝔫𝔦 👩‍👧 עברית","SKU 5 =1+1","SKU 6 -- ; DROP"}	1	EUR	2026-11-29 10:02:14.524+00	1
5	0	0	0	{}	4	EUR	2026-11-29 10:02:15.072+00	1
3	1	1	0	{}	5	EUR	2026-11-29 10:02:14.612+00	2
\.
COPY read_previous.order_skus FROM stdin;
SKU 0 Žluťoučký kůň	1	2026-11-29 10:02:14.524+00	8	13588
SKU 1 Zluťký	1	2026-11-29 10:02:14.524+00	8	13588
SKU 2 \\u0000 \\. \\N \\x	1	2026-11-29 10:02:14.524+00	8	13588
SKU 3 O'Neil "$$" %s	1	2026-11-29 10:02:14.524+00	8	13588
SKU 4 𝔘𝔫𝔦 👩‍👧 עברית	1	2026-11-29 10:02:14.524+00	8	13588
SKU 5 =1+1	1	2026-11-29 10:02:14.524+00	8	13588
SKU 6 -- ; DROP	1	2026-11-29 10:02:14.524+00	8	13588
MUG-RED	1	2026-11-29 10:02:14.524+00	8	13588
\.
COPY read_previous.order_days FROM stdin;
2026-11-29	1	5
\.
COPY read_previous.order_statistics FROM stdin;
2026-11-29	CZK	1	1	7	699999993
2026-11-29	EUR	8	1	30	13588
2026-11-29	EUR	0	1	0	0
2026-11-29	EUR	1	1	1	0
\.
COPY read_previous.order_sizes FROM stdin;
1	CZK	1	7	699999993
8	EUR	1	30	13588
0	EUR	1	0	0
1	EUR	1	1	0
\.
COPY read_previous.order_users FROM stdin;
3	CZK	1	1	7	699999993
1	EUR	1	8	30	13588
4	EUR	1	0	0	0
5	EUR	1	1	1	0
\.
COPY read.campaigns FROM stdin;
0192a000-0000-7000-8000-000000000036	After	after	1	EUR	24	\N	\N	[]	f	f	f	["no-schedule", "no-placement"]	26	2026-11-29 10:02:15.712+00	2026-11-29 10:02:16.003+00
0192a000-0000-7000-8000-000000000031	O'Neil "$$" %s	o'neil "$$" %s	1	CZK	1250	2126-03-01 00:00:00+00	2126-04-01 00:00:00+00	["0192a000-0000-7000-8000-000000000021", "0192a000-0000-7000-8000-000000000023"]	f	f	t	[]	12	2026-11-29 10:02:15.451+00	2026-11-29 10:02:16.09+00
0192a000-0000-7000-8000-000000000032	𝔘𝔫𝔦 👩‍👧 עברית	𝔘𝔫𝔦 👩‍👧 עברית	2	JPY	\N	2026-01-01 00:00:00+00	2126-04-01 00:00:00+00	["0192a000-0000-7000-8000-000000000026"]	f	f	t	[]	5	2026-11-29 10:02:15.571+00	2026-11-29 10:02:16.128+00
0192a000-0000-7000-8000-000000000033	Ends	ends	1	EUR	\N	2026-01-01 00:00:00+00	2026-11-29 10:02:17.136+00	["0192a000-0000-7000-8000-000000000026"]	f	t	f	["ended"]	6	2026-11-29 10:02:15.614+00	2026-11-29 10:02:17.983+00
0192a000-0000-7000-8000-000000000037	Zluťký	zluťký	6	EUR	\N	\N	\N	[]	f	f	f	["no-schedule", "no-placement"]	1	2026-11-29 10:02:18.019+00	2026-11-29 10:02:18.019+00
0192a000-0000-7000-8000-000000000035	\\u0000 \\. \\N \\x	\\u0000 \\. \\n \\x	1	EUR	5	\N	\N	[]	f	f	f	["no-schedule", "no-placement"]	3	2026-11-29 10:02:15.695+00	2026-11-29 10:02:18.043+00
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
0192a000-0000-7000-8000-000000000033	EUR	\N	2026-01-01 00:00:00+00	2026-11-29 10:02:17.136+00	["0192a000-0000-7000-8000-000000000026"]	f
0192a000-0000-7000-8000-000000000037	EUR	\N	\N	\N	[]	f
0192a000-0000-7000-8000-000000000035	EUR	5	\N	\N	[]	f
\.
COPY read.placements FROM stdin;
0192a000-0000-7000-8000-000000000031	CZK	1250	2126-03-01 00:00:00+00	2126-04-01 00:00:00+00	0192a000-0000-7000-8000-000000000021
0192a000-0000-7000-8000-000000000031	CZK	1250	2126-03-01 00:00:00+00	2126-04-01 00:00:00+00	0192a000-0000-7000-8000-000000000023
0192a000-0000-7000-8000-000000000032	JPY	\N	2026-01-01 00:00:00+00	2126-04-01 00:00:00+00	0192a000-0000-7000-8000-000000000026
\.
COPY read.portfolios FROM stdin;
0192a000-0000-7000-8000-000000000012	𝔘𝔫𝔦 👩‍👧 עברית	𝔘𝔫𝔦 👩‍👧 עברית	0192a000-0000-7000-8000-000000000002	1	2	2026-11-29 10:02:15.245+00	2026-11-29 10:02:15.418+00
0192a000-0000-7000-8000-000000000011	iDNES.cz	idnes.cz	0192a000-0000-7000-8000-000000000001	3	10	2026-11-29 10:02:15.233+00	2026-11-29 10:02:16.034+00
\.
COPY read.portfolio_nodes FROM stdin;
0192a000-0000-7000-8000-000000000012	0192a000-0000-7000-8000-000000000026	Sport	\N	[]
0192a000-0000-7000-8000-000000000012	0192a000-0000-7000-8000-000000000012	𝔘𝔫𝔦 👩‍👧 עברית	\N	["0192a000-0000-7000-8000-000000000026"]
0192a000-0000-7000-8000-000000000011	0192a000-0000-7000-8000-000000000023	Věda	\N	[]
0192a000-0000-7000-8000-000000000011	0192a000-0000-7000-8000-000000000022	Žluťoučký kůň	0192a000-0000-7000-8000-000000000021	[]
0192a000-0000-7000-8000-000000000011	0192a000-0000-7000-8000-000000000011	iDNES.cz	\N	["0192a000-0000-7000-8000-000000000023", "0192a000-0000-7000-8000-000000000021"]
0192a000-0000-7000-8000-000000000011	0192a000-0000-7000-8000-000000000021	Technet	\N	["0192a000-0000-7000-8000-000000000022"]
\.
COPY read.publishers FROM stdin;
0192a000-0000-7000-8000-000000000001	Žluťoučký kůň	žluťoučký kůň	1	2026-11-29 10:02:15.132+00	2026-11-29 10:02:15.132+00
0192a000-0000-7000-8000-000000000002	MAFRA	mafra	2	2026-11-29 10:02:15.155+00	2026-11-29 10:02:15.194+00
\.
COPY read.order_goods FROM stdin;
1	1	SKU 0 Žluťoučký kůň	Žluťoučký kůň	1	0	2026-11-29 10:02:14.684+00	1
2	1	SKU 1 Zluťký	Zluťký	2	99	2026-11-29 10:02:14.721+00	1
3	1	SKU 2 \\u0000 \\. \\N \\x	\\u0000 \\. \\N \\x	3	198	2026-11-29 10:02:14.748+00	1
4	1	SKU 3 O'Neil "$$" %s	O'Neil "$$" %s	4	297	2026-11-29 10:02:14.765+00	1
5	1	SKU 4 𝔘𝔫𝔦 👩‍👧 עברית	𝔘𝔫𝔦 👩‍👧 עברית	5	396	2026-11-29 10:02:14.79+00	1
6	1	SKU 5 =1+1	=1+1	6	495	2026-11-29 10:02:14.814+00	1
7	1	SKU 6 -- ; DROP	-- ; DROP	7	594	2026-11-29 10:02:14.851+00	1
8	1	MUG-RED	\N	2	1250	2026-11-29 10:02:14.867+00	2
9	2	\N	Žluťoučký kůň	7	99999999	2026-11-29 10:02:14.886+00	2
12	3	\N	\\u0000 \\. \\N \\x	1	0	2026-11-29 10:02:15.088+00	1
\.
COPY read.known_orders FROM stdin;
2	1	7	699999993	{}	3	CZK	2026-11-29 10:02:14.554+00	2
1	8	30	13588	{MUG-RED,"SKU 0 Žluťoučký kůň","SKU 1 Zluťký","SKU 2 \\\\u0000 \\\\. \\\\N \\\\x","SKU 3 O'Neil \\"$$\\" %s","SKU 4 𝔘𝔫𝔦 👩‍👧 עברית","SKU 5 =1+1","SKU 6 -- ; DROP"}	1	EUR	2026-11-29 10:02:14.524+00	1
5	0	0	0	{}	4	EUR	2026-11-29 10:02:15.072+00	1
3	1	1	0	{}	5	EUR	2026-11-29 10:02:14.612+00	2
\.
COPY read.order_history FROM stdin;
2	1	7	699999993	{}	3	CZK	2026-11-29 10:02:14.554+00	2
1	8	30	13588	{MUG-RED,"SKU 0 Žluťoučký kůň","SKU 1 Zluťký","SKU 2 \\\\u0000 \\\\. \\\\N \\\\x","SKU 3 O'Neil \\"$$\\" %s","SKU 4 𝔘𝔫𝔦 👩‍👧 עברית","SKU 5 =1+1","SKU 6 -- ; DROP"}	1	EUR	2026-11-29 10:02:14.524+00	1
5	0	0	0	{}	4	EUR	2026-11-29 10:02:15.072+00	1
3	1	1	0	{}	5	EUR	2026-11-29 10:02:14.612+00	2
\.
COPY read.order_skus FROM stdin;
SKU 0 Žluťoučký kůň	1	2026-11-29 10:02:14.524+00	8	13588
SKU 1 Zluťký	1	2026-11-29 10:02:14.524+00	8	13588
SKU 2 \\u0000 \\. \\N \\x	1	2026-11-29 10:02:14.524+00	8	13588
SKU 3 O'Neil "$$" %s	1	2026-11-29 10:02:14.524+00	8	13588
SKU 4 𝔘𝔫𝔦 👩‍👧 עברית	1	2026-11-29 10:02:14.524+00	8	13588
SKU 5 =1+1	1	2026-11-29 10:02:14.524+00	8	13588
SKU 6 -- ; DROP	1	2026-11-29 10:02:14.524+00	8	13588
MUG-RED	1	2026-11-29 10:02:14.524+00	8	13588
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
3	CZK	1	1	7	699999993
1	EUR	1	8	30	13588
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
CREATE INDEX "IDX_16ba90b529da7e81b45eab2c90" ON read_previous.order_history USING btree (currency, goods_count, id);
CREATE INDEX "IDX_b0ff84cbeaf7ba0da0ef4f4feb" ON read.order_history USING btree (user_id, id);
CREATE INDEX "IDX_e54abf309975fdb9d9a97de696" ON read_previous.order_history USING btree (created_at, id);
CREATE INDEX "IDX_184d78b6d89d8d3c406fd6739c" ON read.campaigns USING btree (sort_name, id);
CREATE INDEX "IDX_ea3e9f91a30aa8b3760c455e4e" ON read.campaigns USING btree (user_id, created_at, id);
CREATE INDEX "IDX_bc5e85442b695638ff9cf27df7" ON read.order_history USING btree (user_id, goods_count, id);
CREATE INDEX "IDX_df95abe7f48315aa1d79925db8" ON read.order_users USING btree (orders, user_id);
CREATE INDEX "IDX_c3d10652fd7a2fccfe7140c0a4" ON read.order_skus USING btree (sku, created_at, order_id);
CREATE INDEX "IDX_b0ff84cbeaf7ba0da0ef4f4feb" ON read_previous.order_history USING btree (user_id, id);
CREATE INDEX "IDX_f9aa3711037ee949c0ac9c33fe" ON read.portfolios USING btree (sort_name, id);
CREATE INDEX "IDX_925c90f98a3633c1dfec80642b" ON read.publishers USING btree (created_at, id);
CREATE INDEX "IDX_df95abe7f48315aa1d79925db8" ON read_previous.order_users USING btree (orders, user_id);
CREATE INDEX outcomes_created_at ON write.outcomes USING btree (created_at);
CREATE INDEX "IDX_f29f98c2a8007a2d388f78c410" ON read_previous.order_history USING btree (user_id, total, id);
CREATE INDEX "IDX_8719d65a71c2b0675ac7bebaa7" ON read_previous.order_history USING btree (user_id, created_at, id);
CREATE INDEX "IDX_16ba90b529da7e81b45eab2c90" ON read.order_history USING btree (currency, goods_count, id);
CREATE INDEX "IDX_17cd7e7c30ba0a9699172c836e" ON read_previous.order_history USING btree (currency, total, id);
CREATE INDEX "IDX_b2587460ea6044e30e8227e8ba" ON read.campaigns USING btree (updated_at, id);
CREATE INDEX "IDX_6d8a1c3d1204e1b9218fcb7313" ON read_previous.order_history USING btree (goods_count, total, id);
CREATE INDEX "IDX_d98738dca3341dcfce91956f0f" ON read.order_skus USING btree (sku, goods_count, order_id);
CREATE INDEX "IDX_9c9a4ed77ab9aaff5e29ae7610" ON read.campaigns USING btree (user_id, updated_at, id);
CREATE INDEX "IDX_6fc548af7bca69626b71cba46f" ON read_previous.order_history USING btree (total, id);
CREATE INDEX events_section_added ON log.events USING btree (((data ->> 'id'::text))) WHERE (type = 'SectionAdded'::text);
CREATE INDEX "IDX_8552210347bc220640322319c7" ON read.campaigns USING btree (user_id, sort_name, id);
CREATE INDEX "IDX_6dde8a24e80df59dbe076bd4a6" ON read_previous.order_history USING btree (goods_count, id);
CREATE INDEX "IDX_fa19699cf314f55d7848648b8f" ON read.portfolios USING btree (publisher_id, sort_name, id);
CREATE INDEX "IDX_92ed0d9798a1f75540bfcc838e" ON read.placements USING btree (section_id, campaign_id);
CREATE INDEX "IDX_f29f98c2a8007a2d388f78c410" ON read.order_history USING btree (user_id, total, id);
CREATE INDEX "IDX_bc5e85442b695638ff9cf27df7" ON read_previous.order_history USING btree (user_id, goods_count, id);
CREATE INDEX "IDX_6d8a1c3d1204e1b9218fcb7313" ON read.order_history USING btree (goods_count, total, id);
CREATE INDEX "IDX_be8501b4b4e38235177f38e559" ON read_previous.order_history USING btree (currency, id);
CREATE INDEX events_portfolio_publisher ON log.events USING btree (((data ->> 'publisherId'::text))) WHERE (type = 'PortfolioCreated'::text);
CREATE INDEX "IDX_d98738dca3341dcfce91956f0f" ON read_previous.order_skus USING btree (sku, goods_count, order_id);
CREATE INDEX "IDX_cd70d439254b26e7b3c03d69bb" ON read.publishers USING btree (sort_name, id);
CREATE INDEX "IDX_b00adfdfb667987580142cd9e1" ON read.portfolios USING btree (created_at, id);
CREATE INDEX "IDX_c3d10652fd7a2fccfe7140c0a4" ON read_previous.order_skus USING btree (sku, created_at, order_id);
CREATE INDEX operations_open ON log.operations USING btree (created_at) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));
CREATE INDEX timers_due ON log.timers USING btree (due_at) WHERE (error IS NULL);
CREATE INDEX goods_order ON write.goods USING btree (order_id, id);
CREATE INDEX "IDX_8719d65a71c2b0675ac7bebaa7" ON read.order_history USING btree (user_id, created_at, id);
CREATE INDEX "IDX_6dde8a24e80df59dbe076bd4a6" ON read.order_history USING btree (goods_count, id);
CREATE INDEX "IDX_bde0385256bbb392cf15e40fe2" ON read_previous.order_goods USING btree (order_id, id);
CREATE INDEX events_section_removed ON log.events USING btree (stream) WHERE (type = 'SectionRemoved'::text);
CREATE INDEX "IDX_5afffc1f7dc7c7ff3e23680fe0" ON read_previous.order_skus USING btree (sku, total, order_id);
CREATE INDEX "IDX_bde0385256bbb392cf15e40fe2" ON read.order_goods USING btree (order_id, id);
CREATE INDEX "IDX_e54abf309975fdb9d9a97de696" ON read.order_history USING btree (created_at, id);
CREATE INDEX "IDX_6fc548af7bca69626b71cba46f" ON read.order_history USING btree (total, id);
CREATE UNIQUE INDEX quarantine_parked ON log.quarantine USING btree (subscription, build, stream) WHERE (state = 'parked'::text);
CREATE INDEX events_placements ON log.events USING gin (((data -> 'sections'::text))) WHERE (type = 'CampaignPlacementsSet'::text);
CREATE INDEX "IDX_17cd7e7c30ba0a9699172c836e" ON read.order_history USING btree (currency, total, id);
CREATE INDEX "IDX_5afffc1f7dc7c7ff3e23680fe0" ON read.order_skus USING btree (sku, total, order_id);
CREATE INDEX "IDX_be8501b4b4e38235177f38e559" ON read.order_history USING btree (currency, id);
CREATE INDEX "IDX_68e2d2a900dd30b618b3125204" ON read.portfolios USING btree (publisher_id, created_at, id);
CREATE INDEX "IDX_c014bd7886f45d35230d75234c" ON read_previous.order_history USING btree (currency, created_at, id);
CREATE INDEX events_type ON log.events USING btree (type, "position");
CREATE INDEX "IDX_af21e927e92478c21d1d2b5e73" ON read.campaigns USING btree (created_at, id);
CREATE INDEX "IDX_c014bd7886f45d35230d75234c" ON read.order_history USING btree (currency, created_at, id);
CREATE INDEX "IDX_d2e97a54ee33765c4d2ff2b8c7" ON read.names USING btree (id);
CREATE TRIGGER events_are_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON log.events FOR EACH STATEMENT EXECUTE FUNCTION log.refuse();
SELECT setval('public.kronika_migrations_id_seq', 7, true);
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
ALTER FUNCTION log.last_position() OWNER TO kronika;
ALTER FUNCTION log.append_key(bigint) OWNER TO kronika;
ALTER FUNCTION log.horizon() OWNER TO kronika;
ALTER FUNCTION log.append(jsonb,jsonb) OWNER TO kronika;
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
