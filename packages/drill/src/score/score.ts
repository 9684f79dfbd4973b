import type { Incident } from "./incident.ts";
import { incidentPage, type ReceivedPage } from "./received-page.ts";
import { routeNamedBy } from "./route-named.ts";
import type { UserError } from "./user-request.ts";

/** What is known when a run is over. */
export interface Recording {
  readonly scenario: string;
  readonly kind: "fault" | "control";
  readonly startedAt: number;
  readonly faultAt: number | null;
  /** Earliest first. */
  readonly pages: readonly ReceivedPage[];
  /** Earliest first. */
  readonly userErrors: readonly UserError[];
  /** Null in a control. */
  readonly expectedCause: string | null;
  /** Route that the first page must name, such as `/transfers`; null in a control. */
  readonly expectedRoute: string | null;
}

/** An incident, and why it did not pass: one sentence for each reason, none when it passed. */
export interface Score {
  readonly incident: Incident;
  readonly failures: readonly string[];
}

/** Judges a run. A fault passes when its page came before the first user-visible error and named cause and route; a control when nothing happened. */
export function scoreRun(recording: Recording): Score {
  const { scenario, kind, startedAt, faultAt, pages, userErrors, expectedCause } = recording;
  const firstPage = pages[0];
  const firstUserErrorAt = userErrors[0]?.at ?? null;
  const firstPageAt = firstPage?.at ?? null;
  const falsePages = pages.filter(({ at }) => faultAt === null || at < faultAt).length;
  const failures = kind === "control" ? controlFailures(recording) : faultFailures(recording);
  const incident: Incident = {
    scenario,
    kind,
    startedAt,
    faultAt,
    firstUserErrorAt,
    firstPageAt,
    leadSeconds: leadSeconds(firstPageAt, firstUserErrorAt),
    pages: pages.map(incidentPage),
    expectedCause,
    namedCause: firstPage?.alert.labels["cause"] ?? null,
    falsePages,
    passed: failures.length === 0,
  };
  return { incident, failures };
}

function leadSeconds(pageAt: number | null, errorAt: number | null): number | null {
  if (pageAt === null || errorAt === null) return null;
  // Milliseconds are what the clocks give: no digits of floating point beyond them.
  return Math.round((errorAt - pageAt) * 1000) / 1000;
}

function controlFailures({ pages, userErrors }: Recording): string[] {
  const failures: string[] = [];
  if (pages.length > 0) failures.push(`${pages.length} pages came although nothing was broken.`);
  if (userErrors.length > 0) {
    failures.push(
      `${userErrors.length} requests failed or took over 1 s although nothing was broken.`,
    );
  }
  return failures;
}

function faultFailures(recording: Recording): string[] {
  const { faultAt, pages, userErrors, expectedCause, expectedRoute } = recording;
  const [page] = pages;
  const [error] = userErrors;
  if (faultAt === null) return ["The fault was never switched on."];
  const failures: string[] = [];
  if (error && error.at < faultAt) {
    failures.push(
      `The run is invalid: users saw an error ${seconds(faultAt - error.at)} before the fault (${error.request.name}). Give the machine more room and run it again.`,
    );
  }
  if (page && page.at < faultAt) {
    failures.push(`A page came ${seconds(faultAt - page.at)} before the fault.`);
  }
  if (!error) failures.push("No user-visible error came, so there is no lead time to measure.");
  if (!page) failures.push("No page came.");
  if (page && error && page.at >= error.at) {
    failures.push(
      `The page came ${seconds(page.at - error.at)} after the first user-visible error.`,
    );
  }
  return page ? [...failures, ...namingFailures(page, expectedCause, expectedRoute)] : failures;
}

function namingFailures(
  page: ReceivedPage,
  expectedCause: string | null,
  expectedRoute: string | null,
): string[] {
  const failures: string[] = [];
  const cause = page.alert.labels["cause"] ?? "";
  if (cause !== expectedCause) {
    failures.push(
      `The first page named ${JSON.stringify(cause)} as the cause, not ${expectedCause}.`,
    );
  }
  if (expectedRoute !== null && routeNamedBy(page, expectedRoute) === undefined) {
    failures.push(`The first page does not name the route ${expectedRoute}.`);
  }
  return failures;
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}
