/** One series that the rules record; dashboards, drills and scaling read these, never the raw metrics. */
export interface RecordedSeries {
  /** Series name: `plimsoll:<of>_<what>:<operation>`. */
  readonly name: string;
  /** Labels beside `service`, `environment` (absent when the app states none) and `pool`. Of a service or server: beside its own. */
  readonly labels: readonly string[];
  readonly unit: string;
  /** One sentence. */
  readonly meaning: string;
  /** `alerts`: a rule or an annotation here reads it. `dashboards`: recorded only for panels. */
  readonly readBy: "alerts" | "dashboards";
}

/** A series that a rule or an annotation reads. */
export function series(
  name: string,
  unit: string,
  meaning: string,
  labels: readonly string[] = [],
): RecordedSeries {
  return { name, labels, unit, meaning, readBy: "alerts" };
}

/** A series that only panels read. */
export function forDashboards(
  name: string,
  unit: string,
  meaning: string,
  labels: readonly string[] = [],
): RecordedSeries {
  return { ...series(name, unit, meaning, labels), readBy: "dashboards" };
}
