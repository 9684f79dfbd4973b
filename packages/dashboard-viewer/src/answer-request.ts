import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { PageFile } from "./page-files.ts";
import { isApiPath, proxyQuery, type Upstream } from "./prometheus-proxy.ts";
import type { ViewerDashboard } from "./read-dashboards.ts";
import { SECURITY_HEADERS } from "./security-headers.ts";
import type { TimelineEvent } from "./timeline.ts";

/** What the answers are made of. */
export interface Served {
  readonly upstream: Upstream;
  readonly files: ReadonlyMap<string, PageFile>;
  readonly dashboards: readonly ViewerDashboard[];
  readonly timeline: () => readonly TimelineEvent[];
  readonly scrapeIntervalSeconds: number;
}

/** Names under which a browser on this machine reaches us. Another name is a page that bends its own name to 127.0.0.1. */
const LOOPBACK_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/;

/** Answers one request: the page, what it shows, or a query handed on. Never rejects. */
export async function answerRequest(
  served: Served,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  response.setHeader("cache-control", "no-cache");
  if (!LOOPBACK_HOST.test(request.headers.host ?? "")) return answerText(response, 403);
  try {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    if (isApiPath(url.pathname)) await proxyQuery(served.upstream, request, response, url);
    else if (request.method === "GET") await answerPage(served, url.pathname, response);
    else answerText(response, 405);
  } catch {
    // A URL that is none, or a file that has gone since the start.
    if (response.headersSent) response.destroy();
    else answerText(response, 400);
  }
}

async function answerPage(served: Served, path: string, response: ServerResponse): Promise<void> {
  const { dashboards, timeline, scrapeIntervalSeconds, files } = served;
  if (path === "/viewer.json") {
    return answerJson(response, { dashboards, timeline: timeline(), scrapeIntervalSeconds });
  }
  // The page itself tells its places apart: the list, a dashboard, a link to traces.
  const isPlace = path === "/" || path === "/explore" || path.startsWith("/d/");
  const file = files.get(isPlace ? "/index.html" : path);
  if (file === undefined) return answerText(response, 404);
  const content = await readFile(file.path);
  response.writeHead(200, { "content-type": file.type });
  response.end(content);
}

function answerJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
}

function answerText(response: ServerResponse, status: number): void {
  response.writeHead(status, { "content-type": "text/plain" });
  response.end(`${status}\n`);
}
