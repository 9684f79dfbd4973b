/** Values of attributes, as far as a trace store keeps them apart. */
export type AttributeValue = string | number | boolean;

/** One span as a trace store gives it back. */
export interface StoredSpan {
  readonly id: string;
  /** Absent on the first span of a trace. */
  readonly parentId: string | undefined;
  readonly name: string;
  readonly kind: string;
  readonly isError: boolean;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Unix seconds, exact to the microsecond. */
  readonly startedAt: number;
  readonly endedAt: number;
}

/** The spans that share a trace id. */
export interface Trace {
  readonly id: string;
  readonly spans: readonly StoredSpan[];
}

/** What Jaeger's `/api/traces` answers, as far as it is read. */
export interface JaegerTraces {
  readonly data: readonly {
    readonly traceID: string;
    readonly spans: readonly JaegerSpan[];
  }[];
}

interface JaegerSpan {
  readonly spanID: string;
  readonly operationName: string;
  readonly references: readonly { readonly refType: string; readonly spanID: string }[];
  /** Microseconds, as is `duration`. */
  readonly startTime: number;
  readonly duration: number;
  readonly tags: readonly { readonly key: string; readonly value: AttributeValue }[];
}

/** Reads an answer of Jaeger. */
export function readJaegerTraces({ data }: JaegerTraces): Trace[] {
  return data.map(({ traceID, spans }) => ({ id: traceID, spans: spans.map(readSpan) }));
}

function readSpan({
  spanID,
  operationName,
  references,
  startTime,
  duration,
  tags,
}: JaegerSpan): StoredSpan {
  const attributes = Object.fromEntries(tags.map(({ key, value }) => [key, value]));
  return {
    id: spanID,
    parentId: references.find(({ refType }) => refType === "CHILD_OF")?.spanID,
    name: operationName,
    kind: String(attributes["span.kind"] ?? "internal"),
    isError: attributes["otel.status_code"] === "ERROR",
    attributes,
    startedAt: startTime / 1e6,
    endedAt: (startTime + duration) / 1e6,
  };
}
