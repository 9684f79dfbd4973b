import { once } from "node:events";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import t from "tap";
import { isScrape, serveMetrics } from "../src/metrics-server.ts";

async function get(port: number, path: string): Promise<{ status: number; body: string }> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  return { status: response.status, body: await response.text() };
}

t.test("metrics are at /metrics, and another path says so", async (t) => {
  const server = serveMetrics({ host: "127.0.0.1", port: 0 }, (incoming, response) => {
    t.equal(isScrape(incoming), true);
    response.end("up 1\n");
  });
  await once(server, "listening");
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  t.same(await get(port, "/metrics?x=1"), { status: 200, body: "up 1\n" });
  t.same(await get(port, "/"), { status: 404, body: "Metrics are at /metrics\n" });
});

t.test("a request to another server is no scrape", async (t) => {
  const { createServer } = await import("node:http");
  const server = createServer((incoming, response) => {
    t.equal(isScrape(incoming), false);
    response.end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  const sent = request({ port, host: "127.0.0.1" }).end();
  const [response] = await once(sent, "response");
  response.resume();
});
