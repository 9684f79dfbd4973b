export { type DashboardQuery, dashboardQueries, type QuerySource } from "./dashboard-queries.ts";
export { checkQueries, type LiveCheck, type QueryProblem, type QueryReport } from "./live-check.ts";
export { normallyEmpty, POOL_DASHBOARD_UID, poolDashboard, TAG } from "./pool-dashboard.ts";
export { RECORDED } from "./recorded-series.ts";
export { substitute } from "./substitute.ts";
