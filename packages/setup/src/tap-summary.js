import { createPointReader } from "./tap-points.js";

/**
 * What a run of tap said.
 * @typedef {object} TapSummary
 * @property {number} passed assertions, from tap's closing line
 * @property {number} failed
 * @property {number} skipped
 * @property {number} todo
 * @property {boolean} isComplete tap's closing line was there
 * @property {string | undefined} bailOut reason of a bail out
 */

/**
 * Reads raw TAP 14 as tap 21 prints it, line by line.
 *
 * @param {import("./tap-points.js").TapListeners} [listeners] called as lines arrive
 * @returns {{ write(chunk: string): void, end(): TapSummary }}
 */
export function createTapReader(listeners = {}) {
  /** @type {TapSummary} */
  const summary = {
    passed: 0,
    failed: 0,
    skipped: 0,
    todo: 0,
    isComplete: false,
    bailOut: undefined,
  };
  const points = createPointReader(listeners);
  let rest = "";
  const readLine = (/** @type {string} */ line) => {
    const bailOut = /^\s*Bail out!\s*(.*)$/.exec(line);
    if (bailOut !== null) summary.bailOut = bailOut[1] || "no reason given";
    else if (/^# \{ .*\btotal: \d+.*\}$/.test(line)) readTotals(line, summary);
    else points.read(line);
  };
  return {
    write(chunk) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) readLine(line);
    },
    end() {
      if (rest !== "") readLine(rest);
      points.end();
      return summary;
    },
  };
}

/**
 * tap's closing line, such as `# { total: 52, pass: 47, fail: 2, todo: 1, skip: 2 }`; what is 0 is
 * left out.
 *
 * @param {string} line
 * @param {TapSummary} summary
 */
function readTotals(line, summary) {
  const count = (/** @type {string} */ key) =>
    Number(new RegExp(`\\b${key}: (\\d+)`).exec(line)?.[1] ?? 0);
  summary.isComplete = true;
  summary.passed = count("pass");
  summary.failed = count("fail");
  summary.skipped = count("skip");
  summary.todo = count("todo");
}
