import { SERVER_METRICS } from "@plimsoll/catalog";
import t from "tap";
import { serverConnectionsHigh } from "../../src/alerts/server-connections-high.ts";
import { assertPage, assertSamples, firstFirings, SERVER_GROUPS } from "../promtool.ts";
import { gauge, HEALTHY } from "../scenarios.ts";
import type { ScrapedPool, Signal } from "../scrape.ts";

const HIGH = 300;
const rarely = { seconds: 600, scrapeSeconds: 15, evaluationSeconds: 15, groups: SERVER_GROUPS };

/** 97 usable connections; `used` of them from 300 s on, in two states. */
function server(used: number, until = Infinity): readonly Signal[] {
  const connections = (state: string, before: number, after: number) =>
    gauge(SERVER_METRICS.connections, { state, application: "money" }, (t) =>
      t >= HIGH && t < until ? after : before,
    );
  return [
    gauge(SERVER_METRICS.usableConnections, {}, () => 97),
    connections("active", 10, 10),
    connections("idle", 10, used - 10),
  ];
}

const probed = { ...HEALTHY, signals: server(90) };
const pages = (pools: readonly ScrapedPool[]) => firstFirings({ pools, ...rarely });

t.test("a server with 90 of its 97 connections in use pages after 60 s", (t) => {
  t.same(pages([probed]), { PlimsollServerConnectionsHigh: HIGH + 60 });
  t.end();
});

t.test("87 of 97 connections are below nine tenths and page nobody", (t) => {
  t.same(pages([{ ...HEALTHY, signals: server(87) }]), {});
  t.end();
});

t.test("a roll-out that fills the server for 45 s pages nobody", (t) => {
  t.same(pages([{ ...HEALTHY, signals: server(97, HIGH + 45) }]), {});
  t.end();
});

t.test("two instances that both report in an election's hand-over are not added up", (t) => {
  const half = { ...HEALTHY, signals: server(60) };
  t.same(pages([half, { ...half, instance: 2 }]), {});
  t.end();
});

t.test("one server is one page, under the service that may open most connections", (t) => {
  const billing = { ...HEALTHY, service: "billing", limit: 30 };
  const run = { pools: [probed, billing], ...rarely };
  const labels =
    '{alertname="PlimsollServerConnectionsHigh",alertstate="firing",cause="server_connections",role="cause",server_address="127.0.0.1",server_port="5432",service="billing",severity="page"}';
  const firing = 'ALERTS{alertname="PlimsollServerConnectionsHigh"}';
  t.doesNotThrow(() => assertSamples(run, firing, 480, { [`ALERTS${labels}`]: 1 }));
  t.end();
});

t.test("the page says how full the server is and who claims most", (t) => {
  const run = { pools: [{ ...probed, environment: "prod" }], ...rarely };
  const text = {
    description:
      "Server 127.0.0.1:5432 (prod) has 92.78% of its connections in use. When none is left, requests of every service on it fail.",
    evidence:
      "Connections that it gives: 97. Pools may open 10.31% of them; money has the largest claim: 10.",
    do_first: serverConnectionsHigh.doFirst,
  };
  const where = {
    service: "money",
    environment: "prod",
    server_address: "127.0.0.1",
    server_port: "5432",
  };
  t.doesNotThrow(() => assertPage(run, serverConnectionsHigh, HIGH + 60, text, where));
  t.doesNotThrow(() => assertPage(run, serverConnectionsHigh, HIGH + 45));
  t.end();
});
