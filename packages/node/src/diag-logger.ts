import { diag, type DiagLogger, DiagLogLevel } from "@opentelemetry/api";

const LEVELS: Readonly<Record<string, DiagLogLevel>> = {
  NONE: DiagLogLevel.NONE,
  ERROR: DiagLogLevel.ERROR,
  WARN: DiagLogLevel.WARN,
  INFO: DiagLogLevel.INFO,
  DEBUG: DiagLogLevel.DEBUG,
  VERBOSE: DiagLogLevel.VERBOSE,
  ALL: DiagLogLevel.ALL,
};

/** Values of `OTEL_LOG_LEVEL`. */
export const LOG_LEVELS: readonly string[] = Object.keys(LEVELS);

// Enough for every distinct problem of a process, and a bound for messages that carry changing text.
const REMEMBERED_LINES = 200;

/**
 * Gives OpenTelemetry's diagnostics a voice on stderr, from `level` (default WARN) up: without a logger every warning is lost.
 * Each line is written once, because a broken exporter repeats its line at every export. An app's own logger stays in charge.
 */
export function installDiagLogger(
  level: string | undefined,
  write: (line: string) => void = (line) => process.stderr.write(line),
): void {
  if (hasLogger()) return;
  diag.setLogger(createDiagLogger(write), {
    logLevel: LEVELS[level ?? "WARN"] ?? DiagLogLevel.WARN,
  });
}

export function createDiagLogger(write: (line: string) => void): DiagLogger {
  const written = new Set<string>();
  const log = (message: string, ...args: unknown[]): void => {
    const line = `${[message, ...args]
      .map(inWords)
      .join(" ")
      .replaceAll(/\s*\n\s*/g, " ")}\n`;
    if (written.has(line) || written.size >= REMEMBERED_LINES) return;
    written.add(line);
    write(line.startsWith("plimsoll:") ? line : `plimsoll: ${line}`);
  };
  return { error: log, warn: log, info: log, debug: log, verbose: log };
}

function inWords(part: unknown): string {
  if (typeof part === "string") return part;
  if (part instanceof Error) return part.message;
  return JSON.stringify(part) ?? String(part);
}

function hasLogger(): boolean {
  // @opentelemetry/api 1.x keeps its globals here; the API has no question for it.
  const globals = (globalThis as Record<symbol, { diag?: unknown } | undefined>)[
    Symbol.for("opentelemetry.js.api.1")
  ];
  return globals?.diag !== undefined;
}
