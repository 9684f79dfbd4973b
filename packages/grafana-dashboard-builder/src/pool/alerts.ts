import { COLOR } from "../colors.ts";
import { RUNBOOK_OF_VALUE } from "../links.ts";
import type { PlacedPanel } from "../panel.ts";
import { table } from "../panels/table.ts";
import { firing, LABEL, ofPool, SERVICE } from "../promql.ts";
import { FINDINGS_URL } from "../runbooks.ts";
import { dataLink } from "../sdk-repairs.ts";

const HEIGHT = 6;

/** Since when, and what fires of the chosen service. */
export function firingAlerts(): PlacedPanel {
  return table({
    id: 108,
    title: "Firing alerts",
    shows: "Plimsoll's firing alerts of this service, all pools. Each name links to its runbook.",
    normal: "no row.",
    bad: "any row with severity page.",
    act: "open the runbook of the oldest page first.",
    width: 16,
    height: HEIGHT,
    queries: [
      {
        expr: `(time() - ALERTS_FOR_STATE{alertname=~"Plimsoll.*",${SERVICE}}) and ignoring (alertstate) ${firing(SERVICE)}`,
        emptyMeans: "no alert fires",
      },
    ],
    columns: [
      { field: "alertname", title: "Alert", links: [RUNBOOK_OF_VALUE], width: 320 },
      { field: "pool", title: "Pool" },
      { field: "cause", title: "Cause" },
      { field: "severity", title: "Severity", width: 90 },
      { field: "Value", title: "Active for", unit: "dtdurations", decimals: 0 },
    ],
    sortBy: "Active for",
    noValue: "no alert fires",
  });
}

/** What is known to be wrong with the settings. */
export function configFindings(): PlacedPanel {
  return table({
    id: 112,
    title: "Config findings",
    shows: "Rules that find something in the pool's settings; each links to what it means.",
    normal: "infos at most.",
    bad: "acquire_timeout_missing or no_error_listener: they turn a shortage into an outage.",
    act: "follow the link; most are one line of code.",
    width: 8,
    height: HEIGHT,
    queries: [
      {
        expr: `max by (${LABEL.rule}) (${ofPool("findings")})`,
        emptyMeans: "no rule finds anything",
      },
    ],
    columns: [
      {
        field: LABEL.rule,
        title: "Rule",
        links: [dataLink("What it means", `${FINDINGS_URL}#\${__value.raw}`)],
      },
      {
        field: "Value",
        title: "Finding",
        words: [{ from: 1, to: 1, text: "found", color: COLOR.demand }],
        width: 90,
      },
    ],
    sortBy: "Rule",
    order: "ascending",
    noValue: "no findings",
  });
}
