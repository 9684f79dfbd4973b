import type { PastHour } from "../prometheus/past-blocks.ts";
import type { Series } from "../prometheus/prometheus-client.ts";
import type { QueryKey } from "../prometheus/drill-queries.ts";
import type { Incident } from "../score/incident.ts";
import type { ReceivedPage } from "../score/received-page.ts";
import type { UserError } from "../score/user-request.ts";
import type { SlowRequests } from "../traces/slow-request.ts";
import type { Holders } from "./holders.ts";
import type { Scenario } from "./scenario.ts";
import type { ToolVersions } from "./tool-versions.ts";

/** Everything that a report needs about a finished run. */
export interface RunRecord {
  readonly scenario: Scenario;
  readonly incident: Incident;
  readonly pages: readonly ReceivedPage[];
  /** Earliest first. */
  readonly errors: readonly UserError[];
  readonly requests: number;
  /** Unix seconds: the load's first answer, and its end. */
  readonly loadStartedAt: number;
  readonly loadEndedAt: number;
  /** Null when Prometheus was given none. */
  readonly past: PastHour | null;
  readonly series: Readonly<Record<QueryKey, readonly Series[]>>;
  readonly holders: readonly Holders[];
  readonly slowRequests: SlowRequests;
  readonly versions: ToolVersions;
}
