import type { RuleOptions } from "../rule-groups.ts";
import type { AlertConfig } from "./alert-config.ts";

/** What `config` says of the rules, whatever their format. */
export function ruleOptions(config: AlertConfig): RuleOptions {
  const { labels, severities, selector, disable } = config;
  const { runbookBaseUrl, dashboardBaseUrl, quietRoutes, quietPools } = config;
  return {
    thresholds: {
      ...config.thresholds,
      ...(quietRoutes && { quietRoutes }),
      ...(quietPools && { quietPools }),
    },
    ...(labels && { labels }),
    ...(severities && { severities }),
    ...(selector && { selector }),
    ...(disable && { disable }),
    ...(runbookBaseUrl && { runbookBaseUrl: withoutSlash(runbookBaseUrl) }),
    ...(dashboardBaseUrl && { dashboardBaseUrl: withoutSlash(dashboardBaseUrl) }),
  };
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}
