import { join } from "node:path";
import {
  ALERT_FORMATS,
  type AlertConfig,
  AlertConfigError,
  type AlertFormat,
  type Artifact,
  artifacts,
  readAlertConfig,
  ruleOptions,
  staleFiles,
  writeArtifacts,
} from "@plimsoll/alert-rule-builder";
import type { Command, ExitCode, Output } from "../command.ts";
import { readFlags } from "../read-flags.ts";
import { UsageError } from "../usage-error.ts";

const HELP = `Usage: plimsoll alerts --out DIR [--format FORMAT] [--config FILE] [--check]

Writes Plimsoll's recording and alerting rules, with your labels, thresholds and addresses.

  --out DIR        folder to write to; made when it does not exist
  --format FORMAT  ${ALERT_FORMATS.join(", ")} (default: prometheus)
  --config FILE    YAML or JSON; every key: docs/alert-config.md
  --check          write nothing; exit 1 and name the files that are missing or differ
  --help           print this

Exit: 0 fine, 1 stale files, 2 wrong use, a config file that is not valid, or a folder that cannot be written.
`;

/** `plimsoll alerts`: a face of `@plimsoll/alert-rule-builder`. */
export const alerts: Command = {
  name: "alerts",
  summary: "write the alert rules for Prometheus, prometheus-operator, Grafana or Mimir",
  help: HELP,
  run: (argv, output) => Promise.resolve(runAlerts(argv, output)),
};

function runAlerts(argv: readonly string[], output: Output): ExitCode {
  const flags = readFlags(argv, {
    out: { type: "string" },
    format: { type: "string", default: "prometheus" },
    config: { type: "string" },
    check: { type: "boolean", default: false },
  });
  if (!flags.out) throw new UsageError("--out must name a folder to write to.");
  const format = formatOf(flags.format);
  const config = configOf(flags.config, output);
  if (config === undefined) return 2;
  const files = artifacts(ruleOptions(config), { ...config, format });
  return flags.check ? check(flags.out, files, output) : write(flags.out, files, output);
}

function formatOf(value: string): AlertFormat {
  const format = ALERT_FORMATS.find((one) => one === value);
  if (format !== undefined) return format;
  const known = ALERT_FORMATS.join(", ");
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

function check(folder: string, files: readonly Artifact[], output: Output): ExitCode {
  const stale = staleFiles(folder, files);
  for (const file of stale) {
    output.err(
      `${join(folder, file)}: not what this gives. Run plimsoll alerts without --check.\n`,
    );
  }
  return stale.length === 0 ? 0 : 1;
}

function write(folder: string, files: readonly Artifact[], output: Output): ExitCode {
  try {
    writeArtifacts(folder, files);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    output.err(
      `plimsoll alerts: ${folder} cannot be written: ${reason}. Each file there is the old or the new one, whole.\n`,
    );
    return 2;
  }
  for (const { file } of files) output.out(`${join(folder, file)}\n`);
  return 0;
}
