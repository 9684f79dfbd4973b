import { require } from "./require-here.ts";

/**
 * The package that measures pools. It is not imported: where an app pins an @opentelemetry/api older than 1.10, its OpenTelemetry packages do not link,
 * and an import would end the app (`does not provide an export named 'logs'`).
 *
 * @throws Error when it cannot be loaded
 */
export function poolPackage(): typeof import("@plimsoll/instrumentation-pool") {
  return require("@plimsoll/instrumentation-pool") as typeof import("@plimsoll/instrumentation-pool");
}
