import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { createServer as createSocketServer, type AddressInfo } from "node:net";
import t from "tap";
import { consoleSpans } from "../console-spans.ts";
import { pemFile } from "../pem-file.ts";
import { runApp } from "../run-app.ts";

const SCRIPT = "asks-alertmanager.mjs";

t.test("a post is in no span and no metric of the app, and carries no trace", async (t) => {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    request.resume();
    response.end("[]");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.teardown(() => server.close());
  const run = await runApp({
    script: SCRIPT,
    env: {
      ALERTMANAGER: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      OTEL_TRACES_EXPORTER: "console",
      OTEL_METRICS_EXPORTER: "console",
    },
  });
  t.match(run, { exitCode: 0, stderr: "" });
  t.same(
    requests.map(({ method, url }) => `${method} ${url?.split("?")[0]}`),
    ["GET /api/v2/alerts", "POST /api/v2/alerts", "GET /as-the-app"],
  );
  t.equal(requests[1]?.headers["traceparent"], undefined);
  t.ok(requests[2]?.headers["traceparent"]);
  t.equal(consoleSpans(run.stdout, "GET").length, 1);
  t.equal(consoleSpans(run.stdout, "POST").length, 0);
  t.match(run.stdout, "http.client.request.duration");
  t.notMatch(run.stdout, /'http\.request\.method': 'POST'/);
});

t.test("a post that nobody answers does not keep the process alive", async (t) => {
  let connected = 0;
  const blackHole = createSocketServer((socket) => {
    connected += 1;
    socket.on("error", () => {});
  }).listen(0, "127.0.0.1");
  await once(blackHole, "listening");
  t.teardown(() => blackHole.close());
  const { port } = blackHole.address() as AddressInfo;
  const startedAt = performance.now();
  const run = await runApp({
    script: SCRIPT,
    env: { ALERTMANAGER: `http://127.0.0.1:${port}`, BLACK_HOLE: "1" },
  });
  t.match(run, { exitCode: 0, stderr: "" });
  t.ok(performance.now() - startedAt < 4500, "the request's own limit is 5 s");
  t.equal(connected, 1);
});

t.test(
  "a post goes over TLS where the machine, or NODE_EXTRA_CA_CERTS, knows the certificate",
  async (t) => {
    const paths: string[] = [];
    const options = { cert: readFileSync(pemFile("cert")), key: readFileSync(pemFile("key")) };
    const server = createTlsServer(options, (request, response) => {
      paths.push(`${request.method} ${request.url?.split("?")[0]}`);
      request.resume();
      response.end("[]");
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    t.teardown(() => server.close());
    const ALERTMANAGER = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const unknown = await runApp({ script: SCRIPT, env: { ALERTMANAGER } });
    t.match(unknown, {
      exitCode: 0,
      stderr: /^plimsoll: Alertmanager at .*self-signed certificate/,
    });
    t.same(paths, []);
    const env = { ALERTMANAGER, NODE_EXTRA_CA_CERTS: pemFile("cert") };
    t.match(await runApp({ script: SCRIPT, env }), { exitCode: 0, stderr: "" });
    t.same(paths, ["GET /api/v2/alerts", "POST /api/v2/alerts"]);
  },
);

t.test(
  "the address without the number of instances is one line, and the app goes on",
  async (t) => {
    const run = await runApp({
      script: "ending.mjs",
      flags: ["--import", "@plimsoll/node"],
      env: { ENDING: "natural", PLIMSOLL_ALERTMANAGER_URL: "http://am:hunter2@127.0.0.1:1" },
    });
    t.equal(
      run.stderr,
      "plimsoll: PLIMSOLL_ALERTMANAGER_URL needs PLIMSOLL_INSTANCES, the most instances of this service that run at a time. The fast path is off. See docs/fast-path.md.\n",
    );
  },
);
