import * as units from "@grafana/grafana-foundation-sdk/units";
import { SAMPLE } from "./sample-values.ts";

/** The parts of a dashboard's JSON that the linter reads. */
export interface LintedDashboard {
  readonly title: string;
  readonly editable: boolean;
  readonly templating: { readonly list: readonly LintedVariable[] };
  readonly panels: readonly LintedPanel[];
}

interface LintedVariable {
  readonly name: string;
  readonly type: string;
  readonly label?: string;
  readonly query?: string;
  readonly definition?: string;
  readonly refresh?: number;
  readonly multi?: boolean;
  readonly allValue?: string;
}

interface LintedPanel {
  readonly id: number;
  readonly type: string;
  readonly title?: string;
  readonly description?: string;
  readonly datasource?: { readonly type: string; readonly uid: string };
  readonly targets?: readonly { readonly expr: string }[];
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
  readonly panels?: readonly LintedPanel[];
}

export interface LintedTarget {
  readonly panel: string;
  readonly expr: string;
  readonly isLoki: boolean;
}

/** Units that Grafana knows. */
export const VALID_UNITS: ReadonlySet<unknown> = new Set<unknown>(Object.values(units));

/** Every panel, those inside collapsed rows too. */
export function panelsOf({ panels }: Pick<LintedDashboard, "panels">): LintedPanel[] {
  return panels.flatMap((panel) =>
    panel.type === "row" ? panelsOf({ panels: panel.panels ?? [] }) : [panel],
  );
}

export function targetsOf(dashboard: LintedDashboard): LintedTarget[] {
  return panelsOf(dashboard).flatMap(({ title, id, datasource, targets = [] }) =>
    targets.map(({ expr }) => ({
      panel: title ?? String(id),
      expr,
      isLoki: datasource?.type === "loki",
    })),
  );
}

export function unitOf({ fieldConfig }: LintedPanel): string | undefined {
  return fieldConfig?.defaults.unit;
}

/** What stands in the brackets of each `rate()` and `irate()`. */
export function rateRanges(expr: string): string[] {
  return [...expr.matchAll(/\bi?rate\([^[()]*\[([^\]]+)\]/g)].map(([, range = ""]) => range);
}

/** Without variables, so that the parser can read it; the name of one that is unknown stays. */
export function filled(expr: string): string {
  return expr
    .replaceAll(/\$__\w+/g, "1m")
    .replaceAll(/\$(\w+)/g, (text, name: string) => SAMPLE[name] ?? text);
}
