import type { RuleGroup } from "../../src/rule-groups.ts";
import { nameOf } from "./mutants.ts";
import { readersOf } from "./reach.ts";

/** The edges of each alert, or of what only dashboards read, by the group of its rule. */
const EDGES: Readonly<Record<string, string>> = {
  "plimsoll-pool": "edges/page",
  "plimsoll-pool-connect": "edges/page",
  "plimsoll-pool-tickets": "edges/ticket",
  "plimsoll-server": "edges/server",
  "plimsoll-service": "edges/service",
  "plimsoll-dashboards": "edges/dashboards",
};

/**
 * The tests that a change of `rule` may fail, the likeliest first: of the alert itself, or of the recorded values and of
 * each alert that reads the series, by way of other series or not. Names without ending, below `test/`.
 */
export function testFilesFor(rule: string, groups: readonly RuleGroup[]): readonly string[] {
  const rules = groups.flatMap((group) => group.rules);
  const readers = readersOf(rule, rules);
  // The set is in the order in which readers were found: the nearest first.
  const isAlert = new Set(rules.flatMap((each) => ("alert" in each ? [each.alert] : [])));
  const alerts = [...readers].filter((name) => isAlert.has(name));
  // Recordings have tests of their values, alerts of their edges.
  const group = groups.find((each) => each.rules.some((one) => nameOf(one) === rule))?.name ?? "";
  const first = rule.startsWith("plimsoll:")
    ? [EDGES[group] === "edges/dashboards" ? EDGES[group] : "edges/recorded", "recordings"]
    : [EDGES[group] ?? ""];
  // An alert is read by those that keep silent for it; its own test comes first.
  const own = alerts.includes(rule) ? [rule] : [];
  return [...first, ...[...new Set([...own, ...alerts])].map(testFile)];
}

/** `PlimsollPoolLeak` → `alerts/pool-leak` */
function testFile(alert: string): string {
  const words = alert.replace("Plimsoll", "").replaceAll(/(?!^)[A-Z]/g, (letter) => `-${letter}`);
  return `alerts/${words.toLowerCase()}`;
}
