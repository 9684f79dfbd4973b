import type { Evidence } from "./try-runbook.ts";

/** The first series has a value for which `is` holds. */
export const value =
  (is: (value: number) => boolean): Evidence =>
  ([row]) =>
    row !== undefined && is(Number(row["value"]));

/** Every series of several has such a value, and there is one. */
export const values =
  (is: (value: number) => boolean): Evidence =>
  (rows) =>
    rows.length > 0 && rows.every((row) => is(Number(row["value"])));

/** The first series names `route`. */
export const route =
  (expected: string): Evidence =>
  ([row]) =>
    row?.["http_route"] === expected;

/** There is an answer. */
export const some: Evidence = (rows) => rows.length > 0;

/** The step ran; what it shows this fault does not have. */
export const ran: Evidence = () => true;

/** Seconds of an `interval`, as pg parses it. */
export function secondsOf(interval: unknown): number {
  const { minutes = 0, seconds = 0, milliseconds = 0 } = interval as Record<string, number>;
  return minutes * 60 + seconds + milliseconds / 1000;
}
