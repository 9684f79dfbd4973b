import { SPAN_ATTRIBUTE } from "@plimsoll/catalog";
import t, { type Test } from "tap";
import { freePort, type Run, runApp } from "../run-app.ts";
import { OtlpReceiver } from "../otlp-receiver.ts";
import { type ReceivedSpan, receivedSpans } from "../received-spans.ts";

const DATABASE_URL = process.env["DATABASE_URL"];

async function run(
  t: Test,
  env: Record<string, string>,
): Promise<Run & { readonly spans: readonly ReceivedSpan[] }> {
  const receiver = await OtlpReceiver.start();
  t.teardown(() => receiver.stop());
  const port = String(await freePort());
  const result = await runApp({
    script: "kept-traces.mjs",
    env: {
      DATABASE_URL: DATABASE_URL ?? "",
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${receiver.url}/v1/traces`,
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: "http/json",
      OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
      OTEL_TRACES_SAMPLER_ARG: "0",
      OTEL_EXPORTER_PROMETHEUS_PORT: port,
      EXPECT_METRICS_PORT: port,
      PLIMSOLL_SLOW_TRACE_SECONDS: "2",
      ...env,
    },
  });
  t.equal(result.exitCode, 0, result.stderr);
  t.equal(result.stderr, "", "no warning");
  return { ...result, spans: receivedSpans(receiver) };
}

function attribute({ attributes }: ReceivedSpan, key: string): string {
  return JSON.stringify(attributes[key] ?? null);
}

/** The value of the series whose name and labels match. */
function series({ stdout }: Run, pattern: string): string[] {
  const lines = stdout.match(new RegExp(`^${pattern}.*$`, "gm")) ?? [];
  return lines.map((line) => line.split(" ").at(-1) ?? "");
}

/** Seven requests were served and ten connections asked for, whatever was sampled. */
function hasWholeMetrics(t: Test, result: Run): void {
  const served = series(result, "http_server_request_duration_count");
  t.equal(
    served.reduce((sum, count) => sum + Number(count), 0),
    7,
    "every request is in the metrics",
  );
  t.same(series(result, "plimsoll_pool_requests_started_total"), ["10"]);
}

if (DATABASE_URL === undefined) t.plan(0, "DATABASE_URL is not set: run `npm test`");
else {
  t.test("with a ratio of 0 only traces that waited, failed or were slow arrive", async (t) => {
    const result = await run(t, {});
    const roots = new Map(
      result.spans
        .filter((span) => attribute(span, SPAN_ATTRIBUTE.keptBecause) !== "null")
        // The app asks itself: the span of its asking begins the trace, that of its answering has the route.
        .filter((span) => attribute(span, "http.route") !== "null")
        .map((span) => [attribute(span, "http.route"), span]),
    );
    const kept = [...roots].map(([route, span]) => [
      route.replaceAll(/.*"(\/\w+)".*/g, "$1"),
      /"(waited|failed|slow)"/.exec(attribute(span, SPAN_ATTRIBUTE.keptBecause))?.[1],
    ]);
    t.same(kept, [
      ["/waits", "waited"],
      ["/fails", "failed"],
      ["/slow", "slow"],
    ]);
    const namesOf = (root: ReceivedSpan | undefined) =>
      result.spans.filter(({ traceId }) => traceId === root?.traceId).map(({ name }) => name);
    for (const root of roots.values()) {
      const names = namesOf(root);
      t.match(names.join(), /request handler/, "whole: express");
      t.match(names.join(), /SELECT/, "whole: the query");
    }
    t.equal(new Set(result.spans.map(({ traceId }) => traceId)).size, 3, "and no other trace");
    hasWholeMetrics(t, result);
    t.same(series(result, String.raw`plimsoll_sampling_kept_traces_total\{.*`), ["1", "1", "1"]);
    t.same(series(result, "plimsoll_sampling_lost_spans_total"), ["0"]);
  });

  t.test("with PLIMSOLL_KEEP_TRACES=none nothing arrives, and metrics are the same", async (t) => {
    const result = await run(t, { PLIMSOLL_KEEP_TRACES: "none" });
    t.same(result.spans, []);
    hasWholeMetrics(t, result);
    t.same(series(result, "plimsoll_sampling"), []);
  });
}
