import { once } from "node:events";
import type { Dialect } from "@plimsoll/catalog";
import t, { type Test } from "tap";
import { type PlimsollDashboard, dashboardOf, DASHBOARDS } from "../src/dashboards.ts";
import { checkQueries, type LiveCheck, type QueryReport } from "../src/live-check.ts";
import { exposition } from "./exposition.ts";
import { serveText, startPrometheus, until } from "./prometheus-server.ts";
import { SAMPLE } from "./sample-values.ts";

// What no test of a minute can have: 25 min of history, and an alert that depends on time.
const NEEDS_TIME: Readonly<Record<string, readonly string[]>> = {
  fleet: ["105/A", "106/A", "302/A"],
  pool: ["303/A", "303/B", "108/A"],
};

// The drill's load writes these by k6; packages/drill asks them of a real run.
const asked = DASHBOARDS.filter(({ key }) => key !== "drill");

for (const dialect of ["js-scrape", "otlp"] as const) {
  t.test(`every query of every dashboard finds data in the ${dialect} dialect`, async (t) => {
    const url = await startMonitoring(t, dialect);
    for (const dashboard of asked) {
      const report = await askUntilFound(t, url, dashboard);
      t.ok((report?.asked ?? 0) > 15, dashboard.key);
      t.strictSame(report?.problems, [], dashboard.key);
      t.strictSame(excusesUsed(dashboard, report), [], `${dashboard.key}: no excuse was needed`);
    }
    const wrong = await checkQueries({
      ...liveCheck(url, dashboardOf("pool")),
      values: { ...SAMPLE, pool: "no such pool" },
    });
    t.ok(wrong.problems.some(({ key, problem }) => key === "104/A" && problem === "empty"));
  });
}

async function askUntilFound(
  t: Test,
  url: string,
  dashboard: PlimsollDashboard,
): Promise<QueryReport | undefined> {
  let report: QueryReport | undefined;
  await until("rates and recorded series", async () => {
    report = await checkQueries(liveCheck(url, dashboard));
    return report.problems.length === 0 && excusesUsed(dashboard, report).length === 0;
  }).catch((error: unknown) => t.comment(String(error)));
  return report;
}

function excusesUsed({ key, build }: PlimsollDashboard, report: QueryReport | undefined): string[] {
  const annotations = build().annotations?.list?.map(({ name }) => name) ?? [];
  const expected = new Set([...annotations, ...(NEEDS_TIME[key] ?? [])]);
  return (report?.excused ?? []).filter((excused) => !expected.has(excused));
}

function liveCheck(prometheusUrl: string, dashboard: PlimsollDashboard): LiveCheck {
  const { build, normallyEmpty } = dashboard;
  return { prometheusUrl, dashboard: build(), values: SAMPLE, normallyEmpty };
}

async function startMonitoring(t: Test, dialect: Dialect): Promise<string> {
  const start = Date.now();
  const { server, address } = await serveText(() =>
    exposition((Date.now() - start) / 1000, dialect),
  );
  t.teardown(() => server.close());
  const prometheus = await startPrometheus(t.testdir(), address);
  t.teardown(async () => {
    prometheus.process.kill("SIGTERM");
    await once(prometheus.process, "exit");
  });
  return prometheus.url;
}
