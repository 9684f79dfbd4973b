import { ruleGroups } from "@plimsoll/alert-rule-builder";
import { METRICS, prometheusName } from "@plimsoll/catalog";
import type { LoadedGroup, Sight } from "../../src/doctor/sight.ts";

/** A pool of the scrape dialect. */
export const POOL = {
  job: "apps",
  instance: "10.0.0.1:9464",
  service_name: "money",
  service_instance_id: "a:1",
  db_client_connection_pool_name: "money",
} as const;

/** Every group as the rules API tells it, healthy. */
export const LOADED: readonly LoadedGroup[] = ruleGroups().map(({ name, rules }) => ({
  name,
  file: "/etc/rules.yml",
  interval: 5,
  evaluationTime: 0.1,
  rules: rules.map((rule) => ({
    name: "alert" in rule ? rule.alert : rule.record,
    query: rule.expr,
    type: "alert" in rule ? ("alerting" as const) : ("recording" as const),
    health: "ok",
  })),
}));

/** A Prometheus in which all is well, changed by `changes`. */
export function sight(changes: Partial<Sight> = {}): Sight {
  const names = METRICS.map((metric) => prometheusName(metric));
  return {
    version: "3.5.0",
    names: new Set([...names, "db_client_connection_wait_time_bucket", "plimsoll:pool_limit:sum"]),
    pools: [POOL],
    gaps: new Map([["apps", 5]]),
    groups: LOADED,
    targets: [{ labels: POOL, health: "up", lastError: "" }],
    alertmanagers: 1,
    ...changes,
  };
}
