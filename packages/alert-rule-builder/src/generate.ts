#!/usr/bin/env node
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { RUNBOOK_BASE_URL } from "@plimsoll/catalog";
import { alertsPage } from "./alerts-page.ts";
import { artifacts, staleFiles, writeArtifacts } from "./artifacts.ts";
import { alertConfigJsonSchema } from "./config/alert-config.ts";
import { configPage } from "./config/config-page.ts";
import { DASHBOARD_BASE_URL, type RuleOptions } from "./rule-groups.ts";

// From dist/src to the repository's alerts/.
const REPOSITORY_ALERTS = join(import.meta.dirname, "../../../../alerts");

/** Belong to this repository and not to a user's rules. */
const PAGES: readonly (readonly [path: string, text: () => string])[] = [
  [join(REPOSITORY_ALERTS, "../docs/alerts.md"), () => alertsPage()],
  [join(REPOSITORY_ALERTS, "../docs/alert-config.md"), configPage],
  [join(REPOSITORY_ALERTS, "../docs/alert-config.schema.json"), schemaText],
];

const HELP = `Usage: generate [--out DIR] [--check] [--runbook-base URL] [--dashboard-base URL]

Writes Plimsoll's rule file, and its routes, receivers and notification template for Alertmanager.

  --out DIR             folder to write to (default: alerts/ of this repository)
  --check               write nothing; exit 1 and name the files that are missing or differ
  --runbook-base URL    where runbooks are read (default: ${RUNBOOK_BASE_URL})
  --dashboard-base URL  Grafana's address (default: ${DASHBOARD_BASE_URL})
  --help                print this

Exit: 0 fine, 1 stale files, 2 wrong use.
`;

process.exitCode = main(process.argv.slice(2));

function main(argv: readonly string[]): number {
  let flags: ReturnType<typeof readFlags>;
  try {
    flags = readFlags(argv);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`generate: ${reason} See generate --help.\n`);
    return 2;
  }
  if (flags.help) {
    process.stdout.write(HELP);
    return 0;
  }
  return generate(flags.out, flags.check, flags.options);
}

function generate(folder: string, isCheck: boolean, options: RuleOptions): number {
  const files = artifacts(options);
  const pages = folder === REPOSITORY_ALERTS ? PAGES : [];
  if (!isCheck) {
    writeArtifacts(folder, files);
    for (const { file } of files) process.stdout.write(`${join(folder, file)}\n`);
    for (const [path, text] of pages) writeFileSync(path, text());
    return 0;
  }
  const stale = staleFiles(folder, files).map((file) => join(folder, file));
  for (const [path, text] of pages) {
    if (!existsSync(path) || readFileSync(path, "utf8") !== text()) stale.push(path);
  }
  for (const path of stale) {
    process.stderr.write(`${path}: not what the sources give. Run npm run generate.\n`);
  }
  return stale.length === 0 ? 0 : 1;
}

function schemaText(): string {
  return `${JSON.stringify(alertConfigJsonSchema(), null, 2)}\n`;
}

function readFlags(argv: readonly string[]): {
  out: string;
  check: boolean;
  help: boolean;
  options: RuleOptions;
} {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      out: { type: "string", default: REPOSITORY_ALERTS },
      check: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
      "runbook-base": { type: "string", default: RUNBOOK_BASE_URL },
      "dashboard-base": { type: "string", default: DASHBOARD_BASE_URL },
    },
  });
  return {
    out: values.out,
    check: values.check,
    help: values.help,
    options: {
      runbookBaseUrl: withoutSlash(values["runbook-base"]),
      dashboardBaseUrl: withoutSlash(values["dashboard-base"]),
    },
  };
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}
