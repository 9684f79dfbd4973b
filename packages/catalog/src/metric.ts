export type Instrument =
  | "counter"
  | "histogram"
  | "observable-counter"
  | "observable-gauge"
  | "observable-up-down-counter";

/** One metric that Plimsoll emits, or that its dashboards and rules query. */
export interface MetricDefinition {
  /** OpenTelemetry name. */
  readonly name: string;
  readonly instrument: Instrument;
  /** UCUM unit: `s` or an annotation such as `{connection}`. */
  readonly unit: string;
  /** One sentence; becomes `# HELP` and the row in docs/metrics.md. */
  readonly description: string;
  /** Attributes beside the pool's identity. */
  readonly attributes: readonly string[];
  /** Upper bounds of a histogram's buckets, in the metric's unit. */
  readonly buckets?: readonly number[];
  /** Who emits it: us, or an upstream instrumentation that `@plimsoll/node` switches on. */
  readonly source: "plimsoll" | "@opentelemetry/instrumentation-http";
}
