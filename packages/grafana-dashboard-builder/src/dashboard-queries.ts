import { type Dashboard, VariableType } from "@grafana/grafana-foundation-sdk/dashboard";
import { allPanels } from "./layout.ts";

export type QuerySource = "panel" | "variable" | "annotation";

/** One thing that a dashboard asks Prometheus for. */
export interface DashboardQuery {
  readonly source: QuerySource;
  /** `panel id / refId`, or the name of the variable or annotation. */
  readonly key: string;
  /** Title of the panel, or the name again. */
  readonly title: string;
  /** PromQL with Grafana's variables; of a variable, the selector inside its `label_values()`. */
  readonly expr: string;
  /** Of a variable: the label whose values are its choices. */
  readonly label?: string;
}

/** Every query of a Classic dashboard: of its panels, its query variables and its annotations. */
export function dashboardQueries(dashboard: Dashboard): DashboardQuery[] {
  return [
    ...panelQueries(dashboard),
    ...variableQueries(dashboard),
    ...annotationQueries(dashboard),
  ];
}

function panelQueries({ panels }: Dashboard): DashboardQuery[] {
  return allPanels(panels).flatMap((panel) => {
    return (panel.targets ?? []).map((target) => {
      const { refId, expr } = target as unknown as { refId: string; expr: string };
      const title = panel.title ?? "";
      return { source: "panel" as const, key: `${panel.id}/${refId}`, title, expr };
    });
  });
}

function variableQueries({ templating }: Dashboard): DashboardQuery[] {
  const variables = templating?.list ?? [];
  return variables
    .filter((variable) => variable.type === VariableType.Query)
    .map(({ name, definition = "" }) => {
      const [, expr, label] = /^label_values\((.*),\s*(\w+)\)$/s.exec(definition) ?? [];
      if (expr === undefined || label === undefined) {
        throw new RangeError(
          `variable "${name}": must be label_values(selector, label), got "${definition}".`,
        );
      }
      return { source: "variable", key: name, title: name, expr, label };
    });
}

function annotationQueries({ annotations }: Dashboard): DashboardQuery[] {
  return (annotations?.list ?? []).map(({ name, expr = "" }) => ({
    source: "annotation",
    key: name,
    title: name,
    expr,
  }));
}
