import cluster from "node:cluster";
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createTlsServer } from "node:https";
import { diag } from "@opentelemetry/api";
import type { MetricsAddress } from "./exports-plan.ts";
import { hasToken, isLoopback } from "./metrics-access.ts";
import { type CertificateAndKey, readCertificateAndKey } from "./metrics-tls.ts";

const PATH = "/metrics";

const servers = new WeakSet<object>();

/** Whether `request` came in at a server of ours, so that no span and no HTTP metric counts a scrape as traffic of the app. */
export function isScrape(request: IncomingMessage): boolean {
  const { server } = request.socket as { readonly server?: object };
  return server !== undefined && servers.has(server);
}

/**
 * Serves `handle` at `/metrics` of the address, to who shows the token if there is one, over TLS if there are files. Neither the server nor a scraper's
 * open connection keeps the process alive. When it cannot listen, or the files are of no use, the app goes on without `/metrics`, and one warning says so.
 */
export function serveMetrics(
  address: MetricsAddress,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Server | undefined {
  const { host, port } = address;
  const server = createProtectedServer(address, answer(address.token, handle));
  if (server === undefined) return undefined;
  if (!isProtected(address) && !isLoopback(host)) diag.warn(isOpen(host, port));
  servers.add(server);
  server.on("connection", (socket) => socket.unref());
  server.on("error", (error: NodeJS.ErrnoException) => diag.warn(cannotListen(host, port, error)));
  // Exclusive: workers of a cluster would else share the port, and every scrape would read another one's numbers.
  server.listen({ host, port, exclusive: true }, () => diag.info(urlOf(server, address)));
  return server.unref();
}

function answer(
  token: string | undefined,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): RequestListener {
  const text = { "content-type": "text/plain" };
  return (request, response) => {
    if (token !== undefined && !hasToken(request, token))
      response
        .writeHead(401, { ...text, "www-authenticate": 'Bearer realm="metrics"' })
        .end("The bearer token of PLIMSOLL_METRICS_TOKEN is needed\n");
    else if (request.url?.split("?")[0] === PATH) handle(request, response);
    else response.writeHead(404, text).end(`Metrics are at ${PATH}\n`);
  };
}

/** Never one in the clear when a certificate or a key is set. */
function createProtectedServer(
  { certFile, keyFile }: MetricsAddress,
  listener: RequestListener,
): Server | undefined {
  if (certFile === undefined && keyFile === undefined) return createServer(listener);
  try {
    if (certFile === undefined || keyFile === undefined) throw new Error("one of them is not set");
    const pair: CertificateAndKey = readCertificateAndKey(certFile, keyFile);
    return createTlsServer(pair, listener);
  } catch (error) {
    diag.warn(
      `plimsoll: PLIMSOLL_METRICS_TLS_CERT_FILE and PLIMSOLL_METRICS_TLS_KEY_FILE must be a certificate and its key (${(error as Error).message}), so process ${process.pid} serves no ${PATH}; the app is not affected.`,
    );
    return undefined;
  }
}

function isProtected({ token, certFile }: MetricsAddress): boolean {
  return token !== undefined || certFile !== undefined;
}

function urlOf(server: Server, { host, certFile }: MetricsAddress): string {
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return `plimsoll: metrics at http${certFile === undefined ? "" : "s"}://${host}:${port}${PATH}`;
}

function isOpen(host: string, port: number): string {
  return `plimsoll: ${host}:${port}${PATH} is in the clear and open to everybody who reaches it. Set PLIMSOLL_METRICS_TOKEN, or PLIMSOLL_METRICS_TLS_CERT_FILE and PLIMSOLL_METRICS_TLS_KEY_FILE, or both.`;
}

function cannotListen(host: string, port: number, error: NodeJS.ErrnoException): string {
  const why = error.code === "EADDRINUSE" ? "the port is taken" : error.message;
  const remedy = cluster.isWorker
    ? "Give each worker of the cluster a port of its own, cluster.fork({ OTEL_EXPORTER_PROMETHEUS_PORT: … }), or send metrics by OTLP."
    : "Set OTEL_EXPORTER_PROMETHEUS_PORT to a free port.";
  return `plimsoll: ${host}:${port} cannot be listened on (${why}), so process ${process.pid} serves no ${PATH}; the app is not affected. ${remedy}`;
}
