import {
  ALERT_FORMATS,
  type AlertFormat,
  artifacts,
  ruleOptions,
} from "@plimsoll/alert-rule-builder";
import type { Command } from "../command.ts";
import { generateFiles, type Generator } from "../generate-files.ts";

const HELP = `Usage: plimsoll alerts --out DIR [--format FORMAT] [--config FILE] [--check]

Writes Plimsoll's recording and alerting rules, with your labels, thresholds and addresses.

  --out DIR        folder to write to; made when it does not exist
  --format FORMAT  ${ALERT_FORMATS.join(", ")} (default: prometheus)
  --config FILE    YAML or JSON; every key: docs/alert-config.md
  --check          write nothing; exit 1 and name the files that are missing or differ
  --help           print this

Exit: 0 fine, 1 stale files, 2 wrong use, a config file that is not valid, or a folder that cannot be written.
`;

const GENERATOR: Generator<AlertFormat> = {
  name: "alerts",
  formats: ALERT_FORMATS,
  defaultFormat: "prometheus",
  files: (format, config) => artifacts(ruleOptions(config), { ...config, format }),
};

/** `plimsoll alerts`: a face of `@plimsoll/alert-rule-builder`. */
export const alerts: Command = {
  name: GENERATOR.name,
  summary: "write the alert rules for Prometheus, prometheus-operator, Grafana or Mimir",
  help: HELP,
  run: (argv, output) => Promise.resolve(generateFiles(GENERATOR, argv, output)),
};
