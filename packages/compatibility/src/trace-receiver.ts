import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** What is kept of a span. */
export interface Span {
  readonly traceId: string;
  readonly name: string;
  readonly isServer: boolean;
  readonly isError: boolean;
  /** The text of its query, when it is the span of one. */
  readonly queryText: string | undefined;
}

export interface TraceReceiver {
  /** What an app is to have in `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`, for its spans to be found under `key`. */
  endpoint(key: string): string;
  spans(key: string): readonly Span[];
  close(): void;
}

/** Receives spans as OTLP in JSON, as a collector does. */
export async function startTraceReceiver(): Promise<TraceReceiver> {
  const received = new Map<string, Span[]>();
  const server = createServer(async (request, response) => {
    const key = decodeURIComponent(request.url?.slice(1) ?? "");
    received.set(key, [...(received.get(key) ?? []), ...readSpans(await readBody(request))]);
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: (key) => `http://127.0.0.1:${port}/${encodeURIComponent(key)}`,
    spans: (key) => received.get(key) ?? [],
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += String(chunk);
  return body;
}

interface OtlpSpan {
  readonly traceId: string;
  readonly name: string;
  readonly kind: number;
  readonly status?: { readonly code?: number };
  readonly attributes: readonly {
    readonly key: string;
    readonly value: { readonly stringValue?: string };
  }[];
}

interface OtlpTraces {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}

// opentelemetry-proto trace.proto: SPAN_KIND_SERVER, STATUS_CODE_ERROR
const SERVER_KIND = 2;
const ERROR_STATUS = 2;

function readSpans(body: string): Span[] {
  const { resourceSpans } = JSON.parse(body) as OtlpTraces;
  const spans = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((s) => s.spans));
  return spans.map(({ traceId, name, kind, status, attributes }) => ({
    traceId,
    name,
    isServer: kind === SERVER_KIND,
    isError: status?.code === ERROR_STATUS,
    queryText: attributes.find(({ key }) => key === "db.query.text" || key === "db.statement")
      ?.value.stringValue,
  }));
}
