import type { RunRecord } from "../scenario/run-record.ts";
import { routeNamedBy } from "../score/route-named.ts";
import { durationText } from "./offset-text.ts";

/** What a run showed, in whole sentences; every number is the run's. */
export function verdictOf(record: RunRecord): string {
  const { incident, failures } = record.score;
  if (!incident.passed) return failures.join(" ");
  if (incident.kind === "control") {
    const length = durationText(record.loadEndedAt - record.loadStartedAt);
    return `Nobody was paged in ${length} of the same load with nothing broken, and all ${record.requests} requests were answered in time.`;
  }
  const lead = durationText(incident.leadSeconds ?? 0);
  return `The page came ${lead} before the first user-visible error and named the cause: ${namedCause(record)}.`;
}

/** The cause and the route as the first page named them: `leak on /transfers`; null without a page. */
export function namedCause({ score, pages, scenario }: RunRecord): string | null {
  const { namedCause: cause } = score.incident;
  if (cause === null) return null;
  const route =
    pages[0] && scenario.expectedRoute && routeNamedBy(pages[0], scenario.expectedRoute);
  return route ? `${cause} on ${route}` : cause;
}
