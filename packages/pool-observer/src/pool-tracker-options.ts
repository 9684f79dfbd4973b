import type { Attributes } from "@opentelemetry/api";
import type { Clock } from "./clock.ts";
import type { LoopTotals } from "./event-loop.ts";
import type { FindingContext } from "./findings/config-rule.ts";
import type { PoolSource } from "./pool-source.ts";
import type { TelemetrySink } from "./telemetry-sink.ts";

/** What a tracker needs from outside itself. */
export interface PoolTrackerOptions {
  readonly name: string;
  readonly attributes: Attributes;
  readonly source: PoolSource;
  readonly clock: Clock;
  readonly leakAfterSeconds: number;
  readonly sink: TelemetrySink;
  /** Query summaries that are named at a time. */
  readonly querySummaryLimit: number;
  /** How late the timers of the process are. */
  readonly loop: () => LoopTotals;
  /** What rules on settings must know beside the pool. */
  readonly findingContext: () => FindingContext;
}
