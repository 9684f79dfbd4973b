import { once } from "node:events";
import type { Dialect } from "@plimsoll/catalog";
import t, { type Test } from "tap";
import { checkQueries, type LiveCheck, type QueryReport } from "../src/live-check.ts";
import { normallyEmpty, poolDashboard } from "../src/pool-dashboard.ts";
import { exposition } from "./exposition.ts";
import { serveText, startPrometheus, until } from "./prometheus-server.ts";
import { SAMPLE } from "./sample-values.ts";

// What no test of a minute can have: 25 min of history, and an alert that depends on time.
const NEEDS_TIME = ["303/A", "303/B", "107/A", "108/A", "Firing alerts"];

for (const dialect of ["js-scrape", "otlp"] as const) {
  t.test(`every query of the pool dashboard finds data in the ${dialect} dialect`, async (t) => {
    const check = await startCheck(t, dialect);
    let report: QueryReport | undefined;
    await until("rates and recorded series", async () => {
      report = await checkQueries(check);
      return (
        report.problems.length === 0 && report.excused.every((key) => NEEDS_TIME.includes(key))
      );
    }).catch((error: unknown) => t.comment(String(error)));
    t.ok((report?.asked ?? 0) > 40);
    t.strictSame(report?.problems, []);
    t.strictSame(
      report?.excused.filter((key) => !NEEDS_TIME.includes(key)),
      [],
      "no excuse was needed",
    );

    const wrong = await checkQueries({ ...check, values: { ...SAMPLE, pool: "no such pool" } });
    t.ok(wrong.problems.some(({ key, problem }) => key === "104/A" && problem === "empty"));
  });
}

async function startCheck(t: Test, dialect: Dialect): Promise<LiveCheck> {
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
  return {
    prometheusUrl: prometheus.url,
    dashboard: poolDashboard(),
    values: SAMPLE,
    normallyEmpty: normallyEmpty(),
  };
}
