import { diag } from "@opentelemetry/api";

/** `value` when it is a number above 0, else `fallback`, with a warning: a wrong option must not keep the app from starting. */
export function positiveNumber(name: string, value: unknown, fallback: number): number {
  if (value === undefined) return fallback;
  if (typeof value === "number" && value > 0) return value;
  diag.warn(
    `plimsoll: ${name} must be a number above 0, got ${JSON.stringify(value)}. Using ${fallback}.`,
  );
  return fallback;
}
