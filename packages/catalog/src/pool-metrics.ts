import { ATTRIBUTE } from "./attributes.ts";
import { HOLD_BUCKETS, WAIT_BUCKETS } from "./buckets.ts";
import type { MetricDefinition } from "./metric.ts";
import { SERVER_METRICS } from "./server-metrics.ts";

const plimsoll = "plimsoll";

/** Short key of a pool metric. */
export type PoolMetric =
  | "count"
  | "limit"
  | "idleMax"
  | "idleMin"
  | "pendingRequests"
  | "timeouts"
  | "createTime"
  | "waitTime"
  | "useTime"
  | "requests"
  | "requestsStarted"
  | "usedSeconds"
  | "queryingSeconds"
  | "pendingSeconds"
  | "pressureSeconds"
  | "oldestSeconds"
  | "leakSuspects"
  | "routeSeconds"
  | "connectFailures"
  | "acquireTimeoutSeconds";

/** Every pool metric, by a short key. All of them carry the pool's identity beside their own attributes. */
export const POOL_METRICS: Readonly<Record<PoolMetric, MetricDefinition>> = {
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
  requests: {
    name: "plimsoll.pool.requests",
    instrument: "observable-counter",
    unit: "{request}",
    description: "Finished requests for a connection, by how each got its answer.",
    attributes: [ATTRIBUTE.outcome],
    source: plimsoll,
  },
  requestsStarted: {
    name: "plimsoll.pool.requests.started",
    instrument: "observable-counter",
    unit: "{request}",
    description:
      "Requests for a connection, counted before they wait, so that a total stall still counts.",
    attributes: [],
    source: plimsoll,
  },
  usedSeconds: {
    name: "plimsoll.pool.used_seconds",
    instrument: "observable-counter",
    unit: "s",
    description:
      "Connection-seconds held, those of connections still held included. Its rate is the exact mean number of used connections.",
    attributes: [],
    source: plimsoll,
  },
  queryingSeconds: {
    name: "plimsoll.pool.querying_seconds",
    instrument: "observable-counter",
    unit: "s",
    description:
      "Connection-seconds held with a query in flight. Its share of used_seconds tells a slow query from a held connection.",
    attributes: [],
    source: plimsoll,
  },
  pendingSeconds: {
    name: "plimsoll.pool.pending_seconds",
    instrument: "observable-counter",
    unit: "s",
    description:
      "Request-seconds spent waiting for a connection, those still waiting included. Its rate is the exact mean queue length.",
    attributes: [],
    source: plimsoll,
  },
  pressureSeconds: {
    name: "plimsoll.pool.pressure_seconds",
    instrument: "observable-counter",
    unit: "s",
    description:
      "Time with at least one request waiting (waiting), or with every connection of the limit used (saturated). Its rate is a share from 0 to 1.",
    attributes: [ATTRIBUTE.level],
    source: plimsoll,
  },
  oldestSeconds: {
    name: "plimsoll.pool.oldest_seconds",
    instrument: "observable-gauge",
    unit: "s",
    description:
      "Age of the oldest current waiter, holder, parked connection (held with no query in flight) and query; 0 when there is none.",
    attributes: [ATTRIBUTE.of],
    source: plimsoll,
  },
  leakSuspects: {
    name: "plimsoll.pool.leak_suspects",
    instrument: "observable-gauge",
    unit: "{connection}",
    description:
      "Connections parked for longer than the leak threshold, by the route that acquired them.",
    attributes: [ATTRIBUTE.httpRoute],
    source: plimsoll,
  },
  routeSeconds: {
    name: "plimsoll.pool.route_seconds",
    instrument: "observable-counter",
    unit: "s",
    description: "Seconds that each route held connections or waited for them.",
    attributes: [ATTRIBUTE.httpRoute, ATTRIBUTE.kind],
    source: plimsoll,
  },
  connectFailures: {
    name: "plimsoll.pool.connect_failures",
    instrument: "observable-counter",
    unit: "{failure}",
    description: "Connections that could not be opened, by SQLSTATE or errno.",
    attributes: [ATTRIBUTE.errorType],
    source: plimsoll,
  },
  acquireTimeoutSeconds: {
    name: "plimsoll.pool.acquire_timeout_seconds",
    instrument: "observable-gauge",
    unit: "s",
    description: "The pool's acquire timeout; 0 means that a request waits for ever.",
    attributes: [],
    source: plimsoll,
  },
};

/** Metrics of upstream instrumentations that dashboards and rules read. */
export const UPSTREAM_METRICS: Readonly<Record<"httpServerRequestDuration", MetricDefinition>> = {
  httpServerRequestDuration: {
    name: "http.server.request.duration",
    instrument: "histogram",
    unit: "s",
    description: "Duration of HTTP requests that the app served.",
    attributes: [
      "http.request.method",
      ATTRIBUTE.httpRoute,
      "http.response.status_code",
      ATTRIBUTE.errorType,
    ],
    source: "@opentelemetry/instrumentation-http",
  },
};

/** The whole catalogue. */
export const METRICS: readonly MetricDefinition[] = [
  ...Object.values(POOL_METRICS),
  ...Object.values(SERVER_METRICS),
  ...Object.values(UPSTREAM_METRICS),
];
