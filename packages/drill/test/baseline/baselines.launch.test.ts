import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import t from "tap";
import { parse } from "yaml";
import { BASELINE_RULE_FILES } from "../../src/baseline/baseline-rules.ts";
import { readBaselines } from "../../src/baseline/read-baselines.ts";
import { type PrometheusClient, prometheusClient } from "../../src/prometheus/prometheus-client.ts";
import { pagesOf } from "../../src/score/received-page.ts";
import { startServer } from "../../src/stack/database.ts";
import { freePorts } from "../../src/stack/free-ports.ts";
import { startPostgresExporter } from "../../src/stack/postgres-exporter.ts";
import { createRunFolder } from "../../src/stack/run-folder.ts";
import { startStack } from "../../src/stack/stack.ts";
import type { RuleFile } from "./first-firings.ts";

/** Read by rules, but not to be had, and why. */
const ABSENT: ReadonlyMap<string, string> = new Map([
  ["pg_txid_current", "no exporter gives it by itself"],
  ["pg_stat_ssl_compression", "PostgreSQL 14 has removed it"],
  ["pg_bloat_btree_bloat_pct", "no exporter gives it by itself"],
  ["pg_bloat_btree_real_size", "no exporter gives it by itself"],
  ["pg_bloat_table_bloat_pct", "no exporter gives it by itself"],
  ["pg_bloat_table_real_size", "no exporter gives it by itself"],
  ["pg_general_index_info_pg_relation_size", "no exporter gives it by itself"],
]);

/** Names of the series that the rules of all baselines select. */
function selectedNames(): string[] {
  const files = BASELINE_RULE_FILES.map((file) => parse(readFileSync(file, "utf8")) as RuleFile);
  const expressions = files.flatMap(({ groups }) => groups.flatMap(({ rules }) => rules));
  const names = expressions.flatMap(({ expr }) => {
    const withoutLabels = expr.replaceAll(/\{[^}]*\}|\b(?:by|on) \([^)]*\)/g, "");
    return withoutLabels.match(/\b(?:pg|http|db)_\w+/g) ?? [];
  });
  return [...new Set(names)];
}

t.test("a real exporter and Money give the baselines' rules what they read", async (t) => {
  const abort = new AbortController();
  const folder = createRunFolder(Date.now() / 1000, t.testdir(), BASELINE_RULE_FILES);
  const from = Date.now() / 1000;
  const { urls, processes, pager, ...stack } = await startStack(folder, abort);
  t.teardown(() => stack.stop());
  const [port = 0] = await freePorts(1);
  const address = { databaseUrl: urls.database, port };
  await startPostgresExporter(processes, folder, address, abort.signal);
  await createSlot(urls.database);
  const prometheus = prometheusClient(urls.prometheus, abort.signal);

  const wanted = selectedNames().filter((name) => !ABSENT.has(name));
  let missing: readonly string[] = wanted;
  while (missing.length > 0) {
    await (await fetch(`${urls.app}/accounts/1`)).arrayBuffer();
    await delay(250);
    missing = await without(prometheus, missing);
  }
  t.same(await without(prometheus, [...ABSENT.keys()]), [...ABSENT.keys()]);
  t.ok(wanted.length > 25, `${wanted.length} series`);
  const [up] = await prometheus.now("pg_up");
  t.match(up?.labels, { job: "postgres" });
  const [failed] = await prometheus.now("pg_exporter_last_scrape_error");
  t.equal(failed?.points[0]?.[1], 0, "all queries work on this PostgreSQL");

  t.test("an alarm of theirs is read, and pages nobody", async (t) => {
    const fresh = await startServer(processes, folder, abort, { name: "fresh" });
    const [port = 0] = await freePorts(1);
    const address = { databaseUrl: fresh.url, port, name: "fresh-exporter" };
    await startPostgresExporter(processes, folder, address, abort.signal);
    const control = { service: "money", from, faultAt: null, harmAt: null };
    let alarms: readonly string[] = [];
    while (alarms.length === 0) {
      const outcomes = await readBaselines(prometheus, { ...control, to: Date.now() / 1000 });
      t.ok(outcomes.every(({ first }) => first === null));
      alarms = outcomes.flatMap(({ falseAlarms }) => falseAlarms.map(({ alert }) => alert));
      await delay(250);
    }
    t.same(alarms, ["PostgresqlRestarted"], "a database is younger than a minute");
    // Alertmanager has it by now or will have it: what counts is that it is no page when it comes.
    while (pager.notifications.length === 0) await delay(250);
    t.same(pagesOf(pager.notifications), []);
  });

  t.test("the exporter's log has no password", (t) => {
    const { password } = new URL(urls.database);
    t.ok(password.length > 8);
    const log = readFileSync(folder.log("postgres-exporter"), "utf8");
    t.match(log, /Established new database connection/);
    t.notOk(log.includes(password));
    t.end();
  });
});

async function without(prometheus: PrometheusClient, names: readonly string[]): Promise<string[]> {
  const found = await prometheus.now(`count by (__name__) ({__name__=~"${names.join("|")}"})`);
  const there = new Set(found.map(({ labels }) => labels["__name__"]));
  return names.filter((name) => !there.has(name));
}

/** Without a slot there is no series of slots. */
async function createSlot(connectionString: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  await client.query("SELECT pg_create_physical_replication_slot('standby')");
  await client.end();
}
