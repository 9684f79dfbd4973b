import { EXPORTER_QUERIES } from "./baseline-rules.ts";

/**
 * What a postgres_exporter must be told so that it gives what the baseline's rules read.
 * @param version what it prints for `--version`
 */
export function exporterArguments(version: string): string[] {
  const [, major, minor] = /version (\d+)\.(\d+)/.exec(version) ?? [];
  const isOld = major === "0" && Number(minor) < FIRST_WITH_COLLECTORS;
  // A newer one refuses its whole answer when a query gives what it gives itself.
  return isOld ? [`--extend.query-path=${EXPORTER_QUERIES}`] : ["--collector.postmaster"];
}

/** Of 0.x: "Move queries from queries.yaml to collectors", postgres_exporter's CHANGELOG.md, 0.13.0. */
const FIRST_WITH_COLLECTORS = 13;
