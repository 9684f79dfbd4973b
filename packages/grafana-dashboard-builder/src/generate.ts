#!/usr/bin/env node
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { DASHBOARD_FORMATS, type DashboardFormat, dashboardFiles } from "./formats.ts";

const DEFAULT_OUT = fileURLToPath(new URL("../../../../dashboards", import.meta.url));

const HELP = `Usage: generate [--out DIR] [--format FORMAT] [--check]

Writes Plimsoll's Grafana dashboards as Classic JSON, for Grafana 11 and later.

  --out DIR   where to write, or with --check what to compare (default: ${DEFAULT_OUT})
  --format F  ${DASHBOARD_FORMATS.join(", ")} (default: json)
  --check     write nothing; exit 1 and name the files that are missing or differ
  --help      this text
`;

/** Exit code: 0 fine, 1 stale files, 2 wrong use. */
function main(args: string[]): number {
  const { out, format, check, help } = readArguments(args);
  if (help) return say(HELP, 0);
  const files = dashboardFiles(formatOf(format));
  if (check) {
    const stale = files.filter(({ file, text }) => readText(join(out, file)) !== text);
    for (const { file } of stale)
      console.error(`${join(out, file)}: is stale. Run npm run generate.`);
    return stale.length === 0 ? 0 : 1;
  }
  for (const { file, text } of files) {
    mkdirSync(dirname(join(out, file)), { recursive: true });
    writeFileSync(join(out, file), text);
    console.log(join(out, file));
  }
  return 0;
}

function readArguments(args: string[]): {
  out: string;
  format: string;
  check: boolean;
  help: boolean;
} {
  const { values } = parseArgs({
    args,
    options: {
      out: { type: "string", default: DEFAULT_OUT },
      format: { type: "string", default: "json" },
      check: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  return values;
}

function formatOf(value: string): DashboardFormat {
  const format = DASHBOARD_FORMATS.find((one) => one === value);
  if (format !== undefined) return format;
  const known = DASHBOARD_FORMATS.join(", ");
  throw new RangeError(`--format must be one of ${known}, got ${JSON.stringify(value)}.`);
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function say(text: string, code: number): number {
  process.stdout.write(text);
  return code;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  console.error(`generate: ${(error as Error).message} See --help.`);
  process.exitCode = 2;
}
