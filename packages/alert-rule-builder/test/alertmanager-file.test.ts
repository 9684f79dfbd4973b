import t from "tap";
import { parse } from "yaml";
import { alertmanagerFileText } from "../src/alertmanager-file.ts";
import { ALERTS } from "../src/alerts/alerts.ts";
import { BLAME } from "../src/alerts/blame.ts";

interface Config {
  readonly inhibit_rules: readonly {
    readonly source_matchers: readonly string[];
    readonly target_matchers: readonly string[];
    readonly equal: readonly string[];
  }[];
}

const config = parse(alertmanagerFileText()) as Config;

t.test("no rule mutes meta alerts", (t) => {
  for (const rule of config.inhibit_rules) {
    t.ok(rule.target_matchers.some((matcher) => /^role="(cause|symptom)"$/.test(matcher)));
  }
  t.end();
});

t.test("both sides of every rule must carry a service", (t) => {
  // Alertmanager takes two missing labels for equal.
  for (const rule of config.inhibit_rules) {
    t.ok(rule.equal.includes("service"));
    t.ok(rule.source_matchers.includes('service!=""'));
    t.ok(rule.target_matchers.includes('service!=""'));
  }
  t.end();
});

t.test("each cause mutes those of less blame and never the other way round", (t) => {
  const causes = BLAME.map((name) => ALERTS.find((alert) => alert.name === name)?.cause ?? name);
  t.same(causes, [
    "server_connections",
    "connect_failure",
    "event_loop",
    "nested_acquire",
    "leak",
    "held_idle",
    "lock_wait",
    "slow_query",
    "demand",
    "stalled",
    "forecast",
    "unknown",
  ]);
  const muted = config.inhibit_rules.slice(1).map((rule) => {
    const later = rule.target_matchers.find((matcher) => matcher.startsWith("cause=~"));
    return later?.slice('cause=~"'.length, -1).split("|");
  });
  t.same(
    muted,
    causes.slice(0, -1).map((_, index) => causes.slice(index + 1)),
  );
  t.end();
});

t.test("nothing mutes the page that a scale-out is futile", (t) => {
  const matchers = config.inhibit_rules.flatMap((rule) => rule.target_matchers);
  t.notOk(matchers.some((matcher) => matcher.includes("scale_out")));
  t.end();
});

t.test("another pager's address replaces the default one", (t) => {
  const text = alertmanagerFileText("http://127.0.0.1:1234");
  t.match(text, "url: http://127.0.0.1:1234/alerts");
  t.notMatch(text, "pager:9094");
  t.end();
});
