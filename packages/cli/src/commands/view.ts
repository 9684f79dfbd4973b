import { once } from "node:events";
import { readFileSync } from "node:fs";
import {
  type IncidentTimes,
  readDashboards,
  startViewer,
  timelineOf,
  type TimelineEvent,
  type ViewerDashboard,
  ViewerError,
} from "@plimsoll/dashboard-viewer";
import { dashboardFiles } from "@plimsoll/grafana-dashboard-builder";
import type { Command, ExitCode, Output } from "../command.ts";
import { readFlags } from "../read-flags.ts";
import { UsageError } from "../usage-error.ts";

const HELP = `Usage: plimsoll view --prometheus URL [--port N] [--dashboards DIR] [--timeline FILE] [--scrape-interval SECONDS]

Shows the dashboards in a browser without Grafana, on 127.0.0.1, until Ctrl-C.

  --prometheus URL           the Prometheus that they read; https://user:password@host/path works
  --port N                   port on 127.0.0.1 (default: a free one)
  --dashboards DIR           folder of Grafana dashboards, *.json (default: Plimsoll's own)
  --timeline FILE            what npm run demo -- --json FILE wrote: marks its moments on every chart
  --scrape-interval SECONDS  how often Prometheus scrapes: the finest step of a chart (default: 15)
  --help                     print this

What is on the page, and what it proves: docs/viewer.md.

Exit: 0 after Ctrl-C, 2 wrong use, or a port that is taken.
`;

/** `plimsoll view`: a face of `@plimsoll/dashboard-viewer`. */
export const view: Command = {
  name: "view",
  summary: "show the dashboards in a browser, without Grafana",
  help: HELP,
  run: runView,
};

async function runView(argv: readonly string[], output: Output): Promise<ExitCode> {
  const flags = readFlags(argv, {
    prometheus: { type: "string" },
    port: { type: "string", default: "0" },
    dashboards: { type: "string" },
    timeline: { type: "string" },
    "scrape-interval": { type: "string", default: "15" },
  });
  const { prometheus, timeline } = flags;
  if (!prometheus) throw new UsageError("--prometheus must be the URL of a Prometheus.");
  const port = numberOf("--port", flags.port, 0, 65_535);
  const scrapeIntervalSeconds = numberOf("--scrape-interval", flags["scrape-interval"], 1, 3600);
  try {
    const viewer = await startViewer({
      prometheus,
      port,
      scrapeIntervalSeconds,
      dashboards: flags.dashboards ? readDashboards(flags.dashboards) : ownDashboards(),
      ...(timeline && { timeline: () => readTimeline(timeline) }),
    });
    output.out(`Dashboards: ${viewer.url} (until Ctrl-C)\n`);
    await Promise.race(["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => once(process, signal)));
    await viewer.close();
    return 0;
  } catch (error) {
    if (!(error instanceof ViewerError)) throw error;
    output.err(`plimsoll view: ${error.message}\n`);
    return 2;
  }
}

function ownDashboards(): ViewerDashboard[] {
  return dashboardFiles("json").map(({ text }) => JSON.parse(text) as ViewerDashboard);
}

function readTimeline(file: string): TimelineEvent[] {
  return timelineOf(JSON.parse(readFileSync(file, "utf8")) as IncidentTimes);
}

function numberOf(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text !== "" && value >= least && value <= most) return value;
  const got = JSON.stringify(text);
  throw new UsageError(`${name} must be a number from ${least} to ${most}; got ${got}.`);
}
