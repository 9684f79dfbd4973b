// Measures what the fast path gains: freezes PostgreSQL under Money once, and compares two Alertmanagers, of which one hears from Money itself.
//   node packages/drill/dist/src/fast-path/fast-path-main.js [--scrape-seconds 5]
// Takes about seven minutes, because the rule's page is waited for, and its end. Exit 0: one page each, the fast path's earlier; 1: not so.
import { isOwnError } from "../drill-error.ts";
import { abortOnSignals } from "../demo/interruption.ts";
import { assertTools } from "../stack/assert-tools.ts";
import { trackProcesses } from "../stack/processes.ts";
import { createRunFolder } from "../stack/run-folder.ts";
import { compare } from "./compare.ts";
import { comparisonLines, isGain } from "./comparison-lines.ts";

/** As in compose/prometheus.yml. */
const DEFAULT_SCRAPE_SECONDS = 5;

async function main(): Promise<void> {
  const abort = new AbortController();
  const interruption = abortOnSignals(abort);
  const scrapeSeconds = readScrapeSeconds(process.argv.slice(2));
  if (scrapeSeconds === undefined) {
    console.error("usage: fast-path-main.js [--scrape-seconds N], a whole number from 1 to 60");
    process.exitCode = 2;
    return;
  }
  assertTools();
  const processes = trackProcesses(abort);
  const folder = createRunFolder(Date.now() / 1000);
  try {
    const comparison = await compare(processes, folder, abort, scrapeSeconds, (line) =>
      console.log(line),
    );
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

function readScrapeSeconds(args: readonly string[]): number | undefined {
  if (args.length === 0) return DEFAULT_SCRAPE_SECONDS;
  const [key, value = ""] = args;
  const isRight = args.length === 2 && key === "--scrape-seconds" && /^[1-9]\d?$/.test(value);
  return isRight && Number(value) <= 60 ? Number(value) : undefined;
}

void main();
