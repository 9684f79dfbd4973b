import {
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { ATTRIBUTE, POOL_METRICS, prometheusLabel } from "@plimsoll/catalog";
import { DATASOURCE } from "./panel.ts";
import { INSTANCE_LABEL, ofAllInstances } from "./promql.ts";
import { RECORDED } from "./recorded-series.ts";
import { repairVariable } from "./sdk-repairs.ts";

// Grafana's number for a variable query that is written as text.
const CLASSIC_QUERY = 5;

/**
 * The choices above the dashboard, each narrowed by those before it. Service, environment and pool are single: a sum over two
 * pools hides the one that is short. An empty environment is right for an app that states none.
 */
export function poolVariables(): object[] {
  const pools = RECORDED.limit;
  return [
    new DatasourceVariableBuilder("datasource").label("Data Source").type("prometheus").build(),
    query("service", "Service", `label_values(${pools}, service)`).build(),
    query(
      "environment",
      "Environment",
      `label_values(${pools}{service="$service"}, environment)`,
    ).build(),
    query(
      "pool",
      "Pool",
      `label_values(${pools}{service="$service",environment="$environment"}, pool)`,
    )
      .description(prometheusLabel(ATTRIBUTE.poolName))
      .build(),
    query(
      "instance",
      "Instance",
      `label_values(${ofAllInstances(POOL_METRICS.limit)}, ${INSTANCE_LABEL})`,
    )
      .description(
        "Filters the panels whose description says so; recorded series cover all instances.",
      )
      .multi(true)
      .includeAll(true)
      // Not ".+": an app with its own OpenTelemetry SDK may have no such label.
      .allValue(".*")
      .current({ text: "All", value: "$__all", selected: true })
      .build(),
  ].map(repairVariable);
}

function query(name: string, label: string, definition: string): QueryVariableBuilder {
  const builder = new QueryVariableBuilder(name)
    .label(label)
    .datasource(DATASOURCE)
    .query({ qryType: CLASSIC_QUERY, query: definition, refId: `Variable-${name}` })
    .definition(definition)
    .refresh(VariableRefresh.OnTimeRangeChanged);
  // oxlint-disable-next-line unicorn/no-array-sort -- a builder, not an array
  return builder.sort(VariableSort.AlphabeticalAsc);
}
