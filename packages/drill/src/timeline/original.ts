import type { TimelineEvent } from "./timeline-event.ts";

/** The day of the outage that the drill replays. */
export const ORIGINAL_DAY = "13 April 2024";

/** The post-mortem's own timeline. Its first entry, users who report errors, is its first user-visible error. */
export const ORIGINAL: readonly TimelineEvent[] = [
  event("14:15", 0, "error", "users report slow loading and errors"),
  event("14:20", 5, "page", "an alert on API response times"),
  stretch("14:20–14:45", 5, 30, "a traffic surge is suspected; scaling does not help"),
  event("14:45", 30, "people", "database connections are found to be the problem"),
  stretch("14:45–15:15", 30, 60, "the database service is restarted, a cache is added"),
  event("15:15", 60, "people", "performance recovers"),
  event("15:30", 75, "people", "fully functional"),
];

function event(
  clock: string,
  minutes: number,
  kind: TimelineEvent["kind"],
  text: string,
): TimelineEvent {
  return { offsetSeconds: minutes * 60, clock, text, kind };
}

function stretch(clock: string, from: number, to: number, text: string): TimelineEvent {
  return { ...event(clock, from, "people", text), untilSeconds: to * 60 };
}
