import { readFileSync } from "node:fs";
import { DrillError } from "../drill-error.ts";
import type { RecordingLine, ScrapeLine, TargetLine } from "./recording-lines.ts";

/** What one target said, second by second. */
export interface RecordedSeries {
  /** As Prometheus puts them on every series. */
  readonly labels: Labels;
  /** By number: what its samples are called. */
  readonly series: ReadonlyMap<number, { readonly name: string; readonly labels: Labels }>;
  /** Unix second → number of a series → its value; null where the target gave no answer. No entry: it was not asked. */
  readonly scrapes: ReadonlyMap<number, ReadonlyMap<number, number> | null>;
  /** Unix seconds from which it is scraped no more. */
  readonly goneAt: number | undefined;
}

/** A recording as a whole. */
export interface ReadRecording {
  readonly targets: readonly RecordedSeries[];
  /** First and last Unix second at which a target was asked. */
  readonly from: number;
  readonly to: number;
}

type Labels = Readonly<Record<string, string>>;

interface Building {
  readonly labels: Labels;
  readonly series: Map<number, { name: string; labels: Labels }>;
  readonly scrapes: Map<number, ReadonlyMap<number, number> | null>;
  goneAt: number | undefined;
}

/**
 * Reads what a recorder wrote. A last line that is not whole, as a crash leaves it, is left out.
 * @throws DrillError `PLIMSOLL_RUN_FAILED` when another line is wrong, or no target was ever asked
 */
export function readRecording(file: string): ReadRecording {
  const targets = new Map<number, Building>();
  for (const line of readLines(file)) take(line, targets);
  const seconds = [...targets.values()].flatMap(({ scrapes }) => [...scrapes.keys()]);
  if (seconds.length === 0)
    throw new DrillError("PLIMSOLL_RUN_FAILED", `${file}: no target was scraped in it.`);
  const sorted = seconds.toSorted((a, b) => a - b);
  return { targets: [...targets.values()], from: sorted[0] ?? 0, to: sorted.at(-1) ?? 0 };
}

function readLines(file: string): RecordingLine[] {
  const lines = readFileSync(file, "utf8").split("\n");
  lines.pop(); // After the last line break there is nothing, or a line that was cut off.
  return lines.map((text, index) => {
    try {
      return JSON.parse(text) as RecordingLine;
    } catch (cause) {
      const message = `${file}: line ${index + 1} is not JSON: ${JSON.stringify(text.slice(0, 80))}.`;
      throw new DrillError("PLIMSOLL_RUN_FAILED", message, { cause });
    }
  });
}

function take(line: RecordingLine, targets: Map<number, Building>): void {
  if ("target" in line) targets.set(line.target, started(line));
  else if ("gone" in line) targetOf(targets, line.gone).goneAt = line.at;
  else takeScrape(line, targetOf(targets, line.from));
}

function started({ labels }: TargetLine): Building {
  return { labels, series: new Map(), scrapes: new Map(), goneAt: undefined };
}

function targetOf(targets: ReadonlyMap<number, Building>, number: number): Building {
  const target = targets.get(number);
  if (target === undefined)
    throw new DrillError("PLIMSOLL_RUN_FAILED", `recording: no target ${number} before its lines.`);
  return target;
}

function takeScrape({ at, series = [], values }: ScrapeLine, target: Building): void {
  for (const [id, name, labels] of series) target.series.set(id, { name, labels });
  if (values === null) {
    target.scrapes.set(at, null);
    return;
  }
  const found = new Map<number, number>();
  for (let index = 0; index < values.length; index += 2)
    found.set(Number(values[index]), Number(values[index + 1]));
  target.scrapes.set(at, found);
}
