import { RUNBOOK_BASE_URL } from "@plimsoll/catalog";
const REPOSITORY = "https://github.com/plimsoll/plimsoll/blob/main";

/** What each finding about a pool's settings means. */
export const FINDINGS_URL: string = `${REPOSITORY}/docs/config-findings.md`;

/** The runbook of an alert: `alert` is a name, or the Grafana variable that holds one. */
export function runbookUrl(alert: string): string {
  return `${RUNBOOK_BASE_URL}/${alert}.md`;
}
