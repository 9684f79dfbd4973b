export { type DashboardQuery, dashboardQueries, type QuerySource } from "./dashboard-queries.ts";
export { dashboardOf, DASHBOARDS, type PlimsollDashboard } from "./dashboards.ts";
export {
  DASHBOARD_FORMATS,
  type DashboardFile,
  dashboardFiles,
  type DashboardFormat,
} from "./formats.ts";
export { DASHBOARD_UID, type DashboardKey } from "./links.ts";
export { checkQueries, type LiveCheck, type QueryProblem, type QueryReport } from "./live-check.ts";
export type { DashboardOptions } from "./options.ts";
export { RECORDED } from "./recorded-series.ts";
export { substitute } from "./substitute.ts";
