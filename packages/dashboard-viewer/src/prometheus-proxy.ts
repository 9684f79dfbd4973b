import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";

/** Paths that read; whatever changes, deletes or shows configuration is not among them. */
const READ_PATHS =
  /^\/api\/v1\/(?:query|query_range|series|labels|label\/[A-Za-z_][A-Za-z0-9_]*\/values|alerts|rules|metadata)$/;
/** Those that Prometheus takes as a form too, because expressions outgrow a URL. */
const FORM_PATHS = /^\/api\/v1\/(?:query|query_range|series|labels)$/;
const LONGEST_FORM_BYTES = 256 * 1024; // the longest query of our dashboards has 2 KiB
const PATIENCE_SECONDS = 60; // Prometheus' own query.timeout is 120 s: a page should not wait so long

/** The one Prometheus that is asked. */
export interface Upstream {
  /** Without credentials, and without a slash at the end. */
  readonly base: string;
  /** Value of the `authorization` header; undefined without credentials. */
  readonly authorization: string | undefined;
}

/** Whether a path belongs to Prometheus' API, allowed or not. */
export function isApiPath(path: string): boolean {
  return path.startsWith("/api/");
}

/**
 * Hands a query to Prometheus and its answer back. The upstream is fixed: a request decides neither host nor scheme, and
 * redirects are not followed.
 */
export async function proxyQuery(
  upstream: Upstream,
  request: IncomingMessage,
  response: ServerResponse,
  { pathname, search }: URL,
): Promise<void> {
  const isForm = request.method === "POST" && FORM_PATHS.test(pathname);
  if (!READ_PATHS.test(pathname)) return refuse(response, 404, `${pathname} is not handed on`);
  if (request.method !== "GET" && !isForm) return refuse(response, 405, "only reading is allowed");
  const body = isForm ? await readBody(request) : undefined;
  if (body === null) return refuse(response, 413, "the query is longer than 256 KiB");
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const answer = await ask(upstream, `${pathname}${search}`, body, gone.signal);
  if (typeof answer === "string") return refuse(response, 502, answer);
  await passOn(answer, response);
}

async function ask(
  { base, authorization }: Upstream,
  path: string,
  body: string | undefined,
  gone: AbortSignal,
): Promise<Response | string> {
  try {
    const answer = await fetch(base + path, {
      redirect: "manual",
      signal: AbortSignal.any([gone, AbortSignal.timeout(PATIENCE_SECONDS * 1000)]),
      headers: authorization === undefined ? {} : { authorization },
      ...(body !== undefined && { method: "POST", body: new URLSearchParams(body) }),
    });
    if (answer.status >= 300 && answer.status < 400) {
      await answer.body?.cancel();
      return `Prometheus at ${base} redirects; start the viewer with its final address`;
    }
    return answer;
  } catch (error) {
    return `Prometheus at ${base} does not answer: ${reasonOf(error)}`;
  }
}

async function passOn(answer: Response, response: ServerResponse): Promise<void> {
  // Never Prometheus' own type: an upstream that answers in HTML must not become a page of this origin.
  response.writeHead(answer.status, { "content-type": "application/json" });
  if (answer.body === null) return void response.end();
  // A reader that leaves, or a Prometheus that dies halfway, ends the answer; there is nobody left to tell.
  await pipeline(answer.body as AsyncIterable<Uint8Array>, response).catch(() =>
    response.destroy(),
  );
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > LONGEST_FORM_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function refuse(response: ServerResponse, status: number, error: string): void {
  // The shape of Prometheus' own errors, so that the page shows them alike.
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ status: "error", errorType: "viewer", error }));
}

function reasonOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: { code?: string } };
  return cause?.code ?? message;
}
