import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { type Board, buildDashboard, emptyAnswers, unselectedQueries } from "./board.ts";
import { DRILL_BOARD } from "./drill-dashboard.ts";
import { FLEET_BOARD } from "./fleet-dashboard.ts";
import { DASHBOARD_UID, type DashboardKey } from "./links.ts";
import { POOL_BOARD } from "./pool-dashboard.ts";
import { QUERIES_BOARD } from "./queries-dashboard.ts";
import { SERVER_BOARD } from "./server-dashboard.ts";

const BOARDS: readonly Board[] = [
  FLEET_BOARD,
  POOL_BOARD,
  QUERIES_BOARD,
  SERVER_BOARD,
  DRILL_BOARD,
];

/** One dashboard, and what is to be known about it beside its JSON. */
export interface PlimsollDashboard {
  readonly key: DashboardKey;
  readonly uid: string;
  /** A new object on each call, the same on every call. */
  readonly build: () => Dashboard;
  /** Why an empty answer is normal, by `panel id / refId` or the name of a variable; every other empty answer is a fault. */
  readonly normallyEmpty: ReadonlyMap<string, string>;
  /** Why no variable narrows a query, by `panel id / refId`; all others must be narrowed. */
  readonly unselected: ReadonlyMap<string, string>;
}

/** Every dashboard, in the order in which a reader needs them. */
export const DASHBOARDS: readonly PlimsollDashboard[] = BOARDS.map((board) => ({
  key: board.key,
  uid: DASHBOARD_UID[board.key],
  build: () => buildDashboard(board),
  normallyEmpty: emptyAnswers(board),
  unselected: unselectedQueries(board),
}));

/**
 * One dashboard by its key.
 *
 * @throws RangeError when there is none.
 */
export function dashboardOf(key: DashboardKey): PlimsollDashboard {
  const found = DASHBOARDS.find((dashboard) => dashboard.key === key);
  if (found === undefined) throw new RangeError(`dashboard must be one of the keys, got "${key}".`);
  return found;
}
