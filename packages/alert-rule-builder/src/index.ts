export { PAGE_GROUP_WAIT_SECONDS } from "./delivery/route-tree.ts";
export { RUNBOOK_BASE_URL } from "@plimsoll/catalog";
export { alertmanagerFileText, PAGER_URL } from "./alertmanager-file.ts";
export type { AlertDefinition } from "./alerts/alert.ts";
export { ALERTS } from "./alerts/alerts.ts";
export {
  ALERT_FORMATS,
  type AlertFormat,
  type Artifact,
  artifacts,
  type FormatOptions,
  staleFiles,
  writeArtifacts,
} from "./artifacts.ts";
export type { AlertConfig, GrafanaConfig, OperatorConfig } from "./config/alert-config.ts";
export { AlertConfigError, type ConfigProblem } from "./config/alert-config-error.ts";
export { ruleOptions } from "./config/config-options.ts";
export { parseAlertConfig, readAlertConfig } from "./config/read-alert-config.ts";
export type { NumericThreshold } from "./config/threshold-rules.ts";
export { POOL_LABELS } from "./pool-labels.ts";
export { type FoundSelector, selectorsOf } from "./promql-selectors.ts";
export { RECORDED, type RecordedKey, type RecordedSeries } from "./recorded.ts";
export { ruleFileText } from "./rule-file.ts";
export {
  DASHBOARD_BASE_URL,
  POOL_DASHBOARD_PATH,
  ruleGroups,
  type Rule,
  type RuleGroup,
  type RuleOptions,
  type Severities,
} from "./rule-groups.ts";
export {
  fillStep,
  type Mitigation,
  type Placeholder,
  readRunbook,
  type Runbook,
  type RunbookStep,
} from "./runbook/read-runbook.ts";
export type { Selection } from "./selection.ts";
export { DEFAULT_THRESHOLDS, type Thresholds } from "./thresholds.ts";
