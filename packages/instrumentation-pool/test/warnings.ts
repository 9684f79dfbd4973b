import { diag, type DiagLogger, DiagLogLevel } from "@opentelemetry/api";
import type { Test } from "tap";

interface DiagCall {
  readonly level: "warn" | "info";
  readonly args: unknown[];
}

const ignore = () => undefined;

/** Each call of `diag.warn` and `diag.info` from now to the end of `t`. */
export function collectDiag(t: Test): DiagCall[] {
  const calls: DiagCall[] = [];
  listen(t, (call) => calls.push(call));
  return calls;
}

/** The arguments of each `diag.warn` from now to the end of `t`. */
export function collectWarnings(t: Test): unknown[][] {
  const warnings: unknown[][] = [];
  listen(t, ({ level, args }) => level === "warn" && warnings.push(args));
  return warnings;
}

function listen(t: Test, hear: (call: DiagCall) => unknown): void {
  const logger: DiagLogger = {
    warn: (...args) => hear({ level: "warn", args }),
    info: (...args) => hear({ level: "info", args }),
    error: ignore,
    debug: ignore,
    verbose: ignore,
  };
  diag.setLogger(logger, DiagLogLevel.INFO);
  t.teardown(() => diag.disable());
}
