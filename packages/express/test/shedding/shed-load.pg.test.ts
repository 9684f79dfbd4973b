import express from "express";
import t, { type Test } from "tap";
import { shedLoad } from "../../src/index.ts";
import { createPool, NO_DATABASE } from "../database.ts";
import { serve } from "../serve.ts";
import { type Outcome, overload } from "./overload.ts";

// Four connections that are held for 50 ms each serve 80 requests a second.
const CONNECTIONS = 4;
const OFFERED_PER_SECOND = 200;
const SECONDS = 5;

async function overloadedApp(t: Test, isShedding: boolean): Promise<Outcome & { counted: number }> {
  const { pool, tracker } = createPool(t, { max: CONNECTIONS });
  const app = express();
  if (isShedding) app.use(shedLoad({ pools: [tracker.name] }));
  app.get("/work", async (_request, response) => {
    await pool.query("SELECT pg_sleep(0.05)");
    response.end("done");
  });
  const url = await serve(t, app);
  const outcome = await overload(`${url}/work`, OFFERED_PER_SECOND, SECONDS);
  return { ...outcome, counted: tracker.read().shedRequests };
}

t.test("with PostgreSQL", { skip: NO_DATABASE ?? false }, async (t) => {
  const open = await overloadedApp(t, false);
  const shed = await overloadedApp(t, true);
  t.comment("without shedding", JSON.stringify(open));
  t.comment("with shedding", JSON.stringify(shed));

  t.test("without shedding every request of an overload is served, and slow", async (t) => {
    t.equal(open.served, OFFERED_PER_SECOND * SECONDS);
    t.equal(open.shed, 0);
  });

  t.test("with shedding those who are let in are fast", async (t) => {
    t.ok(shed.p50Seconds < open.p50Seconds / 4, `p50 ${shed.p50Seconds}, ${open.p50Seconds}`);
    t.ok(shed.p95Seconds < open.p95Seconds / 4, `p95 ${shed.p95Seconds}, ${open.p95Seconds}`);
  });

  t.test("with shedding the pool works on at full pace, and who is shed is counted", async (t) => {
    // The open one went on for as long as its queue stood: at the same pace, that is its share of the same time.
    const possible = open.served * (SECONDS / (SECONDS + open.p95Seconds));
    t.ok(shed.served > 0.7 * possible, `${shed.served} of about ${possible.toFixed(0)}`);
    t.equal(shed.served + shed.shed, OFFERED_PER_SECOND * SECONDS);
    t.equal(shed.counted, shed.shed);
  });
});
