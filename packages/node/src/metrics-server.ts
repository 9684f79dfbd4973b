import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { diag } from "@opentelemetry/api";

const PATH = "/metrics";

const servers = new WeakSet<object>();

/** Whether `request` came in at a server of ours, so that no span and no HTTP metric counts a scrape as traffic of the app. */
export function isScrape(request: IncomingMessage): boolean {
  const { server } = request.socket as { readonly server?: object };
  return server !== undefined && servers.has(server);
}

/**
 * Serves `handle` at `http://host:port/metrics`. Neither the server nor a scraper's open connection keeps the process alive.
 * When it cannot listen the app goes on without `/metrics`, and one warning says so.
 */
export function serveMetrics(
  { host, port }: { readonly host: string; readonly port: number },
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Server {
  const server = createServer((request, response) => {
    if (request.url?.split("?")[0] === PATH) handle(request, response);
    else response.writeHead(404, { "content-type": "text/plain" }).end(`Metrics are at ${PATH}\n`);
  });
  servers.add(server);
  server.on("connection", (socket) => socket.unref());
  server.on("error", (error: NodeJS.ErrnoException) => diag.warn(cannotListen(host, port, error)));
  server.listen({ host, port }, () => diag.info(`plimsoll: ${urlOf(server, host)}`));
  return server.unref();
}

function urlOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return `metrics at http://${host}:${port}${PATH}`;
}

function cannotListen(host: string, port: number, error: NodeJS.ErrnoException): string {
  const why = error.code === "EADDRINUSE" ? "the port is taken" : error.message;
  return `plimsoll: ${host}:${port} cannot be listened on (${why}), so process ${process.pid} serves no ${PATH}; the app is not affected. Set OTEL_EXPORTER_PROMETHEUS_PORT to a free port.`;
}
