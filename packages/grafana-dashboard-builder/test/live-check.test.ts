import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import t from "tap";
import { checkQueries } from "../src/live-check.ts";

// A dashboard whose queries carry the answer that the server below gives.
const DASHBOARD = {
  panels: [
    { id: 1, type: "stat", title: "Found", targets: [{ refId: "A", expr: "found" }] },
    {
      id: 2,
      type: "stat",
      title: "Rest",
      targets: [
        { refId: "A", expr: "refused" },
        { refId: "B", expr: "empty" },
        { refId: "C", expr: "empty" },
      ],
    },
  ],
  templating: {
    list: [{ type: "query", name: "pool", definition: "label_values(empty, pool)" }],
  },
  annotations: { list: [{ name: "Alerts", expr: "empty" }] },
} as unknown as Dashboard;

const ANSWERS: Readonly<Record<string, object>> = {
  found: { status: "success", data: { result: [{}] } },
  refused: { status: "error", error: "bad_data" },
  empty: { status: "success", data: { result: [] } },
};

t.test("refused and empty queries are reported, excused ones are not", async (t) => {
  const server = createServer((request, response) => {
    const { searchParams, pathname } = new URL(request.url ?? "/", "http://localhost");
    const answer = pathname.startsWith("/api/v1/label/pool/")
      ? { status: "success", data: [] }
      : ANSWERS[searchParams.get("query") ?? ""];
    response.end(JSON.stringify(answer));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.teardown(() => server.close());
  const report = await checkQueries({
    prometheusUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    dashboard: DASHBOARD,
    values: {},
    normallyEmpty: new Map([["2/C", "nothing happened"]]),
  });
  t.equal(report.asked, 6);
  t.match(report.problems, [
    { key: "2/A", problem: "error", title: "Rest", message: "bad_data in refused" },
    { key: "2/B", problem: "empty", message: "no series for empty" },
    { key: "pool", problem: "empty", source: "variable" },
  ]);
  t.strictSame(report.excused, ["2/C", "Alerts"]);
});

t.test("a Prometheus that is not there is an error and not a good report", async (t) => {
  await t.rejects(
    checkQueries({ prometheusUrl: "http://127.0.0.1:1", dashboard: DASHBOARD, values: {} }),
    TypeError,
  );
});
