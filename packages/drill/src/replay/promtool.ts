import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DrillError } from "../drill-error.ts";
import { childEnv } from "../stack/child-env.ts";
import { type InputSeries, SCRAPE_SECONDS } from "./input-series.ts";

/** One question to a test. */
export interface PromtoolTest {
  readonly rulesFile: string;
  /** Groups in the order of evaluation: without it promtool 2.42 takes another at each run. */
  readonly groups: readonly string[];
  readonly series: readonly InputSeries[];
  readonly expression: string;
  /** Second of the test at which the expression is asked. */
  readonly at: number;
}

/** One sample of an answer. */
export interface GotSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** An answer is some kilobytes; more is an error that repeats itself. */
const MOST_BYTES = 2 ** 24;

/**
 * Evaluates the unmodified rule file over the series and answers with the samples of the expression.
 * @throws DrillError `PLIMSOLL_RUN_FAILED` with promtool's words when it refuses the test, `PLIMSOLL_TOOL_MISSING` without promtool
 */
export async function askPromtool(test: PromtoolTest, signal?: AbortSignal): Promise<GotSample[]> {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-replay-"));
  try {
    const file = join(folder, "test.json");
    writeFileSync(file, testText(test)); // JSON is YAML.
    return readGot(await run(file, signal));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function testText({ rulesFile, groups, series, expression, at }: PromtoolTest): string {
  return JSON.stringify({
    rule_files: [rulesFile],
    evaluation_interval: `${SCRAPE_SECONDS}s`,
    group_eval_order: groups,
    tests: [
      {
        interval: "1s",
        input_series: series,
        // The sample that cannot be there makes promtool tell what it got.
        promql_expr_test: [
          { expr: expression, eval_time: `${at}s`, exp_samples: [{ labels: "no_such", value: 0 }] },
        ],
      },
    ],
  });
}

function run(file: string, signal?: AbortSignal): Promise<string> {
  // Go's collector runs a quarter as often: a fifth less CPU for 70 MB more memory (promtool 2.42, 280 evaluations).
  const env = { ...childEnv(), GOGC: "400" };
  const options = { env, maxBuffer: MOST_BYTES, ...(signal && { signal }) };
  return new Promise((resolve, reject) => {
    execFile("promtool", ["test", "rules", file], options, (error, stdout, stderr) => {
      if (signal?.aborted) reject(signal.reason as Error);
      else if (error?.code === "ENOENT") {
        const message = "promtool: not on the PATH. `npm run demo` brings it.";
        reject(new DrillError("PLIMSOLL_TOOL_MISSING", message));
      } else resolve(stdout + stderr);
    });
  });
}

/**
 * The samples that promtool says it got instead of the expected ones.
 * @throws DrillError `PLIMSOLL_RUN_FAILED` when it says something else
 */
export function readGot(output: string): GotSample[] {
  // promtool 2.42 and 3.x: `got: {alertname="…"} 3.75E+03, {…} …`, or `got: nil`.
  const [, got] = /\bgot: ?(.*)/.exec(output) ?? [];
  if (got === undefined)
    throw new DrillError(
      "PLIMSOLL_RUN_FAILED",
      `promtool: no answer but\n${output.slice(0, 2000)}`,
    );
  return [...got.matchAll(/\{((?:[^"}]|"(?:[^"\\]|\\.)*")*)\} (\S+?)(?=,|$)/g)].map(
    ([, labels = "", value]) => ({ labels: readLabels(labels), value: Number(value) }),
  );
}

function readLabels(text: string): Record<string, string> {
  const pairs = text.matchAll(/(\w+)=("(?:[^"\\]|\\.)*")/g);
  return Object.fromEntries(
    [...pairs].map(([, name = "", quoted = '""']) => [name, JSON.parse(quoted) as string]),
  );
}
