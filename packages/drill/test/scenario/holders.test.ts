import { once } from "node:events";
import { createServer } from "node:http";
import t, { type Test } from "tap";
import { readHolders } from "../../src/scenario/holders.ts";
import type { Fleet, Instance } from "../../src/stack/fleet.ts";
import { freePorts } from "../../src/stack/free-ports.ts";

async function serve(t: Test, name: string, body: string): Promise<Instance> {
  const server = createServer((request, response) => {
    response.end(request.url === "/debug/pools" ? body : "");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.teardown(() => server.close());
  return instance(name, (server.address() as { port: number }).port);
}

const instance = (name: string, port: number): Instance => ({
  name,
  url: `http://127.0.0.1:${port}`,
  metricsUrl: "",
});

t.test("each instance tells its holders, and one that cannot tells why", async (t) => {
  const [port = 0] = await freePorts(1);
  const instances = [
    await serve(t, "money-1", '{"pools":[{"used":3}]}'),
    await serve(t, "money-2", "<html>"),
    instance("money-3", port),
  ];
  const before = Date.now() / 1000;
  const holders = await readHolders({ instances: () => instances } as Partial<Fleet> as Fleet);
  t.match(holders, [
    { instance: "money-1", text: JSON.stringify({ pools: [{ used: 3 }] }, null, 2) },
    { instance: "money-2", text: /^no answer: .*JSON/ },
    { instance: "money-3", text: /^no answer: fetch failed/ },
  ]);
  t.ok(holders.every(({ at }) => at >= before && at <= Date.now() / 1000));
});
