import { SERVER_METRICS } from "@plimsoll/catalog";
import t from "tap";
import { connectionBudgetExceeded } from "../../src/alerts/connection-budget-exceeded.ts";
import { assertPage, firstFirings, SERVER_GROUPS } from "../promtool.ts";
import { gauge, HEALTHY, instances } from "../scenarios.ts";
import type { ScrapedPool } from "../scrape.ts";

const rarely = { seconds: 1500, scrapeSeconds: 30, evaluationSeconds: 30, groups: SERVER_GROUPS };
const usable = gauge(SERVER_METRICS.usableConnections, {}, () => 97);
const probed = { ...HEALTHY, signals: [usable] };
const tickets = (pools: readonly ScrapedPool[]) => firstFirings({ pools, ...rarely });

t.test("pools that may open more connections than the server gives are a ticket", (t) => {
  t.same(tickets(instances(10, HEALTHY, probed)), { PlimsollConnectionBudgetExceeded: 900 });
  t.end();
});

t.test("pools that fit exactly are no ticket", (t) => {
  const pools = [...instances(9, HEALTHY, probed), { ...HEALTHY, instance: 10, limit: 7 }];
  t.same(tickets(pools), {});
  t.end();
});

t.test("a rolling update that is over the budget for ten minutes is no ticket", (t) => {
  const pools = instances(10, HEALTHY, probed);
  const surge = { ...HEALTHY, instance: 11, until: 600 };
  t.same(tickets([...pools.slice(0, 9), surge]), {});
  t.end();
});

t.test("without the server probe nothing is known and nothing is said", (t) => {
  t.same(tickets(instances(20, HEALTHY)), {});
  t.end();
});

t.test("the ticket gives the claims, and who has the largest", (t) => {
  const pools = instances(10, HEALTHY, probed).map((pool) => ({ ...pool, environment: "prod" }));
  const text = {
    description:
      "The pools that lead to server 127.0.0.1:5432 may open 103.1% of the connections that it gives (97). Under load the server refuses the rest.",
    evidence: "Largest claim: money with 100. In use now: unknown.",
    do_first: connectionBudgetExceeded.doFirst,
  };
  const where = {
    service: "money",
    environment: "prod",
    server_address: "127.0.0.1",
    server_port: "5432",
  };
  t.doesNotThrow(() =>
    assertPage({ pools, ...rarely }, connectionBudgetExceeded, 900, text, where),
  );
  t.doesNotThrow(() => assertPage({ pools, ...rarely }, connectionBudgetExceeded, 870));
  t.end();
});
