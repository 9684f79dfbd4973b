import { isSpanContextValid, trace } from "@opentelemetry/api";
import type { Instrumentation } from "@opentelemetry/instrumentation";
import { VERSION } from "../version.ts";
import { require } from "../require-here.ts";

type Base = typeof import("@opentelemetry/instrumentation");

type Mixin = (...args: unknown[]) => object;
type Normalize = (...args: unknown[]) => { readonly opts: { mixin?: unknown } };
type CreateNormalize = (...args: unknown[]) => Normalize;

// Those of instrumentation-pino 0.70.0.
const VERSIONS = [">=5.14.0 <11"];
const FILE = "pino/lib/tools.js";

/**
 * Gives the records of pino's loggers `trace_id`, `span_id` and `trace_flags`, by pino's own option `mixin`, beside that of the app. instrumentation-pino
 * 0.70.0 puts another function in the place of `pino()`, which `import pino from "pino"` does not see without a loader hook; the file patched here is
 * required by pino's own main file, whoever loads that.
 */
export function createPinoTraceIds(): Instrumentation {
  const {
    InstrumentationBase,
    InstrumentationNodeModuleDefinition: Module,
    InstrumentationNodeModuleFile: File,
  } = require("@opentelemetry/instrumentation") as Base;
  class PinoTraceIds extends InstrumentationBase {
    protected override init() {
      const file = new File(FILE, VERSIONS, addMixin, () => undefined);
      return [new Module("pino", VERSIONS, undefined, undefined, [file])];
    }
  }
  return new PinoTraceIds("@plimsoll/node", VERSION, {});
}

/** pino 10.4.0 lib/tools.js:323: makes the function that brings the arguments of each `pino()` into order, in an object of its own. */
function addMixin(exports: { createArgsNormalizer?: CreateNormalize }): object {
  const { createArgsNormalizer: original } = exports;
  if (typeof original !== "function") return exports;
  exports.createArgsNormalizer = function createArgsNormalizer(...defaults) {
    const normalize = original(...defaults);
    return function normalizeArgs(this: unknown, ...args) {
      const normal = normalize.apply(this, args);
      const { mixin } = normal.opts;
      // What is no function is pino's to refuse.
      if (mixin === undefined || typeof mixin === "function")
        normal.opts.mixin = withTraceIds(mixin as Mixin | undefined);
      return normal;
    };
  };
  return exports;
}

function withTraceIds(own: Mixin | undefined): Mixin {
  return function mixin(this: unknown, ...args) {
    const context = trace.getActiveSpan()?.spanContext();
    const fields = own?.apply(this, args);
    if (context === undefined || !isSpanContextValid(context)) return fields ?? {};
    return {
      trace_id: context.traceId,
      span_id: context.spanId,
      trace_flags: `0${context.traceFlags.toString(16)}`,
      ...fields,
    };
  };
}
