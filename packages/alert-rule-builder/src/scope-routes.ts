import { isScalar, isSeq, parseDocument, visit } from "yaml";
import type { RuleOptions, Severities } from "./rule-groups.ts";

/** What of the rules' options their routes must follow. */
export type RouteOptions = Pick<RuleOptions, "severities" | "selector">;

/** Lists of labels that tell one incident from another. */
const INCIDENT_LISTS = ["group_by", "equal"];

/**
 * An Alertmanager configuration as the user's words want it: its matchers of `severity` take them, and its grouping and inhibition
 * tell the clusters apart. Plimsoll's own word still counts: what a process posts itself (PLIMSOLL_ALERTMANAGER_URL) has that one.
 */
export function scopeRoutes(text: string, options: RouteOptions): string {
  const { severities = {}, selector = {} } = options;
  const labels = Object.keys(selector);
  if (labels.length === 0 && words(severities).length === 0) return text;
  const document = parseDocument(text, { version: "1.1" });
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === "string") node.value = scopeMatcher(node.value, severities);
    },
    Pair: (_, { key, value }) => {
      if (!isScalar(key) || !isSeq(value) || !INCIDENT_LISTS.includes(String(key.value))) return;
      const listed = value.items.map((item) => (isScalar(item) ? item.value : item));
      // The watchdog's list has its name only.
      if (listed.includes("service")) for (const label of labels) value.add(label);
    },
  });
  return document.toString({ lineWidth: 0 });
}

/** A notification template in the user's words: `eq $x.Labels.severity "page"` is true for both. */
export function scopeSeverities(template: string, severities: Severities = {}): string {
  return words(severities).reduce(
    (text, [own, word]) => text.replaceAll(`severity "${own}"`, `severity "${word}" "${own}"`),
    template,
  );
}

function scopeMatcher(matcher: string, severities: Severities): string {
  const found = words(severities).find(([own]) => matcher === `severity="${own}"`);
  return found === undefined ? matcher : `severity=~"${found[1]}|${found[0]}"`;
}

function words(severities: Severities): readonly (readonly [own: string, word: string])[] {
  return Object.entries(severities).filter(([own, word]) => own !== word);
}
