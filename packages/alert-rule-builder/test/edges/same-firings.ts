import { ALERTS } from "../../src/alerts/alerts.ts";
import { GROUPS } from "../../src/groups.ts";
import { type Edge, edgeFirings } from "./edges.ts";

/** What is used of tap's test. */
export interface Test {
  same: (found: unknown, wanted: unknown, what: string) => unknown;
  end: () => void;
}

const PAGE_GROUPS = ["plimsoll-pool", "plimsoll-pool-connect"];

/** The clock of the alerts that are judged every 5 s. */
const CLOCK: EdgeClock = { seconds: 240, everySeconds: 5 };

export interface EdgeClock {
  readonly seconds: number;
  readonly everySeconds: number;
  /** Whether the second of the first or of the last firing is stated. @default "first" */
  readonly which?: "first" | "last";
  /** The groups whose alerts are judged. @default those of the pages of a pool */
  readonly groups?: readonly string[];
}

/** Fires always, for nobody. */
const WATCHDOG = "PlimsollWatchdog";

/** Ends `t`: each edge brings exactly the alerts that it states, at the second that it states, with their own labels. */
export function sameFirings(
  t: Test,
  edges: Readonly<Record<string, Edge>>,
  clock: EdgeClock = CLOCK,
): void {
  const groups = clock.groups ?? PAGE_GROUPS;
  const judged = GROUPS.filter(({ name }) => groups.includes(name)).flatMap(({ alerts }) =>
    alerts.map(({ name }) => name),
  );
  const rules = (name: string): boolean => judged.includes(name) && name !== WATCHDOG;
  const found = edgeFirings({ edges, rules, ...clock }, clock.which);
  for (const [what, { fires }] of Object.entries(edges))
    t.same(found[what], withLabels(fires), what);
  t.end();
}

function withLabels(fires: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(fires).map(([name, at]) => {
      const alert = ALERTS.find((each) => each.name === name);
      if (!alert)
        throw new RangeError(`an alert of ALERTS is wanted, got ${JSON.stringify(name)}.`);
      return [[name, alert.severity, alert.role, alert.cause].join("/"), at];
    }),
  );
}
