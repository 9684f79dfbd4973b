import { equals, type Matcher, oneOf } from "./promql.ts";

/**
 * The series that the rules read, where one Prometheus holds those of several clusters or teams: label → its value, or a list of
 * values. Each of these labels must stand on every series of the app, and on `up`: it belongs to the target, not to the pool.
 * The rules keep them on all that they record, so a pool of one cluster is never one with its namesake of another.
 */
export type Selection = Readonly<Record<string, string | readonly string[]>>;

/** What a series must match. */
export function selectionMatchers(selection: Selection): readonly Matcher[] {
  return Object.entries(selection).map(([label, value]) =>
    typeof value === "string" ? equals(label, value) : oneOf(label, value),
  );
}

/** The labels that have one value: those that an alert has even where its expression has none. */
export function selectedLabels(selection: Selection): Readonly<Record<string, string>> {
  const fixed = Object.entries(selection).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return Object.fromEntries(fixed);
}
