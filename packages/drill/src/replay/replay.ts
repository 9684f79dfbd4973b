import { readFileSync } from "node:fs";
import { type InputSeries, SCRAPE_SECONDS, scrapedSeries } from "./input-series.ts";
import { type PageRules, pageRules } from "./page-selectors.ts";
import { type Past, pastSeries } from "./past-series.ts";
import { askPromtool, type GotSample } from "./promtool.ts";
import { type ReadRecording, readRecording } from "./read-recording.ts";
import { RULES_FILE } from "./recorder.ts";

/** A recording to judge. */
export interface ReplayInput {
  readonly file: string;
  /** Unix seconds; null in a control. What lies more than 150 s before is left out. */
  readonly faultAt: number | null;
  /** What the live Prometheus was given as its past. @default none */
  readonly past?: Past;
  /** Whole seconds, 0 to 4, that the evaluations have modulo 5. @default 0 */
  readonly evaluationPhaseSeconds?: number;
}

/** The first time that a page alert fired in a replay. */
export interface ReplayedFiring {
  /** Whole seconds from an evaluation to the next scrape: 0 to 4. */
  readonly phaseSeconds: number;
  readonly alert: string;
  readonly cause: string;
  /**
   * Unix seconds of the evaluation that fired it; Alertmanager and delivery come on top. promtool evaluates every group each
   * 5 s: where a group's own interval is longer, this is the latest second at which production would have got there.
   */
  readonly firesAt: number;
}

/** Told while recordings are replayed. */
export interface ReplayProgress {
  readonly stage: "read" | "judge" | "done";
  /** Seconds since the start. */
  readonly seconds: number;
}

export interface ReplayOptions {
  readonly onProgress?: (progress: ReplayProgress) => void;
  readonly signal?: AbortSignal;
}

/** Every scrape phase: one for each second of the scrape interval. */
export const PHASES: readonly number[] = Array.from(
  { length: SCRAPE_SECONDS },
  (_, phase) => phase,
);

/** One-minute rates are whole by then, and what the rules keep for longer is in the past that is given. */
const KEPT_SECONDS = 150;
const PAST_SECONDS = 3600;

/** Judges one recording: see `replayRecordings`. */
export async function replayRecording(
  input: ReplayInput,
  options: ReplayOptions = {},
): Promise<readonly ReplayedFiring[]> {
  const [firings = []] = await replayRecordings([input], options);
  return firings;
}

/**
 * Judges recordings by the production rules under every scrape phase, and answers with the firings of each, earliest first.
 *
 * All phases of all recordings stand side by side in one promtool test, kept apart by job and environment: most of promtool's
 * time goes into reading the rules anew at each evaluation, whatever there is to judge.
 *
 * @throws DrillError when a recording is wrong or promtool refuses the test
 */
export async function replayRecordings(
  inputs: readonly ReplayInput[],
  { onProgress, signal }: ReplayOptions = {},
): Promise<readonly (readonly ReplayedFiring[])[]> {
  const startedAt = performance.now();
  const tell = (stage: ReplayProgress["stage"]): void =>
    onProgress?.({ stage, seconds: (performance.now() - startedAt) / 1000 });
  tell("read");
  const rules = pageRules(readFileSync(RULES_FILE, "utf8"));
  const cells = inputs.flatMap((input, index) => cellsOf(input, index));
  const at = Math.max(0, ...cells.map(({ zero, to }) => to - zero));
  tell("judge");
  // Nothing of the past hour is asked for: promtool 2.42 gives up a query of over 10,000 samples.
  const lived = at - Math.min(at, ...cells.map(({ zero, from }) => from - zero)) + SCRAPE_SECONDS;
  const firing = `timestamp(ALERTS{alertstate="firing",severity="page"})[${lived}s:${SCRAPE_SECONDS}s]`;
  const samples = await askPromtool(
    {
      rulesFile: RULES_FILE,
      groups: rules.groups,
      series: cells.flatMap((cell) => cellSeries(cell, rules)),
      expression: `min by (alertname, cause, environment) (min_over_time(${firing}))`,
      at,
    },
    signal,
  );
  tell("done");
  return inputs.map((_, index) =>
    cells
      .filter(({ input }) => input === index)
      .flatMap((cell) => firingsOf(cell, samples, rules))
      .toSorted((a, b) => a.firesAt - b.firesAt),
  );
}

/** One recording under one phase. */
interface Cell {
  readonly input: number;
  readonly recording: ReadRecording;
  readonly past: Past | undefined;
  readonly name: string;
  readonly zero: number;
  readonly from: number;
  readonly to: number;
  readonly phaseSeconds: number;
}

function cellsOf(
  { file, faultAt, past, evaluationPhaseSeconds = 0 }: ReplayInput,
  input: number,
): Cell[] {
  const recording = readRecording(file);
  const cut = faultAt === null ? recording.from : Math.ceil(faultAt - KEPT_SECONDS);
  const from = Math.max(recording.from, cut);
  const pastSeconds = past ? (past.seconds ?? PAST_SECONDS) : 0;
  // The last evaluation at or before the first second of the past.
  const first = from - pastSeconds;
  const zero = first - ((first - evaluationPhaseSeconds) % SCRAPE_SECONDS);
  return PHASES.map((phaseSeconds) => ({
    input,
    recording,
    past,
    name: `${input}.${phaseSeconds}`,
    zero,
    from,
    to: recording.to,
    phaseSeconds,
  }));
}

function cellSeries(cell: Cell, rules: PageRules): InputSeries[] {
  const scraped = scrapedSeries(cell.recording, { ...cell, cell: cell.name });
  if (cell.past === undefined) return scraped;
  return [...pastSeries(cell.past, cell.from - cell.zero, rules.recorded, cell.name), ...scraped];
}

function firingsOf(cell: Cell, samples: readonly GotSample[], rules: PageRules): ReplayedFiring[] {
  return (
    samples
      .filter(({ labels }) => labels["environment"]?.startsWith(`${cell.name}/`))
      // A test is as long as its longest recording: a shorter one has fallen silent by then.
      .filter(({ value }) => cell.zero + value <= cell.to)
      .map(({ labels: { alertname: alert = "", cause = "" }, value }) => {
        const interval =
          rules.alerts.find(({ name }) => name === alert)?.intervalSeconds ?? SCRAPE_SECONDS;
        const firesAt = cell.zero + value + Math.max(0, interval - SCRAPE_SECONDS);
        return { phaseSeconds: cell.phaseSeconds, alert, cause, firesAt };
      })
  );
}
