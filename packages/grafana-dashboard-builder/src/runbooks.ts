const REPOSITORY = "https://github.com/plimsoll/plimsoll/blob/main";

/** Where runbooks are read; `test/runbooks.test.ts` proves that the rules say the same. */
export const RUNBOOK_BASE_URL: string = `${REPOSITORY}/alerts/runbooks`;

/** What each finding about a pool's settings means. */
export const FINDINGS_URL: string = `${REPOSITORY}/docs/config-findings.md`;

/** The runbook of an alert: `alert` is a name, or the Grafana variable that holds one. */
export function runbookUrl(alert: string): string {
  return `${RUNBOOK_BASE_URL}/${alert}.md`;
}
