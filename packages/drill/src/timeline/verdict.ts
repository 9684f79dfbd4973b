import type { RunRecord } from "../scenario/run-record.ts";
import type { Incident } from "../score/incident.ts";
import { routeNamedBy } from "../score/route-named.ts";
import { durationText } from "./offset-text.ts";

/** What a run showed, in whole sentences; every number is the run's. */
export function verdictOf(record: RunRecord): string {
  const { incident } = record;
  if (!incident.passed) return incident.failures.join(" ");
  if (incident.kind === "control") {
    const length = durationText(record.loadEndedAt - record.loadStartedAt);
    return `Nobody was paged in ${length} of the same load with nothing broken, and all ${record.requests} requests were answered in time.`;
  }
  return `The page came ${leadText(incident)} and named the cause: ${namedCause(record)}.`;
}

/** Before the first error if it did, else before users were harmed; of an instant fault after it. */
function leadText({ onset, leadSeconds, harmLeadSeconds, secondsToPage }: Incident): string {
  if (onset === "instant") return `${durationText(secondsToPage ?? 0)} after the fault`;
  if (leadSeconds !== null && leadSeconds > 0) {
    return `${durationText(leadSeconds)} before the first user-visible error`;
  }
  return `${durationText(harmLeadSeconds ?? 0)} before users were harmed`;
}

/** The cause and the route as the first page named them: `leak on /transfers`; null without a page. */
export function namedCause({ incident, pages, scenario }: RunRecord): string | null {
  const { namedCause: cause } = incident;
  if (cause === null) return null;
  const route =
    pages[0] && scenario.expectedRoute && routeNamedBy(pages[0], scenario.expectedRoute);
  return route ? `${cause} on ${route}` : cause;
}
