import { ATTRIBUTE } from "./attributes.ts";
import { OPERATION_BUCKETS } from "./buckets.ts";
import type { MetricDefinition } from "./metric.ts";

/** Short key of a metric of {@link QUERY_METRICS}. */
export type QueryMetric = "operationDuration";

/** Metrics of queries. They carry the pool's identity when their connection is a pool's, else that of the server. */
export const QUERY_METRICS: Readonly<Record<QueryMetric, MetricDefinition>> = {
  operationDuration: {
    name: "db.client.operation.duration",
    instrument: "histogram",
    unit: "s",
    description:
      "Time from a query's dispatch on its connection to its result; of a cursor or stream, to its end. By what it does, and by SQLSTATE when it failed.",
    attributes: [ATTRIBUTE.operationName, ATTRIBUTE.querySummary, ATTRIBUTE.errorType],
    buckets: OPERATION_BUCKETS,
    source: "plimsoll",
  },
};
