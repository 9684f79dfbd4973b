/** One moment of a drill, to be marked on every chart. */
export interface TimelineEvent {
  readonly kind: "fault" | "page" | "error";
  /** Unix seconds. */
  readonly at: number;
  readonly text: string;
}

/** The moments in the JSON object that `npm run demo -- --json FILE` writes; it holds more. */
export interface IncidentTimes {
  readonly scenario: string;
  /** Unix seconds; null when it never happened. */
  readonly faultAt: number | null;
  readonly firstPageAt: number | null;
  readonly firstUserErrorAt: number | null;
  readonly namedCause: string | null;
}

/** What happened in a drill, earliest first; what never happened is left out. */
export function timelineOf(incident: IncidentTimes): TimelineEvent[] {
  const { scenario, faultAt, firstPageAt, firstUserErrorAt, namedCause } = incident;
  const cause = namedCause === null ? "" : `: cause ${namedCause}`;
  const events: [TimelineEvent["kind"], number | null, string][] = [
    ["fault", faultAt, `the fault: ${scenario}`],
    ["page", firstPageAt, `first page${cause}`],
    ["error", firstUserErrorAt, "first user-visible error"],
  ];
  return events
    .flatMap(([kind, at, text]) => (typeof at === "number" ? [{ kind, at, text }] : []))
    .toSorted((a, b) => a.at - b.at);
}
