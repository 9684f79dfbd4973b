import type { Sampler } from "@opentelemetry/sdk-trace";
import { require } from "../require-here.ts";

type SdkTrace = typeof import("@opentelemetry/sdk-trace");

/**
 * The sampler that checked variables ask for, when it is one that drops some traces; undefined when it takes all (then there is nothing to keep) or none
 * (then nothing is to be kept). As sdk-node 0.300.0 create-from-env.mjs:8 makes it, which does not export it.
 */
export function createRatioSampler(env: NodeJS.ProcessEnv): Sampler | undefined {
  const { AlwaysOnSampler, ParentBasedSampler, TraceIdRatioBasedSampler } =
    require("@opentelemetry/sdk-trace") as SdkTrace;
  const createRatio = () =>
    new TraceIdRatioBasedSampler(Number(env["OTEL_TRACES_SAMPLER_ARG"] || DEFAULT_RATIO));
  switch (env["OTEL_TRACES_SAMPLER"] || DEFAULT_SAMPLER) {
    // A caller may have dropped the trace by a ratio of its own.
    case "parentbased_always_on":
      return new ParentBasedSampler({ root: new AlwaysOnSampler() });
    case "traceidratio":
      return createRatio();
    case "parentbased_traceidratio":
      return new ParentBasedSampler({ root: createRatio() });
    default:
      return undefined;
  }
}

// Source: https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
const DEFAULT_SAMPLER = "parentbased_always_on";
const DEFAULT_RATIO = 1;
