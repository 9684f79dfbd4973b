import { format } from "node:util";
import { isSpanContextValid, trace } from "@opentelemetry/api";

type Write = (...args: unknown[]) => void;

const METHODS = ["debug", "error", "info", "log", "warn"] as const;

/**
 * Ends each line of text that is written to `target` inside of a span with ` trace_id=… span_id=…`. What begins with something else than a text is an
 * inspection, a table too; it stays as it is.
 */
export function addTraceIds(target: Console): void {
  let isTable = false;
  for (const method of METHODS) {
    const original: Write = target[method];
    const replacement: Write = (...args) =>
      original.apply(target, isTable ? args : withTraceId(args));
    target[method] = Object.defineProperty(replacement, "name", { value: method });
  }
  // Writes what it drew through `log`, as one text.
  const { table: original } = target as { readonly table: Write };
  target.table = function table(...args: unknown[]) {
    isTable = true;
    try {
      original.apply(target, args);
    } finally {
      isTable = false;
    }
  };
}

function withTraceId(args: unknown[]): unknown[] {
  const [text] = args;
  const ids = typeof text === "string" ? activeIds() : undefined;
  if (typeof text !== "string" || ids === undefined) return args;
  // A text alone is no format: `100%` and `%%` stay.
  if (args.length === 1) return [`${text} ${ids}`];
  const wanted = text.match(PLACEHOLDER)?.filter((found) => found !== "%%").length ?? 0;
  if (wanted < args.length) return [...args, ids];
  // The ids would fill a placeholder that has no value.
  return [`${format(...args)} ${ids}`];
}

// https://nodejs.org/docs/latest-v24.x/api/util.html#utilformatformat-args
const PLACEHOLDER = /%[sdifjoOc%]/g;

function activeIds(): string | undefined {
  const context = trace.getActiveSpan()?.spanContext();
  if (context === undefined || !isSpanContextValid(context)) return undefined;
  return `trace_id=${context.traceId} span_id=${context.spanId}`;
}
