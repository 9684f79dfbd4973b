/**
 * A recording is a file of JSON lines, each written as it happens: a process that dies loses at most the line that it was writing.
 * Series and targets are numbered in the order in which they appear.
 */
export type RecordingLine = TargetLine | GoneLine | ScrapeLine;

/** A target that is scraped from now on. */
export interface TargetLine {
  readonly target: number;
  readonly url: string;
  /** `job` and `instance` among them, as Prometheus puts them on every series. */
  readonly labels: Labels;
}

/** A target that is scraped no more: Prometheus ends its series, `up` too, at what would have been its next scrape. */
export interface GoneLine {
  readonly gone: number;
  /** Unix seconds. */
  readonly at: number;
}

/** One answer of a target, or none. */
export interface ScrapeLine {
  /** Whole Unix seconds at which it was asked: the time that Prometheus would give its samples. */
  readonly at: number;
  readonly from: number;
  /** Series that no line of this target had before. */
  readonly series?: readonly (readonly [id: number, name: string, labels: Labels])[];
  /** Number of a series and its value, in turn; null when the target gave no answer in time, or none that is 200. */
  readonly values: readonly (number | string)[] | null;
}

type Labels = Readonly<Record<string, string>>;

/** JSON has no NaN and no infinity. */
export function valueJson(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
