import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Dialect, METRICS, prometheusName, SERVER_METRICS } from "@plimsoll/catalog";
import t from "tap";
import { selectorsOf } from "../src/promql-selectors.ts";
import { ruleGroups } from "../src/rule-groups.ts";

interface Series {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
}

/** What one process holds in each dialect; packages/compatibility/test/prometheus/contract.launch.test.ts records it. */
const SCRAPES: ReadonlyMap<Dialect, readonly Series[]> = new Map(
  (["js-scrape", "otlp"] as const).map((dialect) => {
    const file = join(import.meta.dirname, `../../test/golden/${dialect}.prom`);
    return [dialect, readFileSync(file, "utf8").split("\n").flatMap(readSeries)];
  }),
);
const scraped = SCRAPES.get("js-scrape") ?? [];
const expressions = ruleGroups().flatMap((group) => group.rules.map((rule) => rule.expr));
const selectors = expressions
  .flatMap(selectorsOf)
  .filter(({ name }) => !/^(plimsoll:|ALERTS$|up$)/.test(name));

/** Names that a scrape in `dialect` cannot have, and why. */
function absentIn(dialect: Dialect): ReadonlySet<string> {
  const other = dialect === "otlp" ? "js-scrape" : "otlp";
  return new Set([
    // It needs a standby.
    prometheusName(SERVER_METRICS.replicationLagSeconds),
    ...METRICS.filter((metric) => prometheusName(metric, other) !== prometheusName(metric, dialect))
      .map((metric) => prometheusName(metric, other))
      .flatMap((name) => [`${name}_bucket`, `${name}_count`, `${name}_sum`]),
  ]);
}

for (const [dialect, series] of SCRAPES)
  t.test(`every selector of the rules finds its series in what ${dialect} holds`, (t) => {
    const absent = absentIn(dialect);
    for (const { name, matchers } of selectors) {
      const candidates = series.filter((one) => one.name === name);
      t.equal(candidates.length > 0, !absent.has(name), name);
      if (absent.has(name)) continue;
      for (const matcher of matchers)
        t.ok(
          candidates.some((one) => satisfies(one, matcher)),
          `${name}{${matcher}}`,
        );
    }
    t.end();
  });

t.test("a selector that has a letter wrong is found out", (t) => {
  t.notOk(scraped.some(({ name }) => name === "plimsoll_pool_used_second_total"));
  const cause = scraped.find(({ name }) => name === "plimsoll_pool_requests_total");
  t.ok(cause && satisfies(cause, 'outcome=~"idle|created|queued"'));
  t.notOk(cause && satisfies(cause, 'outcome="Idle"'));
  t.notOk(cause && satisfies(cause, 'result="idle"'));
  t.end();
});

for (const [dialect, series] of SCRAPES)
  t.test(
    `the labels that the recordings carry over are on every series of a pool in ${dialect}`,
    (t) => {
      const pool = series.filter(({ name }) => /^(plimsoll_pool|db_client_connection)_/.test(name));
      t.ok(pool.length > 0);
      const carried = [
        "db_client_connection_pool_name",
        "server_address",
        "server_port",
        "service_name",
        "service_instance_id",
        "deployment_environment_name",
      ];
      for (const { name, labels } of pool) {
        for (const label of carried) t.ok(labels.has(label), `${name}{${label}}`);
      }
      t.end();
    },
  );

function readSeries(line: string): readonly Series[] {
  const [, name, text = ""] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? /.exec(line) ?? [];
  if (name === undefined) return [];
  const labels = [...text.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
  return [{ name, labels: new Map(labels.map(([, label = "", value = ""]) => [label, value])) }];
}

function satisfies({ labels }: Series, matcher: string): boolean {
  const [, label = "", operator = "", quoted = '""'] =
    /^(\w+)(=~|!~|!=|=)(".*")$/.exec(matcher) ?? [];
  const value = labels.get(label);
  if (value === undefined) return false;
  const wanted = JSON.parse(quoted) as string;
  const matches = operator.includes("~")
    ? new RegExp(`^(?:${wanted})$`).test(value)
    : value === wanted;
  return operator.startsWith("!") ? !matches : matches;
}
