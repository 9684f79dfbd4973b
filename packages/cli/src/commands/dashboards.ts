import { join } from "node:path";
import {
  type AlertConfig,
  AlertConfigError,
  readAlertConfig,
  staleFiles,
  writeArtifacts,
} from "@plimsoll/alert-rule-builder";
import {
  DASHBOARD_FORMATS,
  type DashboardFile,
  dashboardFiles,
  type DashboardFormat,
} from "@plimsoll/grafana-dashboard-builder";
import type { Command, ExitCode, Output } from "../command.ts";
import { readFlags } from "../read-flags.ts";
import { UsageError } from "../usage-error.ts";

const HELP = `Usage: plimsoll dashboards --out DIR [--format FORMAT] [--config FILE] [--check]

Writes Plimsoll's Grafana dashboards: Fleet, Pool, Queries, Server and Drill, for Grafana 11 and later.

  --out DIR        folder to write to; made when it does not exist
  --format FORMAT  ${DASHBOARD_FORMATS.join(", ")} (default: json)
  --config FILE    the config file of plimsoll alerts: severities, runbookBaseUrl, grafana.folder and operator.namespace count here
  --check          write nothing; exit 1 and name the files that are missing or differ
  --help           print this

What to do with each format: docs/dashboards.md.

Exit: 0 fine, 1 stale files, 2 wrong use, a config file that is not valid, or a folder that cannot be written.
`;

/** `plimsoll dashboards`: a face of `@plimsoll/grafana-dashboard-builder`. */
export const dashboards: Command = {
  name: "dashboards",
  summary:
    "write the Grafana dashboards as JSON, or for provisioning, the sidecar or grafana-operator",
  help: HELP,
  run: (argv, output) => Promise.resolve(runDashboards(argv, output)),
};

function runDashboards(argv: readonly string[], output: Output): ExitCode {
  const flags = readFlags(argv, {
    out: { type: "string" },
    format: { type: "string", default: "json" },
    config: { type: "string" },
    check: { type: "boolean", default: false },
  });
  if (!flags.out) throw new UsageError("--out must name a folder to write to.");
  const format = formatOf(flags.format);
  const config = configOf(flags.config, output);
  if (config === undefined) return 2;
  const files = dashboardFiles(format, {
    severities: config.severities ?? {},
    runbookBaseUrl: config.runbookBaseUrl,
    folder: config.grafana?.folder,
    namespace: config.operator?.namespace,
  });
  return flags.check ? check(flags.out, files, output) : write(flags.out, files, output);
}

function formatOf(value: string): DashboardFormat {
  const format = DASHBOARD_FORMATS.find((one) => one === value);
  if (format !== undefined) return format;
  const known = DASHBOARD_FORMATS.join(", ");
  throw new UsageError(`--format must be one of ${known}; got ${JSON.stringify(value)}.`);
}

function configOf(file: string | undefined, output: Output): AlertConfig | undefined {
  if (file === undefined) return {};
  try {
    return readAlertConfig(file);
  } catch (error) {
    if (!(error instanceof AlertConfigError)) throw error;
    output.err(`${error.message}\n`);
    return undefined;
  }
}

function check(folder: string, files: readonly DashboardFile[], output: Output): ExitCode {
  const stale = staleFiles(folder, files);
  for (const file of stale) {
    output.err(
      `${join(folder, file)}: not what this gives. Run plimsoll dashboards without --check.\n`,
    );
  }
  return stale.length === 0 ? 0 : 1;
}

function write(folder: string, files: readonly DashboardFile[], output: Output): ExitCode {
  try {
    writeArtifacts(folder, files);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    output.err(`plimsoll dashboards: ${folder} cannot be written: ${reason}.\n`);
    return 2;
  }
  for (const { file } of files) output.out(`${join(folder, file)}\n`);
  return 0;
}
