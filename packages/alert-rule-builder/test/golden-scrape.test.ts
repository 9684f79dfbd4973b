import { readFileSync } from "node:fs";
import { join } from "node:path";
import { METRICS, prometheusName, SERVER_METRICS } from "@plimsoll/catalog";
import t from "tap";
import { ruleGroups } from "../src/rule-groups.ts";
import { selectorsOf } from "./promql-selectors.ts";

interface Series {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
}

const FILE = join(import.meta.dirname, "../../test/golden/js-scrape.prom");
const scraped = readFileSync(FILE, "utf8").split("\n").flatMap(readSeries);
const expressions = ruleGroups().flatMap((group) => group.rules.map((rule) => rule.expr));
const selectors = expressions
  .flatMap(selectorsOf)
  .filter(({ name }) => !/^(plimsoll:|ALERTS$|up$)/.test(name));

/** Not in the scrape, and why. */
const ABSENT = new Set([
  // The drill's Money does not switch the probe on.
  ...Object.values(SERVER_METRICS).map((metric) => prometheusName(metric)),
  // The other dialect.
  ...METRICS.filter((metric) => metric.instrument === "histogram")
    .flatMap((metric) =>
      ["_bucket", "_count"].map((suffix) => prometheusName(metric, "otlp") + suffix),
    )
    .filter((name) => !scraped.some((series) => series.name === name)),
]);

/** Matchers that a healthy scrape cannot satisfy. */
const ONLY_WHEN_BROKEN = new Set(['error_type="25006"']);

t.test("every selector of the rules finds its series in what the process really serves", (t) => {
  for (const { name, matchers } of selectors) {
    if (ABSENT.has(name)) continue;
    const candidates = scraped.filter((series) => series.name === name);
    t.ok(candidates.length > 0, name);
    for (const matcher of matchers) {
      if (ONLY_WHEN_BROKEN.has(matcher)) continue;
      t.ok(
        candidates.some((series) => satisfies(series, matcher)),
        `${name}{${matcher}}`,
      );
    }
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

t.test("the labels that the recordings carry over are on every series of a pool", (t) => {
  const pool = scraped.filter(({ name }) => /^(plimsoll_pool|db_client_connection)_/.test(name));
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
});

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
