/** Where the demo tells what it does: whole lines, and one line that changes. */
export interface Screen {
  print(line: string): void;
  /** On a terminal one live line; elsewhere a line of its own, each five seconds at most unless told. */
  status(line: string): void;
}

/** The part of a stream that is written to. `process.stdout` fits. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const QUIET_MS = 5000;
const CLEAR_LINE = "\r\u001B[2K";

/**
 * @param quietMs between two status lines where there is no terminal
 * @param now milliseconds of a clock that never goes back
 */
export function createScreen(
  output: Output,
  quietMs: number = QUIET_MS,
  now: () => number = () => performance.now(),
): Screen {
  let isLive = false;
  let lastAt = -Infinity;
  const clear = (): string => (isLive ? CLEAR_LINE : "");
  return {
    print(line): void {
      output.write(`${clear()}${line}\n`);
      isLive = false;
    },
    status(line): void {
      if (output.isTTY) {
        // A line that wraps could not be cleared.
        output.write(`${clear()}${line.slice(0, (output.columns ?? 80) - 1)}`);
        isLive = true;
        return;
      }
      if (now() - lastAt < quietMs - 500) return;
      lastAt = now();
      output.write(`${line}\n`);
    },
  };
}
