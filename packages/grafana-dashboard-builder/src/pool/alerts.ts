import { COLOR } from "../colors.ts";
import { firingAlertsTable } from "../firing-alerts.ts";
import type { PlacedPanel } from "../panel.ts";
import { table } from "../panels/table.ts";
import { LABEL, ofPool, SERVICE } from "../promql.ts";
import { FINDINGS_URL } from "../runbooks.ts";
import { dataLink } from "../sdk-repairs.ts";

const HEIGHT = 6;

/** Since when, and what fires of the chosen service. */
export function firingAlerts(): PlacedPanel {
  return firingAlertsTable({
    id: 108,
    shows: "Plimsoll's firing alerts of this service, all pools. Each name links to its runbook.",
    width: 16,
    height: HEIGHT,
    of: SERVICE,
    nameWidth: 320,
    whose: [{ field: "pool", title: "Pool" }],
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
