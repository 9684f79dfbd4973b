import t from "tap";
import { alertsPage, notifiedAfterSeconds } from "../src/alerts-page.ts";
import { ALERTS } from "../src/alerts/alerts.ts";
import { poolLeak } from "../src/alerts/pool-leak.ts";
import { poolStalled } from "../src/alerts/pool-stalled.ts";
import { DEFAULT_THRESHOLDS } from "../src/thresholds.ts";

t.test("the page lists every alert once, with its runbook", (t) => {
  const page = alertsPage();
  for (const { name } of ALERTS) {
    t.equal(page.split(`| [${name}](../alerts/runbooks/${name}.md) |`).length, 2, name);
  }
  t.end();
});

t.test(
  "a notification takes a scrape, an evaluation, the persistence and Alertmanager's wait",
  (t) => {
    t.equal(notifiedAfterSeconds(poolLeak, DEFAULT_THRESHOLDS), 5 + 5 + 0 + 7);
    t.equal(notifiedAfterSeconds(poolStalled, DEFAULT_THRESHOLDS), 5 + 5 + 15 + 7);
    t.equal(notifiedAfterSeconds(poolStalled, { ...DEFAULT_THRESHOLDS, stalledSeconds: 45 }), 62);
    t.end();
  },
);

t.test("the lead of the example is what the arithmetic leaves, and is never made up", (t) => {
  const [, row = ""] = alertsPage().split("[PlimsollPoolLeak]");
  t.match(row.split("\n")[0], /\| 17 s \| 433 s \|/);
  const [, stalled = ""] = alertsPage().split("[PlimsollPoolStalled]");
  t.match(stalled.split("\n")[0], /\| 32 s \| −27 s \|/);
  t.end();
});
