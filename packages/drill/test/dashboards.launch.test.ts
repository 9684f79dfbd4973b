import {
  checkQueries,
  type DashboardKey,
  DASHBOARDS,
  type QueryReport,
} from "@plimsoll/grafana-dashboard-builder";
import { setTimeout as delay } from "node:timers/promises";
import t, { type Test } from "tap";
import { startDatabase } from "../src/stack/database.ts";
import { freePorts } from "../src/stack/free-ports.ts";
import { startLoad } from "../src/stack/load.ts";
import { startMoney } from "../src/stack/money.ts";
import { trackProcesses } from "../src/stack/processes.ts";
import { createRunFolder } from "../src/stack/run-folder.ts";
import { startMonitoring } from "../src/stack/stack.ts";
import { switchFault } from "../src/stack/switch-fault.ts";
import { startTraceReceiver } from "../src/traces/trace-receiver.ts";

/** A leak of every second transfer empties the pool in seconds; the page needs a suspect of 30 s, and rules their rates. */
const MOST_SECONDS = 180;

/** A standby, history, or a fault of another kind: a leak of minutes shows none of them. Every other query must find data. */
const NOT_IN_A_LEAK: Readonly<Record<DashboardKey, readonly string[]>> = {
  fleet: ["106/A"],
  pool: ["302/D", "303/A", "303/B", "404/E", "405/A", "501/B", "504/A"],
  queries: ["102/A", "201/C", "304/A", "306/A"],
  server: ["105/A", "106/A", "304/A"],
  drill: [],
};

t.test(
  "every query of every dashboard finds data in a leak on a real stack",
  { timeout: 300_000 },
  async (t) => {
    const { prometheus, signal } = await startLeak(t);
    const reports = await askUntilFound(prometheus, signal);
    for (const { key } of DASHBOARDS) {
      const report = reports.get(key);
      t.ok((report?.asked ?? 0) > 15, key);
      t.strictSame(report?.problems, [], `${key}: each parses, none errors, each finds data`);
      const unforeseen = excused(report).filter((query) => !NOT_IN_A_LEAK[key].includes(query));
      t.strictSame(unforeseen, [], `${key}: what a leak must show is there`);
    }
  },
);

async function startLeak(t: Test): Promise<{ prometheus: string; signal: AbortSignal }> {
  const abort = new AbortController();
  const processes = trackProcesses(abort);
  t.teardown(() => processes.stopAll());
  const folder = createRunFolder(Date.now() / 1000, t.testdir());
  const traces = await startTraceReceiver();
  await processes.add(() => traces.close());
  const [port = 0, metricsPort = 0] = await freePorts(2);
  folder.writeTargets("money", [`127.0.0.1:${metricsPort}`], { job: "money" });
  const { prometheus } = await startMonitoring(processes, folder, abort.signal);
  const { url: databaseUrl } = await startDatabase(processes, folder, abort);
  const address = { databaseUrl, port, metricsPort, traces: traces.endpoint };
  await startMoney(processes, folder, address, abort.signal);
  const baseUrl = `http://127.0.0.1:${port}`;
  const load = { baseUrl, prometheusUrl: prometheus, rate: 20, seconds: MOST_SECONDS + 60 };
  await startLoad(processes, folder, load);
  await switchFault(baseUrl, { leakEvery: 2 }, abort.signal);
  return { prometheus, signal: abort.signal };
}

type Reports = ReadonlyMap<DashboardKey, QueryReport>;

/** The reports of the first moment at which all is there, else of the last. */
async function askUntilFound(prometheusUrl: string, signal: AbortSignal): Promise<Reports> {
  const end = Date.now() + MOST_SECONDS * 1000;
  for (;;) {
    const reports = await ask(prometheusUrl);
    const isComplete = [...reports].every(
      ([key, report]) =>
        report.problems.length === 0 &&
        excused(report).every((query) => NOT_IN_A_LEAK[key].includes(query)),
    );
    if (isComplete || Date.now() > end) return reports;
    await delay(3000, undefined, { signal });
  }
}

async function ask(prometheusUrl: string): Promise<Reports> {
  const pools = await fetch(
    `${prometheusUrl}/api/v1/label/pool/values?match[]=plimsoll:pool_limit:sum`,
  );
  const { data } = (await pools.json()) as { data: readonly string[] };
  const [pool = ""] = data;
  const all = { instance: ".*", summary: ".*", server: ".*" };
  const values = { service: "money", environment: "drill", pool, ...all };
  const asked = DASHBOARDS.map(async ({ key, build, normallyEmpty }) => {
    const report = await checkQueries({ prometheusUrl, dashboard: build(), values, normallyEmpty });
    return [key, report] as const;
  });
  return new Map(await Promise.all(asked));
}

/** Queries whose empty answer was excused; the annotations apart, whose names are words. */
function excused(report: QueryReport | undefined): string[] {
  return (report?.excused ?? []).filter((key) => /^\d/.test(key));
}
