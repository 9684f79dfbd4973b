import { neonConfig, Pool } from "@neondatabase/serverless";
import t from "tap";
import { observePool } from "../../src/index.ts";
import { measure } from "../collect.ts";
import { needsDatabase, serverOptions, uniqueName } from "../database.ts";
import { connectThrough, neon } from "./neon-driver.ts";
import { startWebSocketProxy } from "./web-socket-proxy.ts";

const proxy = await startWebSocketProxy();
connectThrough({ ...neon, neonConfig }, proxy.address);
t.teardown(() => proxy.close());

t.test("the ES module is another copy of Neon than the CommonJS one", (t) => {
  t.not(Pool, neon.Pool);
  t.end();
});

t.test(
  "a pool of Neon's ES module is measured from observePool on, and not before",
  needsDatabase,
  async (t) => {
    const collect = measure();
    const name = uniqueName();
    const pool = new Pool({ ...serverOptions(), application_name: "app" });
    // The proxy may end before the last WebSocket is closed.
    pool.on("error", () => undefined);
    t.teardown(() => pool.end());
    await pool.query("select 1");
    t.notOk((await collect()).poolNames.includes("app"));
    observePool(pool, { name });
    await pool.query("select pg_sleep(0.05)");
    const client = await pool.connect();
    const seen = (await collect()).of(name);
    t.same(seen.connections, { idle: 0, used: 1, connecting: 0, closing: 0 });
    t.same(seen.outcomes, { idle: 2 });
    t.ok(seen.number("queryingSeconds") > 0.04, "its queries are seen");
    client.release();
    t.equal((await collect()).of(name).histogram("useTime").count, 2);
  },
);
