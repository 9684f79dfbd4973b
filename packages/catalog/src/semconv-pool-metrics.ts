import { ATTRIBUTE } from "./attributes.ts";
import { HOLD_BUCKETS, WAIT_BUCKETS } from "./buckets.ts";
import type { MetricDefinition } from "./metric.ts";

const plimsoll = "plimsoll";

/** Short key of a metric of {@link SEMCONV_POOL_METRICS}. */
export type SemconvPoolMetric =
  | "count"
  | "limit"
  | "idleMax"
  | "idleMin"
  | "pendingRequests"
  | "timeouts"
  | "createTime"
  | "waitTime"
  | "useTime";

/** Pool metrics that the semantic conventions name. Source: semconv 1.45, database/database-metrics. */
export const SEMCONV_POOL_METRICS: Readonly<Record<SemconvPoolMetric, MetricDefinition>> = {
  count: {
    name: "db.client.connection.count",
    instrument: "observable-up-down-counter",
    unit: "{connection}",
    description:
      "Physical connections by state, read at collection. The sum is what the server sees; closing means dropped by the pool with the socket not yet closed.",
    attributes: [ATTRIBUTE.state],
    source: plimsoll,
  },
  limit: {
    name: "db.client.connection.limit",
    instrument: "observable-up-down-counter",
    unit: "{connection}",
    description: "The most connections that the pool may open.",
    attributes: [],
    source: plimsoll,
  },
  idleMax: {
    name: "db.client.connection.idle.max",
    instrument: "observable-up-down-counter",
    unit: "{connection}",
    description: "The most idle connections that the pool keeps.",
    attributes: [],
    source: plimsoll,
  },
  idleMin: {
    name: "db.client.connection.idle.min",
    instrument: "observable-up-down-counter",
    unit: "{connection}",
    description: "The fewest idle connections that the pool keeps.",
    attributes: [],
    source: plimsoll,
  },
  pendingRequests: {
    name: "db.client.connection.pending_requests",
    instrument: "observable-up-down-counter",
    unit: "{request}",
    description:
      "Requests that wait for a connection now, read at collection; one that waits for its own connection to open counts.",
    attributes: [],
    source: plimsoll,
  },
  timeouts: {
    name: "db.client.connection.timeouts",
    instrument: "observable-counter",
    unit: "{timeout}",
    description: "Requests that the pool gave up after its acquire timeout.",
    attributes: [],
    source: plimsoll,
  },
  createTime: {
    name: "db.client.connection.create_time",
    instrument: "histogram",
    unit: "s",
    description: "Time to open a connection; failed attempts included.",
    attributes: [],
    buckets: WAIT_BUCKETS,
    source: plimsoll,
  },
  waitTime: {
    name: "db.client.connection.wait_time",
    instrument: "histogram",
    unit: "s",
    description: "Time from the request to the grant of a connection.",
    attributes: [],
    buckets: WAIT_BUCKETS,
    source: plimsoll,
  },
  useTime: {
    name: "db.client.connection.use_time",
    instrument: "histogram",
    unit: "s",
    description: "Time from the grant of a connection to its release.",
    attributes: [],
    buckets: HOLD_BUCKETS,
    source: plimsoll,
  },
};
