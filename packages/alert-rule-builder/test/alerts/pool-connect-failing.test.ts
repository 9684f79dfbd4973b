import { POOL_METRICS } from "@plimsoll/catalog";
import t from "tap";
import { poolConnectFailing } from "../../src/alerts/pool-connect-failing.ts";
import { assertPage, CONNECT_GROUPS, firstFirings } from "../promtool.ts";
import { counter, HEALTHY, instances, verdict } from "../scenarios.ts";
import type { ScrapedPool } from "../scrape.ts";

const DOWN = 120;
const refused = (until = Infinity, perSecond = 5, type = "ECONNREFUSED") =>
  counter(POOL_METRICS.connectFailures, { error_type: type }, perSecond, DOWN, until);
const down = { ...HEALTHY, signals: [refused()] };
const opens = (perSecond: number) => ({ ...down, created: (t: number) => perSecond * t });
const groups = CONNECT_GROUPS;
const pages = (pools: readonly ScrapedPool[]) => firstFirings({ pools, seconds: 220, groups });

t.test("connects that are refused page after 20 s", (t) => {
  t.same(pages([down]), { PlimsollPoolConnectFailing: DOWN + 20 });
  t.end();
});

t.test("a restart of the database that takes 10 s pages nobody", (t) => {
  t.same(pages([{ ...HEALTHY, signals: [refused(DOWN + 10)] }]), {});
  t.end();
});

t.test("as many connects that fail as succeed page, fewer do not", (t) => {
  t.same(Object.keys(pages([opens(5)])), ["PlimsollPoolConnectFailing"]);
  t.same(pages([opens(6)]), {});
  t.end();
});

t.test("connects that fail in one instance of ten page nobody, in one of nine they do", (t) => {
  const ten = instances(10, HEALTHY, { signals: [refused()] });
  t.same(pages(ten), {});
  t.same(Object.keys(pages(ten.slice(0, 9))), ["PlimsollPoolConnectFailing"]);
  t.end();
});

t.test("connects that hang page by the verdict of the process once requests stand still", (t) => {
  const hangs = { ...HEALTHY, hold: (t: number) => (t < DOWN ? 0.05 : Infinity) };
  // The groups have clocks of their own, up to 5 s apart. Alertmanager waits for 7 s and then mutes the stall.
  t.same(pages([{ ...hangs, signals: [verdict("connect_failure", DOWN + 5)] }]), {
    PlimsollPoolStalled: DOWN + 20,
    PlimsollPoolConnectFailing: DOWN + 25,
  });
  t.same(pages([{ ...HEALTHY, signals: [verdict("connect_failure", DOWN)] }]), {});
  t.end();
});

t.test("a server that is full is not called unreachable", (t) => {
  const signals = [refused(Infinity, 5, "53300"), verdict("connect_failure", DOWN)];
  const hold = (t: number) => (t < DOWN ? 0.05 : Infinity);
  t.same(Object.keys(pages([{ ...HEALTHY, hold, signals }])), [
    "PlimsollServerConnectionsExhausted",
  ]);
  t.end();
});

t.test("the page names the error", (t) => {
  const run = { pools: [{ ...down, environment: "prod" }], seconds: 220, groups };
  const text = {
    description:
      "Pool money of money (prod) cannot open connections to its database. Requests that find no open connection fail or hang.",
    evidence:
      "Most common error: ECONNREFUSED (1.7/s). Used: 3 of 10; queue: 0.0; oldest waiter: 0s; a query is in flight in 90% of the held time; route that holds most connections: /reports/:id (3).",
    do_first: poolConnectFailing.doFirst,
  };
  t.doesNotThrow(() => assertPage(run, poolConnectFailing, DOWN + 20, text));
  t.doesNotThrow(() => assertPage(run, poolConnectFailing, DOWN + 15));
  t.end();
});
