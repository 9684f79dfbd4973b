import type { RunStatus } from "../scenario/status.ts";

/** A run's state in one line of at most about 100 columns. */
export function statusLine(status: RunStatus): string {
  const { phase, seconds, ofSeconds, used, limit, pending, suspects, userErrors, pages } = status;
  const time =
    ofSeconds === null ? `+${seconds.toFixed(0)} s` : `${seconds.toFixed(0)}/${ofSeconds} s`;
  const named = suspects.map(({ route, connections }) => `${connections} on ${route}`);
  return [
    `${phase.padEnd(8)}${time.padStart(9)}`,
    `used ${number(used)}/${number(limit)}`.padEnd(10),
    `waiting ${number(pending)}`.padEnd(11),
    `leak suspects ${named.join(", ") || "0"}`.padEnd(30),
    `pages ${pages}`,
    `user errors ${userErrors}`,
  ].join("  ");
}

function number(value: number | null): string {
  return value === null ? "?" : String(value);
}
