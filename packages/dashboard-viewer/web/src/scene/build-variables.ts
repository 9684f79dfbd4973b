import {
  ConstantVariable,
  CustomVariable,
  QueryVariable,
  type SceneVariable,
  SceneVariableSet,
  TextBoxVariable,
} from "@grafana/scenes";
import { VariableHide, VariableRefresh, VariableSort } from "@grafana/schema";
import { SOURCE_UID } from "../source/source-uid.ts";
import type { VariableJson } from "../source/viewer-data.ts";

/** The variables of a dashboard. Those that choose a data source are fixed and hidden: the viewer has one. */
export function buildVariables(list: readonly VariableJson[]): SceneVariableSet {
  return new SceneVariableSet({ variables: list.map(buildVariable) });
}

function buildVariable(json: VariableJson): SceneVariable {
  const { type, name, label, description, hide, multi, includeAll, allValue, current } = json;
  const text = typeof json.query === "string" ? json.query : (json.query?.query ?? "");
  const base = {
    name,
    ...(label !== undefined && { label }),
    ...(description !== undefined && { description }),
    ...(hide !== undefined && { hide }),
  };
  const choice = {
    ...base,
    isMulti: multi ?? false,
    includeAll: includeAll ?? false,
    ...(allValue !== undefined && { allValue }),
    ...(current?.value !== undefined && { value: current.value, text: current.value }),
  };
  if (type === "datasource") return fixed(name, text);
  if (type === "query") return queryVariable(json, choice);
  if (type === "custom") return new CustomVariable({ ...choice, query: text });
  if (type === "textbox") return new TextBoxVariable({ ...base, value: text });
  return fixed(name, text);
}

function fixed(name: string, value: string): SceneVariable {
  return new ConstantVariable({ name, value, hide: VariableHide.hideVariable, skipUrlSync: true });
}

function queryVariable({ query, regex, sort, includeAll, current }: VariableJson, choice: object) {
  // Without a remembered value Grafana takes "All" where there is one, else the first value.
  const isAll = includeAll === true && (current?.value === undefined || current.value === "$__all");
  return new QueryVariable({
    ...(choice as ConstructorParameters<typeof QueryVariable>[0]),
    datasource: { uid: SOURCE_UID, type: "prometheus" },
    query: query as never,
    ...(regex !== undefined && { regex }),
    sort: sort ?? VariableSort.disabled,
    refresh: VariableRefresh.onTimeRangeChanged, // on each change of the time range: a service may have come or gone
    ...(isAll && { value: "$__all", text: "All", defaultToAll: true }),
  });
}
