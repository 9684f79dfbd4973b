import type { Series } from "../prometheus/prometheus-client.ts";
import type { RunRecord } from "../scenario/run-record.ts";
import { routeNamedBy } from "../score/route-named.ts";
import type { ReceivedPage } from "../score/received-page.ts";
import type { UserError } from "../score/user-request.ts";
import { clockTime } from "./clock-time.ts";
import type { TimelineEvent } from "./timeline-event.ts";

/**
 * What happened in a run, earliest first, as offsets from its first user-visible error; when none came, from the end of the
 * load. States of the pool are as Prometheus saw them, so up to one scrape interval late.
 */
export function runEvents(record: RunRecord): TimelineEvent[] {
  const { incident, pages, errors, loadEndedAt } = record;
  const { faultAt } = incident;
  const zero = errors[0]?.at ?? loadEndedAt;
  const at = (time: number, kind: TimelineEvent["kind"], text: string): TimelineEvent => ({
    offsetSeconds: time - zero,
    clock: clockTime(time),
    kind,
    text,
  });
  const events: TimelineEvent[] = [];
  if (faultAt !== null) events.push(at(faultAt, "fault", `the fault: ${record.scenario.title}`));
  for (const { time, text } of poolStates(record)) events.push(at(time, "state", text));
  for (const page of pages) events.push(at(page.at, "page", pageText(page, record)));
  if (errors[0]) events.push(at(errors[0].at, "error", errorText(errors[0])));
  events.push(at(loadEndedAt, "people", endText(record)));
  return events.toSorted((a, b) => a.offsetSeconds - b.offsetSeconds);
}

function poolStates({ series }: RunRecord): { time: number; text: string }[] {
  const limit = series.limit[0]?.points[0]?.[1] ?? Infinity;
  const states = [
    {
      time: firstTime(series.suspects, (value) => value > 0),
      text: "the first leak suspect is seen",
    },
    {
      time: firstTime(series.used, (value) => value >= limit),
      text: `all ${limit} connections are seen in use`,
    },
  ];
  return states.flatMap(({ time, text }) => (time === undefined ? [] : [{ time, text }]));
}

function firstTime(
  series: readonly Series[],
  isIt: (value: number) => boolean,
): number | undefined {
  const times = series.flatMap(({ points }) => points.find(([, value]) => isIt(value))?.[0] ?? []);
  return times.length === 0 ? undefined : Math.min(...times);
}

function pageText(page: ReceivedPage, { scenario }: RunRecord): string {
  const { alertname = "an alert", cause } = page.alert.labels;
  const route = scenario.expectedRoute && routeNamedBy(page, scenario.expectedRoute);
  const named = cause ? `: cause ${cause}${route ? ` on ${route}` : ""}` : "";
  return `THE PAGE ${alertname}${named}`;
}

function errorText({ reason, request }: UserError): string {
  const what =
    reason === "slow"
      ? "has waited for 1 s"
      : request.status === 0
        ? "gets no answer"
        : `fails with ${request.status}`;
  return `first user-visible error: ${request.name} ${what}`;
}

function endText({ errors, requests }: RunRecord): string {
  return `the load ends: ${errors.length} of ${requests} requests failed or took over 1 s`;
}
