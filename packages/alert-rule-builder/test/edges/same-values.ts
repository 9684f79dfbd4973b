import { RECORDED, type RecordedKey } from "../../src/recorded.ts";
import { type Edge, edgeValues } from "./edges.ts";
import type { Test } from "./same-firings.ts";

/** What is recorded from other recorded series: no process is needed to see their edges. */
export type Row = readonly [
  what: string,
  series: NonNullable<Edge["series"]>,
  value: number | undefined,
];

/** Fails where `key` at `at` seconds has another value than the row says. */
export function sameValues(
  t: Test,
  key: RecordedKey,
  rows: readonly Row[],
  { at, everySeconds }: { at: number; everySeconds: number },
): void {
  const edges = Object.fromEntries(rows.map(([what, series]) => [what, { series, fires: {} }]));
  const rules = (name: string): boolean => name === RECORDED[key].name;
  const found = edgeValues({ edges, rules, seconds: at, everySeconds }, key, at);
  for (const [what, , value] of rows) t.same(rounded(found[what]), rounded(value), what);
}

function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Number(value.toPrecision(6));
}
