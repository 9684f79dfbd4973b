/** Writes `line`, unless one of the same kind was written a moment ago. */
export type OutageLog = (kind: string, line: string) => void;

// Long enough that an outage does not flood the log, short enough to show in any excerpt of it.
const QUIET_MS = 30_000;

/**
 * A log for failures that hit every request at once: one line for each kind and 30 s, with the number left out since.
 * @param now milliseconds of a clock that never goes back
 */
export function createOutageLog(
  write: (line: string) => void,
  now: () => number = () => performance.now(),
): OutageLog {
  const kinds = new Map<string, { writtenAt: number; leftOut: number }>();
  return (kind, line) => {
    const last = kinds.get(kind);
    if (last && now() - last.writtenAt < QUIET_MS) {
      last.leftOut += 1;
      return;
    }
    const repeated = last?.leftOut ? ` (${last.leftOut} more like this before)` : "";
    kinds.set(kind, { writtenAt: now(), leftOut: 0 });
    write(`money: ${line}${repeated}`);
  };
}
