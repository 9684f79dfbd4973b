import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { answerRequest } from "./answer-request.ts";
import { pageFiles } from "./page-files.ts";
import type { ViewerDashboard } from "./read-dashboards.ts";
import type { TimelineEvent } from "./timeline.ts";
import { readUpstream } from "./upstream.ts";
import { ViewerError } from "./viewer-error.ts";

/** What the viewer shows, and where it is served. */
export interface ViewerOptions {
  /** Base URL of the one Prometheus that the page can read. */
  readonly prometheus: string;
  readonly dashboards: readonly ViewerDashboard[];
  /** Port on 127.0.0.1. @default 0, a free one */
  readonly port?: number;
  /** Asked at each load of the page: the moments of a drill, once known. @default none */
  readonly timeline?: () => readonly TimelineEvent[];
  /** How often Prometheus scrapes: the finest step of a chart. @default 15, as in Grafana */
  readonly scrapeIntervalSeconds?: number;
}

/** A running viewer. */
export interface Viewer {
  /** Such as `http://127.0.0.1:41234`, without a slash at the end. */
  readonly url: string;
  /** Stops it, and ends what it is answering. */
  close(): Promise<void>;
}

/**
 * Serves the dashboards on 127.0.0.1.
 *
 * @throws ViewerError `PLIMSOLL_WRONG_USE`, `PLIMSOLL_VIEWER_NOT_BUILT` or `PLIMSOLL_PORT_TAKEN`
 */
export async function startViewer(options: ViewerOptions): Promise<Viewer> {
  const { dashboards, timeline = () => [], scrapeIntervalSeconds = 15 } = options;
  const upstream = readUpstream(options.prometheus);
  const files = pageFiles();
  const server = createServer((request, response) => {
    void answerRequest(
      { upstream, files, dashboards, timeline, scrapeIntervalSeconds },
      request,
      response,
    );
  });
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close(): Promise<void> {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(server: Server, port: number): Promise<void> {
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  } catch (error) {
    throw new ViewerError(
      "PLIMSOLL_PORT_TAKEN",
      `dashboard-viewer: cannot listen on 127.0.0.1:${port}. Choose another --port, or none.`,
      { cause: error },
    );
  }
}
