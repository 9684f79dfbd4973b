import { RUNBOOK_OF_VALUE } from "./links.ts";
import type { PlacedPanel } from "./panel.ts";
import { type Column, table } from "./panels/table.ts";
import { firing } from "./promql.ts";

interface FiringAlerts {
  readonly id: number;
  readonly shows: string;
  readonly width: number;
  readonly height: number;
  /** Label matchers: of which services. */
  readonly of: string;
  /** Of the column with the alert's name. */
  readonly nameWidth?: number;
  /** Whose alert it is, where that is not plain. */
  readonly whose: readonly Column[];
}

/** What fires, since when; each name links to its runbook. */
export function firingAlertsTable(spec: FiringAlerts): PlacedPanel {
  const { id, shows, width, height, of, nameWidth, whose } = spec;
  return table({
    id,
    title: "Firing alerts",
    shows,
    normal: "no row.",
    bad: "any row with severity page.",
    act: "open the runbook of the oldest page first.",
    width,
    height,
    queries: [
      {
        expr: `(time() - ALERTS_FOR_STATE{alertname=~"Plimsoll.*",${of}}) and ignoring (alertstate) ${firing(of)}`,
        emptyMeans: "no alert fires",
      },
    ],
    columns: [
      {
        field: "alertname",
        title: "Alert",
        links: [RUNBOOK_OF_VALUE],
        ...(nameWidth !== undefined && { width: nameWidth }),
      },
      ...whose,
      { field: "cause", title: "Cause", width: 130 },
      { field: "severity", title: "Severity", width: 80 },
      { field: "Value", title: "Active for", unit: "dtdurations", decimals: 0, width: 110 },
    ],
    sortBy: "Active for",
    noValue: "no alert fires",
  });
}
