import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readDashboards } from "./read-dashboards.ts";
import { startViewer } from "./start-viewer.ts";
import { type IncidentTimes, timelineOf, type TimelineEvent } from "./timeline.ts";
import { ViewerError } from "./viewer-error.ts";

const USAGE = `plimsoll-view --prometheus URL [--port N] [--dashboards DIR] [--timeline FILE] [--scrape-interval S]

Serves the dashboards on 127.0.0.1, drawn by Grafana's own components, until Ctrl-C.

  --prometheus URL     the Prometheus that they read
  --port N             default: a free one
  --dashboards DIR     folder of Grafana dashboards (*.json); default: those of this working copy
  --timeline FILE      what npm run demo -- --json FILE wrote: marks its moments on every chart
  --scrape-interval S  seconds between Prometheus' scrapes; default: 15

Exit code: 2 wrong use, a port that is taken, or a page that is not built.`;

const DASHBOARDS = fileURLToPath(new URL("../../../../dashboards/", import.meta.url));

function readOptions(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        prometheus: { type: "string" },
        port: { type: "string", default: "0" },
        dashboards: { type: "string", default: DASHBOARDS },
        timeline: { type: "string" },
        "scrape-interval": { type: "string", default: "15" },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values;
  } catch (error) {
    throw new ViewerError("PLIMSOLL_WRONG_USE", (error as Error).message, { cause: error });
  }
}

async function main(args: string[]): Promise<void> {
  const { prometheus, port, dashboards, timeline, help, ...rest } = readOptions(args);
  if (help) return console.log(USAGE);
  if (prometheus === undefined) {
    throw new ViewerError("PLIMSOLL_WRONG_USE", "--prometheus URL is needed");
  }
  const viewer = await startViewer({
    prometheus,
    port: numberOf("--port", port, 0, 65_535),
    dashboards: readDashboards(dashboards),
    scrapeIntervalSeconds: numberOf("--scrape-interval", rest["scrape-interval"], 1, 3600),
    ...(timeline !== undefined && { timeline: () => readTimeline(timeline) }),
  });
  console.log(`Dashboards: ${viewer.url} (until Ctrl-C)`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void viewer.close());
  }
}

function readTimeline(file: string): TimelineEvent[] {
  return timelineOf(JSON.parse(readFileSync(file, "utf8")) as IncidentTimes);
}

function numberOf(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text !== "" && value >= least && value <= most) return value;
  const got = JSON.stringify(text);
  throw new ViewerError(
    "PLIMSOLL_WRONG_USE",
    `${name} must be a number from ${least} to ${most}, got ${got}`,
  );
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ViewerError)) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}
