import t from "tap";
import { measure } from "../collect.ts";
import { needsDatabase, openPool, pause, until } from "../database.ts";
import { enableContext, inRequest, type RpcMetadata } from "../request-context.ts";

const LEAK_AFTER_SECONDS = 0.3;

enableContext();

t.test(
  "a parked connection is a suspect after the threshold, under its route, and none after release",
  needsDatabase,
  async (t) => {
    const collect = measure({ leakAfterSeconds: LEAK_AFTER_SECONDS });
    const { pool, name } = openPool(t);
    const read = async () => (await collect()).of(name);
    const client = await inRequest({ type: "http", route: "/transfers" }, () => pool.connect());
    await client.query("select 1");
    t.equal((await collect()).points("leakSuspects", name).length, 1, "no route has one yet");
    t.equal((await read()).number("leakSuspects", "none"), 0);
    await pause(LEAK_AFTER_SECONDS);
    const suspect = await read();
    t.ok(suspect.number("oldestSeconds", "parked") > LEAK_AFTER_SECONDS);
    t.equal(suspect.number("leakSuspects", "/transfers"), 1);
    t.equal(suspect.number("leakSuspects", "none"), 0);
    client.release();
    const after = await read();
    t.equal(after.number("leakSuspects", "/transfers"), 0, "the series stays, at 0");
    t.equal(after.number("oldestSeconds", "parked"), 0);
  },
);

t.test(
  "suspects of one route add up, and those outside a request are none's",
  needsDatabase,
  async (t) => {
    const collect = measure({ leakAfterSeconds: LEAK_AFTER_SECONDS });
    const { pool, name } = openPool(t);
    for (let i = 0; i < 2; i += 1)
      await inRequest({ type: "http", route: "/reports" }, () => pool.connect());
    await pool.connect();
    await pause(LEAK_AFTER_SECONDS + 0.01);
    const seen = (await collect()).of(name);
    t.equal(seen.number("leakSuspects", "/reports"), 2);
    t.equal(seen.number("leakSuspects", "none"), 1);
  },
);

t.test(
  "a query makes a suspect a holder like any other, until it is parked again",
  needsDatabase,
  async (t) => {
    const collect = measure({ leakAfterSeconds: LEAK_AFTER_SECONDS });
    const { pool, name } = openPool(t);
    const suspects = async () => (await collect()).of(name).number("leakSuspects", "none");
    const client = await pool.connect();
    await pause(LEAK_AFTER_SECONDS + 0.01);
    t.equal(await suspects(), 1);
    await client.query("select 1");
    t.equal(await suspects(), 0);
    await until("a suspect again", async () => (await suspects()) === 1);
  },
);

t.test("who waits for a long query is no suspect", needsDatabase, async (t) => {
  const collect = measure({ leakAfterSeconds: LEAK_AFTER_SECONDS });
  const { pool, name } = openPool(t);
  const client = await pool.connect();
  const query = client.query("select pg_sleep($1)", [LEAK_AFTER_SECONDS * 3]);
  await pause(LEAK_AFTER_SECONDS * 2);
  const seen = (await collect()).of(name);
  t.ok(seen.number("oldestSeconds", "query") > LEAK_AFTER_SECONDS);
  t.equal(seen.number("leakSuspects", "none"), 0);
  await query;
});

t.test(
  "who listens for notifications is no suspect, but the next holder of the connection is",
  needsDatabase,
  async (t) => {
    const collect = measure({ leakAfterSeconds: LEAK_AFTER_SECONDS });
    const { pool, name } = openPool(t, { max: 1 });
    const suspects = async () => (await collect()).of(name).number("leakSuspects", "none");
    const client = await pool.connect();
    await client.query("LISTEN news");
    await client.query("select 1");
    await pause(LEAK_AFTER_SECONDS + 0.01);
    t.equal(await suspects(), 0);
    t.equal((await collect()).of(name).number("oldestSeconds", "parked"), 0);
    client.release();
    await pool.connect();
    await pause(LEAK_AFTER_SECONDS + 0.01);
    t.equal(await suspects(), 1);
  },
);

t.test(
  "seconds of holding and waiting go to the route, also one that is learnt after the acquire",
  needsDatabase,
  async (t) => {
    const collect = measure();
    const { pool, name } = openPool(t, { max: 1 });
    const holder: RpcMetadata = { type: "http" };
    const waiter: RpcMetadata = { type: "http" };
    const client = await inRequest(holder, () => pool.connect());
    const waiting = inRequest(waiter, () => pool.connect());
    holder.route = "/accounts/:id";
    waiter.route = "/statements";
    await pause(0.2);
    client.release();
    (await waiting).release();
    const seen = (await collect()).of(name);
    t.ok(seen.number("routeSeconds", "/accounts/:id", "hold") > 0.19);
    t.ok(seen.number("routeSeconds", "/statements", "wait") > 0.19);
    const held = seen.number("routeSeconds", "/statements", "hold");
    t.ok(held < seen.number("routeSeconds", "/accounts/:id", "hold"));
  },
);
