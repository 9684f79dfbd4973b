import t from "tap";
import { toolsOfTests } from "../src/tools.js";

/** @param {string[]} files */
const names = (files) => toolsOfTests(files).map(({ name }) => name);

t.test("all tests need every tool", (t) => {
  t.same(names([]), [
    "otelcol",
    "jaeger",
    "promtool-3",
    "prometheus-3",
    "amtool-0.28",
    "alertmanager-0.28",
    "postgres_exporter",
    "chromium",
  ]);
  t.end();
});

t.test("only tests of the rules that start programs wait for the newest Prometheus", (t) => {
  t.same(names(["packages/alert-rule-builder/dist/test/promql.test.js"]), []);
  t.same(names(["packages/node/dist/test/otlp.launch.test.js"]), ["otelcol", "jaeger"]);
  const rules = "packages/alert-rule-builder/dist/test/generate.launch.test.js";
  const contract = "packages/compatibility/dist/test/prometheus/contract.launch.test.js";
  for (const file of [rules, contract]) t.ok(names([file]).includes("prometheus-3"), file);
  t.end();
});

t.test("only tests of pages that start programs wait for a browser", (t) => {
  t.same(names(["packages/dashboard-viewer/dist/test/timeline.test.js"]), []);
  const pages = "packages/dashboard-viewer/dist/test/browser/viewer.launch.test.js";
  const demo = "packages/drill/dist/test/demo/show-dashboards.launch.test.js";
  const command = "packages/cli/dist/test/commands/view.launch.test.js";
  for (const file of [pages, demo, command]) t.ok(names([file]).includes("chromium"), file);
  t.end();
});

t.test("only tests of drills that start programs wait for the PostgreSQL exporter", (t) => {
  t.same(names(["packages/drill/dist/test/score/score.test.js"]), []);
  const drill = "packages/drill/dist/test/baseline/baselines.launch.test.js";
  t.ok(names([drill]).includes("postgres_exporter"));
  t.notOk(names(["packages/node/dist/test/otlp.launch.test.js"]).includes("postgres_exporter"));
  t.end();
});
