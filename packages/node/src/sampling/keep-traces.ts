import type { Sampler, SpanProcessor } from "@opentelemetry/sdk-trace";
import { readKeepRules } from "./keep-rules.ts";
import { KeepingSampler } from "./keeping-sampler.ts";
import { KeepingSpanProcessor } from "./keeping-span-processor.ts";
import { OpenTraces } from "./open-traces.ts";
import { createRatioSampler } from "./ratio-sampler.ts";

/** What the SDK is to sample and export with. */
export interface TraceKeeping {
  readonly sampler: Sampler;
  readonly spanProcessors: SpanProcessor[];
  /** Decides what time would decide, for a process that has none left. */
  readonly decideOpen: () => void;
}

/**
 * Sampling that keeps what matters beyond the ratio, and hands it to `exporting`; nothing when there is nothing to keep, and the SDK then does as the variables say.
 */
export function keepTraces(
  env: NodeJS.ProcessEnv,
  exporting: readonly SpanProcessor[],
): TraceKeeping | undefined {
  const rules = readKeepRules(env);
  if (rules.reasons.size === 0) return undefined;
  const ratio = createRatioSampler(env);
  if (ratio === undefined) return undefined;
  const traces = new OpenTraces(
    rules,
    (span) => {
      for (const processor of exporting) processor.onEnd(span);
    },
    () => performance.now() / 1000,
  );
  const processor = new KeepingSpanProcessor(exporting, traces);
  return {
    sampler: new KeepingSampler(ratio, traces),
    spanProcessors: [processor],
    decideOpen: () => processor.sweep(),
  };
}
