import { diag, type DiagLogger, DiagLogLevel } from "@opentelemetry/api";
import { registeredSdk } from "./registered-sdk.ts";

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
  write: (line: string) => void = writeError,
): void {
  if (hasLogger()) return;
  diag.setLogger(createDiagLogger(write), {
    logLevel: readLogLevel(level),
  });
}

/** The level that a value of `OTEL_LOG_LEVEL` stands for. @default WARN */
export function readLogLevel(level: string | undefined): DiagLogLevel {
  return LEVELS[level ?? "WARN"] ?? DiagLogLevel.WARN;
}

export function createDiagLogger(
  write: (line: string) => void,
  which: "all lines" | "own lines" = "all lines",
): DiagLogger {
  const written = new Set<string>();
  const log = (message: string, ...args: unknown[]): void => {
    if (which === "own lines" && !message.startsWith(OWN)) return;
    const line = `${[message, ...args]
      .map(inWords)
      .join(" ")
      .replaceAll(/\s*\n\s*/g, " ")}\n`;
    if (written.has(line) || written.size >= REMEMBERED_LINES) return;
    written.add(line);
    write(line.startsWith(OWN) ? line : `${OWN} ${REFUSED.test(line) ? refusal(line) : line}`);
  };
  return { error: log, warn: log, info: log, debug: log, verbose: log };
}

/** Writes to stderr. */
export function writeError(line: string): void {
  process.stderr.write(line);
}

const OWN = "plimsoll:";

// @opentelemetry/api 1.10 internal/global-utils: what a second SDK is told, with the stack of its start in one line.
const REFUSED =
  /(Attempted duplicate registration of API|Registration of version \S+ for \w+ does not match)/;

function refusal(line: string): string {
  const [what] = line.split(" at ");
  return `${what?.trimEnd()}. The app starts an OpenTelemetry SDK of its own after Plimsoll's. Set PLIMSOLL_SDK=join, and Plimsoll reports through it.\n`;
}

function inWords(part: unknown): string {
  if (typeof part === "string") return part;
  if (part instanceof Error) return part.message;
  return JSON.stringify(part) ?? String(part);
}

function hasLogger(): boolean {
  return registeredSdk().diag !== undefined;
}
