import t from "tap";
import { measure } from "../collect.ts";
import { hold, needsDatabase, openPool, pause } from "../database.ts";
import { isNear } from "../near.ts";

const MAX = 3;
const CALLERS = 50;

t.test(
  "a pool whose every connection leaked, with 50 callers waiting for ever, is seen at each collection",
  needsDatabase,
  async (t) => {
    const collect = measure();
    const { pool, name } = openPool(t, { max: MAX });
    const leaked = await hold(pool, MAX);
    const granted: unknown[] = [];
    const use = async () => {
      const client = await pool.connect();
      granted.push(client);
      client.release();
    };
    for (let i = 0; i < CALLERS; i += 1) void use();

    const first = (await collect()).of(name);
    const firstAt = performance.now();
    await pause(1);
    const second = (await collect()).of(name);
    const seconds = (performance.now() - firstAt) / 1000;

    for (const seen of [first, second]) {
      t.equal(seen.number("pendingRequests"), CALLERS);
      t.same(seen.connections, { idle: 0, used: MAX, connecting: 0, closing: 0 });
      t.equal(seen.number("limit"), MAX);
      t.equal(seen.number("acquireTimeoutSeconds"), 0);
      t.equal(seen.number("requestsStarted"), MAX + CALLERS);
      t.same(seen.outcomes, { created: MAX });
      t.equal(seen.unaccounted, 0);
    }
    const grown = (metric: string, ...own: string[]) =>
      second.number(metric, ...own) - first.number(metric, ...own);
    isNear(t, grown("pendingSeconds") / seconds, CALLERS, "pendingSeconds");
    isNear(t, grown("usedSeconds") / seconds, MAX, "usedSeconds");
    isNear(t, grown("routeSeconds", "none", "wait") / seconds, CALLERS, "routeSeconds none wait");
    isNear(t, grown("oldestSeconds", "waiter") / seconds, 1, "oldestSeconds waiter");
    isNear(t, grown("oldestSeconds", "holder") / seconds, 1, "oldestSeconds holder");
    isNear(t, grown("oldestSeconds", "parked") / seconds, 1, "oldestSeconds parked");
    isNear(t, grown("pressureSeconds", "waiting") / seconds, 1, "pressureSeconds waiting");
    isNear(t, grown("pressureSeconds", "saturated") / seconds, 1, "pressureSeconds saturated");
    t.equal(second.number("queryingSeconds"), first.number("queryingSeconds"));
    t.equal(granted.length, 0, "nothing changed for the app");

    for (const client of leaked) client.release();
    await pause(0);
    while (granted.length < CALLERS) await pause(0.01);
    const after = (await collect()).of(name);
    t.same(after.outcomes, { created: MAX, queued: CALLERS });
    t.equal(after.number("pendingRequests"), 0);
    t.equal(after.number("oldestSeconds", "waiter"), 0);
    t.equal(after.unaccounted, 0);
  },
);
