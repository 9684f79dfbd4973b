import { COLOR, USE_STEPS } from "../colors.ts";
import type { Row } from "../layout.ts";
import { column, dashboardUrl } from "../links.ts";
import type { PlacedPanel } from "../panel.ts";
import { type Column, table } from "../panels/table.ts";
import { BY_POOL, firing, POOLS, recorded } from "../promql.ts";
import { dataLink } from "../sdk-repairs.ts";
import { EXHAUSTION_WORDS, STATE_WORDS } from "../words.ts";

/**
 * The environment as a piece of an address. A pool of an app that states none has no such label, and a link to a column that
 * is not there would keep the name of the column.
 */
const ENVIRONMENT_LINK = "environment_link";

const LINK = `${dashboardUrl("pool", {
  service: column("Service"),
  pool: column("Pool"),
})}&\${__data.fields["${ENVIRONMENT_LINK}"]:raw}`;

const COLUMNS: readonly Column[] = [
  { field: "pool", title: "Pool", links: [dataLink("Open this pool", LINK)] },
  { field: "service", title: "Service", width: 105 },
  { field: "environment", title: "Environment", width: 95 },
  {
    field: "Value #A",
    title: "State",
    words: STATE_WORDS,
    cell: "background",
    width: 180,
  },
  { field: "cause", title: "Cause", width: 140 },
  {
    field: "Value #B",
    title: "Time to full",
    unit: "dtdurations",
    decimals: 0,
    words: EXHAUSTION_WORDS,
    width: 105,
  },
  {
    field: "Value #D",
    title: "Used",
    unit: "percentunit",
    decimals: 0,
    cell: "gauge",
    steps: USE_STEPS,
    width: 110,
  },
  { field: "Value #E", title: "Load line", unit: "percentunit", decimals: 0, width: 75 },
  { field: "Value #F", title: "Waiters", decimals: 0, width: 65 },
  { field: "Value #G", title: "Oldest waiter", unit: "s", decimals: 1, width: 100 },
  { field: "Value #H", title: "Timeouts", unit: "ops", decimals: 1, width: 75 },
  {
    field: "Value #I",
    title: "Leak suspects",
    decimals: 0,
    cell: "background",
    steps: [[1, COLOR.parked]],
    base: "transparent",
    width: 115,
  },
  { field: "Value #J", title: "Instances", decimals: 0, width: 75 },
  { field: ENVIRONMENT_LINK, title: ENVIRONMENT_LINK, isHidden: true },
];

const BY_CAUSE = "by (service, environment, pool, cause)";
const ON_POOL = "on (service, environment, pool)";
const PAGED = `max ${BY_CAUSE} (${firing(`severity="page",role="cause",${POOLS}`)})`;
const SAID = `topk ${BY_POOL} (1, max ${BY_CAUSE} (${recorded("verdict", POOLS)}))`;

/** One cause for each pool: what a page names, else what most of its processes say themselves. */
const CAUSES = `topk ${BY_POOL} (1, ${PAGED}) or ${ON_POOL} ${SAID}`;

/** Every pool, the one that is short first. */
export const WHICH: Row = {
  id: 200,
  title: "Which pool? The first row needs you first",
  lines: [[pools()]],
};

function pools(): PlacedPanel {
  return table({
    id: 201,
    title: "Pools by time to full",
    shows:
      "Every pool, soonest full first. The load line is the mean use at which a fifth of the requests wait.",
    normal: "not short, from top to bottom.",
    bad: "a red or orange first row; its cause stands beside it.",
    act: "click the pool.",
    width: 24,
    height: 12,
    queries: [
      {
        expr: `sort_desc(label_replace(${perPool("state")}, "${ENVIRONMENT_LINK}", "var-environment=$1", "environment", "(.*)"))`,
      },
      { expr: perPool("exhaustion") },
      {
        expr: CAUSES,
        emptyMeans: "no page and no process names a cause",
      },
      { expr: perPool("saturation") },
      { expr: perPool("safeUse") },
      { expr: perPool("waiters") },
      { expr: perPool("oldest", 'of="waiter"') },
      { expr: perPool("timeouts") },
      { expr: perPool("suspectsMax") },
      { expr: perPool("instances") },
    ],
    columns: COLUMNS,
    sortBy: "Time to full",
    order: "ascending",
    noValue: "–",
  });
}

function perPool(name: Parameters<typeof recorded>[0], more = ""): string {
  return `max ${BY_POOL} (${recorded(name, POOLS, more)})`;
}
