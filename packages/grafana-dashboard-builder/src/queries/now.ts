import { COLOR } from "../colors.ts";
import type { Row } from "../layout.ts";
import { stat } from "../panels/stat.ts";
import { QUERIES, quantile, recorded, sumOrZero } from "../promql.ts";

const PLACE = { width: 6, height: 4 };
const BUCKETS = recorded("queryBuckets", QUERIES);
const ALL = recorded("queryBuckets", QUERIES, 'le="+Inf"');

/** Rate, errors, duration, and how much of the database that is. */
export const NOW: Row = {
  id: 100,
  title: "Now: are queries failing or slow?",
  lines: [
    [
      stat({
        id: 101,
        title: "Queries",
        shows: "Finished queries per second.",
        normal: "the shape of other days.",
        bad: "far more per HTTP request than usual: a query per row, or a cache that is off.",
        act: "sort the table below by rate.",
        ...PLACE,
        unit: "ops",
        query: { expr: `sum(${ALL})` },
        steps: [],
        base: COLOR.used,
      }),
      stat({
        id: 102,
        title: "Failed",
        shows: "Share of the queries that failed.",
        normal: "near 0 %: a few unique violations may be how the app works.",
        bad: "above 1 %.",
        act: "see the errors by SQLSTATE below.",
        ...PLACE,
        unit: "percentunit",
        decimals: 2,
        query: {
          expr: `${sumOrZero(recorded("queryErrors", QUERIES), ALL)} / (sum(${ALL}) > 0)`,
          emptyMeans: "no query ran",
        },
        steps: [
          [0.001, COLOR.waiting],
          [0.01, COLOR.hurt],
        ],
        noValue: "no queries",
      }),
      stat({
        id: 103,
        title: "Slowest hundredth",
        shows: "99th percentile of the time from a query's dispatch to its result.",
        normal: "its own level on other days.",
        bad: "red from 1 s: users feel it.",
        act: "sort the table below by p99.",
        ...PLACE,
        unit: "s",
        decimals: 1,
        query: { expr: quantile(0.99, BUCKETS), emptyMeans: "no query ended" },
        steps: [
          [0.1, COLOR.demand],
          [1, COLOR.hurt],
        ],
        noValue: "no queries",
      }),
      stat({
        id: 104,
        title: "Running at a time",
        shows:
          "How many queries run at a time on average: the connections that they keep busy. A query counts when it ends.",
        normal: "well below the pools' limits.",
        bad: "near the limit of the pool: the database is what is short.",
        act: "start with the first row of the table: it keeps most connections busy.",
        ...PLACE,
        unit: "none",
        decimals: 1,
        query: { expr: `sum(${recorded("querySeconds", QUERIES)})` },
        steps: [],
        base: COLOR.used,
      }),
    ],
  ],
};
