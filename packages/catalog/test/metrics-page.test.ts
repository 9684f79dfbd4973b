import { readFileSync } from "node:fs";
import t from "tap";
import { METRICS } from "../src/index.ts";
import { metricsPage } from "../src/metrics-page.ts";

t.test("docs/metrics.md is current", (t) => {
  const committed = readFileSync(new URL("../../../../docs/metrics.md", import.meta.url), "utf8");
  t.equal(committed, metricsPage(), "run `pnpm run generate`");
  t.end();
});

t.test("every metric has a row", (t) => {
  const page = metricsPage();
  for (const metric of METRICS) t.ok(page.includes(`| \`${metric.name}\` |`), metric.name);
  t.end();
});
