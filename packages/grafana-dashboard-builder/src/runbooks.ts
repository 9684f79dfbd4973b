/** Where runbooks are read; `test/runbooks.test.ts` proves that the rules say the same. */
export const RUNBOOK_BASE_URL = "https://github.com/plimsoll/plimsoll/blob/main/alerts/runbooks";

/** The runbook of an alert: `alert` is a name, or the Grafana variable that holds one. */
export function runbookUrl(alert: string): string {
  return `${RUNBOOK_BASE_URL}/${alert}.md`;
}
