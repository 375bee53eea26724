/**
 * Spans for the code of every layer. Without OpenTelemetry (see `open-telemetry.ts`) there are none, and only the
 * `traceparent` of a request is passed on.
 */

/** Attributes by which a span can be found. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | undefined>>;

export interface SpanOptions {
  /** `server`: it answers a request; `consumer`: it handles events. Absent: it is a part of other work. */
  readonly kind?: 'server' | 'consumer';
  /**
   * The trace contexts of the span's causes, in the form of W3C's `traceparent`. With one cause, the span is a part of
   * that trace. With several, it begins a new trace that is linked to theirs, because a span has one parent.
   */
  readonly causes?: readonly (string | undefined)[];
  readonly attributes?: SpanAttributes;
}

export interface Span {
  /** The trace context for work that this span causes. */
  readonly traceparent: string;
  /** Runs work within the span. Spans that a library or an app begins meanwhile become parts of it. */
  within<T>(work: () => T): T;
  note(attributes: SpanAttributes): void;
  /** @param error the failure; absent: success */
  end(error?: unknown): void;
}

export type BeginSpan = (name: string, options: SpanOptions) => Span;

let begin: BeginSpan | undefined;

/** @param beginning absent: there are no spans from now on */
export function useSpans(beginning?: BeginSpan): void {
  begin = beginning;
}

/** Whether the standard variables name a receiver of spans, and don't switch tracing off. */
export function wantsTracing({
  OTEL_SDK_DISABLED,
  OTEL_TRACES_EXPORTER,
  OTEL_EXPORTER_OTLP_ENDPOINT,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT,
}: NodeJS.ProcessEnv): boolean {
  if (OTEL_SDK_DISABLED?.toLowerCase() === 'true' || OTEL_TRACES_EXPORTER === 'none') return false;
  return Boolean(OTEL_TRACES_EXPORTER || OTEL_EXPORTER_OTLP_ENDPOINT || OTEL_EXPORTER_OTLP_TRACES_ENDPOINT);
}

/** Whether there are spans. Otherwise their attributes need not be collected. */
export const isTracing = (): boolean => begin !== undefined;

/** @returns undefined without OpenTelemetry */
export function beginSpan(name: string, options: SpanOptions): Span | undefined {
  return begin?.(name, options);
}

/**
 * Runs work in a span.
 *
 * @param work gets the trace context for its effects: that of the span or, without OpenTelemetry, that of the only
 * cause
 * @param errorOf returns the error of the span; absent: every thrown error is one
 */
export function traced<T>(
  name: string,
  options: SpanOptions,
  work: (traceparent: string | undefined, span: Span | undefined) => Promise<T>,
  errorOf: (error: unknown) => unknown = (error) => error,
): Promise<T> {
  const span = begin?.(name, options);
  if (!span) return work(options.causes?.length === 1 ? options.causes[0] : undefined, undefined);
  return span
    .within(() => work(span.traceparent, span))
    .then(
      (result) => {
        span.end();
        return result;
      },
      (error) => {
        span.end(errorOf(error));
        throw error;
      },
    );
}

const TRACEPARENT = /^(?!ff)([\da-f]{2})-((?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2})(-.*)?$/;

/**
 * The trace context of a header, in the form of version 00.
 *
 * @returns undefined if it is absent or malformed, which are the same according to W3C
 */
export function traceparentOf(header: string | string[] | undefined): string | undefined {
  if (typeof header !== 'string') return undefined;
  const [, version, context, more] = TRACEPARENT.exec(header) ?? [];
  return context === undefined || (version === '00' && more !== undefined) ? undefined : `00-${context}`;
}
