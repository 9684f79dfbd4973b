import {
  type Attributes,
  type Context,
  type Link,
  type SpanKind,
  isSpanContextValid,
  trace,
} from "@opentelemetry/api";
import type { Sampler, SamplingResult } from "@opentelemetry/sdk-trace";
import { isLocalRoot } from "./local-root.ts";
import type { OpenTraces } from "./open-traces.ts";
import { require } from "../require-here.ts";

type SdkTrace = typeof import("@opentelemetry/sdk-trace");

/**
 * Has recorded, without marking it as sampled, what `ratio` drops, as long as `traces` takes it. The `traceparent` that is sent on says "not sampled",
 * as it would without us.
 */
export class KeepingSampler implements Sampler {
  readonly #ratio: Sampler;
  readonly #traces: OpenTraces;
  readonly #decisions: SdkTrace["SamplingDecision"];

  constructor(ratio: Sampler, traces: OpenTraces) {
    this.#ratio = ratio;
    this.#traces = traces;
    this.#decisions = (require("@opentelemetry/sdk-trace") as SdkTrace).SamplingDecision;
  }

  shouldSample(
    context: Context,
    traceId: string,
    name: string,
    kind: SpanKind,
    attributes: Attributes,
    links: Link[],
  ): SamplingResult {
    const result = this.#ratio.shouldSample(context, traceId, name, kind, attributes, links);
    if (result.decision !== this.#decisions.NOT_RECORD) return result;
    const given = trace.getSpanContext(context);
    const parent = given !== undefined && isSpanContextValid(given) ? given : undefined;
    const isWanted = isLocalRoot(parent)
      ? this.#traces.admits(traceId)
      : this.#traces.isOpen(traceId);
    return isWanted ? { ...result, decision: this.#decisions.RECORD } : result;
  }

  toString(): string {
    return `Keeping{${this.#ratio.toString()}}`;
  }
}
