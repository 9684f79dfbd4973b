import t from "tap";
import { measure } from "../collect.ts";
import { hold, needsDatabase, openPool, pause } from "../database.ts";
import { isWithin, now } from "../within.ts";

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

    const start = now();
    const first = (await collect()).of(name);
    const firstCollected = now();
    await pause(1);
    const secondStart = now();
    const second = (await collect()).of(name);
    const [inner, outer] = [secondStart - firstCollected, now() - start];

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
    isWithin(t, grown("pendingSeconds"), CALLERS * inner, CALLERS * outer, "pendingSeconds");
    isWithin(t, grown("usedSeconds"), MAX * inner, MAX * outer, "usedSeconds");
    isWithin(
      t,
      grown("routeSeconds", "none", "wait"),
      CALLERS * inner,
      CALLERS * outer,
      "routeSeconds none wait",
    );
    isWithin(t, grown("oldestSeconds", "waiter"), inner, outer, "oldestSeconds waiter");
    isWithin(t, grown("oldestSeconds", "holder"), inner, outer, "oldestSeconds holder");
    isWithin(t, grown("oldestSeconds", "parked"), inner, outer, "oldestSeconds parked");
    isWithin(t, grown("pressureSeconds", "waiting"), inner, outer, "pressureSeconds waiting");
    isWithin(t, grown("pressureSeconds", "saturated"), inner, outer, "pressureSeconds saturated");
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
