import t from "tap";
import { dialectsOf, findSeries } from "../../src/doctor/find-series.ts";
import { POOL, sight } from "./sights.ts";

const names = sight().names;

t.test("a Prometheus in which all is well has no finding", (t) => {
  t.same(findSeries(sight()), []);
  t.end();
});

t.test("dialects are told by the histograms of pools and queries, and both can be there", (t) => {
  t.same(dialectsOf(sight({ names: bucket("db_client_connection_wait_time") })), ["js-scrape"]);
  t.same(dialectsOf(sight({ names: bucket("db_client_operation_duration_seconds") })), ["otlp"]);
  t.same(
    dialectsOf(
      sight({ names: new Set([...names, "db_client_connection_use_time_seconds_bucket"]) }),
    ),
    ["js-scrape", "otlp"],
  );
  // Of the app's HTTP server, and one that is spelt alike in both.
  t.same(dialectsOf(sight({ names: bucket("http_server_request_duration_seconds") })), []);
  t.same(dialectsOf(sight({ names: bucket("plimsoll_pool_parked_time_seconds") })), []);
  t.end();
});

t.test("no pool is told apart from pools in names that the rules do not read", (t) => {
  t.match(findSeries(sight({ pools: [] })), [{ code: "POOLS_MISSING", severity: "error" }]);
  for (const name of [
    "db.client.connection.limit",
    "plimsoll_pool_used_seconds",
    "plimsoll.pool.used_seconds_total",
  ]) {
    const found = findSeries(sight({ pools: [], names: new Set([name]) }));
    t.match(found, [{ code: "NAMES_UNREAD", args: { names: [name] } }]);
  }
  t.end();
});

t.test("series of another instrumentation are not Plimsoll's", (t) => {
  const other = new Set(["db_client_connection_limit", "db_client_connection_count"]);
  t.match(findSeries(sight({ names: other })), [{ code: "NOT_PLIMSOLL", severity: "error" }]);
  t.end();
});

t.test("a series that is dropped on the way is named", (t) => {
  const without = new Set([...names].filter((name) => name !== "plimsoll_pool_used_seconds_total"));
  t.match(findSeries(sight({ names: without })), [
    { code: "SERIES_MISSING", args: { names: ["plimsoll_pool_used_seconds_total"] } },
  ]);
  t.end();
});

t.test("pools without a histogram of waits have no dialect", (t) => {
  const without = new Set([...names].filter((name) => !name.endsWith("_bucket")));
  t.match(findSeries(sight({ names: without })), [
    { code: "HISTOGRAMS_MISSING", severity: "warning" },
  ]);
  t.end();
});

t.test("missing identity is told once for each job", (t) => {
  const { service_name: _, ...anonymous } = POOL;
  const pools = [POOL, anonymous, { ...anonymous, job: "b" }];
  t.match(findSeries(sight({ pools })), [
    { code: "IDENTITY_MISSING", where: "apps", args: { attributes: ["service.name"] } },
    { code: "IDENTITY_MISSING", where: "b" },
  ]);
  t.end();
});

t.test(
  "one pool from two targets is doubled, two pools of a process and two processes are not",
  (t) => {
    const pushed = { ...POOL, job: "money", instance: "a:1" };
    t.match(findSeries(sight({ pools: [POOL, pushed] })), [
      {
        code: "POOL_DOUBLED",
        where: "money a:1 money",
        args: { from: ["apps/10.0.0.1:9464", "money/a:1"] },
      },
    ]);
    const second = { ...POOL, db_client_connection_pool_name: "reports" };
    const other = { ...POOL, service_instance_id: "b:1", instance: "10.0.0.2:9464" };
    t.same(findSeries(sight({ pools: [POOL, second, other] })), []);
    t.end();
  },
);

function bucket(name: string): ReadonlySet<string> {
  return new Set([`${name}_bucket`]);
}
