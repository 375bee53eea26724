import { Logger } from '@nestjs/common';
import { context, DiagLogLevel, diag, ROOT_CONTEXT, type SpanContext, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { type BeginSpan, traceparentOf, useSpans } from './tracing.js';

const KINDS = { server: SpanKind.SERVER, consumer: SpanKind.CONSUMER };

/** Maximum number of links that a span keeps by default. A batch of a view may have thousands of causes. */
const MAX_LINKS = 128;

/**
 * Begins to send spans, as the variables `OTEL_…` say (https://opentelemetry.io/docs/specs/otel/configuration).
 * Imported only if they say so, because loading the SDK takes a third of a second.
 *
 * @returns a function that sends the remaining spans and stops
 */
export function startTracing({ OTEL_LOG_LEVEL, OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES }: NodeJS.ProcessEnv) {
  if (!OTEL_LOG_LEVEL) tellTroubles();
  const isNamed = OTEL_SERVICE_NAME || /(^|,)\s*service\.name=/.test(OTEL_RESOURCE_ATTRIBUTES ?? '');
  // Traces only, because metrics are at /metrics and the log goes to stdout.
  const sdk = new NodeSDK({ serviceName: isNamed ? undefined : 'kronika', metricReaders: [], logRecordProcessors: [] });
  sdk.start();
  useSpans(begin);
  return async () => {
    useSpans();
    await sdk.shutdown();
  };
}

/** Logs errors that prevent spans from being sent. */
function tellTroubles(): void {
  const logger = new Logger('Tracing');
  const silent = () => undefined;
  const warn = (message: string) => logger.warn(message);
  diag.setLogger({ error: warn, warn, info: silent, debug: silent, verbose: silent }, DiagLogLevel.WARN);
}

const begin: BeginSpan = (name, { kind, causes = [], attributes }) => {
  const known = [...new Set(causes)].flatMap((cause) => spanContextOf(cause) ?? []);
  const [cause, ...others] = known;
  const parent = cause && !others.length ? trace.setSpanContext(ROOT_CONTEXT, cause) : ROOT_CONTEXT;
  const span = trace.getTracer('kronika').startSpan(
    name,
    {
      kind: kind ? KINDS[kind] : SpanKind.INTERNAL,
      attributes,
      links: others.length ? known.slice(0, MAX_LINKS).map((linked) => ({ context: linked })) : [],
    },
    parent,
  );
  const { traceId, spanId, traceFlags } = span.spanContext();
  const active = trace.setSpan(parent, span);
  return {
    traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`,
    within: (work) => context.with(active, work),
    note: (more) => void span.setAttributes(more),
    end: (error) => {
      if (error !== undefined)
        span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error)?.message ?? String(error) });
      span.end();
    },
  };
};

function spanContextOf(traceparent: string | undefined): SpanContext | undefined {
  const [, traceId, spanId, flags] = traceparentOf(traceparent)?.split('-') ?? [];
  return traceId && spanId && flags ? { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true } : undefined;
}
