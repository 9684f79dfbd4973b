import { require } from "./require-here.ts";

type Base = typeof import("@opentelemetry/instrumentation");
type Classes = Pick<
  Base,
  "InstrumentationBase" | "InstrumentationNodeModuleDefinition" | "InstrumentationNodeModuleFile"
>;

/**
 * OpenTelemetry's base class. It is not imported: where an app pins an @opentelemetry/api older than 1.10, @opentelemetry/instrumentation 0.300 does not
 * link (`does not provide an export named 'logs'`), and an import would end the app. Required, it fails when an instrumentation is made, which the caller
 * can catch. So it does in a bundle that runs without it, where `observePool()` needs none.
 */
const classes = load();

export const InstrumentationBase: Base["InstrumentationBase"] = classes.InstrumentationBase;
export const InstrumentationNodeModuleDefinition: Base["InstrumentationNodeModuleDefinition"] =
  classes.InstrumentationNodeModuleDefinition;
export const InstrumentationNodeModuleFile: Base["InstrumentationNodeModuleFile"] =
  classes.InstrumentationNodeModuleFile;

function load(): Classes {
  try {
    return require("@opentelemetry/instrumentation") as Base;
  } catch (error) {
    // A function, so that a class can extend it.
    const Unavailable = function Unavailable(): void {
      throw error;
    };
    return {
      InstrumentationBase: Unavailable,
      InstrumentationNodeModuleDefinition: Unavailable,
      InstrumentationNodeModuleFile: Unavailable,
    } as unknown as Classes;
  }
}
