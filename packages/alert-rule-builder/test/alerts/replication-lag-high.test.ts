import { SERVER_METRICS } from "@plimsoll/catalog";
import t from "tap";
import { replicationLagHigh } from "../../src/alerts/replication-lag-high.ts";
import { assertPage, firstFirings, SERVER_GROUPS } from "../promtool.ts";
import { gauge, HEALTHY } from "../scenarios.ts";
import type { ScrapedPool } from "../scrape.ts";

const rarely = { seconds: 600, scrapeSeconds: 15, evaluationSeconds: 15, groups: SERVER_GROUPS };
const lagging = (seconds: number, until = Infinity, success = 1): ScrapedPool => ({
  ...HEALTHY,
  signals: [
    gauge(SERVER_METRICS.probeSuccess, {}, () => success),
    gauge(SERVER_METRICS.replicationLagSeconds, {}, (t) => (t >= 300 && t < until ? seconds : 0)),
  ],
});
const tickets = (pool: ScrapedPool) => firstFirings({ pools: [pool], ...rarely });

t.test("a standby that is more than 30 s behind for two minutes is a ticket", (t) => {
  t.same(tickets(lagging(31)), { PlimsollReplicationLagHigh: 420 });
  t.end();
});

t.test("a lag of 30 s is none", (t) => {
  t.same(tickets(lagging(30)), {});
  t.end();
});

t.test("a burst of writes that is replayed within 100 s is none", (t) => {
  t.same(tickets(lagging(60, 400)), {});
  t.end();
});

t.test("a lag that is left over from a probe that fails now is none", (t) => {
  t.same(tickets(lagging(60, Infinity, 0)), {});
  t.end();
});

t.test("the ticket gives the lag", (t) => {
  const run = { pools: [{ ...lagging(45), environment: "prod" }], ...rarely };
  const text = {
    description:
      "Server 127.0.0.1:5432 (prod): replication is 45s behind. Reads from the standby show old data, and a failover now would wait for it or lose it.",
    evidence: "Service with the largest claim on this server: money (10 connections).",
    do_first: replicationLagHigh.doFirst,
  };
  const where = {
    service: "money",
    environment: "prod",
    server_address: "127.0.0.1",
    server_port: "5432",
  };
  t.doesNotThrow(() => assertPage(run, replicationLagHigh, 420, text, where));
  t.doesNotThrow(() => assertPage(run, replicationLagHigh, 405));
  t.end();
});
