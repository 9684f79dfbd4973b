import type { Row } from "../layout.ts";
import { timeSeries } from "../panels/time-series.ts";
import { LABEL, ofPool, quantile } from "../promql.ts";

const PLACE = { width: 6, height: 8 };
const CONNECT = ofPool("connectBuckets");

/** The road to the server: opened, refused, slow to open, given up, closed. */
export const CONNECTIONS: Row = {
  id: 500,
  title: "Connections: can the pool open and keep them?",
  isCollapsed: true,
  lines: [
    [
      timeSeries({
        id: 501,
        title: "Connects and failures",
        shows:
          "Attempts to open a connection per second, and the failed ones by SQLSTATE or errno.",
        normal: "next to none: connections live for minutes. No failure.",
        bad: "any failure. 53300: the server is full. ECONNREFUSED, ETIMEDOUT: it is down or unreachable. 28P01: wrong password.",
        act: "for 53300 lower the sum of all pools, do not raise a limit; for the others mend the database or the way to it.",
        ...PLACE,
        unit: "ops",
        queries: [
          { expr: `sum(${ofPool("connectBuckets", 'le="+Inf"')})`, legend: "attempts" },
          {
            expr: ofPool("connectFailures"),
            legend: `failed: {{${LABEL.errorType}}}`,
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
        normal: "a few milliseconds inside one data centre.",
        bad: "above 0.1 s: TLS, DNS or a busy server. Each new connection makes a request wait that long.",
        act: "keep more idle connections; look at the server's load and its authentication.",
        ...PLACE,
        unit: "s",
        queries: [
          { expr: quantile(0.5, CONNECT), legend: "connect p50", emptyMeans: "nothing connects" },
          { expr: quantile(0.99, CONNECT), legend: "connect p99", emptyMeans: "nothing connects" },
        ],
        noValue:
          "The pool opened no connection in this time range. Lines appear when it opens one.",
      }),
      timeSeries({
        id: 504,
        title: "Connections closed, by reason",
        shows:
          "Connections that the pool closed per second. idle: unused for too long. lifetime, uses: its age limits. error: it broke. end: the pool ended.",
        normal: "next to none, idle and lifetime only.",
        bad: "error: the server or the network drops connections. Many idle: the pool breathes with each burst, and pays a connect for it.",
        act: "error: see the server's log and failover. idle: raise the idle timeout or the minimum.",
        ...PLACE,
        unit: "ops",
        isStacked: true,
        queries: [
          {
            expr: ofPool("closed"),
            legend: `{{${LABEL.reason}}}`,
            emptyMeans: "the pool has closed none since it was made",
          },
        ],
        noValue:
          "The pool has closed no connection since it was made. A band appears for each reason.",
      }),
      timeSeries({
        id: 503,
        title: "How requests for a connection ended",
        shows:
          "Ended requests per second by outcome: an idle connection, a created one, queued for a release, timed out, failed, abandoned.",
        normal: "nearly all idle.",
        bad: "timeout or failed: those requests got no connection. Mostly queued: the pool is short.",
        act: "on timeouts go up to Why; on failures read the failures at the left.",
        ...PLACE,
        unit: "reqps",
        isStacked: true,
        queries: [{ expr: ofPool("outcomes"), legend: `{{${LABEL.outcome}}}` }],
        series: ["idle", "created", "queued", "timeout", "failed", "abandoned"],
      }),
    ],
  ],
};
