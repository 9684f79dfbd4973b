/** One thing that is wrong in a config file. */
export interface ConfigProblem {
  /** `thresholds.leakSuspects`; empty for the file as a whole. */
  readonly path: string;
  /** Of the key or value, from 1; undefined when there is none to point at. */
  readonly line: number | undefined;
  /** What must be, what is, and what to do. */
  readonly message: string;
}

/** A config file that cannot be used. Its message names the file and every problem, one a line. */
export class AlertConfigError extends Error {
  readonly code = "PLIMSOLL_ALERT_CONFIG";
  readonly problems: readonly ConfigProblem[];

  constructor(file: string, problems: readonly ConfigProblem[]) {
    const lines = problems.map(({ line, path, message }) => {
      const place = line === undefined ? file : `${file}:${line}`;
      return `${place}: ${path ? `${path} ` : ""}${message}`;
    });
    super(`${lines.join("\n")}\nEvery key: docs/alert-config.md.`);
    this.name = "AlertConfigError";
    this.problems = problems;
  }
}
