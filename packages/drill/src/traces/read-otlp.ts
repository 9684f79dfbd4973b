import type { TraceSpan } from "./trace-span.ts";

interface OtlpValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  /** A number beyond 2^53 comes as text. */
  readonly intValue?: number | string;
  readonly doubleValue?: number;
}

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind?: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly status?: { readonly code?: number };
  readonly attributes?: readonly { readonly key: string; readonly value: OtlpValue }[];
}

interface OtlpTraces {
  readonly resourceSpans?: readonly {
    readonly scopeSpans?: readonly { readonly spans?: readonly OtlpSpan[] }[];
  }[];
}

// opentelemetry-proto 1.7 trace.proto: SPAN_KIND_SERVER, STATUS_CODE_ERROR.
const SERVER_KIND = 2;
const ERROR_STATUS = 2;

/**
 * Reads an OTLP request in JSON.
 * @throws SyntaxError when it is no JSON, TypeError when it is something else.
 */
export function readOtlp(body: string): TraceSpan[] {
  const { resourceSpans = [] } = JSON.parse(body) as OtlpTraces;
  return resourceSpans.flatMap(({ scopeSpans = [] }) =>
    scopeSpans.flatMap(({ spans = [] }) => spans.map(readSpan)),
  );
}

function readSpan(span: OtlpSpan): TraceSpan {
  return {
    traceId: span.traceId,
    id: span.spanId,
    parentId: span.parentSpanId || undefined,
    name: span.name,
    isServer: span.kind === SERVER_KIND,
    isError: span.status?.code === ERROR_STATUS,
    startedAt: secondsOf(span.startTimeUnixNano),
    endedAt: secondsOf(span.endTimeUnixNano),
    attributes: Object.fromEntries(
      (span.attributes ?? []).flatMap(({ key, value }) => {
        const plain = plainValue(value);
        return plain === undefined ? [] : [[key, plain]];
      }),
    ),
  };
}

/** Exact to the microsecond: nanoseconds since 1970 are beyond what a number holds. */
function secondsOf(nanoseconds: string): number {
  return Number(BigInt(nanoseconds) / 1000n) / 1e6;
}

function plainValue(value: OtlpValue): string | number | boolean | undefined {
  const { stringValue, boolValue, intValue, doubleValue } = value;
  return (
    stringValue ??
    boolValue ??
    doubleValue ??
    (intValue === undefined ? undefined : Number(intValue))
  );
}
