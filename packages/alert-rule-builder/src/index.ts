export { RUNBOOK_BASE_URL } from "@plimsoll/catalog";
export { alertmanagerFileText, PAGER_URL } from "./alertmanager-file.ts";
export type { AlertDefinition } from "./alerts/alert.ts";
export { ALERTS } from "./alerts/alerts.ts";
export { type Artifact, artifacts, staleFiles, writeArtifacts } from "./artifacts.ts";
export { POOL_LABELS } from "./pool-labels.ts";
export { RECORDED, type RecordedKey, type RecordedSeries } from "./recorded.ts";
export { ruleFileText } from "./rule-file.ts";
export {
  DASHBOARD_BASE_URL,
  POOL_DASHBOARD_PATH,
  ruleGroups,
  type Rule,
  type RuleGroup,
  type RuleOptions,
} from "./rule-groups.ts";
export { DEFAULT_THRESHOLDS, type Thresholds } from "./thresholds.ts";
