import { POOL_METRICS } from "@plimsoll/catalog";
import t from "tap";
import { serverConnectionsExhausted } from "../../src/alerts/server-connections-exhausted.ts";
import { assertPage, CONNECT_GROUPS, firstFirings } from "../promtool.ts";
import { counter, HEALTHY, instances } from "../scenarios.ts";
import type { ScrapedPool } from "../scrape.ts";

const FULL = 120;
const refused = (until = Infinity) =>
  counter(POOL_METRICS.connectFailures, { error_type: "53300" }, 2, FULL, until);
const full = { ...HEALTHY, signals: [refused()] };
const opens = (perSecond: number) => ({ ...full, created: (t: number) => perSecond * t });
const groups = CONNECT_GROUPS;
const pages = (pools: readonly ScrapedPool[]) => firstFirings({ pools, seconds: 220, groups });

t.test("a server that has no connection left pages after 20 s", (t) => {
  t.same(pages([full]), { PlimsollServerConnectionsExhausted: FULL + 20 });
  t.end();
});

t.test("a roll-out that finds the server full for 10 s pages nobody", (t) => {
  t.same(pages([{ ...HEALTHY, signals: [refused(FULL + 10)] }]), {});
  t.end();
});

t.test("as many connects that are refused as succeed page, fewer do not", (t) => {
  t.same(Object.keys(pages([opens(2)])), ["PlimsollServerConnectionsExhausted"]);
  t.same(pages([opens(2.5)]), {});
  t.end();
});

t.test("one refused instance of ten pages nobody, one of nine does", (t) => {
  const ten = instances(10, HEALTHY, { signals: [refused()] });
  t.same(pages(ten), {});
  t.same(Object.keys(pages(ten.slice(0, 9))), ["PlimsollServerConnectionsExhausted"]);
  t.end();
});

t.test("the page counts instances and forbids more of them", (t) => {
  const run = { pools: [{ ...full, environment: "prod" }], seconds: 220, groups };
  const text = {
    description:
      "Pool money of money (prod) is refused by its database: too many connections (53300).",
    evidence:
      "Errors of connects: 53300 (0.7/s). Used: 3 of 10; queue: 0.0; oldest waiter: 0s; a query is in flight in 90% of the held time; route that holds most connections: /reports/:id (3). The service runs 1 instances.",
    do_first: serverConnectionsExhausted.doFirst,
  };
  t.doesNotThrow(() => assertPage(run, serverConnectionsExhausted, FULL + 20, text));
  t.doesNotThrow(() => assertPage(run, serverConnectionsExhausted, FULL + 15));
  t.end();
});
