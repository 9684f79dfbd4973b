export const PLACEHOLDER = "grafana-dashboard-builder";
