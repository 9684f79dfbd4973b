import { join } from "node:path";
import {
  readDashboards,
  startViewer,
  type TimelineEvent,
  ViewerError,
} from "@plimsoll/dashboard-viewer";
import { REPOSITORY } from "../stack/repository.ts";
import type { Stack } from "../stack/stack.ts";
import type { Screen } from "./screen.ts";

const SCRAPE_INTERVAL_SECONDS = 5; // compose/prometheus.yml

/**
 * Serves the dashboards of the stack's Prometheus until the stack is stopped. Answers with their address; with undefined, and
 * the reason on the screen, when they cannot be had: the drill does not need them.
 *
 * @param timeline asked at each load of the page
 */
export async function showDashboards(
  { urls, processes }: Pick<Stack, "urls" | "processes">,
  screen: Screen,
  timeline: () => readonly TimelineEvent[],
): Promise<string | undefined> {
  try {
    const viewer = await startViewer({
      prometheus: urls.prometheus,
      dashboards: readDashboards(join(REPOSITORY, "dashboards")),
      timeline,
      scrapeIntervalSeconds: SCRAPE_INTERVAL_SECONDS,
    });
    await processes.add(() => viewer.close());
    screen.print(`Dashboards: ${viewer.url}`);
    return viewer.url;
  } catch (error) {
    if (!(error instanceof ViewerError)) throw error;
    screen.print(`Dashboards are not shown: ${error.message}`);
    return undefined;
  }
}
