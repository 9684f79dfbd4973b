import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { METRICS, prometheusLabel, prometheusName, SERVER_METRICS } from "@plimsoll/catalog";
import t from "tap";
import { createCellDatabase } from "../../src/cell-database.ts";
import { thinned } from "../../src/prometheus/golden.ts";
import {
  type LoadedRule,
  type Prometheus,
  type PrometheusKind,
  type Sample,
  startPrometheus,
} from "../../src/prometheus/prometheus.ts";
import { type Selector, selectorsOf, selectorText } from "../../src/prometheus/selectors.ts";
import { startEverySeries } from "../../src/prometheus/start-app.ts";
import { freeAddresses } from "../../src/traces/server.ts";
import { until } from "../../src/until.ts";

// One process, watched by the oldest and the newest Prometheus, in both ways that its metrics can take. To record what they hold
// into packages/alert-rule-builder/test/golden: PLIMSOLL_RECORD_GOLDEN=1 npm test -- packages/compatibility/test/prometheus
const KINDS: readonly PrometheusKind[] = [
  { command: "prometheus", dialect: "js-scrape" },
  { command: "prometheus-3", dialect: "js-scrape" },
  { command: "prometheus-3", dialect: "otlp" },
];

/** It needs a standby: packages/instrumentation-pool/test/server-probe/standby.launch.test.ts has one. */
const LAG = prometheusName(SERVER_METRICS.replicationLagSeconds);

/** Recordings that one healthy minute cannot have, and why. */
const NOT_YET = new Map([
  ["plimsoll:pool_pressed:bool", "pressure must hold"],
  ["plimsoll:pool_demand:growth", "half an hour of history"],
  ["plimsoll:pool_hold:growth", "half an hour of history"],
  ["plimsoll:pool_acquires_per_request:ratio", "five minutes of history"],
  ["plimsoll:pool_acquires_per_request:growth", "half an hour of history"],
  ["plimsoll:server_replication_lag:max", "a standby"],
  ["plimsoll:service_blind_instances:count", "an instance that has gone"],
]);

/** Recordings of what each reader collects for itself, or that move with the moment. */
const DIFFERS =
  /:(pool_peak|(pool|instance|server)_(oldest|connections:|waiters)|pool_pending|pool_waiting|pool_state|pool_exhaustion|server_used|server_lock_waiters|server_probe_time)/;

const GOLDEN = join(import.meta.dirname, "../../../../alert-rule-builder/test/golden");
const ABOUT = "# Recorded by packages/compatibility/test/prometheus/contract.launch.test.ts from";

/** Until then the windows of a minute fill, and a rate depends on when it is looked at. */
const SETTLED_SECONDS = 70;
const MOST_SECONDS = 150;
const { DATABASE_URL } = process.env;

t.setTimeout(240_000);

if (DATABASE_URL === undefined) t.plan(0, "DATABASE_URL is not set: run `npm test`");
else {
  const database = await createCellDatabase(DATABASE_URL);
  t.teardown(() => database.drop());
  const [target = ""] = await freeAddresses(1);
  const folder = t.testdir();
  const started = KINDS.map((kind, index) =>
    startPrometheus(join(folder, String(index)), kind, target),
  );
  const all = await Promise.all(started);
  t.teardown(() => Promise.all(all.map((one) => one.stop())));
  const [, parser, otlp] = all;
  if (!parser || !otlp) throw new Error("three are wanted");
  const metricsPort = target.split(":")[1] ?? "";
  const stop = await startEverySeries({ databaseUrl: database.url, metricsPort, otlp: otlp.url });
  t.teardown(stop);
  const settledAt = performance.now() + SETTLED_SECONDS * 1000;
  const recorded = await until(
    MOST_SECONDS,
    async () => {
      // Each answer is thousands of series, on the cores that evaluate the rules.
      await delay(1000);
      return Promise.all(all.map((one) => recordings(one)));
    },
    (found) =>
      performance.now() > settledAt &&
      found.every(({ missing }) => missing.length === 0) &&
      disagreements(found).length === 0,
  );
  const rules = await parser.rules();
  const selectors = await rawSelectors(parser, rules);

  for (const [index, prometheus] of all.entries()) {
    const { command, dialect } = prometheus.kind;
    const title = `${command}, ${dialect}`;

    t.test(`${title}: every rule is evaluated, and every recording has a value`, async (t) => {
      for (const rule of await prometheus.rules()) t.equal(rule.health, "ok", rule.name);
      t.same(recorded[index]?.missing, []);
    });

    t.test(`${title}: every metric of the catalogue is there`, async (t) => {
      for (const metric of METRICS) {
        const name = prometheusName(metric, dialect);
        if (name === LAG) continue;
        const series = metric.instrument === "histogram" ? `${name}_bucket` : name;
        t.ok(await has(prometheus, { name: series, matchers: [] }), series);
      }
    });

    t.test(`${title}: every selector of the rules finds its series`, async (t) => {
      const other = dialect === "otlp" ? "js-scrape" : "otlp";
      for (const selector of selectors) {
        const isOther = isSpeltOnlyIn(selector.name, other);
        if (selector.name === LAG) continue;
        t.equal(await has(prometheus, selector), !isOther, selectorText(selector));
      }
      const misspelt = { name: "plimsoll_pool_used_second_total", matchers: [] };
      t.notOk(await has(prometheus, misspelt), "the check itself can fail");
    });
  }

  t.test("what the rules read is in the catalogue, with its labels", (t) => {
    t.ok(selectors.length > 40);
    for (const selector of selectors) {
      const metric = METRICS.find((one) => spellings(one).includes(selector.name));
      const labels = metric?.attributes.map((attribute) => prometheusLabel(attribute)) ?? [];
      t.ok(metric, selector.name);
      for (const { name } of selector.matchers)
        t.ok([...labels, "le"].includes(name), selectorText(selector));
    }
    t.end();
  });

  t.test("both dialects and both Prometheus record the same series with the same values", (t) => {
    t.ok((recorded[0]?.samples.size ?? 0) > 60);
    t.same(disagreements(recorded), []);
    t.end();
  });

  if (process.env["PLIMSOLL_RECORD_GOLDEN"] === "1")
    await recordGolden(`http://${target}/metrics`, otlp.url);
}

interface Recordings {
  /** Value by series. */
  readonly samples: ReadonlyMap<string, number>;
  readonly missing: readonly string[];
}

async function recordings(prometheus: Prometheus): Promise<Recordings> {
  const rules = await prometheus.rules();
  const samples = await prometheus.query('{__name__=~"plimsoll:.+"}');
  const there = new Set(samples.map(({ labels }) => labels["__name__"]));
  const names = rules.filter(({ type }) => type === "recording").map(({ name }) => name);
  return {
    samples: new Map(samples.map((sample) => [seriesText(sample), sample.value])),
    missing: names.filter((name) => !there.has(name) && !NOT_YET.has(name)),
  };
}

/** What one of them has and another has not, or has with another value. A series that came late needs a minute to fill its window. */
function disagreements(found: readonly Recordings[]): readonly string[] {
  const [oldest = new Map<string, number>(), ...others] = found.map(({ samples }) => samples);
  return others.flatMap((other) => {
    const names = new Set([...oldest.keys(), ...other.keys()]);
    return [...names].flatMap((series) => {
      const [one, two] = [oldest.get(series), other.get(series)];
      const isSame =
        one !== undefined && two !== undefined && (DIFFERS.test(series) || isNear(one, two));
      return isSame ? [] : [`${series}: ${one}, ${two}`];
    });
  });
}

// The readers look at different moments of the same load. A quantile of nothing is NaN for each.
function isNear(one: number, other: number): boolean {
  return Object.is(one, other) || Math.abs(one - other) <= 0.3 + 0.25 * Math.abs(one);
}

// Prometheus 3 writes the bound 5 of a bucket as "5.0". What reads the recorded buckets reads a number: histogram_quantile().
function seriesText({ labels }: Sample): string {
  const { le, ...rest } = labels;
  const all = le === undefined ? rest : { ...rest, le: String(Number(le)) };
  return JSON.stringify(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What the rules read of the app itself. */
async function rawSelectors(parser: Prometheus, rules: readonly LoadedRule[]): Promise<Selector[]> {
  const found = new Map<string, Selector>();
  for (const { query } of rules)
    for (const selector of await selectorsOf(parser, query))
      if (!/^(plimsoll:|ALERTS$|up$)/.test(selector.name))
        found.set(selectorText(selector), selector);
  return [...found.values()];
}

async function has(prometheus: Prometheus, selector: Selector): Promise<boolean> {
  const found = await prometheus.query(`last_over_time(${selectorText(selector)}[5m])`);
  return found.length > 0;
}

function spellings(metric: (typeof METRICS)[number]): readonly string[] {
  return (["js-scrape", "otlp"] as const).flatMap((dialect) => {
    const name = prometheusName(metric, dialect);
    const suffixes = metric.instrument === "histogram" ? ["_bucket", "_count", "_sum"] : [""];
    return suffixes.map((suffix) => name + suffix);
  });
}

function isSpeltOnlyIn(series: string, dialect: "js-scrape" | "otlp"): boolean {
  const other = dialect === "otlp" ? "js-scrape" : "otlp";
  const name = series.replace(/_(bucket|count|sum)$/, "");
  const isIn = (one: "js-scrape" | "otlp") =>
    METRICS.some((metric) => [name, series].includes(prometheusName(metric, one)));
  return isIn(dialect) && !isIn(other);
}

async function recordGolden(metrics: string, otlpUrl: string): Promise<void> {
  const all = '{__name__!~"plimsoll:.*|ALERTS.*"}';
  const federate = `${otlpUrl}/federate?${new URLSearchParams({ "match[]": all }).toString()}`;
  for (const [dialect, url, from] of [
    ["js-scrape", metrics, "/metrics of @plimsoll/node"],
    ["otlp", federate, "the OTLP receiver of Prometheus 3 (module v0.316.0)"],
  ] as const) {
    const text = thinned(await (await fetch(url)).text());
    const head = `${ABOUT} ${from},\n# with its app every-series.mjs. Thinned: each series shows something new.\n`;
    writeFileSync(join(GOLDEN, `${dialect}.prom`), `${head}${text}\n`);
  }
}
