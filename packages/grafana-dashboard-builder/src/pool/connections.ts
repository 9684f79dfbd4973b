import { POOL_METRICS } from "@plimsoll/catalog";
import type { Row } from "../layout.ts";
import { timeSeries } from "../panels/time-series.ts";
import { ofPool, quantile, rate } from "../promql.ts";

const PLACE = { width: 8, height: 8 };
const CREATE_BUCKETS = ofPool(POOL_METRICS.createTime, "", "_bucket");

/** The road to the server: opened, refused, slow to open, given up. */
export const CONNECTIONS: Row = {
  id: 500,
  title: "Connections: can the pool open them?",
  lines: [
    [
      timeSeries({
        id: 501,
        title: "Connects and failures",
        shows:
          "Attempts to open a connection per second, and the failed ones by SQLSTATE or errno.",
        bad: "any failure. 53300: the server is full. ECONNREFUSED, ETIMEDOUT: it is down or unreachable. 28P01: wrong password. Many attempts without failures: connections do not live long.",
        act: "for 53300 lower the sum of all pools, do not raise a limit; for the others mend the database or the way to it.",
        ...PLACE,
        unit: "ops",
        queries: [
          {
            expr: `sum(${rate(ofPool(POOL_METRICS.createTime, "", "_count"))})`,
            legend: "attempts",
          },
          {
            expr: `sum by (error_type) (${rate(ofPool(POOL_METRICS.connectFailures))}) > 0`,
            legend: "failed: {{error_type}}",
            emptyMeans: "no connect failed",
          },
        ],
        series: ["attempts"],
      }),
      timeSeries({
        id: 502,
        title: "Time to open a connection",
        shows:
          "Median and 99th percentile of the time to open a connection, failed attempts included.",
        bad: "above 0.1 s inside one data centre: TLS, DNS or a busy server. Each new connection makes a request wait that long.",
        act: "keep more idle connections; look at the server's load and its authentication.",
        ...PLACE,
        unit: "s",
        queries: [
          {
            expr: quantile(0.5, CREATE_BUCKETS),
            legend: "connect p50",
            emptyMeans: "nothing connects",
          },
          {
            expr: quantile(0.99, CREATE_BUCKETS),
            legend: "connect p99",
            emptyMeans: "nothing connects",
          },
        ],
      }),
      timeSeries({
        id: 503,
        title: "How requests for a connection ended",
        shows:
          "Ended requests per second by outcome: an idle connection, a created one, queued for a release, timed out, failed, abandoned.",
        bad: "timeout or failed: those requests got no connection. Mostly queued: the pool is short.",
        act: "on timeouts go up to the named cause; on failures read the failures at the left.",
        ...PLACE,
        unit: "reqps",
        isStacked: true,
        queries: [
          {
            expr: `sum by (outcome) (${rate(ofPool(POOL_METRICS.requests))})`,
            legend: "{{outcome}}",
          },
        ],
        series: ["idle", "created", "queued", "timeout", "failed", "abandoned"],
      }),
    ],
  ],
};
