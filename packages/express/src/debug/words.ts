import type { Verdict } from "@plimsoll/pool-observer";

/** Each cause of a shortage as a sentence. */
const CAUSES: Readonly<Record<Verdict["cause"], string>> = {
  event_loop: "The process itself is late: its event loop is blocked.",
  connect_failure: "New connections cannot be opened.",
  nested_acquire: "Those who hold a connection wait for another one of the same pool.",
  leak: "Connections are not given back.",
  held_idle: "Connections are held while no query runs on them.",
  lock_wait: "Queries wait for locks in the database.",
  slow_query: "Queries take long.",
  demand: "More requests than usual ask for a connection.",
  undersized: "The pool is smaller than its usual work needs.",
};

/** `cause` in a sentence. */
export function causeInWords(cause: string): string {
  return (CAUSES as Readonly<Record<string, string>>)[cause] ?? `${cause}.`;
}

/**
 * A length of time as people say it, to two units.
 *
 * @example
 * durationInWords(0.012); // "12 ms"
 * durationInWords(3725); // "1 h 2 min"
 */
export function durationInWords(seconds: number): string {
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
  if (minutes < 60) return `${minutes} min ${rest} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A moment as `2026-11-24 16:25:03 UTC`. */
export function momentInWords(unixSeconds: number): string {
  return `${new Date(unixSeconds * 1000).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
