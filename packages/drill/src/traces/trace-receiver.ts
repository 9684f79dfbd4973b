import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { readOtlp } from "./read-otlp.ts";
import { createTraceMemory, type TraceMemory } from "./trace-memory.ts";
import type { TraceSpan } from "./trace-span.ts";
import { readBody } from "../read-body.ts";

/** Takes traces as OTLP over HTTP in JSON, as a Collector does, and keeps the newest. */
export interface TraceReceiver {
  /** What belongs into `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`. */
  readonly endpoint: string;
  /** Each trace's spans, those of the oldest trace first. */
  traces(): TraceSpan[][];
  /** Closes the port and every open connection. */
  close(): Promise<void>;
}

const PATH = "/v1/traces";

// A batch of the SDK has 512 spans of about 1 kB.
const BODY_MAX_BYTES = 8_000_000;

/** Starts a receiver on a free port of 127.0.0.1. */
export async function startTraceReceiver(): Promise<TraceReceiver> {
  const memory = createTraceMemory();
  const server = createServer((request, response) => void answer(request, response, memory));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return {
    endpoint: `http://127.0.0.1:${address.port}${PATH}`,
    traces: () => memory.traces(),
    async close(): Promise<void> {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  memory: TraceMemory,
): Promise<void> {
  if (request.method !== "POST" || request.url !== PATH) return end(response, 404);
  try {
    memory.add(readOtlp(await readBody(request, BODY_MAX_BYTES)));
  } catch {
    return end(response, 400);
  }
  return end(response, 200);
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status, { "content-type": "application/json" }).end("{}");
}
