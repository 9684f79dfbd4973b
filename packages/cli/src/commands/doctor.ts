import {
  AlertConfigError,
  readAlertConfig,
  ruleGroups,
  ruleOptions,
} from "@plimsoll/alert-rule-builder";
import { prometheusLabel, RESOURCE_ATTRIBUTE } from "@plimsoll/catalog";
import type { Command, ExitCode, Output } from "../command.ts";
import { findRules } from "../doctor/find-rules.ts";
import { findScrapes } from "../doctor/find-scrapes.ts";
import { dialectsOf, findSeries } from "../doctor/find-series.ts";
import type { Finding } from "../doctor/finding.ts";
import { findingText } from "../doctor/findings-text.ts";
import { prometheusApi, PrometheusError } from "../doctor/prometheus-api.ts";
import { lookAt, type Sight } from "../doctor/sight.ts";
import { readFlags } from "../read-flags.ts";
import { UsageError } from "../usage-error.ts";

const HELP = `Usage: plimsoll doctor --prometheus URL [--config FILE] [--json]

Asks a Prometheus whether Plimsoll's alerts can fire there: which series it holds and in which dialect, whether they say which
service and instance they are of, how far apart the samples are, and whether the rules are loaded and healthy.

  --prometheus URL  its address, as a Grafana data source has it; Mimir's ends in /prometheus
  --config FILE     the config file of plimsoll alerts, when the rules were written with one
  --json            print the findings as data
  --help            print this

It only reads. What each finding means: docs/doctor.md.

Exit: 0 fine, 1 findings, 2 wrong use, or a Prometheus that does not answer.
`;

/** `plimsoll doctor`: what keeps the alerts of this Prometheus from firing. */
export const doctor: Command = {
  name: "doctor",
  summary: "ask a Prometheus whether Plimsoll's alerts can fire there",
  help: HELP,
  run: async (argv, output) => {
    const flags = readFlags(argv, {
      prometheus: { type: "string" },
      config: { type: "string" },
      json: { type: "boolean", default: false },
    });
    const url = addressOf(flags.prometheus);
    try {
      const options = flags.config === undefined ? {} : ruleOptions(readAlertConfig(flags.config));
      const sight = await lookAt(prometheusApi(url));
      const findings = [
        ...findSeries(sight),
        ...findScrapes(sight),
        ...findRules(sight, ruleGroups(options)),
      ];
      return report(url, sight, findings, flags.json, output);
    } catch (error) {
      if (!(error instanceof PrometheusError || error instanceof AlertConfigError)) throw error;
      output.err(`${error.message}\n`);
      return 2;
    }
  },
};

function addressOf(value: string | undefined): string {
  if (value === undefined)
    throw new UsageError("--prometheus must be the address of a Prometheus.");
  const url = URL.parse(value);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(
      `--prometheus must be an http or https address; got ${JSON.stringify(value)}.`,
    );
  }
  // The value is not printed: the command line may end in a log.
  if (url.username || url.password) {
    throw new UsageError("--prometheus must hold no user and password.");
  }
  return (url.origin + url.pathname).replace(/\/+$/, "");
}

function report(
  url: string,
  sight: Sight,
  findings: readonly Finding[],
  isJson: boolean,
  output: Output,
): ExitCode {
  const dialects = dialectsOf(sight);
  const label = prometheusLabel(RESOURCE_ATTRIBUTE.serviceName);
  const services = [...new Set(sight.pools.map((labels) => labels[label] ?? labels["job"] ?? ""))];
  if (isJson) {
    const data = { url, version: sight.version, dialects, services, findings };
    output.out(`${JSON.stringify(data, null, 2)}\n`);
  } else {
    const head = `Prometheus ${sight.version || "(version unknown)"} at ${url}: ${count(sight.pools.length, "pool")} in ${count(services.length, "service")}; dialect ${dialects.join(" and ") || "unknown"}.`;
    const lines = findings.map(findingText);
    const end =
      findings.length === 0 ? "Nothing found: alerts can fire." : count(findings.length, "finding");
    output.out(`${[head, ...lines, end].join("\n")}\n`);
  }
  return findings.length === 0 ? 0 : 1;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
