import { once } from "node:events";
import t from "tap";
import { startGrpcReceiver } from "./grpc-receiver.ts";
import { OtlpReceiver } from "./otlp-receiver.ts";
import { freePort, type Run, startApp } from "./run-app.ts";

// Short enough that each signal is sent while the app runs, by its own exporter and not as last data.
const SOON = {
  OTEL_BSP_SCHEDULE_DELAY: "50",
  OTEL_BLRP_SCHEDULE_DELAY: "50",
  OTEL_METRIC_EXPORT_INTERVAL: "200",
};

interface RunningApp {
  end(): Promise<Run>;
}

async function startMeasuredApp(env: Record<string, string>): Promise<RunningApp> {
  const { child, run } = startApp({
    script: "measured-app.mjs",
    flags: ["--import", "@plimsoll/node"],
    env: {
      OTEL_EXPORTER_OTLP_HEADERS: "x-team=money,authorization=Bearer%20secret",
      ...SOON,
      ...env,
    },
  });
  await once(child.stdout, "data");
  const end = async (): Promise<Run> => {
    child.stdin.end();
    return run;
  };
  return { end };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

const SIGNS = [
  ["/v1/traces", "the work"],
  ["/v1/logs", "the words"],
  ["/v1/metrics", "app.work"],
] as const;

for (const [protocol, type] of [
  ["http/protobuf", "application/x-protobuf"],
  ["http/json", "application/json"],
] as const)
  t.test(
    `${protocol} carries traces, metrics and logs with the standard variables' headers`,
    async (t) => {
      const receiver = await OtlpReceiver.start();
      t.teardown(() => receiver.stop());
      const app = await startMeasuredApp({
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      });
      await until(() => SIGNS.every(([path, text]) => receiver.count(path, text) > 0));
      for (const { headers } of receiver.requests)
        t.match(headers, {
          "content-type": type,
          "x-team": "money",
          authorization: "Bearer secret",
        });
      t.match(await app.end(), { exitCode: 0, stderr: "" });
      t.equal(receiver.count("/v1/traces", "the work"), 1, "and not once more at the end");
      t.equal(receiver.count("/v1/logs", "the words"), 1);
    },
  );

t.test("grpc carries traces, metrics and logs with the standard variables' headers", async (t) => {
  const receiver = await startGrpcReceiver();
  t.teardown(() => receiver.stop());
  const bodies = (service: string) =>
    receiver.requests
      .filter((request) => request.service.startsWith(service))
      .map(({ body }) => body.toString("latin1"));
  const app = await startMeasuredApp({
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
  });
  const has = (service: string, text: string) =>
    bodies(service).some((body) => body.includes(text));
  await until(
    () => has("trace", "the work") && has("logs", "the words") && has("metrics", "app.work"),
  );
  for (const { metadata } of receiver.requests) {
    t.same(metadata.get("x-team"), ["money"]);
    t.same(metadata.get("authorization"), ["Bearer secret"]);
  }
  const before = bodies("metrics").length;
  t.match(await app.end(), { exitCode: 0, stderr: "" });
  t.equal(bodies("trace").length, 1, "and not once more at the end");
  t.ok(bodies("metrics").length > before, "the last metrics");
});

t.test("each signal can have a protocol, an endpoint and headers of its own", async (t) => {
  const [http, grpc] = [await OtlpReceiver.start(), await startGrpcReceiver()];
  t.teardown(() => {
    http.stop();
    grpc.stop();
  });
  const app = await startMeasuredApp({
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: grpc.url,
    OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: "grpc",
    OTEL_EXPORTER_OTLP_TRACES_HEADERS: "x-team=traces",
    OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${http.url}/own/path`,
    OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: "http/json",
  });
  await until(() => grpc.requests.length > 0 && http.count("/own/path", "app.work") > 0);
  t.match(await app.end(), { exitCode: 0, stderr: "" });
  t.same(new Set(grpc.requests.map(({ service }) => service)), new Set(["trace.v1.TraceService"]));
  t.same(grpc.requests[0]?.metadata.get("x-team"), ["traces"]);
  t.same(new Set(http.requests.map(({ path }) => path)), new Set(["/own/path"]));
});

interface SentMetrics {
  resourceMetrics: { scopeMetrics: { metrics: SentMetric[] }[] }[];
}

interface SentMetric {
  name: string;
  sum?: { dataPoints: { asDouble?: number; asInt?: number }[] };
  histogram?: { dataPoints: { count: number | string }[] };
}

/** How /metrics names the number → the number, of every sent sum and histogram that has one series. */
function sentNumbers(body: Buffer | undefined): Map<string, number> {
  const { resourceMetrics } = JSON.parse(String(body)) as SentMetrics;
  const metrics = resourceMetrics
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap((scope) => scope.metrics)
    // Those of the runtime go on between two readings.
    .filter(({ name }) => !/^(?:v8js|nodejs)\./.test(name));
  return new Map(
    metrics.flatMap(({ name, sum, histogram }): [string, number][] => {
      const series = name.replaceAll(".", "_");
      const [point, ...others] = sum?.dataPoints ?? [];
      const [spread, ...more] = histogram?.dataPoints ?? [];
      if (others.length > 0 || more.length > 0) return [];
      if (point !== undefined) return [[series, Number(point.asDouble ?? point.asInt)]];
      return spread === undefined ? [] : [[`${series}_count`, Number(spread.count)]];
    }),
  );
}

t.test("Prometheus and OTLP together give the same numbers", async (t) => {
  const receiver = await OtlpReceiver.start();
  t.teardown(() => receiver.stop());
  const port = String(await freePort());
  const app = await startMeasuredApp({
    OTEL_EXPORTER_PROMETHEUS_PORT: port,
    OTEL_METRICS_EXPORTER: "prometheus,otlp",
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
  });
  await until(() => receiver.count("/v1/metrics", "app.work") > 0);
  const served = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  await app.end();
  const last = receiver.requests.filter(({ path }) => path === "/v1/metrics").at(-1)?.body;
  const sent = sentNumbers(last);
  t.match(Object.fromEntries(sent), {
    app_work: 41,
    plimsoll_pool_requests_started: 1,
  });
  for (const [series, value] of sent) {
    const line = new RegExp(`^${series}(?:_total)?\\{[^}]*\\} (\\S+)$`, "m").exec(served);
    t.equal(Number(line?.[1]), value, series);
  }
});
