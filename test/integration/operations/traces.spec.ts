import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KronikaProcess } from '../../support/process.js';
import { createDatabase, type Database } from '../../support/shop.js';
import { until } from '../../support/until.js';

/** A span, as OTLP has it in JSON; attributes as a record. */
interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: Record<string, unknown>;
  readonly links: { readonly traceId: string }[];
  readonly status: { readonly code?: number };
}

interface Value {
  readonly stringValue?: string;
  readonly intValue?: number;
}

interface Export {
  readonly resourceSpans: {
    readonly resource: { readonly attributes: { readonly key: string; readonly value: Value }[] };
    readonly scopeSpans: {
      readonly spans: (Omit<Span, 'attributes' | 'links'> & {
        attributes: { key: string; value: Value }[];
        links?: { traceId: string }[];
      })[];
    }[];
  }[];
}

/** A collector that takes OTLP over HTTP. */
class Collector {
  readonly spans: Span[] = [];
  readonly services = new Set<unknown>();
  readonly paths = new Set<unknown>();
  readonly types = new Set<unknown>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Collector> {
    const server = createServer(async (request, response) => {
      let text = '';
      for await (const part of request.setEncoding('utf8')) text += part;
      collector.paths.add(request.url);
      collector.types.add(request.headers['content-type']);
      if (request.headers['content-type'] === 'application/json') collector.take(JSON.parse(text));
      response.end('{}');
    });
    const collector = new Collector(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return collector;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  named(name: string | RegExp, traceId?: string): Span[] {
    return this.spans.filter(
      (span) => (typeof name === 'string' ? span.name === name : name.test(span.name)) && (!traceId || span.traceId === traceId),
    );
  }

  private take({ resourceSpans }: Export): void {
    for (const { resource, scopeSpans } of resourceSpans) {
      this.services.add(resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue);
      for (const { attributes, links = [], ...span } of scopeSpans.flatMap(({ spans }) => spans)) {
        const values = attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]);
        this.spans.push({ ...span, links, attributes: Object.fromEntries(values) });
      }
    }
  }
}

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';
const TRACEPARENT = `00-${TRACE}-${CALLER}-01`;

/** @returns the events after a position, with their meta data */
async function eventsAfter(kronika: KronikaProcess, position: number) {
  const { data } = await kronika.query(`/v1/events?after=${position}`, 0);
  return data as { eventType: string; position: number; metadata: { traceparent?: string; causationId: string | null } }[];
}

/**
 * Makes an order with two goods and deletes it; @returns the position before the deletion, once the saga has done its
 * part
 */
async function deleteOrder(kronika: KronikaProcess, headers: Record<string, string>): Promise<number> {
  const order = await kronika.command('POST', '/v1/order', { userId: 7 });
  for (let n = 0; n < 2; n++) await kronika.command('POST', '/v1/goods', { orderId: order.id });
  const { position } = await kronika.command('PUT', `/v1/order/${order.id}`, { userId: 8 });
  expect((await kronika.command('DELETE', `/v1/order/${order.id}`, undefined, headers)).status).toBe(204);
  await until(async () => (await eventsAfter(kronika, position)).length === 3);
  return position;
}

describe('with OpenTelemetry', () => {
  let database: Database;
  let collector: Collector;
  let kronika: KronikaProcess;
  beforeAll(async () => {
    [database, collector] = await Promise.all([createDatabase(), Collector.start()]);
    kronika = await KronikaProcess.start({
      DATABASE_URL: database.url,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '50',
    });
  });
  afterAll(async () => {
    await kronika.signal('SIGTERM');
    collector.close();
    await database.drop();
  });

  it("one trace connects a caller's request with the events of the saga that it caused", async () => {
    const before = await deleteOrder(kronika, { traceparent: TRACEPARENT, 'x-request-id': 'the-caller' });
    const events = await eventsAfter(kronika, before);
    expect(events.map(({ eventType }) => eventType)).toEqual(['order_deleted_v1', 'goods_deleted_v1', 'goods_deleted_v1']);
    const spanIds = events.map(({ metadata }) => {
      const [version, trace, span, flags] = metadata.traceparent?.split('-') ?? [];
      expect([version, trace]).toEqual(['00', TRACE]);
      expect(Number.parseInt(flags as string, 16) & 1).toBe(1);
      return span as string;
    });

    const [deleted, ...ofSaga] = events.map(({ position }) => position);
    const viewSpan = () =>
      collector.spans.find(
        (span) => span.name === 'view batch order-history' && span.attributes['kronika.position'] === ofSaga.at(-1),
      );
    await until(() => collector.named('command RemoveGoodsOfOrder', TRACE).length === 1 && viewSpan() !== undefined);
    const byId = new Map(collector.spans.map((span) => [span.spanId, span]));
    /** From a span up to the caller. */
    const road = (id: string | undefined): string[] => {
      const span = byId.get(id ?? '');
      return span ? [span.name, ...road(span.parentSpanId)] : [id === CALLER ? 'the caller' : `unknown: ${id}`];
    };
    const toCommand = ['append', 'command DeleteOrder', 'DELETE /v1/order/{id}', 'the caller'];
    const toSaga = ['append', 'command RemoveGoodsOfOrder', 'saga RemoveGoodsSaga.removeGoods', ...toCommand];
    expect(spanIds.map(road)).toEqual([toCommand, toSaga, toSaga]);
    expect(collector.named('DELETE /v1/order/{id}', TRACE)[0]?.attributes).toMatchObject({
      'http.request.method': 'DELETE',
      'http.route': '/v1/order/{id}',
      'http.response.status_code': 204,
      'kronika.request_id': 'the-caller',
      'kronika.command_id': expect.stringMatching(/^[\da-f-]{36}$/),
    });
    expect(collector.named('saga RemoveGoodsSaga.removeGoods', TRACE)[0]?.attributes).toMatchObject({
      'kronika.position': deleted,
    });
    const commit = collector.named('group commit', TRACE).map((span) => road(span.spanId).slice(1));
    expect(commit).toEqual([toCommand, toSaga]);
    // A view folds events of many requests at once: it is in their trace if it is one, else it is linked to each.
    expect([viewSpan()?.traceId, ...(viewSpan()?.links ?? []).map(({ traceId }) => traceId)]).toContain(TRACE);
    expect([...collector.services]).toEqual(['kronika']);
    expect([...collector.paths]).toEqual(['/v1/traces']);
  });

  it('a request without a trace begins one, and has no value of its address', async () => {
    const before = await deleteOrder(kronika, { traceparent: 'malformed' });
    const traces = new Set((await eventsAfter(kronika, before)).map(({ metadata }) => metadata.traceparent?.split('-')[1]));
    expect(traces.size).toBe(1);
    const [trace] = traces;
    await until(() => collector.named('DELETE /v1/order/{id}', trace).length === 1);
    expect(collector.named('DELETE /v1/order/{id}', trace)[0]).not.toHaveProperty('parentSpanId');
    await kronika.query('/v1/order-history?sku=A-VALUE');
    await until(() => collector.named('GET /v1/order-history').length > 0);
    expect(JSON.stringify(collector.spans)).not.toContain('A-VALUE');
  });

  it('commands that are committed together have their own spans, and the commit is linked to all of them', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, n) => kronika.command('POST', '/v1/order', { userId: n + 1 })));
    const linked = () => collector.named('group commit').find(({ links }) => links.length > 1);
    await until(() => linked() !== undefined);
    const traces = linked()?.links.map(({ traceId }) => traceId) ?? [];
    expect(new Set(traces).size).toBe(traces.length);
    await until(() => traces.every((trace) => collector.named('append', trace).length === 1));
    expect(linked()?.attributes['kronika.commands']).toBe(traces.length);
  });

  it('a refusal is no failure, and an answer 4xx is none either', async () => {
    await kronika.command('PUT', '/v1/order/987654', { userId: 1 }, { traceparent: `00-${'a'.repeat(32)}-${CALLER}-01` });
    await until(() => collector.named('PUT /v1/order/{id}', 'a'.repeat(32)).length === 1);
    const spans = collector.named(/./, 'a'.repeat(32));
    expect(spans.map(({ name }) => name).toSorted()).toEqual([
      'PUT /v1/order/{id}',
      'append',
      'command ChangeOrder',
      'group commit',
    ]);
    expect(spans.map(({ status }) => status.code ?? 0)).toEqual([0, 0, 0, 0]);
  });

  it('the decision of a caller not to sample is respected, and effects still belong to its trace', async () => {
    const trace = 'b'.repeat(32);
    const before = await deleteOrder(kronika, { traceparent: `00-${trace}-${CALLER}-00` });
    for (const { metadata } of await eventsAfter(kronika, before))
      expect(metadata.traceparent).toMatch(new RegExp(`^00-${trace}-.*[02468ace]$`));
    await deleteOrder(kronika, { traceparent: `00-${'c'.repeat(32)}-${CALLER}-01` });
    await until(() => collector.named('command RemoveGoodsOfOrder', 'c'.repeat(32)).length === 1);
    expect(collector.named(/./, trace)).toEqual([]);
  });
});

it('sends spans as protocol buffers unless it is told otherwise, the last ones when it is stopped', async () => {
  const [database, collector] = await Promise.all([createDatabase(), Collector.start()]);
  const kronika = await KronikaProcess.start({
    DATABASE_URL: database.url,
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/mine`,
    OTEL_BSP_SCHEDULE_DELAY: '3600000',
  });
  expect((await kronika.command('POST', '/v1/order', { userId: 7 })).status).toBe(201);
  expect([...collector.types]).toEqual([]);
  expect(await kronika.signal('SIGTERM')).toBe(0);
  expect([...collector.types]).toEqual(['application/x-protobuf']);
  expect([...collector.paths]).toEqual(['/mine']);
  collector.close();
  await database.drop();
});

it('logs that spans can not be sent, in a line without secrets, and goes on', async () => {
  const database = await createDatabase();
  const kronika = await KronikaProcess.start({
    DATABASE_URL: database.url,
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=S3cret',
    OTEL_EXPORTER_OTLP_TIMEOUT: '200',
    OTEL_BSP_SCHEDULE_DELAY: '50',
  });
  expect((await kronika.command('POST', '/v1/order', { userId: 7 })).status).toBe(201);
  await kronika.prints(/"context":"Tracing"/);
  expect((await kronika.command('POST', '/v1/order', { userId: 7 })).status).toBe(201);
  expect(await kronika.signal('SIGTERM')).toBe(0);
  expect(kronika.output).not.toContain('S3cret');
  await database.drop();
});

describe('without OpenTelemetry', () => {
  let database: Database;
  let kronika: KronikaProcess;
  beforeAll(async () => {
    database = await createDatabase();
    kronika = await KronikaProcess.start({
      DATABASE_URL: database.url,
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
      OTEL_SDK_DISABLED: 'true',
    });
  });
  afterAll(async () => {
    await kronika.signal('SIGTERM');
    await database.drop();
  });

  it('the trace of a request is passed on to its effects', async () => {
    const before = await deleteOrder(kronika, { traceparent: TRACEPARENT });
    const events = await eventsAfter(kronika, before);
    expect(events.map(({ metadata }) => metadata.traceparent)).toEqual([TRACEPARENT, TRACEPARENT, TRACEPARENT]);
  });

  it.each([
    undefined,
    '',
    'malformed',
    `00-${'0'.repeat(32)}-${CALLER}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `ff-${TRACE}-${CALLER}-01`,
    `${TRACEPARENT}-more`,
    TRACEPARENT.toUpperCase(),
  ])('an event has none if its request brought none, or a malformed one: %s', async (traceparent) => {
    const before = await deleteOrder(kronika, traceparent === undefined ? {} : { traceparent });
    for (const { metadata } of await eventsAfter(kronika, before)) expect(metadata).not.toHaveProperty('traceparent');
  });

  it('is passed on by a timer, too: from the schedule of a campaign to its end', async () => {
    const id = randomUUID();
    const publisher = randomUUID();
    const portfolio = randomUUID();
    const section = randomUUID();
    await kronika.command('POST', '/v1/publishers', { id: publisher, name: 'News' });
    await kronika.command('POST', '/v1/portfolios', { id: portfolio, name: 'news.example', publisherId: publisher });
    await kronika.command('POST', `/v1/portfolios/${portfolio}/sections`, { id: section, name: 'Sport', parentId: null });
    await kronika.command('POST', '/v1/campaigns', { id, name: 'Spring', userId: 7 });
    const { position } = await kronika.command('PUT', `/v1/campaigns/${id}/placements`, { sections: [section] });
    const schedule = { start: '2020-01-01T00:00:00Z', end: new Date(Date.now() + 1_000).toISOString() };
    const headers = { traceparent: TRACEPARENT };
    expect((await kronika.command('PUT', `/v1/campaigns/${id}/schedule`, schedule, headers)).status).toBe(204);
    const ended = async () => (await eventsAfter(kronika, position)).find(({ eventType }) => eventType === 'CampaignEnded');
    await until(async () => (await ended()) !== undefined);
    expect((await ended())?.metadata.traceparent).toBe(TRACEPARENT);
  });

  it('a trace context of a later version is read as far as it is known', async () => {
    const before = await deleteOrder(kronika, { traceparent: `cc-${TRACE}-${CALLER}-01-what-comes` });
    expect((await eventsAfter(kronika, before))[0]?.metadata.traceparent).toBe(TRACEPARENT);
  });
});
