import { diag, type DiagLogger, DiagLogLevel } from "@opentelemetry/api";
import type { Test } from "tap";

const ignore = () => undefined;

/** The arguments of each `diag.warn` from now to the end of `t`. */
export function collectWarnings(t: Test): unknown[][] {
  const warnings: unknown[][] = [];
  const logger: DiagLogger = {
    warn: (...args) => warnings.push(args),
    error: ignore,
    info: ignore,
    debug: ignore,
    verbose: ignore,
  };
  diag.setLogger(logger, DiagLogLevel.WARN);
  t.teardown(() => diag.disable());
  return warnings;
}
