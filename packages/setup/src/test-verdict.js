/**
 * The verdict on a run of tap, as its last lines tell it.
 * @typedef {{ exitCode: number, remarks: string[], lastLine: string }} Verdict
 */

/**
 * Judges a run. A run that failed as a whole (nothing was run, tap gave up or was ended) counts as
 * one failure, so that "0 failed" is only ever said of a run in which all went well.
 *
 * @param {import("./tap-summary.js").TapSummary} summary
 * @param {number} tapCode tap's exit code
 * @returns {Verdict}
 */
export function judgeTests(summary, tapCode) {
  const { passed, failed, skipped, todo } = summary;
  const remarks = [];
  if (skipped > 0) remarks.push(`skipped: ${skipped} (the reasons stand above)`);
  if (todo > 0) remarks.push(`still to do: ${todo}`);
  const broken = brokenRun(summary, tapCode);
  if (broken !== undefined) remarks.push(`tap: ${broken}. The run counts as one more failure.`);
  const failures = failed + (broken === undefined ? 0 : 1);
  return {
    exitCode: failures === 0 ? 0 : 1,
    remarks,
    lastLine: `${passed} passed, ${failures} failed`,
  };
}

/**
 * Why the run as a whole is a failure, beyond the failures that it counted.
 *
 * @param {import("./tap-summary.js").TapSummary} summary
 * @param {number} tapCode
 */
function brokenRun({ passed, failed, isComplete, bailOut }, tapCode) {
  if (bailOut !== undefined) return `bailed out (${bailOut})`;
  if (!isComplete) return `ended with exit code ${tapCode} before it was done`;
  if (passed + failed === 0) return "no test was run";
  if (tapCode !== 0 && failed === 0) {
    return `ended with exit code ${tapCode} though no test failed`;
  }
  return undefined;
}
