import { disturbance } from "./disturbance.ts";
import type { Incident } from "./incident.ts";
import type { MachineStall } from "./machine-stall.ts";
import { incidentPage, type ReceivedPage } from "./received-page.ts";
import { routeNamedBy } from "./route-named.ts";
import { harmBegan } from "./user-harm.ts";
import { judgeRequests } from "./user-errors.ts";
import type { UserRequest } from "./user-request.ts";

/** What is known when a run is over. */
export interface Recording {
  readonly scenario: string;
  readonly kind: "fault" | "control";
  readonly onset: "gradual" | "instant" | null;
  readonly startedAt: number;
  readonly faultAt: number | null;
  /** Null when the fault was not ended, or when that was not watched. */
  readonly healedAt: number | null;
  readonly resolvedAt: number | null;
  /** Earliest first. */
  readonly pages: readonly ReceivedPage[];
  /** Earliest first; alert names. */
  readonly tickets: readonly { readonly at: number; readonly alert: string }[];
  readonly requests: readonly UserRequest[];
  /** Moments in which the machine, or the drill on it, stood still; earliest first. */
  readonly stalls: readonly MachineStall[];
  /** What the first page may name, the expected one first; empty in a control. */
  readonly expectedCauses: readonly string[];
  /** Route that the first page must name, such as `/transfers`; null when there is none. */
  readonly expectedRoute: string | null;
  /** A ticket that must come; null when none must. */
  readonly expectedTicket: string | null;
}

/** An instant fault is to page within so many seconds. */
export const INSTANT_SECONDS = 30;
const SETTLED_SECONDS = 60;

/**
 * Judges a run. A gradual fault passes when its page came before users were harmed, an instant one when it came within 30 s;
 * both when it named the cause, and the route where there is one. A control passes when nobody was paged, and so does a fault
 * that harms nobody.
 */
export function scoreRun(recording: Recording): Incident {
  const { scenario, kind, onset, startedAt, faultAt, healedAt, resolvedAt, pages } = recording;
  const times = momentsOf(recording);
  const invalid = invalidity(recording, times);
  const failures = [
    ...(invalid === undefined ? [] : [`The run is invalid: ${invalid}`]),
    ...(kind === "control" ? controlFailures(recording, times) : faultFailures(recording, times)),
  ];
  return {
    scenario,
    kind,
    onset,
    startedAt,
    faultAt,
    ...times,
    leadSeconds: difference(times.firstUserErrorAt, times.firstPageAt),
    harmLeadSeconds: difference(times.harmAt, times.firstPageAt),
    secondsToPage: difference(times.firstPageAt, faultAt),
    healedAt,
    resolvedAt,
    pages: pages.map(incidentPage),
    tickets: ticketsOf(recording),
    expectedCause: recording.expectedCauses[0] ?? null,
    namedCause: causeOf(pages[0]),
    causeAfterMinute: causeOf(
      pages.findLast(({ at }) => at <= (pages[0]?.at ?? 0) + SETTLED_SECONDS),
    ),
    falsePages: falsePages(recording, times),
    stalls: recording.stalls,
    passed: failures.length === 0,
    isValid: invalid === undefined,
    failures,
  };
}

/**
 * Why a run shows nothing, and is to be made again. A page before the fault, or in a control, is no such reason: it is a false
 * one, and counts, whatever the machine did.
 */
function invalidity(
  { faultAt, requests, stalls, pages }: Recording,
  { harmAt }: Moments,
): string | undefined {
  const before = faultAt === null ? null : harmBegan(requests, 0);
  if (faultAt !== null && before !== null && before < faultAt) {
    return "users were harmed before the fault. Give the machine more room and run it again.";
  }
  const stall = disturbance(stalls, harmAt);
  if (!stall || harmAt === null || (faultAt === null && pages.length > 0)) return undefined;
  return `the machine, or the drill on it, stood still for ${seconds(stall.seconds)}, and ${seconds(harmAt - stall.at)} after that began users were harmed. Run it again.`;
}

type Moments = Pick<Incident, "firstUserErrorAt" | "harmAt" | "firstPageAt">;

function momentsOf({ faultAt, pages, requests }: Recording): Moments {
  const from = faultAt ?? 0;
  const { errors } = judgeRequests(requests);
  return {
    firstUserErrorAt: errors.find(({ at }) => at >= from)?.at ?? null,
    harmAt: harmBegan(requests, from),
    firstPageAt: pages[0]?.at ?? null,
  };
}

function falsePages({ faultAt, pages }: Recording, { harmAt }: Moments): number {
  if (faultAt === null || harmAt === null) return pages.length;
  return pages.filter(({ at }) => at < faultAt).length;
}

function ticketsOf({ tickets, faultAt }: Recording): string[] {
  return [...new Set(tickets.filter(({ at }) => at >= (faultAt ?? 0)).map(({ alert }) => alert))];
}

function causeOf(page: ReceivedPage | undefined): string | null {
  return page?.alert.labels["cause"] ?? null;
}

function difference(later: number | null, earlier: number | null): number | null {
  if (later === null || earlier === null) return null;
  // Milliseconds are what the clocks give: no digits of floating point beyond them.
  return Math.round((later - earlier) * 1000) / 1000;
}

function controlFailures({ pages }: Recording, { harmAt }: Moments): string[] {
  const failures: string[] = [];
  if (pages.length > 0)
    failures.push(`${pageCount(pages)} came although nothing was broken: ${names(pages)}.`);
  if (harmAt !== null) {
    failures.push(
      "Users were harmed although nothing was broken: 1 % of the requests of 10 s failed or took over 1 s.",
    );
  }
  return failures;
}

function faultFailures(recording: Recording, moments: Moments): string[] {
  const { faultAt, pages, expectedTicket } = recording;
  if (faultAt === null) return ["The fault was never switched on."];
  const failures: string[] = [];
  const [page] = pages;
  if (page && page.at < faultAt) {
    failures.push(`A page came ${seconds(faultAt - page.at)} before the fault.`);
  }
  if (expectedTicket !== null && !ticketsOf(recording).includes(expectedTicket)) {
    failures.push(`The ticket ${expectedTicket} did not come.`);
  }
  return [...failures, ...pageFailures(recording, moments)];
}

function pageFailures(recording: Recording, { harmAt }: Moments): string[] {
  const { pages, expectedTicket } = recording;
  const [page] = pages;
  if (harmAt === null) {
    if (page) return [`${pageCount(pages)} came although no user was harmed: ${names(pages)}.`];
    return expectedTicket === null ? ["Nobody was harmed, so there is no lead to measure."] : [];
  }
  if (!page) return ["No page came."];
  return [...lateness(recording, page, harmAt), ...namingFailures(page, recording)];
}

function lateness({ onset, faultAt }: Recording, page: ReceivedPage, harmAt: number): string[] {
  if (onset === "instant") {
    const took = page.at - (faultAt ?? page.at);
    return took <= INSTANT_SECONDS
      ? []
      : [`The page came ${seconds(took)} after the fault, not within ${INSTANT_SECONDS} s.`];
  }
  if (page.at < harmAt) return [];
  return [`The page came ${seconds(page.at - harmAt)} after users began to be harmed.`];
}

function namingFailures(
  page: ReceivedPage,
  { expectedCauses, expectedRoute }: Recording,
): string[] {
  const failures: string[] = [];
  const cause = causeOf(page) ?? "";
  if (!expectedCauses.includes(cause)) {
    failures.push(
      `The first page named ${JSON.stringify(cause)} as the cause, not ${expectedCauses.join(" or ")}.`,
    );
  }
  if (expectedRoute !== null && routeNamedBy(page, expectedRoute) === undefined) {
    failures.push(`The first page does not name the route ${expectedRoute}.`);
  }
  return failures;
}

function pageCount({ length }: readonly ReceivedPage[]): string {
  return length === 1 ? "1 page" : `${length} pages`;
}

function names(pages: readonly ReceivedPage[]): string {
  return [...new Set(pages.map(({ alert }) => alert.labels["alertname"] ?? "?"))].join(", ");
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}
