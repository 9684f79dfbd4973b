import { ServerResponse } from "node:http";
import { diag, type Span } from "@opentelemetry/api";
import { monotonicSeconds, readAccount, type RequestReading } from "@plimsoll/pool-observer";

const HEADER = "Server-Timing";

/**
 * Makes `response`, that of the request of `span`, say where the request's database time went: a browser shows it beside the request.
 * For the `responseHook` of the HTTP instrumentation, which is called before the app sees the request, and for requests that the app sends, too.
 * Source: https://www.w3.org/TR/server-timing/
 */
export function addServerTiming(span: Span, response: unknown): void {
  if (!(response instanceof ServerResponse)) return;
  const writeHead: (...args: never[]) => ServerResponse = response.writeHead.bind(response);
  // Called once for each response, by the app or by Node itself, when the headers are to be sent.
  response.writeHead = (...args: unknown[]) => {
    try {
      const reading = readAccount(span, monotonicSeconds());
      if (reading !== undefined && !response.headersSent)
        response.appendHeader(HEADER, serverTiming(reading));
    } catch (error) {
      diag.warn("plimsoll: a response could not be given its Server-Timing header.", error);
    }
    return writeHead(...(args as never[]));
  };
}

/** As in `pool-wait;dur=12.3, connect;dur=0, query;dur=4.1, held-idle;dur=0.2`, in milliseconds. */
export function serverTiming(reading: RequestReading): string {
  const entries: readonly [string, number][] = [
    ["pool-wait", reading.waitSeconds],
    ["connect", reading.connectSeconds],
    ["query", reading.querySeconds],
    ["held-idle", reading.heldIdleSeconds],
  ];
  return entries
    .map(([name, seconds]) => `${name};dur=${Number((seconds * 1000).toFixed(1))}`)
    .join(", ");
}
