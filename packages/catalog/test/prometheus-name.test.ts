import t from "tap";
import { POOL_METRICS, prometheusLabel, prometheusName } from "../src/index.ts";

t.test("a histogram keeps its name in the js-scrape dialect and gains its unit in otlp", (t) => {
  t.equal(prometheusName(POOL_METRICS.waitTime, "js-scrape"), "db_client_connection_wait_time");
  t.equal(prometheusName(POOL_METRICS.waitTime, "otlp"), "db_client_connection_wait_time_seconds");
  t.end();
});

t.test("our own time metrics have one name in both dialects", (t) => {
  for (const metric of [
    POOL_METRICS.usedSeconds,
    POOL_METRICS.oldestSeconds,
    POOL_METRICS.routeSeconds,
  ]) {
    t.equal(prometheusName(metric, "js-scrape"), prometheusName(metric, "otlp"));
  }
  t.end();
});

t.test("a counter ends in _total and a gauge does not", (t) => {
  t.equal(prometheusName(POOL_METRICS.requestsStarted), "plimsoll_pool_requests_started_total");
  t.equal(prometheusName(POOL_METRICS.leakSuspects), "plimsoll_pool_leak_suspects");
  t.end();
});

t.test("a label's dots become underscores", (t) => {
  t.equal(prometheusLabel("db.client.connection.pool.name"), "db_client_connection_pool_name");
  t.end();
});
