import { POOL_METRICS, prometheusName } from "@plimsoll/catalog";
import t from "tap";
import type { Sample } from "../src/exposition.ts";
import { judgeMetrics } from "../src/judge-metrics.ts";
import { PoolSamples } from "../src/pool-samples.ts";
import { rightSamples } from "./right-samples.ts";

const POOL = "orders-pool";

function judge(end: readonly Sample[], stall: readonly Sample[] = rightSamples("stall")): string[] {
  return judgeMetrics(new PoolSamples(end, POOL), {
    acquireTimeoutSeconds: 0,
    alwaysHeld: 0,
    hasOwnWork: false,
    serverConnections: 2,
    stall: { pool: new PoolSamples(stall, POOL), seconds: 0.2 },
  });
}

const metricsOf = (problems: readonly string[]): string[] =>
  problems.map((problem) => problem.split(":")[0] ?? "");

t.test("a pool with every number right has no problem", (t) => {
  t.same(judge(rightSamples("end")), []);
  t.end();
});

t.test("each metric that is missing is a problem of that metric", (t) => {
  for (const metric of Object.values(POOL_METRICS)) {
    const family = prometheusName(metric);
    const rest = rightSamples("end").filter(
      ({ name }) => name !== family && name !== `${family}_count`,
    );
    t.ok(metricsOf(judge(rest)).includes(metric.name), metric.name);
  }
  t.end();
});

t.test("the numbers of another pool do not count", (t) => {
  const others = rightSamples("end").map((sample) => ({ ...sample, labels: {} }));
  t.equal(judge(others).length, Object.keys(POOL_METRICS).length);
  t.end();
});

t.test("each number that is wrong at the end is a problem", (t) => {
  const samples = rightSamples("end");
  for (const [index, sample] of samples.entries()) {
    if (!isChecked(sample)) continue;
    const value = sample.value === 0 ? 1 : 0;
    const wrong = samples.with(index, { ...sample, value });
    t.ok(judge(wrong).length > 0, `${sample.name} ${JSON.stringify(sample.labels)} ${value}`);
  }
  t.end();
});

t.test("a stall that the pool does not show is a problem", (t) => {
  const problems = judge(rightSamples("end"), rightSamples("end"));
  t.same(metricsOf(problems), [
    "db.client.connection.count",
    "db.client.connection.pending_requests",
    "plimsoll.pool.oldest_seconds",
    "plimsoll.pool.oldest_seconds",
    "plimsoll.pool.oldest_seconds",
    "plimsoll.pool.peak",
    "plimsoll.pool.peak",
  ]);
  t.end();
});

/** Metrics that came later than the rules of this scenario are asked for a point only; so are ages at the end, but the waiter's. */
function isChecked({ name, labels }: Sample): boolean {
  if (name.endsWith("_oldest_seconds")) return labels["of"] === "waiter";
  return /^db_client_connection_|^plimsoll_pool_(requests|used|querying|pending|pressure|leak|route|connect_failures|acquire|parked|nested|open_transactions)/.test(
    name,
  );
}
