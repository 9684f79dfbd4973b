import type { Outcome } from "@plimsoll/catalog";
import type { DurationRecorder } from "./duration-recorder.ts";
import type { PoolRequest } from "./pool-request.ts";
import type { PoolTracker } from "./pool-tracker.ts";

/** A request that did not get an idle connection at once: it waited, or got none. */
export interface FinishedWait {
  readonly request: PoolRequest;
  /** `abandoned` too while the request goes on, but nobody will see its end. */
  readonly outcome: Outcome;
  /** On the tracker's clock. */
  readonly endedAt: number;
  readonly tracker: PoolTracker;
}

/** Who is told of what happens, beside the ledger; asked at every record, because meters and tracers come late. */
export interface TelemetrySink {
  recorder: DurationRecorder | undefined;
  onWait: ((wait: FinishedWait) => void) | undefined;
}
