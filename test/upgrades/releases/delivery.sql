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
        INSERT INTO log.events (position, stream, version, type, data, metadata)
          SELECT nextval('log.position'), e ->> 'stream', (e ->> 'version')::int, e ->> 'type', e -> 'data', append.metadata
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
CREATE TABLE log.events ("position" bigint NOT NULL, stream text NOT NULL, version integer NOT NULL, type text NOT NULL, data jsonb NOT NULL, metadata jsonb NOT NULL, recorded_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL);
CREATE TABLE log.checkpoints (subscription text NOT NULL, version integer NOT NULL, "position" bigint DEFAULT 0 NOT NULL, updated_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL, build text DEFAULT 'serving'::text NOT NULL, tables text[] DEFAULT '{}'::text[] NOT NULL, indexed boolean DEFAULT true NOT NULL, operation uuid, failure text) WITH (fillfactor=50);
CREATE TABLE log.cursor_secret (secret text NOT NULL);
CREATE TABLE write.orders (id bigint GENERATED ALWAYS AS IDENTITY (MAXVALUE 9007199254740991) NOT NULL, user_id bigint NOT NULL, currency character(3) NOT NULL, created_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL, version integer NOT NULL);
CREATE TABLE write.goods (id bigint GENERATED ALWAYS AS IDENTITY (MAXVALUE 9007199254740991) NOT NULL, order_id bigint NOT NULL, sku text, name text, quantity integer NOT NULL, unit_price bigint NOT NULL, created_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL, version integer NOT NULL);
CREATE TABLE write.outcomes (key text NOT NULL, fingerprint text NOT NULL, outcome json NOT NULL, "position" bigint, cause bigint, created_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL);
CREATE TABLE log.operations (id uuid DEFAULT gen_random_uuid() NOT NULL, kind text NOT NULL, subscription text NOT NULL, actor text NOT NULL, state text DEFAULT 'waiting'::text NOT NULL, "position" bigint DEFAULT 0 NOT NULL, result jsonb, error text, created_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL, started_at timestamp(3) with time zone, ended_at timestamp(3) with time zone);
CREATE TABLE log.quarantine (id bigint GENERATED ALWAYS AS IDENTITY (MAXVALUE 9007199254740991) NOT NULL, subscription text NOT NULL, build text NOT NULL, stream text NOT NULL, "position" bigint NOT NULL, error text NOT NULL, attempts integer DEFAULT 1 NOT NULL, state text DEFAULT 'parked'::text NOT NULL, wish text, actor text, reason text, parked_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL, ended_at timestamp(3) with time zone);
CREATE TABLE log.timers (id bigint GENERATED ALWAYS AS IDENTITY (MAXVALUE 9007199254740991) NOT NULL, subscription text NOT NULL, key text NOT NULL, due_at timestamp(3) with time zone NOT NULL, data jsonb, cause bigint NOT NULL, correlation_id text NOT NULL, error text, created_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL);
CREATE TABLE read_previous.order_goods (id bigint NOT NULL, order_id bigint NOT NULL, sku text, name text, quantity integer NOT NULL, unit_price bigint NOT NULL, created_at timestamp(3) with time zone NOT NULL, version integer NOT NULL);
CREATE TABLE read_previous.known_orders (id bigint NOT NULL, goods_count integer NOT NULL, units bigint NOT NULL, total numeric NOT NULL, skus text[] NOT NULL, user_id bigint, currency character(3), created_at timestamp(3) with time zone, version integer);
CREATE TABLE read_previous.order_history (id bigint NOT NULL, goods_count integer NOT NULL, units bigint NOT NULL, total numeric NOT NULL, skus text[] NOT NULL, user_id bigint NOT NULL, currency character(3) NOT NULL, created_at timestamp(3) with time zone NOT NULL, version integer NOT NULL);
CREATE TABLE read_previous.order_skus (sku text NOT NULL, order_id bigint NOT NULL, created_at timestamp(3) with time zone NOT NULL, goods_count integer NOT NULL, total numeric NOT NULL);
CREATE TABLE read_previous.order_days (day date NOT NULL, least_id bigint NOT NULL, greatest_id bigint NOT NULL);
CREATE TABLE read_previous.order_statistics (day date NOT NULL, currency character(3) NOT NULL, goods_count integer NOT NULL, orders bigint NOT NULL, units bigint NOT NULL, total numeric NOT NULL);
CREATE TABLE read_previous.order_sizes (goods_count integer NOT NULL, currency character(3) NOT NULL, orders bigint NOT NULL, units bigint NOT NULL, total numeric NOT NULL);
CREATE TABLE read_previous.order_users (user_id bigint NOT NULL, currency character(3) NOT NULL, orders bigint NOT NULL, goods_count bigint NOT NULL, units bigint NOT NULL, total numeric NOT NULL);
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
\.
COPY log.events FROM stdin;
1	order-1	1	order_created_v1	{"id": 1, "user_id": 1, "currency": "EUR", "created_at": "2026-11-29T10:02:09.804Z"}	{"actor": "anonymous", "commandId": "922564cb-c826-4020-b879-bfe51a831259", "causationId": null, "correlationId": "922564cb-c826-4020-b879-bfe51a831259"}	2026-11-29 10:02:09.807+00
2	order-2	1	order_created_v1	{"id": 2, "user_id": 1, "currency": "CZK", "created_at": "2026-11-29T10:02:09.829Z"}	{"actor": "anonymous", "commandId": "62e05d28-ae42-4189-8a0b-d6688db7d84b", "causationId": null, "correlationId": "62e05d28-ae42-4189-8a0b-d6688db7d84b"}	2026-11-29 10:02:09.835+00
3	order-3	1	order_created_v1	{"id": 3, "user_id": 9007199254740991, "currency": "EUR", "created_at": "2026-11-29T10:02:09.857Z"}	{"actor": "anonymous", "commandId": "180d0a06-f732-4ffb-a2fa-b7dd498c6032", "causationId": null, "correlationId": "180d0a06-f732-4ffb-a2fa-b7dd498c6032"}	2026-11-29 10:02:09.862+00
4	order-4	1	order_created_v1	{"id": 4, "user_id": 2, "currency": "EUR", "created_at": "2026-11-29T10:02:09.882Z"}	{"actor": "anonymous", "commandId": "2463ca83-57c1-45f3-850f-0f4d86b42ed3", "causationId": null, "correlationId": "2463ca83-57c1-45f3-850f-0f4d86b42ed3"}	2026-11-29 10:02:09.886+00
5	goods-1	1	goods_created_v1	{"id": 1, "sku": "SKU 0 Žluťoučký kůň", "name": "Žluťoučký kůň", "order_id": 1, "quantity": 1, "created_at": "2026-11-29T10:02:09.903Z", "unit_price": 0}	{"actor": "anonymous", "commandId": "189d3c2f-2a6b-4142-8423-726dd432fda4", "causationId": null, "correlationId": "189d3c2f-2a6b-4142-8423-726dd432fda4"}	2026-11-29 10:02:09.904+00
6	goods-2	1	goods_created_v1	{"id": 2, "sku": "SKU 1 Zluťký", "name": "Zluťký", "order_id": 1, "quantity": 2, "created_at": "2026-11-29T10:02:09.913Z", "unit_price": 99}	{"actor": "anonymous", "commandId": "f7c38624-e4f9-42f5-87c4-5a634a90c27d", "causationId": null, "correlationId": "f7c38624-e4f9-42f5-87c4-5a634a90c27d"}	2026-11-29 10:02:09.914+00
7	goods-3	1	goods_created_v1	{"id": 3, "sku": "SKU 2 \\\\u0000 \\\\. \\\\N \\\\x", "name": "\\\\u0000 \\\\. \\\\N \\\\x", "order_id": 1, "quantity": 3, "created_at": "2026-11-29T10:02:09.921Z", "unit_price": 198}	{"actor": "anonymous", "commandId": "6a667be3-c416-4a5a-a8c1-a1a71d0b8ecb", "causationId": null, "correlationId": "6a667be3-c416-4a5a-a8c1-a1a71d0b8ecb"}	2026-11-29 10:02:09.922+00
8	goods-4	1	goods_created_v1	{"id": 4, "sku": "SKU 3 O'Neil \\"$$\\" %s", "name": "O'Neil \\"$$\\" %s", "order_id": 1, "quantity": 4, "created_at": "2026-11-29T10:02:09.931Z", "unit_price": 297}	{"actor": "anonymous", "commandId": "d8efdfb4-1d66-4694-aaab-8c996a108abb", "causationId": null, "correlationId": "d8efdfb4-1d66-4694-aaab-8c996a108abb"}	2026-11-29 10:02:09.932+00
9	goods-5	1	goods_created_v1	{"id": 5, "sku": "SKU 4 𝔘𝔫𝔦 👩‍👧 עברית", "name": "𝔘𝔫𝔦 👩‍👧 עברית", "order_id": 1, "quantity": 5, "created_at": "2026-11-29T10:02:09.943Z", "unit_price": 396}	{"actor": "anonymous", "commandId": "370ddbcc-7d2f-4408-bed8-ce1fc5694a6f", "causationId": null, "correlationId": "370ddbcc-7d2f-4408-bed8-ce1fc5694a6f"}	2026-11-29 10:02:09.943+00
10	goods-6	1	goods_created_v1	{"id": 6, "sku": "SKU 5 =1+1", "name": "=1+1", "order_id": 1, "quantity": 6, "created_at": "2026-11-29T10:02:09.952Z", "unit_price": 495}	{"actor": "anonymous", "commandId": "c60826f4-382e-45f9-8ddb-81d71f58df25", "causationId": null, "correlationId": "c60826f4-382e-45f9-8ddb-81d71f58df25"}	2026-11-29 10:02:09.953+00
11	goods-7	1	goods_created_v1	{"id": 7, "sku": "SKU 6 -- ; DROP", "name": "-- ; DROP", "order_id": 1, "quantity": 7, "created_at": "2026-11-29T10:02:09.963Z", "unit_price": 594}	{"actor": "anonymous", "commandId": "5cd6714b-16e6-470d-8922-ccd7f725422b", "causationId": null, "correlationId": "5cd6714b-16e6-470d-8922-ccd7f725422b"}	2026-11-29 10:02:09.964+00
12	goods-8	1	goods_created_v1	{"id": 8, "sku": "MUG-RED", "name": null, "order_id": 3, "quantity": 2, "created_at": "2026-11-29T10:02:09.973Z", "unit_price": 1250}	{"actor": "anonymous", "commandId": "3cd28adf-9bb5-40df-a95c-d125da13281e", "causationId": null, "correlationId": "3cd28adf-9bb5-40df-a95c-d125da13281e"}	2026-11-29 10:02:09.974+00
13	goods-9	1	goods_created_v1	{"id": 9, "sku": null, "name": "A card", "order_id": 2, "quantity": 1, "created_at": "2026-11-29T10:02:09.981Z", "unit_price": 0}	{"actor": "anonymous", "commandId": "0e617060-fe2d-4968-ad62-fd7e790f204a", "causationId": null, "correlationId": "0e617060-fe2d-4968-ad62-fd7e790f204a"}	2026-11-29 10:02:09.982+00
14	goods-10	1	goods_created_v1	{"id": 10, "sku": null, "name": null, "order_id": 1, "quantity": 100000, "created_at": "2026-11-29T10:02:09.989Z", "unit_price": 1}	{"actor": "anonymous", "commandId": "4e5fa717-17e7-4d50-a712-44e08f2897b1", "causationId": null, "correlationId": "4e5fa717-17e7-4d50-a712-44e08f2897b1"}	2026-11-29 10:02:09.99+00
15	goods-11	1	goods_created_v1	{"id": 11, "sku": "OF-A-DELETED-ORDER", "name": null, "order_id": 4, "quantity": 1, "created_at": "2026-11-29T10:02:09.998Z", "unit_price": 0}	{"actor": "anonymous", "commandId": "6017cac5-f5e8-45c2-aef9-e9dd9f43fb41", "causationId": null, "correlationId": "6017cac5-f5e8-45c2-aef9-e9dd9f43fb41"}	2026-11-29 10:02:09.999+00
16	goods-8	2	goods_updated_v1	{"id": 8, "sku": "MUG-RED", "name": null, "order_id": 1, "previous": {"order_id": 3, "quantity": 2, "unit_price": 1250}, "quantity": 2, "created_at": "2026-11-29T10:02:09.973Z", "unit_price": 1250}	{"actor": "anonymous", "commandId": "e1a794d6-7a25-4d43-8b3e-e6954f289c53", "causationId": null, "correlationId": "e1a794d6-7a25-4d43-8b3e-e6954f289c53"}	2026-11-29 10:02:10.019+00
17	goods-9	2	goods_updated_v1	{"id": 9, "sku": null, "name": "Žluťoučký kůň", "order_id": 2, "previous": {"order_id": 2, "quantity": 1, "unit_price": 0}, "quantity": 7, "created_at": "2026-11-29T10:02:09.981Z", "unit_price": 99999999}	{"actor": "anonymous", "commandId": "c93c65cc-559b-48b3-89bb-d2840ba3d007", "causationId": null, "correlationId": "c93c65cc-559b-48b3-89bb-d2840ba3d007"}	2026-11-29 10:02:10.027+00
18	goods-10	2	goods_deleted_v1	{"id": 10, "sku": null, "name": null, "order_id": 1, "quantity": 100000, "created_at": "2026-11-29T10:02:09.989Z", "unit_price": 1}	{"actor": "anonymous", "commandId": "fa59f1c0-1b62-417e-9c23-6cc8cd6fcfab", "causationId": null, "correlationId": "fa59f1c0-1b62-417e-9c23-6cc8cd6fcfab"}	2026-11-29 10:02:10.037+00
19	order-2	2	order_updated_v1	{"id": 2, "user_id": 3, "currency": "CZK", "created_at": "2026-11-29T10:02:09.829Z"}	{"actor": "anonymous", "commandId": "826b0f15-2c0b-41f2-a890-007c50be3454", "causationId": null, "correlationId": "826b0f15-2c0b-41f2-a890-007c50be3454"}	2026-11-29 10:02:10.045+00
20	order-4	2	order_deleted_v1	{"id": 4, "user_id": 2, "currency": "EUR", "created_at": "2026-11-29T10:02:09.882Z"}	{"actor": "anonymous", "commandId": "c06332f6-308b-48ca-8be0-5cab6b918d6b", "causationId": null, "correlationId": "c06332f6-308b-48ca-8be0-5cab6b918d6b"}	2026-11-29 10:02:10.059+00
21	order-5	1	order_created_v1	{"id": 5, "user_id": 4, "currency": "EUR", "created_at": "2026-11-29T10:02:10.072Z"}	{"actor": "anonymous", "commandId": "c3c4d53b-0902-46aa-a063-138d6f700c16", "causationId": null, "correlationId": "c3c4d53b-0902-46aa-a063-138d6f700c16"}	2026-11-29 10:02:10.072+00
22	goods-12	1	goods_created_v1	{"id": 12, "sku": null, "name": "\\\\u0000 \\\\. \\\\N \\\\x", "order_id": 3, "quantity": 1, "created_at": "2026-11-29T10:02:10.083Z", "unit_price": 0}	{"actor": "anonymous", "commandId": "2afe8729-f716-41bf-8c4c-1be731a585ee", "causationId": null, "correlationId": "2afe8729-f716-41bf-8c4c-1be731a585ee"}	2026-11-29 10:02:10.084+00
23	order-3	2	order_updated_v1	{"id": 3, "user_id": 5, "currency": "EUR", "created_at": "2026-11-29T10:02:09.857Z"}	{"actor": "anonymous", "commandId": "4387ad6d-30b8-419a-bb35-472fbce8f34d", "causationId": null, "correlationId": "4387ad6d-30b8-419a-bb35-472fbce8f34d"}	2026-11-29 10:02:10.091+00
24	order-900000	1	order_created_v1	{}	{"actor": "upgrade", "commandId": "poison", "causationId": null, "correlationId": "poison"}	2026-11-29 10:02:10.103+00
25	goods-11	2	goods_deleted_v1	{"id": 11, "sku": "OF-A-DELETED-ORDER", "name": null, "order_id": 4, "quantity": 1, "created_at": "2026-11-29T10:02:09.998Z", "unit_price": 0}	{"actor": "saga RemoveGoodsSaga.removeGoods", "commandId": "890d9a01-5e80-8cf4-a679-0ed777497cba", "causationId": "20", "correlationId": "c06332f6-308b-48ca-8be0-5cab6b918d6b"}	2026-11-29 10:02:10.107+00
\.
COPY log.checkpoints FROM stdin;
order-history	1	25	2026-11-29 10:02:10.388+00	previous	{order_goods,known_orders,order_history,order_skus,order_days,order_statistics,order_sizes,order_users}	t	\N	\N
order-history	1	25	2026-11-29 10:02:10.393+00	serving	{order_goods,known_orders,order_history,order_skus,order_days,order_statistics,order_sizes,order_users}	t	c90c5fb4-8fb3-495a-884c-b5e158f0d6e8	\N
saga RemoveGoodsSaga.removeGoods	1	25	2026-11-29 10:02:10.121+00	serving	{}	t	\N	\N
\.
COPY log.cursor_secret FROM stdin;
2eab6dbd-5d7e-4722-badb-a7134cbc3371dddaaec2-03e4-4f7a-87fb-5b99a4c3002e
\.
COPY write.orders FROM stdin;
1	1	EUR	2026-11-29 10:02:09.804+00	1
2	3	CZK	2026-11-29 10:02:09.829+00	2
5	4	EUR	2026-11-29 10:02:10.072+00	1
3	5	EUR	2026-11-29 10:02:09.857+00	2
\.
COPY write.goods FROM stdin;
1	1	SKU 0 Žluťoučký kůň	Žluťoučký kůň	1	0	2026-11-29 10:02:09.903+00	1
2	1	SKU 1 Zluťký	Zluťký	2	99	2026-11-29 10:02:09.913+00	1
3	1	SKU 2 \\u0000 \\. \\N \\x	\\u0000 \\. \\N \\x	3	198	2026-11-29 10:02:09.921+00	1
4	1	SKU 3 O'Neil "$$" %s	O'Neil "$$" %s	4	297	2026-11-29 10:02:09.931+00	1
5	1	SKU 4 𝔘𝔫𝔦 👩‍👧 עברית	𝔘𝔫𝔦 👩‍👧 עברית	5	396	2026-11-29 10:02:09.943+00	1
6	1	SKU 5 =1+1	=1+1	6	495	2026-11-29 10:02:09.952+00	1
7	1	SKU 6 -- ; DROP	-- ; DROP	7	594	2026-11-29 10:02:09.963+00	1
8	1	MUG-RED	\N	2	1250	2026-11-29 10:02:09.973+00	2
9	2	\N	Žluťoučký kůň	7	99999999	2026-11-29 10:02:09.981+00	2
12	3	\N	\\u0000 \\. \\N \\x	1	0	2026-11-29 10:02:10.083+00	1
\.
COPY write.outcomes FROM stdin;
anonymous/upgrade-1	0b38d34e66dafa4fdcdd42df763a3c9e4ae627748180a22f6124534cdd82c851	{"receipt":{"id":5,"version":1}}	21	\N	2026-11-29 10:02:10.072+00
anonymous/upgrade-2'"	5191609609c5a0e85a00d540c7ef1501eaec0c65447564f27f833cbc98b3adb1	{"receipt":{"id":12,"version":1}}	22	\N	2026-11-29 10:02:10.084+00
anonymous/upgrade-3	91c80a3930642b259dd1eb5363a3606f71ce815dbd2423d42445c132a0f4b2e1	{"receipt":{"id":3,"version":2}}	23	\N	2026-11-29 10:02:10.091+00
saga/890d9a01-5e80-8cf4-a679-0ed777497cba /0		{"receipt":{"id":0,"version":0}}	25	20	2026-11-29 10:02:10.111+00
\.
COPY log.operations FROM stdin;
c90c5fb4-8fb3-495a-884c-b5e158f0d6e8	rebuild	order-history	anonymous	done	25	\N	\N	2026-11-29 10:02:10.177+00	2026-11-29 10:02:10.197+00	2026-11-29 10:02:10.398+00
\.
COPY log.quarantine FROM stdin;
1	order-history	previous	order-900000	24	null value in column "id" of relation "known_orders" violates not-null constraint	1	parked	\N	\N	\N	2026-11-29 10:02:10.15+00	\N
2	order-history	serving	order-900000	24	null value in column "id" of relation "known_orders" violates not-null constraint	1	parked	\N	\N	\N	2026-11-29 10:02:10.338+00	\N
\.
COPY log.timers FROM stdin;
\.
COPY read_previous.order_goods FROM stdin;
1	1	SKU 0 Žluťoučký kůň	Žluťoučký kůň	1	0	2026-11-29 10:02:09.903+00	1
2	1	SKU 1 Zluťký	Zluťký	2	99	2026-11-29 10:02:09.913+00	1
3	1	SKU 2 \\u0000 \\. \\N \\x	\\u0000 \\. \\N \\x	3	198	2026-11-29 10:02:09.921+00	1
4	1	SKU 3 O'Neil "$$" %s	O'Neil "$$" %s	4	297	2026-11-29 10:02:09.931+00	1
5	1	SKU 4 𝔘𝔫𝔦 👩‍👧 עברית	𝔘𝔫𝔦 👩‍👧 עברית	5	396	2026-11-29 10:02:09.943+00	1
6	1	SKU 5 =1+1	=1+1	6	495	2026-11-29 10:02:09.952+00	1
7	1	SKU 6 -- ; DROP	-- ; DROP	7	594	2026-11-29 10:02:09.963+00	1
8	1	MUG-RED	\N	2	1250	2026-11-29 10:02:09.973+00	2
9	2	\N	Žluťoučký kůň	7	99999999	2026-11-29 10:02:09.981+00	2
12	3	\N	\\u0000 \\. \\N \\x	1	0	2026-11-29 10:02:10.083+00	1
\.
COPY read_previous.known_orders FROM stdin;
1	8	30	13588	{MUG-RED,"SKU 0 Žluťoučký kůň","SKU 1 Zluťký","SKU 2 \\\\u0000 \\\\. \\\\N \\\\x","SKU 3 O'Neil \\"$$\\" %s","SKU 4 𝔘𝔫𝔦 👩‍👧 עברית","SKU 5 =1+1","SKU 6 -- ; DROP"}	1	EUR	2026-11-29 10:02:09.804+00	1
2	1	7	699999993	{}	3	CZK	2026-11-29 10:02:09.829+00	2
5	0	0	0	{}	4	EUR	2026-11-29 10:02:10.072+00	1
3	1	1	0	{}	5	EUR	2026-11-29 10:02:09.857+00	2
\.
COPY read_previous.order_history FROM stdin;
1	8	30	13588	{MUG-RED,"SKU 0 Žluťoučký kůň","SKU 1 Zluťký","SKU 2 \\\\u0000 \\\\. \\\\N \\\\x","SKU 3 O'Neil \\"$$\\" %s","SKU 4 𝔘𝔫𝔦 👩‍👧 עברית","SKU 5 =1+1","SKU 6 -- ; DROP"}	1	EUR	2026-11-29 10:02:09.804+00	1
2	1	7	699999993	{}	3	CZK	2026-11-29 10:02:09.829+00	2
5	0	0	0	{}	4	EUR	2026-11-29 10:02:10.072+00	1
3	1	1	0	{}	5	EUR	2026-11-29 10:02:09.857+00	2
\.
COPY read_previous.order_skus FROM stdin;
SKU 0 Žluťoučký kůň	1	2026-11-29 10:02:09.804+00	8	13588
SKU 1 Zluťký	1	2026-11-29 10:02:09.804+00	8	13588
SKU 2 \\u0000 \\. \\N \\x	1	2026-11-29 10:02:09.804+00	8	13588
SKU 3 O'Neil "$$" %s	1	2026-11-29 10:02:09.804+00	8	13588
SKU 4 𝔘𝔫𝔦 👩‍👧 עברית	1	2026-11-29 10:02:09.804+00	8	13588
SKU 5 =1+1	1	2026-11-29 10:02:09.804+00	8	13588
SKU 6 -- ; DROP	1	2026-11-29 10:02:09.804+00	8	13588
MUG-RED	1	2026-11-29 10:02:09.804+00	8	13588
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
COPY read.order_goods FROM stdin;
1	1	SKU 0 Žluťoučký kůň	Žluťoučký kůň	1	0	2026-11-29 10:02:09.903+00	1
2	1	SKU 1 Zluťký	Zluťký	2	99	2026-11-29 10:02:09.913+00	1
3	1	SKU 2 \\u0000 \\. \\N \\x	\\u0000 \\. \\N \\x	3	198	2026-11-29 10:02:09.921+00	1
4	1	SKU 3 O'Neil "$$" %s	O'Neil "$$" %s	4	297	2026-11-29 10:02:09.931+00	1
5	1	SKU 4 𝔘𝔫𝔦 👩‍👧 עברית	𝔘𝔫𝔦 👩‍👧 עברית	5	396	2026-11-29 10:02:09.943+00	1
6	1	SKU 5 =1+1	=1+1	6	495	2026-11-29 10:02:09.952+00	1
7	1	SKU 6 -- ; DROP	-- ; DROP	7	594	2026-11-29 10:02:09.963+00	1
8	1	MUG-RED	\N	2	1250	2026-11-29 10:02:09.973+00	2
9	2	\N	Žluťoučký kůň	7	99999999	2026-11-29 10:02:09.981+00	2
12	3	\N	\\u0000 \\. \\N \\x	1	0	2026-11-29 10:02:10.083+00	1
\.
COPY read.known_orders FROM stdin;
2	1	7	699999993	{}	3	CZK	2026-11-29 10:02:09.829+00	2
1	8	30	13588	{MUG-RED,"SKU 0 Žluťoučký kůň","SKU 1 Zluťký","SKU 2 \\\\u0000 \\\\. \\\\N \\\\x","SKU 3 O'Neil \\"$$\\" %s","SKU 4 𝔘𝔫𝔦 👩‍👧 עברית","SKU 5 =1+1","SKU 6 -- ; DROP"}	1	EUR	2026-11-29 10:02:09.804+00	1
5	0	0	0	{}	4	EUR	2026-11-29 10:02:10.072+00	1
3	1	1	0	{}	5	EUR	2026-11-29 10:02:09.857+00	2
\.
COPY read.order_history FROM stdin;
2	1	7	699999993	{}	3	CZK	2026-11-29 10:02:09.829+00	2
1	8	30	13588	{MUG-RED,"SKU 0 Žluťoučký kůň","SKU 1 Zluťký","SKU 2 \\\\u0000 \\\\. \\\\N \\\\x","SKU 3 O'Neil \\"$$\\" %s","SKU 4 𝔘𝔫𝔦 👩‍👧 עברית","SKU 5 =1+1","SKU 6 -- ; DROP"}	1	EUR	2026-11-29 10:02:09.804+00	1
5	0	0	0	{}	4	EUR	2026-11-29 10:02:10.072+00	1
3	1	1	0	{}	5	EUR	2026-11-29 10:02:09.857+00	2
\.
COPY read.order_skus FROM stdin;
SKU 0 Žluťoučký kůň	1	2026-11-29 10:02:09.804+00	8	13588
SKU 1 Zluťký	1	2026-11-29 10:02:09.804+00	8	13588
SKU 2 \\u0000 \\. \\N \\x	1	2026-11-29 10:02:09.804+00	8	13588
SKU 3 O'Neil "$$" %s	1	2026-11-29 10:02:09.804+00	8	13588
SKU 4 𝔘𝔫𝔦 👩‍👧 עברית	1	2026-11-29 10:02:09.804+00	8	13588
SKU 5 =1+1	1	2026-11-29 10:02:09.804+00	8	13588
SKU 6 -- ; DROP	1	2026-11-29 10:02:09.804+00	8	13588
MUG-RED	1	2026-11-29 10:02:09.804+00	8	13588
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
CREATE INDEX "IDX_6d8a1c3d1204e1b9218fcb7313" ON read.order_history USING btree (goods_count, total, id);
CREATE INDEX "IDX_6d8a1c3d1204e1b9218fcb7313" ON read_previous.order_history USING btree (goods_count, total, id);
CREATE INDEX "IDX_df95abe7f48315aa1d79925db8" ON read.order_users USING btree (orders, user_id);
CREATE INDEX "IDX_17cd7e7c30ba0a9699172c836e" ON read.order_history USING btree (currency, total, id);
CREATE INDEX "IDX_bde0385256bbb392cf15e40fe2" ON read_previous.order_goods USING btree (order_id, id);
CREATE INDEX "IDX_8719d65a71c2b0675ac7bebaa7" ON read.order_history USING btree (user_id, created_at, id);
CREATE INDEX "IDX_bc5e85442b695638ff9cf27df7" ON read.order_history USING btree (user_id, goods_count, id);
CREATE INDEX "IDX_c014bd7886f45d35230d75234c" ON read_previous.order_history USING btree (currency, created_at, id);
CREATE INDEX "IDX_6fc548af7bca69626b71cba46f" ON read.order_history USING btree (total, id);
CREATE INDEX "IDX_c3d10652fd7a2fccfe7140c0a4" ON read_previous.order_skus USING btree (sku, created_at, order_id);
CREATE INDEX "IDX_17cd7e7c30ba0a9699172c836e" ON read_previous.order_history USING btree (currency, total, id);
CREATE INDEX outcomes_created_at ON write.outcomes USING btree (created_at);
CREATE INDEX "IDX_5afffc1f7dc7c7ff3e23680fe0" ON read_previous.order_skus USING btree (sku, total, order_id);
CREATE INDEX "IDX_bc5e85442b695638ff9cf27df7" ON read_previous.order_history USING btree (user_id, goods_count, id);
CREATE INDEX "IDX_be8501b4b4e38235177f38e559" ON read_previous.order_history USING btree (currency, id);
CREATE INDEX "IDX_c3d10652fd7a2fccfe7140c0a4" ON read.order_skus USING btree (sku, created_at, order_id);
CREATE INDEX "IDX_e54abf309975fdb9d9a97de696" ON read.order_history USING btree (created_at, id);
CREATE INDEX "IDX_6fc548af7bca69626b71cba46f" ON read_previous.order_history USING btree (total, id);
CREATE INDEX "IDX_b0ff84cbeaf7ba0da0ef4f4feb" ON read_previous.order_history USING btree (user_id, id);
CREATE INDEX "IDX_bde0385256bbb392cf15e40fe2" ON read.order_goods USING btree (order_id, id);
CREATE INDEX "IDX_d98738dca3341dcfce91956f0f" ON read_previous.order_skus USING btree (sku, goods_count, order_id);
CREATE INDEX "IDX_6dde8a24e80df59dbe076bd4a6" ON read_previous.order_history USING btree (goods_count, id);
CREATE INDEX "IDX_be8501b4b4e38235177f38e559" ON read.order_history USING btree (currency, id);
CREATE INDEX "IDX_6dde8a24e80df59dbe076bd4a6" ON read.order_history USING btree (goods_count, id);
CREATE INDEX "IDX_f29f98c2a8007a2d388f78c410" ON read.order_history USING btree (user_id, total, id);
CREATE INDEX "IDX_df95abe7f48315aa1d79925db8" ON read_previous.order_users USING btree (orders, user_id);
CREATE INDEX "IDX_b0ff84cbeaf7ba0da0ef4f4feb" ON read.order_history USING btree (user_id, id);
CREATE INDEX "IDX_16ba90b529da7e81b45eab2c90" ON read.order_history USING btree (currency, goods_count, id);
CREATE INDEX "IDX_e54abf309975fdb9d9a97de696" ON read_previous.order_history USING btree (created_at, id);
CREATE INDEX operations_open ON log.operations USING btree (created_at) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));
CREATE INDEX timers_due ON log.timers USING btree (due_at) WHERE (error IS NULL);
CREATE INDEX "IDX_5afffc1f7dc7c7ff3e23680fe0" ON read.order_skus USING btree (sku, total, order_id);
CREATE INDEX goods_order ON write.goods USING btree (order_id, id);
CREATE UNIQUE INDEX quarantine_parked ON log.quarantine USING btree (subscription, build, stream) WHERE (state = 'parked'::text);
CREATE INDEX "IDX_8719d65a71c2b0675ac7bebaa7" ON read_previous.order_history USING btree (user_id, created_at, id);
CREATE INDEX "IDX_d98738dca3341dcfce91956f0f" ON read.order_skus USING btree (sku, goods_count, order_id);
CREATE INDEX "IDX_c014bd7886f45d35230d75234c" ON read.order_history USING btree (currency, created_at, id);
CREATE INDEX "IDX_f29f98c2a8007a2d388f78c410" ON read_previous.order_history USING btree (user_id, total, id);
CREATE INDEX events_type ON log.events USING btree (type, "position");
CREATE INDEX "IDX_16ba90b529da7e81b45eab2c90" ON read_previous.order_history USING btree (currency, goods_count, id);
CREATE TRIGGER events_are_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON log.events FOR EACH STATEMENT EXECUTE FUNCTION log.refuse();
SELECT setval('public.kronika_migrations_id_seq', 5, true);
SELECT setval('log."position"', 25, true);
SELECT setval('write.orders_id_seq', 5, true);
SELECT setval('write.goods_id_seq', 12, true);
SELECT setval('log.quarantine_id_seq', 2, true);
SELECT setval('log.timers_id_seq', 1, false);
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
ALTER TABLE read_previous.order_goods OWNER TO kronika_view;
ALTER TABLE read_previous.known_orders OWNER TO kronika_view;
ALTER TABLE read_previous.order_history OWNER TO kronika_view;
ALTER TABLE read_previous.order_skus OWNER TO kronika_view;
ALTER TABLE read_previous.order_days OWNER TO kronika_view;
ALTER TABLE read_previous.order_statistics OWNER TO kronika_view;
ALTER TABLE read_previous.order_sizes OWNER TO kronika_view;
ALTER TABLE read_previous.order_users OWNER TO kronika_view;
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
ALTER FUNCTION log.append(jsonb,jsonb) OWNER TO kronika;
ALTER FUNCTION log.horizon() OWNER TO kronika;
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
GRANT SELECT ON TABLE read_previous.order_goods TO kronika_read;
GRANT SELECT ON TABLE read_previous.known_orders TO kronika_read;
GRANT SELECT ON TABLE read_previous.order_history TO kronika_read;
GRANT SELECT ON TABLE read_previous.order_skus TO kronika_read;
GRANT SELECT ON TABLE read_previous.order_days TO kronika_read;
GRANT SELECT ON TABLE read_previous.order_statistics TO kronika_read;
GRANT SELECT ON TABLE read_previous.order_sizes TO kronika_read;
GRANT SELECT ON TABLE read_previous.order_users TO kronika_read;
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
