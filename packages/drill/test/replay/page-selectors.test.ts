import { readFileSync } from "node:fs";
import t from "tap";
import { pageRules } from "../../src/replay/page-selectors.ts";
import { RULES_FILE } from "../../src/replay/recorder.ts";

const RULES = `
groups:
  - name: fast
    interval: 5s
    rules:
      - record: plimsoll:a
        expr: plimsoll:b + rate(read_total{level="waiting"}[1m])
      - record: plimsoll:panel
        expr: shown_only
      - alert: Page
        expr: plimsoll:a > 1 unless ALERTS{alertname="Other"}
        labels: { severity: page }
  - name: slow
    interval: 1m
    rules:
      - record: plimsoll:b
        expr: last_over_time(limit{le=~"1(\\\\.0)?", code!~"5..", kind!="x"}[5m]) + plimsoll:a
      - alert: Ticket
        expr: ticket_only > 1
        labels: { severity: ticket }
      - alert: SlowPage
        expr: up == 0
        labels: { severity: page }
`;

t.test("page rules read what their recordings read, and no more", (t) => {
  const rules = pageRules(RULES);
  t.same(
    [...rules.recorded].toSorted((a, b) => a.localeCompare(b)),
    ["plimsoll:a", "plimsoll:b"],
  );
  for (const name of ["read_total", "limit", "up"]) t.ok(rules.readsName(name), name);
  for (const name of ["shown_only", "ticket_only", "ALERTS", "plimsoll:a"])
    t.notOk(rules.readsName(name), name);
  t.same(rules.groups, ["fast", "slow"]);
  t.same(rules.alerts, [
    { name: "Page", intervalSeconds: 5 },
    { name: "SlowPage", intervalSeconds: 60 },
  ]);
  t.end();
});

t.test("a series is read when it satisfies every matcher of one selector", (t) => {
  const rules = pageRules(RULES);
  t.ok(rules.reads("read_total", { level: "waiting" }));
  t.notOk(rules.reads("read_total", { level: "saturated" }));
  t.ok(rules.reads("limit", { le: "1" }), "an absent label is an empty one");
  t.ok(rules.reads("limit", { le: "1.0", code: "404", kind: "y" }));
  t.notOk(rules.reads("limit", { le: "10" }), "a pattern is for the whole value");
  t.notOk(rules.reads("limit", { le: "1", code: "503" }));
  t.notOk(rules.reads("limit", { le: "1", kind: "x" }));
  t.end();
});

t.test("a matcher or an interval that is not understood is an error that shows it", (t) => {
  t.throws(() => pageRules(onePage("5s", "a='b'")), {
    message: `matcher must be like job="money", got "a='b'".`,
  });
  t.throws(() => pageRules(onePage("1h30m", "")), {
    message: `interval must be like 5s or 1m, got "1h30m".`,
  });
  t.end();
});

t.test("the production rules page on pools, HTTP requests and targets", (t) => {
  const rules = pageRules(readFileSync(RULES_FILE, "utf8"));
  for (const name of [
    "plimsoll_pool_leak_suspects",
    "http_server_request_duration_bucket",
    "plimsoll_server_connections",
    "up",
  ])
    t.ok(rules.readsName(name), name);
  t.notOk(rules.readsName("db_client_operation_duration_bucket"), "that is for panels only");
  t.notOk(rules.reads("http_server_request_duration_bucket", { le: "0.5" }));
  t.ok(rules.recorded.has("plimsoll:pool_hold:mean1m"));
  t.ok(rules.alerts.some(({ name }) => name === "PlimsollPoolLeak"));
  t.end();
});

function onePage(interval: string, matcher: string): string {
  return `
groups:
  - name: g
    interval: ${interval}
    rules:
      - { alert: A, expr: "x{${matcher}}", labels: { severity: page } }
`;
}
