import { CONNECT_SERIES, type ConnectKey } from "./recorded/connect-series.ts";
import { DASHBOARD_SERIES, type DashboardKey } from "./recorded/dashboard-series.ts";
import { FLOOR_SERIES, type FloorKey } from "./recorded/floor-series.ts";
import { LOAD_SERIES, type LoadKey } from "./recorded/load-series.ts";
import { POOL_SERIES, type PoolKey } from "./recorded/pool-series.ts";
import type { RecordedSeries } from "./recorded/series.ts";
import { SERVER_SERIES, type ServerKey } from "./recorded/server-series.ts";
import { SERVICE_SERIES, type ServiceKey } from "./recorded/service-series.ts";
import { TICKET_SERIES, type TicketKey } from "./recorded/ticket-series.ts";
import { TRAFFIC_SERIES, type TrafficKey } from "./recorded/traffic-series.ts";
import { QUERY_SERIES, type QueryKey } from "./recorded/query-series.ts";
import { type Matcher, type Selector, selector } from "./promql.ts";

export type { RecordedSeries } from "./recorded/series.ts";

/** Short key of a recorded series. */
export type RecordedKey =
  | LoadKey
  | PoolKey
  | ConnectKey
  | FloorKey
  | ServerKey
  | ServiceKey
  | TicketKey
  | DashboardKey
  | QueryKey
  | TrafficKey;

/** Every recorded series, by group and in the order in which the group evaluates them. */
export const RECORDED: Readonly<Record<RecordedKey, RecordedSeries>> = {
  ...LOAD_SERIES,
  ...POOL_SERIES,
  ...CONNECT_SERIES,
  ...FLOOR_SERIES,
  ...SERVER_SERIES,
  ...SERVICE_SERIES,
  ...TICKET_SERIES,
  ...DASHBOARD_SERIES,
  ...QUERY_SERIES,
  ...TRAFFIC_SERIES,
};

/** The recorded series under `key`, ready for an expression. */
export function recorded(key: RecordedKey, ...matchers: readonly Matcher[]): Selector {
  return selector(RECORDED[key].name, ...matchers);
}
