import t from "tap";
import { measure } from "../collect.ts";
import { needsDatabase, serverOptions, uniqueName } from "../database.ts";
import { foundRules } from "../found-rules.ts";
import { connectThrough, neon } from "./neon-driver.ts";
import { startWebSocketProxy } from "./web-socket-proxy.ts";

const proxy = await startWebSocketProxy();
connectThrough(neon, proxy.address);
t.teardown(() => proxy.close());

t.test(
  "of a Neon pool the timeouts and the listener are known, and its WebSocket is not judged",
  needsDatabase,
  async (t) => {
    const collect = measure();
    const name = uniqueName();
    const { host, port } = serverOptions();
    // Whatever host the pool asks for.
    neon.neonConfig.wsProxy = () => `${proxy.address}?address=${host}:${port}`;
    const pool = new neon.Pool({
      ...serverOptions(),
      host: "db.example",
      application_name: name,
      statement_timeout: 30_000,
    });
    t.teardown(() => pool.end());
    await pool.query("select 1");
    t.same(foundRules(await collect(), name), [
      "acquire_timeout_missing",
      "no_error_listener",
      "idle_in_transaction_timeout_missing",
    ]);
    pool.on("error", () => undefined);
    t.notOk(foundRules(await collect(), name).includes("no_error_listener"));
  },
);
