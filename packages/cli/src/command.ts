/** Where a command prints. */
export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** How a command ends: 0 fine, 1 findings, 2 wrong use, or that it could not do its work; 128 and more: ended by that signal. */
export type ExitCode = number;

/** One word after `plimsoll`. */
export interface Command {
  readonly name: string;
  /** One line for `plimsoll --help`. */
  readonly summary: string;
  /** What `plimsoll <name> --help` prints. */
  readonly help: string;
  /** @throws UsageError when `argv` is not as `help` says. */
  readonly run: (argv: readonly string[], output: Output) => Promise<ExitCode>;
}
