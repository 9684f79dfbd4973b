import type { Series } from "../prometheus/prometheus-client.ts";
import type { QueryKey } from "../prometheus/drill-queries.ts";
import type { ReceivedPage } from "../score/received-page.ts";
import type { Score } from "../score/score.ts";
import type { UserError } from "../score/user-request.ts";
import type { Scenario } from "./scenario.ts";
import type { SlowRequests } from "../traces/slow-request.ts";
import type { ToolVersions } from "./tool-versions.ts";

/** Everything that a report needs about a finished run. */
export interface RunRecord {
  readonly scenario: Scenario;
  readonly score: Score;
  readonly pages: readonly ReceivedPage[];
  /** Earliest first. */
  readonly errors: readonly UserError[];
  readonly requests: number;
  /** Unix seconds: the load's first answer, and its end. */
  readonly loadStartedAt: number;
  readonly loadEndedAt: number;
  readonly series: Readonly<Record<QueryKey, readonly Series[]>>;
  readonly slowRequests: SlowRequests;
  readonly versions: ToolVersions;
}
