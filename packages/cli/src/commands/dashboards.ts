import {
  DASHBOARD_FORMATS,
  dashboardFiles,
  type DashboardFormat,
} from "@plimsoll/grafana-dashboard-builder";
import type { Command } from "../command.ts";
import { generateFiles, type Generator } from "../generate-files.ts";

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

const GENERATOR: Generator<DashboardFormat> = {
  name: "dashboards",
  formats: DASHBOARD_FORMATS,
  defaultFormat: "json",
  files: (format, config) =>
    dashboardFiles(format, {
      severities: config.severities ?? {},
      runbookBaseUrl: config.runbookBaseUrl,
      folder: config.grafana?.folder,
      namespace: config.operator?.namespace,
    }),
};

/** `plimsoll dashboards`: a face of `@plimsoll/grafana-dashboard-builder`. */
export const dashboards: Command = {
  name: GENERATOR.name,
  summary:
    "write the Grafana dashboards as JSON, or for provisioning, the sidecar or grafana-operator",
  help: HELP,
  run: (argv, output) => Promise.resolve(generateFiles(GENERATOR, argv, output)),
};
