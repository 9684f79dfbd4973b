import type { Finding, FindingCode } from "./finding.ts";
import { MOST_GAP_SECONDS } from "./find-scrapes.ts";

type Args = Readonly<Record<string, string>>;

/** Fact, what it costs, what to do. */
const TEXTS: Readonly<Record<FindingCode, (args: Args) => string>> = {
  POOLS_MISSING: () =>
    "No pool has reported within 15 minutes. Import @plimsoll/node in the app and scrape its /metrics (port 9464), or send OTLP here: packages/node/README.md.",
  NAMES_UNREAD: ({ names }) =>
    `Series are spelt in a way that the rules do not read (${names}). Set otlp.translation_strategy to UnderscoreEscapingWithSuffixes in prometheus.yml, which is the default.`,
  NOT_PLIMSOLL: () =>
    "There are db_client_connection series and none of plimsoll_pool: they come from another instrumentation, and the rules need ours. Import @plimsoll/node, or add @plimsoll/instrumentation-pool to your SDK.",
  SERIES_MISSING: ({ names }) =>
    `Pools report, but without ${names}: the alerts on them cannot fire. Look for metric_relabel_configs, a filter in the Collector or a view in the SDK that drops them; or update @plimsoll/node.`,
  HISTOGRAMS_MISSING: () =>
    "No histogram of waits is there in either dialect: fine while no request has come since the start. Else they are native ones, which the rules do not read: turn convert_classic_histograms_to_nhcb off, or histograms to explicit buckets.",
  IDENTITY_MISSING: ({ attributes, promote }) =>
    `Series lack the resource attributes ${attributes}: the rules take the job for the service and cannot tell environments apart. ${promote}`,
  POOL_DOUBLED: ({ from }) =>
    `One pool comes from ${from}: all its numbers count twice. Scrape the process or let it push, not both.`,
  SCRAPE_SLOW: ({ seconds }) =>
    `Samples are ${seconds} s apart, and the rules' windows want at most ${MOST_GAP_SECONDS} s: a page comes up to ${seconds} s later, waits between two samples are missed, and readings of waiters (20 s) are gone before the next. Set scrape_interval to 5 s or 15 s (with OTLP OTEL_METRIC_EXPORT_INTERVAL), or raise freshSeconds, grantWindowSeconds and rateWindowSeconds in the config of plimsoll alerts.`,
  TARGET_DOWN: ({ lastError }) =>
    `The last scrape failed (${lastError}): of this instance nothing is known.`,
  RULES_MISSING: () =>
    "None of Plimsoll's rules is loaded: nothing can page. Write them with plimsoll alerts, and name the file in rule_files; of a PrometheusRule compare its labels with the ruleSelector.",
  RECORDINGS_MISSING: ({ names }) =>
    `Rules are loaded without the recordings ${names}, which others read. Write them anew with plimsoll alerts, and load the file whole.`,
  ALERTS_MISSING: ({ names }) =>
    `Rules are loaded without the alerts ${names}. If your config disables them, give it: plimsoll doctor --config FILE. Else write the rules anew.`,
  RULE_FAILS: ({ lastError }) => `Its last evaluation failed: ${lastError}.`,
  RULE_DOUBLED: ({ rules, in: places }) =>
    `${rules} rules are loaded twice (this one in ${places}): their series are written twice, and the second time is refused. Load one file.`,
  GROUP_SLOW: ({ interval, evaluationTime }) =>
    `An evaluation of this group takes ${evaluationTime} s and should start each ${interval} s: evaluations are left out, and pages come late. Give Prometheus more processor time.`,
  NOTHING_RECORDED: ({ series }) =>
    `The rules are loaded and healthy, pools report, and ${series} is empty: the rules read other series. Compare selector in the config of plimsoll alerts with the labels of db_client_connection_limit. Right after a start, wait for two evaluations.`,
  NO_ALERTMANAGER: () =>
    "This Prometheus sends to no Alertmanager: alerts fire and nobody is told. Set alerting.alertmanagers in prometheus.yml; fine when Grafana does the alerting.",
};

/** Every code, in the order of docs/doctor.md. */
export const FINDING_CODES: readonly FindingCode[] = Object.keys(TEXTS) as FindingCode[];

/** A finding in words. */
export function findingText(finding: Finding): string {
  const args = Object.fromEntries(
    Object.entries(finding.args).map(([key, value]) => [
      key,
      Array.isArray(value) ? shortList(value) : String(value),
    ]),
  );
  const text = TEXTS[finding.code]({ ...args, promote: promotion(finding) });
  const where = finding.where === undefined ? "" : `${finding.where}: `;
  return `${finding.severity.padEnd(7)} ${finding.code} ${where}${text}`;
}

function promotion({ args }: Finding): string {
  const dialects = args["dialects"] ?? [];
  const pushed = Array.isArray(dialects) && dialects.includes("otlp");
  return pushed
    ? "Prometheus promotes them only when told: otlp.promote_resource_attributes: [service.name, service.instance.id, deployment.environment.name]; in a Collector's prometheusremotewrite exporter resource_to_telemetry_conversion.enabled: true."
    : "With an SDK of your own set withResourceConstantLabels of its PrometheusExporter to those three (service.name, service.instance.id, deployment.environment.name).";
}

const MOST_NAMES = 5;

function shortList(values: readonly string[]): string {
  const shown = values.slice(0, MOST_NAMES).join(", ");
  return values.length > MOST_NAMES ? `${shown} and ${values.length - MOST_NAMES} more` : shown;
}
