import { POOL_METRICS } from "@plimsoll/catalog";
import t from "tap";
import { poolOpenTransaction } from "../../src/alerts/pool-open-transaction.ts";
import { assertPage, firstFirings, TICKET_GROUPS } from "../promtool.ts";
import { counter, HEALTHY } from "../scenarios.ts";
import type { ScrapedPool } from "../scrape.ts";

const rarely = { seconds: 900, scrapeSeconds: 15, evaluationSeconds: 60, groups: TICKET_GROUPS };
const open = (perSecond: number): ScrapedPool => ({
  ...HEALTHY,
  signals: [counter(POOL_METRICS.openTransactions, {}, perSecond, 300)],
});

t.test("connections given back in a transaction are a ticket within a minute", (t) => {
  t.same(firstFirings({ pools: [open(0.5)], ...rarely }), { PlimsollPoolOpenTransaction: 360 });
  t.end();
});

t.test("a pool whose connections all end their transactions is none", (t) => {
  t.same(firstFirings({ pools: [open(0)], ...rarely }), {});
  t.end();
});

t.test("the ticket gives the rate", (t) => {
  const run = { pools: [{ ...open(0.5), environment: "prod" }], ...rarely };
  const text = {
    description:
      "Pool money of money (prod) got 150 connections back in the last five minutes that were in a transaction. What the next holder writes may be rolled back, and locks stay.",
    evidence:
      "Used: 3 of 10; queue: 0.0; oldest waiter: 0s; a query is in flight in 90% of the held time; route that holds most connections: /reports/:id (3).",
    do_first: poolOpenTransaction.doFirst,
  };
  t.doesNotThrow(() => assertPage(run, poolOpenTransaction, 660, text));
  t.doesNotThrow(() => assertPage(run, poolOpenTransaction, 300));
  t.end();
});
