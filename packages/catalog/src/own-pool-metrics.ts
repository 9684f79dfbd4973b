import { ATTRIBUTE } from "./attributes.ts";
import { HOLD_BUCKETS } from "./buckets.ts";
import type { MetricDefinition } from "./metric.ts";

const plimsoll = "plimsoll";

/** Short key of a metric of {@link OWN_POOL_METRICS}. */
export type OwnPoolMetric =
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
  | "peak"
  | "parkedTime"
  | "nestedAcquires"
  | "openTransactions"
  | "connectionsClosed"
  | "cause"
  | "acquireTimeoutSeconds"
  | "shedRequests"
  | "configFindings"
  | "nPlusOneSuspects";

/** Pool metrics that the semantic conventions lack. */
export const OWN_POOL_METRICS: Readonly<Record<OwnPoolMetric, MetricDefinition>> = {
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
  peak: {
    name: "plimsoll.pool.peak",
    instrument: "observable-gauge",
    unit: "{peak}",
    description:
      "Most connections used, and most requests waiting, at any moment since the same reader collected last.",
    attributes: [ATTRIBUTE.of],
    source: plimsoll,
  },
  parkedTime: {
    name: "plimsoll.pool.parked_time_seconds",
    instrument: "histogram",
    unit: "s",
    description: "Time of a hold with no query in flight: the hold less the union of its queries.",
    attributes: [],
    buckets: HOLD_BUCKETS,
    source: plimsoll,
  },
  nestedAcquires: {
    name: "plimsoll.pool.nested_acquires",
    instrument: "observable-counter",
    unit: "{request}",
    description:
      "Requests by code that already holds a connection of the same pool. When as many as the limit wait like this, none is ever served.",
    attributes: [],
    source: plimsoll,
  },
  openTransactions: {
    name: "plimsoll.pool.open_transactions",
    instrument: "observable-counter",
    unit: "{connection}",
    description: "Connections that were given back while in a transaction.",
    attributes: [],
    source: plimsoll,
  },
  connectionsClosed: {
    name: "plimsoll.pool.connections_closed",
    instrument: "observable-counter",
    unit: "{connection}",
    description: "Connections that the pool closed, by why it did.",
    attributes: [ATTRIBUTE.reason],
    source: plimsoll,
  },
  cause: {
    name: "plimsoll.pool.cause",
    instrument: "observable-gauge",
    unit: "{verdict}",
    description:
      "Why the pool is short of connections, from what the process saw in the last minute: 1 for the named cause. All are 0 while it is not short, or no cause is plain.",
    attributes: [ATTRIBUTE.cause],
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
  shedRequests: {
    name: "plimsoll.pool.shed_requests",
    instrument: "observable-counter",
    unit: "{request}",
    description:
      "HTTP requests that load shedding turned away because of the pool. They never asked it for a connection, so demand looks smaller by them.",
    attributes: [],
    source: plimsoll,
  },
  nPlusOneSuspects: {
    name: "plimsoll.pool.n_plus_one_suspects",
    instrument: "observable-counter",
    unit: "{statement}",
    description:
      "Statements that one HTTP request ran ten times or more, each counted once per request: they look like one query per row of another.",
    attributes: [ATTRIBUTE.httpRoute],
    source: plimsoll,
  },
  configFindings: {
    name: "plimsoll.pool.config_findings",
    instrument: "observable-gauge",
    unit: "{finding}",
    description:
      "Lint of the pool's settings: 1 for each rule that finds something, 0 for every other rule.",
    attributes: [ATTRIBUTE.rule, ATTRIBUTE.severity],
    source: plimsoll,
  },
};
