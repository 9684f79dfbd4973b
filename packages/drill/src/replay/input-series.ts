import type { ReadRecording, RecordedSeries } from "./read-recording.ts";

/** A series of a promtool test at `interval: 1s`. */
export interface InputSeries {
  readonly series: string;
  readonly values: string;
}

/** When a replayed Prometheus scrapes, and from when to when. Unix seconds. */
export interface ScrapePlan {
  /** Second 0 of the test. The rules are evaluated at each `SCRAPE_SECONDS` from there. */
  readonly zero: number;
  readonly from: number;
  readonly to: number;
  /** Whole seconds from an evaluation to the next scrape: 0 to 4. */
  readonly phaseSeconds: number;
  /** Put before job and environment, so that replays side by side in one test do not touch. */
  readonly cell: string;
}

/** `scrape_interval` and `evaluation_interval` of compose/prometheus.yml. */
export const SCRAPE_SECONDS = 5;

/** One sample of a series: the second of the test, and what promtool reads. */
type Point = readonly [second: number, text: string];

/** The label that the rules take a service's environment from. */
const ENVIRONMENT = "deployment_environment_name";

/** What a Prometheus of this phase would have stored of the recording. */
export function scrapedSeries(recording: ReadRecording, plan: ScrapePlan): InputSeries[] {
  return recording.targets.flatMap((target) => targetSeries(target, plan));
}

function targetSeries(target: RecordedSeries, plan: ScrapePlan): InputSeries[] {
  const points = new Map<number, Point[]>();
  const up: Point[] = [];
  let present: ReadonlySet<number> = new Set();
  const add = (id: number, point: Point): void => {
    const found = points.get(id);
    if (found) found.push(point);
    else points.set(id, [point]);
  };
  const end = (second: number, kept: ReadonlySet<number>): void => {
    // Prometheus marks what a scrape before had and this one has not.
    for (const id of present) if (!kept.has(id)) add(id, [second, "stale"]);
    present = kept;
  };
  for (const at of scrapeSeconds(plan)) {
    const second = at - plan.zero;
    if (target.goneAt !== undefined && at >= target.goneAt) {
      end(second, new Set());
      if (up.length > 0) up.push([second, "stale"]);
      break;
    }
    const scrape = target.scrapes.get(at);
    if (scrape === undefined) continue; // Not asked: a gap of the recorder's, and no word of the target.
    for (const [id, value] of scrape ?? []) add(id, [second, valueText(value)]);
    end(second, new Set(scrape?.keys()));
    up.push([second, scrape === null ? "0" : "1"]);
  }
  const series = [...points].map(([id, own]) => {
    const { name, labels } = target.series.get(id) ?? { name: "", labels: {} };
    return {
      series: seriesText(name, { ...labels, ...target.labels }, plan.cell),
      values: valuesText(own),
    };
  });
  if (up.length === 0) return series;
  return [
    ...series,
    { series: seriesText("up", target.labels, plan.cell), values: valuesText(up) },
  ];
}

function scrapeSeconds({ zero, from, to, phaseSeconds }: ScrapePlan): number[] {
  const first =
    from + ((((zero + phaseSeconds - from) % SCRAPE_SECONDS) + SCRAPE_SECONDS) % SCRAPE_SECONDS);
  const count = Math.floor((to - first) / SCRAPE_SECONDS) + 1;
  return Array.from({ length: Math.max(count, 0) }, (_, index) => first + index * SCRAPE_SECONDS);
}

/** `labels` with the cell before what keeps services apart in every rule: the job, by which `up` is found, and the environment. */
function seriesText(name: string, labels: Readonly<Record<string, string>>, cell: string): string {
  const job = labels["job"];
  const all = {
    ...labels,
    ...(job !== undefined && { job: `${cell}/${job}` }),
    ...(name !== "up" && {
      [ENVIRONMENT]: `${cell}/${labels[ENVIRONMENT] ?? labels["environment"] ?? ""}`,
    }),
  };
  return labelled(name, all);
}

/** `name{a="b"}` */
export function labelled(name: string, labels: Readonly<Record<string, string>>): string {
  const texts = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return `${name}{${texts.join(",")}}`;
}

/** promtool's notation: one item a second, `_xN` for N seconds without a sample. */
export function valuesText(points: readonly Point[]): string {
  const items: string[] = [];
  let next = 0;
  for (const [second, text] of points) {
    if (second > next) items.push(`_x${second - next}`);
    items.push(text);
    next = second + 1;
  }
  return items.join(" ");
}

function valueText(value: number): string {
  if (Number.isFinite(value) || Number.isNaN(value)) return String(value);
  return value > 0 ? "Inf" : "-Inf";
}
