import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import t, { type Test } from "tap";
import { prometheusApi } from "../../src/doctor/prometheus-api.ts";
import { lookAt } from "../../src/doctor/sight.ts";

t.test("a server without targets, Alertmanagers and version is seen without them", async (t) => {
  const url = await serve(t, {
    "/prometheus/api/v1/label/__name__/values": [200, { status: "success", data: ["up"] }],
    "/prometheus/api/v1/query": [200, { status: "success", data: { result: [] } }],
    "/prometheus/api/v1/rules": [200, { status: "success", data: { groups: [] } }],
  });
  t.same(await lookAt(prometheusApi(`${url}/prometheus`)), {
    version: "",
    names: new Set(["up"]),
    pools: [],
    gaps: new Map(),
    groups: [],
    targets: undefined,
    alertmanagers: undefined,
  });
});

t.test("a server without Prometheus' API says how its address should end", async (t) => {
  const url = await serve(t, {});
  await t.rejects(lookAt(prometheusApi(url)), {
    code: "PLIMSOLL_PROMETHEUS",
    message: /no Prometheus API.*\/prometheus/,
  });
});

t.test("a refusal is told with its reason", async (t) => {
  const body = { status: "error", error: "too many series" };
  const url = await serve(t, { "/api/v1/label/__name__/values": [422, body] });
  await t.rejects(lookAt(prometheusApi(url)), {
    message: /refused label\/__name__\/values with 422: too many series\./,
  });
});

async function serve(
  t: Test,
  answers: Readonly<Record<string, readonly [status: number, body: object]>>,
): Promise<string> {
  const server = createServer((request, response) => {
    const [path = ""] = (request.url ?? "").split("?");
    const [status, body] = answers[path] ?? [404, {}];
    response.statusCode = status;
    response.end(JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
