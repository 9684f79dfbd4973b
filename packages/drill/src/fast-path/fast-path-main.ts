// Measures what the fast path gains: freezes PostgreSQL under Money once, and compares two Alertmanagers, of which one hears from Money itself.
//   node packages/drill/dist/src/fast-path/fast-path-main.js
// Takes about six minutes, because the rule's page is waited for, and its end. Exit 0: one page each, the fast path's earlier; 1: not so.
import { isOwnError } from "../drill-error.ts";
import { abortOnSignals } from "../demo/interruption.ts";
import { assertTools } from "../stack/assert-tools.ts";
import { trackProcesses } from "../stack/processes.ts";
import { createRunFolder } from "../stack/run-folder.ts";
import { compare } from "./compare.ts";
import { comparisonLines, isGain } from "./comparison-lines.ts";

async function main(): Promise<void> {
  const abort = new AbortController();
  const interruption = abortOnSignals(abort);
  assertTools();
  const processes = trackProcesses(abort);
  const folder = createRunFolder(Date.now() / 1000);
  try {
    const comparison = await compare(processes, folder, abort, (line) => console.log(line));
    for (const line of comparisonLines(comparison)) console.log(line);
    process.exitCode = isGain(comparison) ? 0 : 1;
  } catch (error) {
    const reason: unknown = abort.signal.aborted ? abort.signal.reason : error;
    console.error(isOwnError(reason) ? `plimsoll: ${reason.message}` : reason);
    process.exitCode = interruption.exitCode() ?? 1;
  } finally {
    await processes.stopAll();
    folder.removeData();
  }
  process.exit();
}

void main();
