import { join } from "node:path";
import { REPOSITORY } from "../stack/repository.ts";

/** What pages are compared with: other people's rules, judged on the very same runs. docs/drill-baselines.md states their sources. */
export const BASELINES = ["post-mortem", "postgres-exporter", "upstream-metrics"] as const;

/** One of {@link BASELINES}: the label `baseline` of its alerts. */
export type Baseline = (typeof BASELINES)[number];

const FOLDER = join(REPOSITORY, "packages", "drill", "src", "baseline");

/** Absolute path of a baseline's rule file. */
export function baselineRuleFile(baseline: Baseline): string {
  return join(FOLDER, "rules", `${baseline}.rules.yml`);
}

/** All of them, for a run folder. */
export const BASELINE_RULE_FILES: readonly string[] = BASELINES.map(baselineRuleFile);

/** What Debian's postgres_exporter is told to ask beside its own. */
export const EXPORTER_QUERIES: string = join(FOLDER, "exporter-queries.yml");
