import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import t from "tap";
import { observePool } from "../../src/index.ts";
import { measure } from "../collect.ts";
import { needsDatabase, serverOptions, uniqueName } from "../database.ts";
import { connectThrough, neon } from "./neon-driver.ts";
import { startWebSocketProxy } from "./web-socket-proxy.ts";

/** Stands for Neon's HTTP endpoint: runs each query on the test's PostgreSQL. */
async function startFetchEndpoint() {
  let requests = 0;
  const server = createServer(async (request, response) => {
    requests += 1;
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += String(chunk);
    const { query, params } = JSON.parse(body) as { query: string; params: unknown[] };
    const client = new pg.Client(serverOptions());
    await client.connect();
    const text = { getTypeParser: () => String } as unknown as pg.CustomTypesConfig;
    const { rows, fields, command, rowCount } = await client.query({
      text: query,
      values: params,
      rowMode: "array",
      types: text,
    });
    await client.end();
    response.end(JSON.stringify({ rows, fields, command, rowCount, rowAsArray: true }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  t.teardown(() => server.close());
  return { url: `http://127.0.0.1:${port}/sql`, requests: () => requests };
}

function openNeonPool() {
  const pool = new neon.Pool({ ...serverOptions(), application_name: uniqueName() });
  // The one listener that leaves fetch mode on. The proxy may end before the last WebSocket is closed.
  pool.on("error", () => undefined);
  return pool;
}

t.test(
  "with poolQueryViaFetch a measured pool still sends its queries by HTTP, and none by WebSocket",
  needsDatabase,
  async (t) => {
    const endpoint = await startFetchEndpoint();
    const proxy = await startWebSocketProxy();
    t.teardown(() => proxy.close());
    connectThrough(neon, proxy.address);
    Object.assign(neon.neonConfig, { poolQueryViaFetch: true, fetchEndpoint: endpoint.url });
    const bare = openNeonPool();
    const events = bare.eventNames();
    t.same((await bare.query("select $1::int as id", [6])).rows, [{ id: 6 }]);
    t.equal(endpoint.requests(), 1);

    const collect = measure();
    const name = uniqueName();
    const pool = openNeonPool();
    observePool(pool, { name });
    t.same((await pool.query("select $1::int as id", [7])).rows, [{ id: 7 }]);
    t.same((await bare.query("select $1::int as id", [8])).rows, [{ id: 8 }]);
    t.equal(endpoint.requests(), 3);
    t.equal(proxy.opened, 0);
    t.equal((await collect()).of(name).number("requestsStarted"), 0, "no connection was asked for");

    const client = await pool.connect();
    await client.query("select 1");
    client.release();
    t.equal(proxy.opened, 1, "a connection is a WebSocket");
    t.same((await collect()).of(name).outcomes, { created: 1 });
    t.same((await pool.query("select $1::int as id", [9])).rows, [{ id: 9 }]);
    t.equal(endpoint.requests(), 4, "and a query after it goes by HTTP");
    t.same(pool.eventNames(), events, "no listener was added");
    await pool.end();
  },
);
