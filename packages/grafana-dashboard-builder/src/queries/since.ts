import type { Row } from "../layout.ts";
import { tracesLink, tracesOfService } from "../links.ts";
import { heatmap } from "../panels/heatmap.ts";
import { timeSeries } from "../panels/time-series.ts";
import { NO_N_PLUS_ONE_YET } from "../pool/who.ts";
import { LABEL, POOLS_OF_SERVICE, QUERIES, quantile, recorded } from "../promql.ts";

const PLACE = { width: 12, height: 8 };
const LEGEND = `{{${LABEL.summary}}}`;
const THIS_QUERY = 'span.db.query.summary="${__field.labels.db_query_summary:percentencode}"';
const LINE_LINKS = [tracesLink("Traces of this query", tracesOfService(THIS_QUERY))];
const BY_SUMMARY = `by (${LABEL.summary})`;
const BUCKETS = recorded("queryBuckets", QUERIES);

/** What changed, and when. */
export const SINCE: Row = {
  id: 300,
  title: "Since when: what has become slower, or more?",
  lines: [
    [
      timeSeries({
        id: 301,
        title: "Running at a time, by query",
        shows:
          "How many of each query run at a time on average: rate times mean duration; the ten highest.",
        normal: "bands that keep their shares.",
        bad: "one band that grows: it takes the connections from all others.",
        act: "click it for traces; see at the right whether it became slower, or below whether it became more.",
        ...PLACE,
        unit: "none",
        axis: "queries",
        isStacked: true,
        queries: [
          {
            expr: `topk(10, sum ${BY_SUMMARY} (${recorded("querySeconds", QUERIES)}))`,
            legend: LEGEND,
          },
        ],
        hasNamesOnly: true,
        valueLinks: LINE_LINKS,
      }),
      timeSeries({
        id: 302,
        title: "Duration p99, by query",
        shows: "99th percentile of the ten slowest queries.",
        normal: "flat lines.",
        bad: "all lines rise together: the server or the network. One line: its plan, its data or a lock.",
        act: "all: open Server. One: EXPLAIN it; look for a lock with pg_blocking_pids.",
        ...PLACE,
        unit: "s",
        queries: [{ expr: `topk(10, ${quantile(0.99, BUCKETS, LABEL.summary)})`, legend: LEGEND }],
        hasNamesOnly: true,
        valueLinks: LINE_LINKS,
      }),
    ],
    [
      timeSeries({
        id: 303,
        title: "Rate, by query",
        shows: "Finished queries per second; the ten most frequent.",
        normal: "the shape of traffic.",
        bad: "one that grows alone: a loop, a retry, a cache that is off.",
        act: "see N+1 suspects, and the route in its traces.",
        ...PLACE,
        unit: "ops",
        queries: [
          {
            expr: `topk(10, sum ${BY_SUMMARY} (${recorded("queryBuckets", QUERIES, 'le="+Inf"')}))`,
            legend: LEGEND,
          },
        ],
        hasNamesOnly: true,
        valueLinks: LINE_LINKS,
      }),
      timeSeries({
        id: 304,
        title: "Errors, by code and query",
        shows: "Failed queries per second, by SQLSTATE or errno.",
        normal: "empty, or the codes that the app expects (23505: a unique violation).",
        bad: "57014: cancelled by a timeout. 40P01: deadlock. 25006: read-only server. 57P01, ECONNRESET: the server went away.",
        act: "25006: find the primary. 57014: see what became slow. 40P01: take locks in one order.",
        ...PLACE,
        unit: "ops",
        queries: [
          {
            expr: `topk(10, sum by (${LABEL.errorType}, ${LABEL.summary}) (${recorded("queryErrors", QUERIES)}))`,
            legend: `{{${LABEL.errorType}}} ${LEGEND}`,
            emptyMeans: "no query failed",
          },
        ],
        noValue:
          "No query failed in this time range. A line appears for each code and query that does.",
        hasNamesOnly: true,
        valueLinks: LINE_LINKS,
      }),
    ],
    [
      heatmap({
        id: 305,
        title: "Queries by duration",
        shows: "Ended queries per second in each bucket of duration; darker is more.",
        normal: "bands that keep their height.",
        bad: "a band that climbs, or a new one far above.",
        act: "open the traces of slow queries: the link at the panel's corner.",
        ...PLACE,
        unit: "s",
        cellUnit: "ops",
        query: { expr: `sum by (le) (${BUCKETS})`, legend: "{{le}}" },
        links: [
          tracesLink(
            "Traces with a query over 1 s",
            tracesOfService('span.db.query.summary=~".+"', "duration>1s"),
          ),
        ],
      }),
      timeSeries({
        id: 306,
        title: "N+1 suspects, by route",
        shows: "Statements per second that one HTTP request ran ten times or more.",
        normal: "empty: there is none.",
        bad: "any: a query per row holds the connection for all of them.",
        act: "join the queries of that route, or fetch in one go.",
        ...PLACE,
        unit: "ops",
        queries: [
          {
            expr: `sum by (${LABEL.route}) (${recorded("nPlusOne", POOLS_OF_SERVICE)})`,
            legend: `{{${LABEL.route}}}`,
            emptyMeans: "no request repeats a statement",
          },
        ],
        noValue: NO_N_PLUS_ONE_YET,
      }),
    ],
  ],
};
