import { RUNBOOK_BASE_URL } from "@plimsoll/catalog";
import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";

/** What a team changes: the same words as in the config file of `plimsoll alerts`. */
export interface DashboardOptions {
  /** Where the team reads its runbooks, without a slash at the end. @default the repository's */
  readonly runbookBaseUrl?: string | undefined;
  /** The team's words for the severities of Plimsoll's alerts. @default page, ticket */
  readonly severities?: {
    readonly page?: string | undefined;
    readonly ticket?: string | undefined;
  };
  /** Title of the folder in Grafana. @default "Plimsoll" */
  readonly folder?: string | undefined;
  /** Kubernetes: where the resources live. @default the namespace that they are applied to */
  readonly namespace?: string | undefined;
  /** Kubernetes: further labels of the resources. */
  readonly resourceLabels?: Readonly<Record<string, string>> | undefined;
  /** grafana-operator: labels of the Grafana that takes the dashboards. @default dashboards: grafana */
  readonly instanceLabels?: Readonly<Record<string, string>> | undefined;
  /** File provisioning: the folder inside Grafana's machine that holds the JSON. @default /var/lib/grafana/dashboards/plimsoll */
  readonly path?: string | undefined;
}

/** `dashboard` with the team's addresses and words; the same when it has none. */
export function withOptions(dashboard: Dashboard, options: DashboardOptions): Dashboard {
  const { runbookBaseUrl = RUNBOOK_BASE_URL, severities = {} } = options;
  const change = (text: string): string =>
    text
      .replaceAll(RUNBOOK_BASE_URL, () => runbookBaseUrl)
      .replaceAll(/severity="(page|ticket)"/g, (whole, word: "page" | "ticket") => {
        const own = severities[word];
        return own === undefined ? whole : `severity=${JSON.stringify(own)}`;
      });
  return JSON.parse(JSON.stringify(dashboard), (_key, value: unknown) =>
    typeof value === "string" ? change(value) : value,
  ) as Dashboard;
}
