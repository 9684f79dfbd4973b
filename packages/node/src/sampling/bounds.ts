/** What keeping traces may cost, whatever the app does. Beyond these, traces and spans are lost and counted. */
export interface KeepBounds {
  /** Traces that are open at a time. */
  readonly openTraces: number;
  /** Ended spans that wait for a decision, over all traces; local roots are stored beyond it, of which there are no more than open traces. */
  readonly bufferedSpans: number;
  /** Ended spans of one trace, beside its local roots. */
  readonly spansPerTrace: number;
  /** Traces kept per second. */
  readonly keptPerSecond: number;
  /** Traces kept at once after a quiet time. */
  readonly keptBurst: number;
  /** How long a trace may stay undecided when slow ones are not asked for; else it is decided as soon as it is slow. */
  readonly undecidedSeconds: number;
  /** How long a trace waits, after its root ended, for its spans that are open still. */
  readonly lateSpansSeconds: number;
  /** How long a kept trace takes in spans that begin after it was complete. */
  readonly afterwardsSeconds: number;
  /** How long a kept trace takes in spans at all. */
  readonly keptSeconds: number;
}

export const KEEP_BOUNDS: KeepBounds = {
  // Each is a request in flight, which costs the app more than it costs us to remember it; one beyond it is not recorded at all, so that the worst load
  // is the cheapest.
  openTraces: 5000,
  // About 1.1 kB each with the attributes of a query (measured, Node 24), so some 11 MB; a trace itself is 0.3 kB.
  bufferedSpans: 10_000,
  // A request with some hundred queries is of interest whole; a job that runs for hours is not.
  spansPerTrace: 500,
  // With 20 spans each that is half of what a BatchSpanProcessor sends by default (2048 spans each 5 s, sdk-trace 3.0.0
  // BatchSpanProcessorBase.mjs:24): in an outage, when every request waits, those of the ratio still get through.
  keptPerSecond: 10,
  // With 20 spans each, half of a BatchSpanProcessor's queue of 2048.
  keptBurst: 50,
  // Longer than any proxy lets a request take.
  undecidedSeconds: 60,
  // A client that gave up leaves its request in the pool's queue, usually for some seconds.
  lateSpansSeconds: 10,
  // Work that the handler began without waiting for it.
  afterwardsSeconds: 2,
  // Work that never ends is not a request.
  keptSeconds: 600,
};
