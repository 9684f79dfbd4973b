import { readFileSync } from "node:fs";
import t from "tap";
import { parse } from "yaml";
import { BASELINES, baselineRuleFile } from "../../src/baseline/baseline-rules.ts";
import { firstFirings, type InputSeries, type RuleFile } from "./first-firings.ts";
import { asExported, HEALTHY_DATABASE, SICK_DATABASE, UNMATCHED } from "./exported-series.ts";

/** A histogram in which `slow` of 100 requests each 5 s are in the bucket up to `le`, the others within 0.1 s. */
function histogram(name: string, labels: string, slow: number, le: number): InputSeries {
  const bounds = [0.1, 0.5, 1, 5, 10].map((bound) => {
    const count = bound < le ? 100 - slow : 100;
    return [`${name}_bucket{${labels},le="${bound}"}`, `0+${count}x200`];
  });
  return {
    ...Object.fromEntries(bounds),
    [`${name}_bucket{${labels},le="+Inf"}`]: "0+100x200",
    [`${name}_count{${labels}}`]: "0+100x200",
  };
}

const HTTP = "http_server_request_duration";
const MONEY = `service_name="money",instance="a",job="money"`;
const OK = `${MONEY},http_response_status_code="200"`;
const POOL = `${MONEY},db_client_connection_pool_name="money"`;
const QUERY = "db_client_operation_duration";

/** A pool of 10. */
function pool(used: string, pending: string): InputSeries {
  return {
    [`db_client_connection_limit{${POOL}}`]: "10x200",
    [`db_client_connection_count{${POOL},db_client_connection_state="used"}`]: used,
    [`db_client_connection_pending_requests{${POOL}}`]: pending,
    ...histogram(QUERY, MONEY, 0, 1),
  };
}

t.test("every alert of a baseline says that it is one, and pages nobody", (t) => {
  for (const baseline of BASELINES) {
    const file = parse(readFileSync(baselineRuleFile(baseline), "utf8")) as RuleFile;
    const rules = file.groups.flatMap((group) => group.rules);
    t.ok(rules.length >= 3, baseline);
    for (const { alert, labels } of rules)
      t.same(labels, { severity: "baseline", baseline }, alert);
  }
  t.end();
});

t.test("the API's alerts fire on errors and on latency, and not on a healthy API", (t) => {
  const firings = (series: InputSeries): object =>
    firstFirings(t.testdir(), baselineRuleFile("post-mortem"), series, 600);
  const errors = { [`${HTTP}_count{${MONEY},http_response_status_code="503"}`]: "0+6x200" };
  t.same(firings({ ...histogram(HTTP, OK, 0, 1), ...errors }), { ApiHighHttp5xxErrorRate: 65 });
  t.same(firings(histogram(HTTP, OK, 5, 5)), {
    ApiLatencyP99High: 65,
    ApiLatencyP99VeryHigh: 125,
  });
  const few = { [`${HTTP}_count{${MONEY},http_response_status_code="503"}`]: "0+5x200" };
  t.same(
    firings({ ...histogram(HTTP, OK, 0.5, 5), ...few }),
    {},
    "1 in 200 is slow, 1 in 21 fails",
  );
  t.end();
});

t.test("the pool's alerts fire on a full pool, and not on a healthy one", (t) => {
  const firings = (series: InputSeries): object =>
    firstFirings(t.testdir(), baselineRuleFile("upstream-metrics"), series, 600);
  t.same(firings(pool("10x200", "3x200")), {
    PoolRequestsPending: 60,
    PoolUtilizationHigh: 120,
    PoolExhausted: 120,
    PoolUsedNeverFalls: 120,
  });
  t.same(firings(pool("0 5x200", "0x200")), { PoolUsedNeverFalls: 125 }, "half of it leaked");
  const slow = histogram(QUERY, MONEY, 2, 5);
  t.same(firings({ ...pool("1x200", "0x200"), ...slow }), { QueryLatencyP99High: 65 });
  t.same(firings(pool("0 9 4 10 4 9 3 0x200", "0 2 0 5 0 0 2 0x200")), {}, "bursts");
  t.end();
});

const DATABASE = baselineRuleFile("postgres-exporter");

t.test("no alert of the exporter fires on a healthy database", (t) => {
  t.same(firstFirings(t.testdir(), DATABASE, asExported(HEALTHY_DATABASE), 1200), {});
  t.end();
});

t.test("every alert of the exporter fires on its fault, but for four", (t) => {
  const file = parse(readFileSync(DATABASE, "utf8")) as RuleFile;
  const names = file.groups.flatMap(({ rules }) => rules.map(({ alert }) => alert));
  t.same(Object.keys(SICK_DATABASE).toSorted(), names.toSorted());
  for (const [alert, fault] of Object.entries(SICK_DATABASE)) {
    const { series, at, seconds, stepSeconds } = fault;
    const fired = firstFirings(t.testdir(), DATABASE, asExported(series), seconds, stepSeconds);
    t.equal(fired[alert], UNMATCHED.has(alert) ? undefined : at, alert);
  }
  t.end();
});

t.test("those four fire only on series without the labels that an exporter gives", (t) => {
  for (const alert of UNMATCHED) {
    const fault = SICK_DATABASE[alert];
    const fired = firstFirings(t.testdir(), DATABASE, fault?.series ?? {}, fault?.seconds ?? 0);
    t.equal(fired[alert], fault?.at, alert);
  }
  t.end();
});
