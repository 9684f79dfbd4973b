import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import t from "tap";
import { startGrpcReceiver } from "../grpc-receiver.ts";
import { OtlpReceiver } from "../otlp-receiver.ts";
import { pemFile } from "../pem-file.ts";
import { runEnding, WITH_US } from "./run-ending.ts";

for (const protocol of ["http/json", "http/protobuf"])
  t.test(
    `the last data over ${protocol} has the standard variables' headers and compression`,
    async (t) => {
      const receiver = await OtlpReceiver.start();
      t.teardown(() => receiver.stop());
      await runEnding("process.exit", WITH_US, {
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
        OTEL_EXPORTER_OTLP_HEADERS: "x-team=money",
        OTEL_EXPORTER_OTLP_COMPRESSION: "gzip",
      });
      t.same(receiver.requests.map(({ path }) => path).toSorted(), [
        "/v1/logs",
        "/v1/metrics",
        "/v1/traces",
      ]);
      for (const { headers } of receiver.requests)
        t.match(headers, { "x-team": "money", "content-encoding": "gzip" });
      t.equal(receiver.count("/v1/traces", "the last work"), 1);
    },
  );

t.test(
  "the last data goes over TLS to a receiver whose certificate the variables name",
  async (t) => {
    const [cert, key] = [readFileSync(pemFile("cert")), readFileSync(pemFile("key"))];
    const receiver = await OtlpReceiver.start({ cert, key });
    t.teardown(() => receiver.stop());
    const run = await runEnding("process.exit", WITH_US, {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_CERTIFICATE: pemFile("cert"),
    });
    t.equal(run.stderr, "");
    t.equal(receiver.count("/v1/traces", "the last work"), 1);
  },
);

t.test("the last data goes by grpc", async (t) => {
  const receiver = await startGrpcReceiver();
  t.teardown(() => receiver.stop());
  const run = await runEnding("process.exit", WITH_US, {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
    OTEL_EXPORTER_OTLP_HEADERS: "x-team=money",
  });
  t.equal(run.stderr, "");
  const spans = receiver.requests.filter(({ service }) => service.startsWith("trace"));
  t.equal(spans.length, 1);
  t.match(spans[0]?.body.toString("latin1"), "the last work");
  t.same(spans[0]?.metadata.get("x-team"), ["money"]);
});

t.test(
  "a receiver that never answers holds the exit up for the bound, and is one line",
  async (t) => {
    const silent = createServer().listen(0, "127.0.0.1");
    await once(silent, "listening");
    t.teardown(() => silent.close());
    const { port } = silent.address() as AddressInfo;
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      PLIMSOLL_LAST_DATA_SECONDS: "1.5",
    };
    for (const name of ["process.exit", "SIGTERM"]) {
      const start = performance.now();
      const run = await runEnding(name, WITH_US, env);
      // OTLP's own timeout is 10 s.
      t.ok(performance.now() - start < 9000);
      const without = await runEnding(name, [], {});
      t.strictSame({ ...run, stderr: "" }, without);
      t.equal(run.stderr, "plimsoll: the last telemetry could not be sent and is lost.\n");
    }
  },
);

t.test("without the right to start a thread, the first beforeExit sends", async (t) => {
  const receiver = await OtlpReceiver.start();
  t.teardown(() => receiver.stop());
  const flags = ["--permission", "--allow-fs-read=*", ...WITH_US];
  const run = await runEnding("natural", flags, { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
  t.match(run, { exitCode: 0, stderr: "" });
  t.equal(receiver.count("/v1/traces", "the last work"), 1);
});
