import { RECORDED, type RecordedKey } from "../recorded.ts";

// Go's raw strings keep the PromQL readable; %q quotes a label's value as PromQL does. A missing label prints as "", which
// matches the series without it.
const POOL_ARGUMENTS = "$labels.service $labels.environment $labels.pool";
const POOL_MATCHERS = "service=%q,environment=%q,pool=%q";

/** How a number is printed: Prometheus' template functions. */
export type Format = "humanize" | "humanizePercentage" | "humanizeDuration" | typeof FACTOR;

/** For "times as much" and other small numbers: `humanize` would print 1000m for a little less than 1. */
export const FACTOR = 'printf "%.1f"';

/** The pool in question, in words. */
export const THE_POOL =
  "Pool {{ $labels.pool }} of {{ $labels.service }}{{ with $labels.environment }} ({{ . }}){{ end }}";

/** The server in question, in words. */
export const THE_SERVER =
  "Server {{ $labels.server_address }}:{{ $labels.server_port }}{{ with $labels.environment }} ({{ . }}){{ end }}";

/** The service in question, in words. */
export const THE_SERVICE =
  "Service {{ $labels.service }}{{ with $labels.environment }} ({{ . }}){{ end }}";

/** The alert's own value. */
export function ownValue(format: Format): string {
  return `{{ $value | ${format} }}`;
}

/** The present value of another recorded series of the same pool, or "unknown" where it has none. */
export function valueOf(key: RecordedKey, format: Format, matchers = ""): string {
  const query = `${RECORDED[key].name}{${POOL_MATCHERS}${matchers && `,${matchers}`}}`;
  return `{{ with printf \`${query}\` ${POOL_ARGUMENTS} | query }}{{ . | first | value | ${format} }}{{ else }}unknown{{ end }}`;
}

/** The present value of a recorded series of the service that has the pool, or "unknown". */
export function valueOfService(key: RecordedKey, format: Format): string {
  const query = `${RECORDED[key].name}{service=%q,environment=%q}`;
  return `{{ with printf \`${query}\` $labels.service $labels.environment | query }}{{ . | first | value | ${format} }}{{ else }}unknown{{ end }}`;
}

/** The present value of a recorded series of the same server, or "unknown". */
export function valueOfServer(key: RecordedKey, format: Format): string {
  const query = `${RECORDED[key].name}{environment=%q,server_address=%q,server_port=%q}`;
  return `{{ with printf \`${query}\` $labels.environment $labels.server_address $labels.server_port | query }}{{ . | first | value | ${format} }}{{ else }}unknown{{ end }}`;
}

/** Most common error of failed connects and its rate: `ECONNREFUSED (3/s)`. */
export function topConnectError(): string {
  const query = `topk(1, ${RECORDED.connectFailures.name}{${POOL_MATCHERS}})`;
  return `{{ with printf \`${query}\` ${POOL_ARGUMENTS} | query }}{{ . | first | label "error_type" }} ({{ . | first | value | ${FACTOR} }}/s){{ else }}none{{ end }}`;
}

/** What has grown how much: "1.3 times its baseline", or that there is none yet to compare with. */
export function growthOf(key: RecordedKey): string {
  const query = `${RECORDED[key].name}{${POOL_MATCHERS}}`;
  return `{{ with printf \`${query}\` ${POOL_ARGUMENTS} | query }}{{ . | first | value | ${FACTOR} }} times its baseline{{ else }}no baseline yet{{ end }}`;
}

/** The route with the highest value of a series by route, or "unknown". */
export function topRoute(key: RecordedKey, matchers = ""): string {
  return ofTopRoute(key, matchers, '{{ . | first | label "http_route" }}');
}

/** The route with the highest value and that value: `/transfers (3)`. */
export function topRouteWithValue(key: RecordedKey, matchers = ""): string {
  const text = '{{ . | first | label "http_route" }} ({{ . | first | value | humanize }})';
  return ofTopRoute(key, matchers, text);
}

function ofTopRoute(key: RecordedKey, matchers: string, text: string): string {
  const query = `topk(1, ${RECORDED[key].name}{${POOL_MATCHERS}${matchers && `,${matchers}`}})`;
  return `{{ with printf \`${query}\` ${POOL_ARGUMENTS} | query }}${text}{{ else }}unknown{{ end }}`;
}

/** What every page of a pool says: how full it is, who waits, and who holds. */
export const LOAD: string = [
  `Used: ${valueOf("used", "humanize")} of ${valueOf("limit", "humanize")}`,
  `queue: ${valueOf("queue", FACTOR)}`,
  `oldest waiter: ${valueOf("oldest", "humanizeDuration", 'of="waiter"')}`,
  `a query is in flight in ${valueOf("queryShare", "humanizePercentage")} of the held time`,
  `route that holds most connections: ${topRouteWithValue("routeConnections", 'kind="hold"')}.`,
].join("; ");

/** Whether demand or holds have grown. */
export const GROWTH: string = `Demand: ${growthOf("demandGrowth")}; hold: ${growthOf("holdGrowth")}.`;
