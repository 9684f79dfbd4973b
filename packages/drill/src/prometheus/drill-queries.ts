import { ATTRIBUTE, POOL_METRICS, prometheusLabel, prometheusName } from "@plimsoll/catalog";

const STATE = prometheusLabel(ATTRIBUTE.state);
const ROUTE = prometheusLabel(ATTRIBUTE.httpRoute);
const count = prometheusName(POOL_METRICS.count);
const oldest = prometheusName(POOL_METRICS.oldestSeconds);

/** Short key of a query. */
export type QueryKey =
  | "used"
  | "idle"
  | "limit"
  | "pending"
  | "oldestWaiter"
  | "suspects"
  | "userErrors";

/** What the drill reads from its Prometheus. One app, one pool: the sums only drop labels. */
export const QUERIES: Readonly<Record<QueryKey, string>> = {
  used: `sum(${count}{${STATE}="used"})`,
  idle: `sum(${count}{${STATE}="idle"})`,
  limit: `sum(${prometheusName(POOL_METRICS.limit)})`,
  pending: `sum(${prometheusName(POOL_METRICS.pendingRequests)})`,
  oldestWaiter: `max(${oldest}{of="waiter"})`,
  suspects: `sum by (${ROUTE}) (${prometheusName(POOL_METRICS.leakSuspects)}) > 0`,
  userErrors: "sum by (reason) (k6_user_errors_total)",
};

/** The label of the query `suspects`. */
export const ROUTE_LABEL: string = ROUTE;
