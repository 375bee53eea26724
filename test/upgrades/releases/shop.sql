SET check_function_bodies = off;
CREATE SCHEMA write;
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
CREATE TABLE log.checkpoints (subscription text NOT NULL, version integer NOT NULL, "position" bigint DEFAULT 0 NOT NULL, updated_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL) WITH (fillfactor=50);
CREATE TABLE log.cursor_secret (secret text NOT NULL);
CREATE TABLE write.orders (id bigint GENERATED ALWAYS AS IDENTITY (MAXVALUE 9007199254740991) NOT NULL, user_id bigint NOT NULL, currency character(3) NOT NULL, created_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL, version integer NOT NULL);
CREATE TABLE write.goods (id bigint GENERATED ALWAYS AS IDENTITY (MAXVALUE 9007199254740991) NOT NULL, order_id bigint NOT NULL, sku text, name text, quantity integer NOT NULL, unit_price bigint NOT NULL, created_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL, version integer NOT NULL);
CREATE TABLE read.order_goods (id bigint NOT NULL, order_id bigint NOT NULL, sku text, name text, quantity integer NOT NULL, unit_price bigint NOT NULL, created_at timestamp(3) with time zone NOT NULL, version integer NOT NULL);
CREATE TABLE read.order_history (id bigint NOT NULL, user_id bigint NOT NULL, currency character(3) NOT NULL, created_at timestamp(3) with time zone NOT NULL, goods_count integer NOT NULL, units bigint NOT NULL, total numeric NOT NULL, skus text[] NOT NULL, version integer NOT NULL, goods_changed_at bigint NOT NULL);
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
\.
COPY log.events FROM stdin;
1	order-1	1	order_created_v1	{"id": 1, "user_id": 1, "currency": "EUR", "created_at": "2026-11-29T10:02:04.525Z"}	{"actor": "anonymous", "commandId": "592564b9-65c0-47e7-927c-446ce8552beb", "causationId": null, "correlationId": "592564b9-65c0-47e7-927c-446ce8552beb"}	2026-11-29 10:02:04.533+00
2	order-2	1	order_created_v1	{"id": 2, "user_id": 1, "currency": "CZK", "created_at": "2026-11-29T10:02:04.552Z"}	{"actor": "anonymous", "commandId": "d475c7ce-ffb0-44e0-aa2a-a061477ce45f", "causationId": null, "correlationId": "d475c7ce-ffb0-44e0-aa2a-a061477ce45f"}	2026-11-29 10:02:04.561+00
3	order-3	1	order_created_v1	{"id": 3, "user_id": 9007199254740991, "currency": "EUR", "created_at": "2026-11-29T10:02:04.590Z"}	{"actor": "anonymous", "commandId": "ac4aae55-a364-4127-9cc9-77541c9a1bad", "causationId": null, "correlationId": "ac4aae55-a364-4127-9cc9-77541c9a1bad"}	2026-11-29 10:02:04.592+00
4	order-4	1	order_created_v1	{"id": 4, "user_id": 2, "currency": "EUR", "created_at": "2026-11-29T10:02:04.606Z"}	{"actor": "anonymous", "commandId": "97a3ada3-02c6-4eae-afe0-dfbf4c8ebf36", "causationId": null, "correlationId": "97a3ada3-02c6-4eae-afe0-dfbf4c8ebf36"}	2026-11-29 10:02:04.607+00
5	goods-1	1	goods_created_v1	{"id": 1, "sku": "SKU 0 Žluťoučký kůň", "name": "Žluťoučký kůň", "order_id": 1, "quantity": 1, "created_at": "2026-11-29T10:02:04.634Z", "unit_price": 0}	{"actor": "anonymous", "commandId": "64aea3b9-bb86-4902-9f41-5e670cc46029", "causationId": null, "correlationId": "64aea3b9-bb86-4902-9f41-5e670cc46029"}	2026-11-29 10:02:04.638+00
6	goods-2	1	goods_created_v1	{"id": 2, "sku": "SKU 1 Zluťký", "name": "Zluťký", "order_id": 1, "quantity": 2, "created_at": "2026-11-29T10:02:04.663Z", "unit_price": 99}	{"actor": "anonymous", "commandId": "1cf3d4d3-4dde-459b-9cb9-0e2c8e76c258", "causationId": null, "correlationId": "1cf3d4d3-4dde-459b-9cb9-0e2c8e76c258"}	2026-11-29 10:02:04.667+00
7	goods-3	1	goods_created_v1	{"id": 3, "sku": "SKU 2 \\\\u0000 \\\\. \\\\N \\\\x", "name": "\\\\u0000 \\\\. \\\\N \\\\x", "order_id": 1, "quantity": 3, "created_at": "2026-11-29T10:02:04.677Z", "unit_price": 198}	{"actor": "anonymous", "commandId": "406ef9d1-eb6c-4322-a19c-ef4861ef14bd", "causationId": null, "correlationId": "406ef9d1-eb6c-4322-a19c-ef4861ef14bd"}	2026-11-29 10:02:04.677+00
8	goods-4	1	goods_created_v1	{"id": 4, "sku": "SKU 3 O'Neil \\"$$\\" %s", "name": "O'Neil \\"$$\\" %s", "order_id": 1, "quantity": 4, "created_at": "2026-11-29T10:02:04.690Z", "unit_price": 297}	{"actor": "anonymous", "commandId": "00faddbd-174d-4788-a953-dd53d37c3ebc", "causationId": null, "correlationId": "00faddbd-174d-4788-a953-dd53d37c3ebc"}	2026-11-29 10:02:04.691+00
9	goods-5	1	goods_created_v1	{"id": 5, "sku": "SKU 4 𝔘𝔫𝔦 👩‍👧 עברית", "name": "𝔘𝔫𝔦 👩‍👧 עברית", "order_id": 1, "quantity": 5, "created_at": "2026-11-29T10:02:04.701Z", "unit_price": 396}	{"actor": "anonymous", "commandId": "42bb8533-5804-4913-82ca-c15423b5b133", "causationId": null, "correlationId": "42bb8533-5804-4913-82ca-c15423b5b133"}	2026-11-29 10:02:04.702+00
10	goods-6	1	goods_created_v1	{"id": 6, "sku": "SKU 5 =1+1", "name": "=1+1", "order_id": 1, "quantity": 6, "created_at": "2026-11-29T10:02:04.710Z", "unit_price": 495}	{"actor": "anonymous", "commandId": "45b48c8b-16b1-4873-9e26-9932ee95d733", "causationId": null, "correlationId": "45b48c8b-16b1-4873-9e26-9932ee95d733"}	2026-11-29 10:02:04.711+00
11	goods-7	1	goods_created_v1	{"id": 7, "sku": "SKU 6 -- ; DROP", "name": "-- ; DROP", "order_id": 1, "quantity": 7, "created_at": "2026-11-29T10:02:04.720Z", "unit_price": 594}	{"actor": "anonymous", "commandId": "5aac7607-e05e-457e-ae90-15c36dce93ae", "causationId": null, "correlationId": "5aac7607-e05e-457e-ae90-15c36dce93ae"}	2026-11-29 10:02:04.721+00
12	goods-8	1	goods_created_v1	{"id": 8, "sku": "MUG-RED", "name": null, "order_id": 3, "quantity": 2, "created_at": "2026-11-29T10:02:04.729Z", "unit_price": 1250}	{"actor": "anonymous", "commandId": "d33b87ce-35a6-49c9-9db0-82c755ef9af1", "causationId": null, "correlationId": "d33b87ce-35a6-49c9-9db0-82c755ef9af1"}	2026-11-29 10:02:04.73+00
13	goods-9	1	goods_created_v1	{"id": 9, "sku": null, "name": "A card", "order_id": 2, "quantity": 1, "created_at": "2026-11-29T10:02:04.738Z", "unit_price": 0}	{"actor": "anonymous", "commandId": "72825a8f-3594-42b1-98d1-4a00fcaec2f0", "causationId": null, "correlationId": "72825a8f-3594-42b1-98d1-4a00fcaec2f0"}	2026-11-29 10:02:04.739+00
14	goods-10	1	goods_created_v1	{"id": 10, "sku": null, "name": null, "order_id": 1, "quantity": 100000, "created_at": "2026-11-29T10:02:04.746Z", "unit_price": 1}	{"actor": "anonymous", "commandId": "925c39ea-6ce4-48f8-a610-1d077a332bc3", "causationId": null, "correlationId": "925c39ea-6ce4-48f8-a610-1d077a332bc3"}	2026-11-29 10:02:04.747+00
15	goods-11	1	goods_created_v1	{"id": 11, "sku": "OF-A-DELETED-ORDER", "name": null, "order_id": 4, "quantity": 1, "created_at": "2026-11-29T10:02:04.756Z", "unit_price": 0}	{"actor": "anonymous", "commandId": "702df0ba-d3c1-4490-be2d-115955d6e36a", "causationId": null, "correlationId": "702df0ba-d3c1-4490-be2d-115955d6e36a"}	2026-11-29 10:02:04.756+00
16	goods-8	2	goods_updated_v1	{"id": 8, "sku": "MUG-RED", "name": null, "order_id": 1, "previous": {"order_id": 3, "quantity": 2, "unit_price": 1250}, "quantity": 2, "created_at": "2026-11-29T10:02:04.729Z", "unit_price": 1250}	{"actor": "anonymous", "commandId": "fc9233bd-faef-40cd-8482-b1fda77a92ce", "causationId": null, "correlationId": "fc9233bd-faef-40cd-8482-b1fda77a92ce"}	2026-11-29 10:02:04.777+00
17	goods-9	2	goods_updated_v1	{"id": 9, "sku": null, "name": "Žluťoučký kůň", "order_id": 2, "previous": {"order_id": 2, "quantity": 1, "unit_price": 0}, "quantity": 7, "created_at": "2026-11-29T10:02:04.738Z", "unit_price": 99999999}	{"actor": "anonymous", "commandId": "a5aa3d5a-4883-4085-8a28-080a92842da2", "causationId": null, "correlationId": "a5aa3d5a-4883-4085-8a28-080a92842da2"}	2026-11-29 10:02:04.789+00
18	goods-10	2	goods_deleted_v1	{"id": 10, "sku": null, "name": null, "order_id": 1, "quantity": 100000, "created_at": "2026-11-29T10:02:04.746Z", "unit_price": 1}	{"actor": "anonymous", "commandId": "a85ea129-7b4b-4e54-b886-2803eafeddd1", "causationId": null, "correlationId": "a85ea129-7b4b-4e54-b886-2803eafeddd1"}	2026-11-29 10:02:04.799+00
19	order-2	2	order_updated_v1	{"id": 2, "user_id": 3, "currency": "CZK", "created_at": "2026-11-29T10:02:04.552Z"}	{"actor": "anonymous", "commandId": "a6697b3b-4369-4e8d-bd59-94664ae5594f", "causationId": null, "correlationId": "a6697b3b-4369-4e8d-bd59-94664ae5594f"}	2026-11-29 10:02:04.814+00
20	order-4	2	order_deleted_v1	{"id": 4, "user_id": 2, "currency": "EUR", "created_at": "2026-11-29T10:02:04.606Z"}	{"actor": "anonymous", "commandId": "32df8bf4-8077-44db-93be-13e268a9544f", "causationId": null, "correlationId": "32df8bf4-8077-44db-93be-13e268a9544f"}	2026-11-29 10:02:04.826+00
21	goods-11	2	goods_deleted_v1	{"id": 11, "sku": "OF-A-DELETED-ORDER", "name": null, "order_id": 4, "quantity": 1, "created_at": "2026-11-29T10:02:04.756Z", "unit_price": 0}	{"actor": "saga removeGoods", "commandId": "141ea126-002d-867a-a7a0-fd94d64ceb97", "causationId": "20", "correlationId": "32df8bf4-8077-44db-93be-13e268a9544f"}	2026-11-29 10:02:04.844+00
\.
COPY log.checkpoints FROM stdin;
saga removeGoods	1	21	2026-11-29 10:02:04.847+00
order-history	1	21	2026-11-29 10:02:04.862+00
\.
COPY log.cursor_secret FROM stdin;
85c5caf6-3679-4159-9dfd-1b5c3ab75f417abe7665-5e5c-4059-aa76-2469ea47af12
\.
COPY write.orders FROM stdin;
1	1	EUR	2026-11-29 10:02:04.525+00	1
3	9007199254740991	EUR	2026-11-29 10:02:04.59+00	1
2	3	CZK	2026-11-29 10:02:04.552+00	2
\.
COPY write.goods FROM stdin;
1	1	SKU 0 Žluťoučký kůň	Žluťoučký kůň	1	0	2026-11-29 10:02:04.634+00	1
2	1	SKU 1 Zluťký	Zluťký	2	99	2026-11-29 10:02:04.663+00	1
3	1	SKU 2 \\u0000 \\. \\N \\x	\\u0000 \\. \\N \\x	3	198	2026-11-29 10:02:04.677+00	1
4	1	SKU 3 O'Neil "$$" %s	O'Neil "$$" %s	4	297	2026-11-29 10:02:04.69+00	1
5	1	SKU 4 𝔘𝔫𝔦 👩‍👧 עברית	𝔘𝔫𝔦 👩‍👧 עברית	5	396	2026-11-29 10:02:04.701+00	1
6	1	SKU 5 =1+1	=1+1	6	495	2026-11-29 10:02:04.71+00	1
7	1	SKU 6 -- ; DROP	-- ; DROP	7	594	2026-11-29 10:02:04.72+00	1
8	1	MUG-RED	\N	2	1250	2026-11-29 10:02:04.729+00	2
9	2	\N	Žluťoučký kůň	7	99999999	2026-11-29 10:02:04.738+00	2
\.
COPY read.order_goods FROM stdin;
1	1	SKU 0 Žluťoučký kůň	Žluťoučký kůň	1	0	2026-11-29 10:02:04.634+00	1
2	1	SKU 1 Zluťký	Zluťký	2	99	2026-11-29 10:02:04.663+00	1
3	1	SKU 2 \\u0000 \\. \\N \\x	\\u0000 \\. \\N \\x	3	198	2026-11-29 10:02:04.677+00	1
4	1	SKU 3 O'Neil "$$" %s	O'Neil "$$" %s	4	297	2026-11-29 10:02:04.69+00	1
5	1	SKU 4 𝔘𝔫𝔦 👩‍👧 עברית	𝔘𝔫𝔦 👩‍👧 עברית	5	396	2026-11-29 10:02:04.701+00	1
6	1	SKU 5 =1+1	=1+1	6	495	2026-11-29 10:02:04.71+00	1
7	1	SKU 6 -- ; DROP	-- ; DROP	7	594	2026-11-29 10:02:04.72+00	1
8	1	MUG-RED	\N	2	1250	2026-11-29 10:02:04.729+00	2
9	2	\N	Žluťoučký kůň	7	99999999	2026-11-29 10:02:04.738+00	2
\.
COPY read.order_history FROM stdin;
3	9007199254740991	EUR	2026-11-29 10:02:04.59+00	0	0	0	{}	1	16
1	1	EUR	2026-11-29 10:02:04.525+00	8	30	13588	{MUG-RED,"SKU 0 Žluťoučký kůň","SKU 1 Zluťký","SKU 2 \\\\u0000 \\\\. \\\\N \\\\x","SKU 3 O'Neil \\"$$\\" %s","SKU 4 𝔘𝔫𝔦 👩‍👧 עברית","SKU 5 =1+1","SKU 6 -- ; DROP"}	1	18
2	3	CZK	2026-11-29 10:02:04.552+00	1	7	699999993	{}	2	17
\.
COPY read.order_skus FROM stdin;
SKU 0 Žluťoučký kůň	1	2026-11-29 10:02:04.525+00	8	13588
SKU 1 Zluťký	1	2026-11-29 10:02:04.525+00	8	13588
SKU 2 \\u0000 \\. \\N \\x	1	2026-11-29 10:02:04.525+00	8	13588
SKU 3 O'Neil "$$" %s	1	2026-11-29 10:02:04.525+00	8	13588
SKU 4 𝔘𝔫𝔦 👩‍👧 עברית	1	2026-11-29 10:02:04.525+00	8	13588
SKU 5 =1+1	1	2026-11-29 10:02:04.525+00	8	13588
SKU 6 -- ; DROP	1	2026-11-29 10:02:04.525+00	8	13588
MUG-RED	1	2026-11-29 10:02:04.525+00	8	13588
\.
COPY read.order_days FROM stdin;
2026-11-29	1	4
\.
COPY read.order_statistics FROM stdin;
2026-11-29	EUR	0	1	0	0
2026-11-29	EUR	8	1	30	13588
2026-11-29	CZK	1	1	7	699999993
\.
COPY read.order_sizes FROM stdin;
0	EUR	1	0	0
8	EUR	1	30	13588
1	CZK	1	7	699999993
\.
COPY read.order_users FROM stdin;
9007199254740991	EUR	1	0	0	0
1	EUR	1	8	30	13588
3	CZK	1	1	7	699999993
\.
ALTER TABLE public.kronika_migrations ADD CONSTRAINT "PK_bc706296801e0a31395f075e106" PRIMARY KEY (id);
ALTER TABLE log.events ADD CONSTRAINT events_version_check CHECK ((version > 0));
ALTER TABLE log.events ADD CONSTRAINT events_pkey PRIMARY KEY ("position");
ALTER TABLE log.events ADD CONSTRAINT events_stream_version_key UNIQUE (stream, version);
ALTER TABLE log.checkpoints ADD CONSTRAINT checkpoints_pkey PRIMARY KEY (subscription, version);
ALTER TABLE write.orders ADD CONSTRAINT orders_pkey PRIMARY KEY (id);
ALTER TABLE write.goods ADD CONSTRAINT goods_pkey PRIMARY KEY (id);
ALTER TABLE read.order_goods ADD CONSTRAINT "PK_fb8033bc20ac2847fd8218e291f" PRIMARY KEY (id);
ALTER TABLE read.order_history ADD CONSTRAINT "PK_cc71513680d03ecb01b96655b0c" PRIMARY KEY (id);
ALTER TABLE read.order_skus ADD CONSTRAINT "PK_8a68945de0131349003f9cc614c" PRIMARY KEY (sku, order_id);
ALTER TABLE read.order_days ADD CONSTRAINT "PK_16f2953daa5199edd493ed151e3" PRIMARY KEY (day);
ALTER TABLE read.order_statistics ADD CONSTRAINT "PK_6ed94e110ead7561e401ef206b6" PRIMARY KEY (day, currency, goods_count);
ALTER TABLE read.order_sizes ADD CONSTRAINT "PK_f92c1bda0a8b736b9f84a5a730d" PRIMARY KEY (goods_count, currency);
ALTER TABLE read.order_users ADD CONSTRAINT "PK_412ccd6f06a4d5b81f0448ab2e1" PRIMARY KEY (user_id, currency);
CREATE INDEX "IDX_f29f98c2a8007a2d388f78c410" ON read.order_history USING btree (user_id, total, id);
CREATE INDEX "IDX_d98738dca3341dcfce91956f0f" ON read.order_skus USING btree (sku, goods_count, order_id);
CREATE INDEX "IDX_6d8a1c3d1204e1b9218fcb7313" ON read.order_history USING btree (goods_count, total, id);
CREATE INDEX "IDX_17cd7e7c30ba0a9699172c836e" ON read.order_history USING btree (currency, total, id);
CREATE INDEX "IDX_e54abf309975fdb9d9a97de696" ON read.order_history USING btree (created_at, id);
CREATE INDEX "IDX_b0ff84cbeaf7ba0da0ef4f4feb" ON read.order_history USING btree (user_id, id);
CREATE INDEX "IDX_5afffc1f7dc7c7ff3e23680fe0" ON read.order_skus USING btree (sku, total, order_id);
CREATE INDEX "IDX_bc5e85442b695638ff9cf27df7" ON read.order_history USING btree (user_id, goods_count, id);
CREATE INDEX "IDX_c3d10652fd7a2fccfe7140c0a4" ON read.order_skus USING btree (sku, created_at, order_id);
CREATE INDEX "IDX_6dde8a24e80df59dbe076bd4a6" ON read.order_history USING btree (goods_count, id);
CREATE INDEX "IDX_bde0385256bbb392cf15e40fe2" ON read.order_goods USING btree (order_id, id);
CREATE INDEX goods_order ON write.goods USING btree (order_id, id);
CREATE INDEX "IDX_16ba90b529da7e81b45eab2c90" ON read.order_history USING btree (currency, goods_count, id);
CREATE INDEX "IDX_8719d65a71c2b0675ac7bebaa7" ON read.order_history USING btree (user_id, created_at, id);
CREATE INDEX "IDX_be8501b4b4e38235177f38e559" ON read.order_history USING btree (currency, id);
CREATE INDEX "IDX_df95abe7f48315aa1d79925db8" ON read.order_users USING btree (orders, user_id);
CREATE INDEX "IDX_c014bd7886f45d35230d75234c" ON read.order_history USING btree (currency, created_at, id);
CREATE INDEX events_type ON log.events USING btree (type, "position");
CREATE INDEX "IDX_6fc548af7bca69626b71cba46f" ON read.order_history USING btree (total, id);
CREATE TRIGGER events_are_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON log.events FOR EACH STATEMENT EXECUTE FUNCTION log.refuse();
SELECT setval('public.kronika_migrations_id_seq', 3, true);
SELECT setval('log."position"', 21, true);
SELECT setval('write.orders_id_seq', 4, true);
SELECT setval('write.goods_id_seq', 11, true);
ALTER SCHEMA write OWNER TO kronika;
ALTER SCHEMA read OWNER TO kronika;
ALTER SCHEMA log OWNER TO kronika;
ALTER TABLE public.kronika_migrations OWNER TO kronika;
ALTER TABLE log.events OWNER TO kronika;
ALTER TABLE log.checkpoints OWNER TO kronika;
ALTER TABLE log.cursor_secret OWNER TO kronika;
ALTER TABLE write.orders OWNER TO kronika;
ALTER TABLE write.goods OWNER TO kronika;
ALTER TABLE read.order_goods OWNER TO kronika_view;
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
GRANT SELECT ON TABLE read.order_goods TO kronika_read;
GRANT SELECT ON TABLE read.order_history TO kronika_read;
GRANT SELECT ON TABLE read.order_skus TO kronika_read;
GRANT SELECT ON TABLE read.order_days TO kronika_read;
GRANT SELECT ON TABLE read.order_statistics TO kronika_read;
GRANT SELECT ON TABLE read.order_sizes TO kronika_read;
GRANT SELECT ON TABLE read.order_users TO kronika_read;
ALTER DEFAULT PRIVILEGES FOR ROLE kronika_view IN SCHEMA read GRANT SELECT ON TABLES TO kronika_read;
