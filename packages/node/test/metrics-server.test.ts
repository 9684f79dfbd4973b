import { once } from "node:events";
import { createServer, type IncomingMessage, request, type Server } from "node:http";
import { request as tlsRequest } from "node:https";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { diag, DiagLogLevel } from "@opentelemetry/api";
import t, { type Test } from "tap";
import type { MetricsAddress } from "../src/exports-plan.ts";
import { isScrape, serveMetrics } from "../src/metrics-server.ts";
import { pemFile } from "./pem-file.ts";

const TLS = { certFile: pemFile("cert"), keyFile: pemFile("key") };
const TOKEN = "0123456789abcdef";

const warnings: string[] = [];
const silent = () => undefined;
diag.setLogger(
  {
    error: silent,
    warn: (line) => warnings.push(line),
    info: silent,
    debug: silent,
    verbose: silent,
  },
  { logLevel: DiagLogLevel.WARN },
);
t.beforeEach(() => {
  warnings.length = 0;
});

/** Serves "up 1" at a free port, until the test ends. */
async function serve(t: Test, address: Partial<MetricsAddress> = {}): Promise<number> {
  const server = serveMetrics({ host: "127.0.0.1", port: 0, ...address }, (incoming, response) => {
    t.equal(isScrape(incoming), true);
    response.end("up 1\n");
  });
  return portOf(t, server);
}

async function portOf(t: Test, server: Server | undefined): Promise<number> {
  if (server === undefined) throw new Error("nothing is served");
  t.teardown(() => server.close());
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

async function get(
  port: number,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: string; asks: string | null }> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
  const asks = response.headers.get("www-authenticate");
  return { status: response.status, body: await response.text(), asks };
}

t.test("metrics are at /metrics, and another path says so", async (t) => {
  const port = await serve(t);
  t.match(await get(port, "/metrics?x=1"), { status: 200, body: "up 1\n" });
  t.match(await get(port, "/"), { status: 404, body: "Metrics are at /metrics\n" });
  t.same(warnings, []);
});

t.test("a request to another server is no scrape", async (t) => {
  const server = createServer((incoming, response) => {
    t.equal(isScrape(incoming), false);
    response.end();
  }).listen(0, "127.0.0.1");
  const port = await portOf(t, server);
  const sent = request({ port, host: "127.0.0.1" }).end();
  const [response] = await once(sent, "response");
  response.resume();
});

t.test("with a token, no path answers who does not show it", async (t) => {
  const port = await serve(t, { token: TOKEN });
  for (const path of ["/metrics", "/"])
    for (const headers of [{}, { authorization: "Bearer no" }]) {
      const answer = await get(port, path, headers);
      t.match(answer, { status: 401, asks: 'Bearer realm="metrics"' });
      t.notMatch(answer.body, /up 1|0123/);
    }
  const authorization = `Bearer ${TOKEN}`;
  t.match(await get(port, "/metrics", { authorization }), { status: 200, body: "up 1\n" });
});

t.test(
  "with certificate and key, metrics are served over TLS and never in the clear",
  async (t) => {
    const port = await serve(t, TLS);
    const ca = readFileSync(TLS.certFile);
    const sent = tlsRequest({ host: "127.0.0.1", port, path: "/metrics", ca }).end();
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    t.equal(Buffer.concat(await response.toArray()).toString(), "up 1\n");
    await t.rejects(get(port, "/metrics"));
    t.same(warnings, []);
  },
);

t.test("a certificate and a key that are of no use serve nothing, and are one warning", (t) => {
  for (const [files, why] of [
    [{ ...TLS, keyFile: pemFile("other-key") }, /key values mismatch/],
    [{ ...TLS, keyFile: pemFile("none") }, /no such file/],
    [{ certFile: TLS.keyFile, keyFile: TLS.keyFile }, /no start line|PEM/i],
    [{ certFile: TLS.certFile }, /one of them is not set/],
    [{ keyFile: TLS.keyFile }, /one of them is not set/],
  ] as const) {
    warnings.length = 0;
    t.equal(serveMetrics({ host: "127.0.0.1", port: 0, ...files }, silent), undefined);
    t.equal(warnings.length, 1);
    t.match(warnings[0], why);
    t.match(warnings[0], /^plimsoll: PLIMSOLL_METRICS_TLS_CERT_FILE .* serves no \/metrics/);
  }
  t.end();
});

t.test("an address that others reach warns, unless there is a token or TLS", async (t) => {
  // Nobody has it (RFC 5737), so that the test opens nothing.
  const address = { host: "192.0.2.1", port: 9464 };
  for (const protection of [{ token: TOKEN }, TLS, {}]) {
    const server = serveMetrics({ ...address, ...protection }, silent);
    if (server !== undefined) await once(server, "error");
  }
  t.match(
    warnings.filter((line) => !line.includes("cannot be listened on")),
    [/^plimsoll: 192\.0\.2\.1:9464\/metrics is in the clear and open to everybody/],
  );
});
