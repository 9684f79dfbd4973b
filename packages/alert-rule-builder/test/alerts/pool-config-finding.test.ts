import { POOL_METRICS } from "@plimsoll/catalog";
import t from "tap";
import { poolConfigFinding } from "../../src/alerts/pool-config-finding.ts";
import { assertPage, assertSamples, firstFirings, TICKET_GROUPS } from "../promtool.ts";
import { gauge, HEALTHY } from "../scenarios.ts";
import type { ScrapedPool } from "../scrape.ts";

const rarely = { seconds: 900, scrapeSeconds: 15, evaluationSeconds: 60, groups: TICKET_GROUPS };
const finding = (rule: string, value: (t: number) => number) =>
  gauge(POOL_METRICS.configFindings, { rule, severity: "warning" }, value);
const found = (until = Infinity): ScrapedPool => ({
  ...HEALTHY,
  signals: [
    finding("acquire_timeout_missing", (t) => (t < until ? 1 : 0)),
    finding("no_error_listener", () => 0),
  ],
});
const tickets = (pool: ScrapedPool) => firstFirings({ pools: [pool], ...rarely });

t.test("a finding that stays for ten minutes is a ticket", (t) => {
  t.same(tickets(found()), { PlimsollPoolConfigFinding: 600 });
  t.end();
});

t.test("a finding that a roll-out ends after nine minutes is none", (t) => {
  t.same(tickets(found(540)), {});
  t.end();
});

t.test("each rule that finds something is one ticket, the others are none", (t) => {
  const run = { pools: [found()], ...rarely };
  const byRule = "count by (rule, severity) (ALERTS)";
  const one = { '{rule="acquire_timeout_missing",severity="ticket"}': 1 };
  t.doesNotThrow(() => assertSamples(run, byRule, 660, one));
  t.end();
});

t.test("the ticket names the rule", (t) => {
  const run = { pools: [{ ...found(), environment: "prod" }], ...rarely };
  const text = {
    description:
      "Pool money of money (prod): acquire_timeout_missing. docs/config-findings.md says what it leads to.",
    evidence:
      "Found by the process itself, for 1 instances of the pool; limit 10 over all of them.",
    do_first:
      "Read acquire_timeout_missing in docs/config-findings.md and change the setting that it names with the next deploy.",
  };
  const where = {
    service: "money",
    environment: "prod",
    pool: "money",
    rule: "acquire_timeout_missing",
  };
  t.doesNotThrow(() => assertPage(run, poolConfigFinding, 600, text, where));
  t.doesNotThrow(() => assertPage(run, poolConfigFinding, 540));
  t.end();
});
