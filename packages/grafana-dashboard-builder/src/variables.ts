import {
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableHide,
  VariableRefresh,
  VariableSort,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { TRACES_VARIABLE } from "./links.ts";
import { DATASOURCE } from "./panel.ts";
import { LABEL, POOL, recorded, SERVICE, SERVICES } from "./promql.ts";
import { RECORDED } from "./recorded-series.ts";
import { repairVariable } from "./sdk-repairs.ts";

// Grafana's number for a variable query that is written as text.
const CLASSIC_QUERY = 5;

const POOLS = RECORDED.limit;
const ENVIRONMENTS = `label_values(${POOLS}{service="$service"}, environment)`;

/** The choices of a dashboard, each narrowed by those before it. */
export type Variables = readonly object[];

/**
 * Service, environment and pool are single: a sum over two pools hides the one that is short. An empty environment is right
 * for an app that states none.
 */
export function poolVariables(): Variables {
  return [
    ...ofOnePool(),
    ...several("instance", "Instance", recorded("instanceUse", POOL), "instance", {
      description: "Filters the row Instances; all else covers all instances.",
    }),
  ].map(repairVariable);
}

/** As {@link poolVariables}, without the instances. */
export function drillVariables(): Variables {
  return ofOnePool({ hasTraces: false }).map(repairVariable);
}

/** All services and pools, until some are chosen. */
export function fleetVariables(): Variables {
  return [
    ...dataSources({ hasTraces: false }),
    ...several("service", "Service", POOLS, "service"),
    ...several("environment", "Environment", `${POOLS}{service=~"$service"}`, "environment"),
    ...several("pool", "Pool", `${POOLS}{${SERVICES}}`, "pool"),
  ].map(repairVariable);
}

/** One service, and all of its pools and queries until some are chosen. */
export function queriesVariables(): Variables {
  return [
    ...dataSources(),
    query("service", "Service", `label_values(${POOLS}, service)`).build(),
    query("environment", "Environment", ENVIRONMENTS).build(),
    ...several("pool", "Pool", `${POOLS}{${SERVICE}}`, "pool"),
    ...several(
      "summary",
      "Query",
      recorded("querySeconds", `${SERVICE},pool=~"$pool"`),
      LABEL.summary,
    ),
  ].map(repairVariable);
}

/** The servers of one environment. */
export function serverVariables(): Variables {
  return [
    ...dataSources({ hasTraces: false }),
    query(
      "environment",
      "Environment",
      `label_values(${RECORDED.serverClaim}, environment)`,
    ).build(),
    ...several(
      "server",
      "Server",
      `${RECORDED.serverClaim}{environment="$environment"}`,
      LABEL.serverAddress,
    ),
  ].map(repairVariable);
}

function ofOnePool(options: { readonly hasTraces?: boolean } = {}): object[] {
  return [
    ...dataSources(options),
    query("service", "Service", `label_values(${POOLS}, service)`).build(),
    query("environment", "Environment", ENVIRONMENTS).build(),
    query("pool", "Pool", `label_values(${POOLS}{${SERVICE}}, pool)`).build(),
  ];
}

function dataSources({ hasTraces = true } = {}): object[] {
  const metrics = new DatasourceVariableBuilder("datasource").label("Data source");
  const traces = new DatasourceVariableBuilder(TRACES_VARIABLE)
    .label("Tempo data source")
    .description("Where links to traces lead; without a Tempo they lead nowhere.")
    // It would only take room: the first Tempo is right for nearly all, and the address can name another.
    .hide(VariableHide.HideVariable);
  return [metrics.type("prometheus").build(), ...(hasTraces ? [traces.type("tempo").build()] : [])];
}

function several(
  name: string,
  label: string,
  series: string,
  of: string,
  { description }: { readonly description?: string } = {},
): object[] {
  const builder = query(name, label, `label_values(${series}, ${of})`)
    .multi(true)
    .includeAll(true)
    // Not ".+": an app may state no environment, and a connection that is no pool's has none.
    .allValue(".*")
    .current({ text: "All", value: "$__all", selected: true });
  if (description !== undefined) builder.description(description);
  return [builder.build()];
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
