import t from "tap";
import { telemetryMissing } from "../../src/alerts/telemetry-missing.ts";
import { assertPage, firstFirings, SERVICE_GROUPS } from "../promtool.ts";
import { HEALTHY, instances } from "../scenarios.ts";
import type { ScrapedPool } from "../scrape.ts";

const GONE = 300;
const rarely = { seconds: 900, scrapeSeconds: 15, evaluationSeconds: 15, groups: SERVICE_GROUPS };
const silent = { ...HEALTHY, until: GONE };
const up = (instance: number, value: (t: number) => number | "stale") => ({
  series: `up{job="apps",instance="127.0.0.1:${9463 + instance}"}`,
  value,
});
const pages = (pools: readonly ScrapedPool[], others: readonly ReturnType<typeof up>[]) =>
  firstFirings({ pools, others, ...rarely });

t.test("a target that is down, or up without its pools, pages after two minutes", (t) => {
  const down = up(1, (t) => (t < GONE ? 1 : 0));
  const { PlimsollTelemetryMissing: at = Infinity } = pages([silent], [down]);
  t.ok(at - GONE >= 105 && at - GONE <= 135, `${at - GONE} s`);
  t.equal(pages([silent], [up(1, () => 1)])["PlimsollTelemetryMissing"], at);
  t.end();
});

t.test("a restart of 90 s pages nobody", (t) => {
  const again = { ...HEALTHY, from: GONE + 90 };
  t.same(pages([silent, { ...again, instance: 2 }], [up(1, () => 1), up(2, () => 1)]), {});
  t.end();
});

t.test("one instance of four that is gone is no missing service", (t) => {
  const pools = instances(4, HEALTHY, { until: GONE });
  t.same(
    pages(
      pools,
      pools.map((_, index) => up(index + 1, () => 1)),
    ),
    {},
  );
  t.end();
});

t.test("a service that was scaled to nothing leaves discovery and pages nobody", (t) => {
  const discovered = up(1, (t) => (t < GONE ? 1 : "stale"));
  t.same(pages([silent], [discovered]), {});
  t.end();
});

t.test("a service that pushes has no target, so its silence pages", (t) => {
  t.same(Object.keys(pages([silent], [])), ["PlimsollTelemetryMissing"]);
  t.end();
});

t.test("a process that ended its pools reported 0 last and pages nobody", (t) => {
  const ended = { ...silent, limit: 0, demand: () => 0 };
  t.same(pages([ended], [up(1, () => 1)]), {});
  t.end();
});

t.test("the page says that we are blind, not that the database is down", (t) => {
  const pools = [{ ...silent, environment: "prod" }];
  const run = { pools, others: [up(1, () => 0)], ...rarely };
  const text = {
    description:
      "Service money (prod) reported connection pools within the last hour and reports none now. No alert on them can fire.",
    evidence: "Instances that are expected and silent: 1.",
    do_first: telemetryMissing.doFirst,
  };
  const where = { service: "money", environment: "prod" };
  t.doesNotThrow(() => assertPage(run, telemetryMissing, 480, text, where));
  t.doesNotThrow(() => assertPage(run, telemetryMissing, 390));
  t.end();
});
