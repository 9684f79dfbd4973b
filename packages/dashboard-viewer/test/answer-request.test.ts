import { type IncomingMessage, request as sendRequest, type ServerResponse } from "node:http";
import { join } from "node:path";
import t, { type Test } from "tap";
import { answerRequest } from "../src/answer-request.ts";
import { pageFiles } from "../src/page-files.ts";
import { readUpstream } from "../src/upstream.ts";
import { bodyOf, serve } from "./servers.ts";

async function echoRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, url, headers } = request;
  const body = await bodyOf(request);
  response.setHeader("content-type", "text/html");
  response.setHeader("set-cookie", "session=1");
  response.end(JSON.stringify({ method, url, body, authorization: headers.authorization }));
}

/** A viewer before a Prometheus that says what it was asked. */
async function startProxy(t: Test, address?: string): Promise<string> {
  const echo = await serve(t, (request, response) => {
    void echoRequest(request, response);
  });
  const served = {
    upstream: readUpstream(address ?? echo.replace("://", "://sre:secret@")),
    files: pageFiles(t.testdir({ "index.html": "<html>", "page.js": "1" })),
    dashboards: [{ uid: "a", title: "A", panels: [] }],
    timeline: () => [{ kind: "fault", at: 1, text: "the fault" } as const],
    scrapeIntervalSeconds: 5,
  };
  return serve(t, (request, response) => void answerRequest(served, request, response));
}

/** Sends a path as it is: `fetch` would tidy it up. */
function status(base: string, path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(base);
    sendRequest({ hostname, port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}

t.test("a query is handed on with the credentials, and answered as JSON only", async (t) => {
  const url = await startProxy(t);
  const form = new URLSearchParams({ query: "up" });
  const response = await fetch(`${url}/api/v1/query`, { method: "POST", body: form });
  t.equal(response.headers.get("content-type"), "application/json");
  t.equal(response.headers.get("set-cookie"), null);
  t.match(await response.json(), {
    method: "POST",
    url: "/api/v1/query",
    body: "query=up",
    authorization: /^Basic /,
  });
  const values = await fetch(`${url}/api/v1/label/service/values?match[]=up`);
  t.match(await values.json(), { method: "GET", url: "/api/v1/label/service/values?match[]=up" });
});

t.test("only what reads is handed on", async (t) => {
  const url = await startProxy(t);
  for (const path of [
    "/api/v1/admin/tsdb/delete_series",
    "/api/v1/status/config",
    "/api/v1/targets",
    "/api/v1/write",
    "/api/v1/query/../status/config",
    "/api/v2/alerts",
    "/api/v1/label/a%2Fb/values",
    "/-/reload",
    "/metrics",
  ]) {
    t.equal(await status(url, path, { host: "localhost" }), 404, path);
  }
  for (const [method, path] of [
    ["POST", "/api/v1/alerts"],
    ["DELETE", "/api/v1/series"],
    ["PUT", "/api/v1/query"],
    ["POST", "/viewer.json"],
  ] as const) {
    t.equal((await fetch(url + path, { method })).status, 405, `${method} ${path}`);
  }
});

t.test("a query of more than 256 KiB is refused", async (t) => {
  const url = await startProxy(t);
  const body = new URLSearchParams({ query: "x".repeat(300 * 1024) });
  const response = await fetch(`${url}/api/v1/query`, { method: "POST", body });
  t.equal(response.status, 413);
});

t.test("a Prometheus that redirects is not followed", async (t) => {
  const secret = await serve(t, (_, response) => response.end("secret"));
  const redirecting = await serve(t, (_, response) => {
    response.writeHead(302, { location: secret }).end();
  });
  const response = await fetch(`${await startProxy(t, redirecting)}/api/v1/alerts`);
  t.equal(response.status, 502);
  t.match(await response.json(), { status: "error", error: /redirects/ });
});

t.test("a Prometheus that is down is told, without its password", async (t) => {
  const closed = "http://sre:secret@127.0.0.1:1";
  const response = await fetch(`${await startProxy(t, closed)}/api/v1/alerts`);
  t.equal(response.status, 502);
  const text = await response.text();
  t.match(text, /127\.0\.0\.1:1 does not answer/);
  t.notMatch(text, "secret");
});

t.test("a page under another name, bent to 127.0.0.1, is refused", async (t) => {
  const url = await startProxy(t);
  const { port } = new URL(url);
  t.equal(await status(url, "/", { host: `attacker.test:${port}` }), 403);
  t.equal(await status(url, "/api/v1/alerts", { host: "attacker.test" }), 403);
  for (const host of ["localhost", "127.0.0.1", "[::1]"]) {
    t.equal(await status(url, "/", { host: `${host}:${port}` }), 200, host);
  }
});

t.test("the page has places, files, and nothing else of the disk", async (t) => {
  const url = await startProxy(t);
  for (const path of ["/", "/d/a", "/d/a/slug?var-pool=x", "/explore"]) {
    t.equal(await (await fetch(url + path)).text(), "<html>", path);
  }
  t.equal(
    (await fetch(`${url}/page.js`)).headers.get("content-type"),
    "text/javascript; charset=utf-8",
  );
  for (const path of ["/../package.json", "/..%2fpackage.json", "//etc/passwd", "/missing.js"]) {
    t.equal(await status(url, path, { host: "localhost" }), 404, path);
  }
  t.match(await (await fetch(`${url}/viewer.json`)).json(), {
    dashboards: [{ uid: "a" }],
    timeline: [{ kind: "fault" }],
    scrapeIntervalSeconds: 5,
  });
});

t.test("every answer forbids scripts and requests of other origins", async (t) => {
  const url = await startProxy(t);
  for (const path of ["/", "/viewer.json", "/api/v1/alerts", "/missing"]) {
    const { headers } = await fetch(url + path);
    const policy = headers.get("content-security-policy") ?? "";
    t.match(policy, /default-src 'none'; script-src 'self';.*connect-src 'self'/, path);
    t.notMatch(policy, /https?:|\*|unsafe-eval/, path);
    t.equal(headers.get("x-content-type-options"), "nosniff", path);
  }
});

t.test("a file that has gone since the start is no crash", async (t) => {
  const folder = t.testdir({ "index.html": "" });
  const files = new Map([["/index.html", { path: join(folder, "gone"), type: "text/html" }]]);
  const served = {
    upstream: readUpstream("http://127.0.0.1:1"),
    files,
    dashboards: [],
    timeline: () => [],
    scrapeIntervalSeconds: 15,
  };
  const url = await serve(t, (request, response) => void answerRequest(served, request, response));
  t.equal((await fetch(url)).status, 400);
});
