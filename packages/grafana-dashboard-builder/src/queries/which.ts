import { COLOR } from "../colors.ts";
import type { Row } from "../layout.ts";
import { column, dashboardUrl, tracesLink, tracesOfService, variable } from "../links.ts";
import { type Column, table } from "../panels/table.ts";
import { LABEL, QUERIES, quantile, recorded } from "../promql.ts";
import { dataLink } from "../sdk-repairs.ts";

const THIS_QUERY = `span.db.query.summary="${column("Query")}"`;

const COLUMNS: readonly Column[] = [
  {
    field: LABEL.summary,
    title: "Query",
    links: [
      dataLink(
        "Only this query",
        dashboardUrl("queries", {
          service: variable("service"),
          environment: variable("environment"),
          summary: column("Query"),
        }),
      ),
      tracesLink("Traces of this query", tracesOfService(THIS_QUERY)),
      tracesLink("Its traces over 0.1 s", tracesOfService(THIS_QUERY, "duration>100ms")),
    ],
  },
  { field: "Value #A", title: "Running at a time", decimals: 2, width: 160 },
  {
    field: "Value #F",
    title: "Share of the time",
    unit: "percentunit",
    decimals: 0,
    cell: "gauge",
    steps: [[0.5, COLOR.demand]],
    width: 180,
  },
  { field: "Value #B", title: "Rate", unit: "ops", decimals: 1, width: 110 },
  {
    field: "Value #C",
    title: "Failed",
    unit: "ops",
    decimals: 2,
    cell: "background",
    steps: [[0.001, COLOR.waiting]],
    width: 110,
  },
  { field: "Value #D", title: "p50", unit: "s", decimals: 1, width: 100 },
  { field: "Value #E", title: "p99", unit: "s", decimals: 1, width: 100 },
];

const SECONDS = `sum by (${LABEL.summary}) (${recorded("querySeconds", QUERIES)})`;
const BUCKETS = recorded("queryBuckets", QUERIES);

/** Which query takes the database's time. */
export const WHICH: Row = {
  id: 200,
  title: "Which query? The first row takes most of the time",
  lines: [
    [
      table({
        id: 201,
        title: "Queries by the time they take",
        shows:
          "Every query summary, without literals. At most 100 of a pool have a name; the rest is other.",
        normal: "the same rows on top as on other days.",
        bad: "a new first row, or one with half of the time.",
        act: "click it for its traces, then EXPLAIN it. Failed: see the SQLSTATE below.",
        width: 24,
        height: 11,
        queries: [
          { expr: SECONDS },
          { expr: `sum by (${LABEL.summary}) (${recorded("queryBuckets", QUERIES, 'le="+Inf"')})` },
          {
            expr: `sum by (${LABEL.summary}) (${recorded("queryErrors", QUERIES)})`,
            emptyMeans: "no query failed",
          },
          { expr: quantile(0.5, BUCKETS, LABEL.summary) },
          { expr: quantile(0.99, BUCKETS, LABEL.summary) },
          { expr: `${SECONDS} / on () group_left () sum(${recorded("querySeconds", QUERIES)})` },
        ],
        columns: COLUMNS,
        sortBy: "Running at a time",
        noValue: "–",
      }),
    ],
  ],
};
