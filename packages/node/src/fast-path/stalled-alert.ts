import {
  describeStall,
  RUNBOOK_BASE_URL,
  STALL,
  POOL_PAGES,
  type PoolPage,
  STALLED_VOTE,
} from "@plimsoll/catalog";
import type { Stall, WatchedPool } from "./stall-watch.ts";

/** An alert as `POST /api/v2/alerts` takes it. Source: Alertmanager 0.25 api/v2/openapi.yaml, postableAlert. */
export interface PostableAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL: string;
}

/** Who posts. */
export interface Poster {
  /** `service`, `environment` if it has one, and what Prometheus would add. */
  readonly labels: Readonly<Record<string, string>>;
  /** `service.instance.id`. */
  readonly instance: string;
}

/** A vote is repeated about every 10 s; after three that did not come it no longer counts. */
const VOTE_SECONDS = 30;

const GENERATOR_URL = "https://github.com/plimsoll/plimsoll/blob/main/docs/fast-path.md";

/** Labels of a stalled pool that the page shares with the rule, byte for byte. */
function pageLabels({ labels }: Poster, stall: Stall): Record<string, string> {
  const { name, severity, role, cause } = POOL_PAGES[stall.cause];
  return { ...labels, alertname: name, severity, role, cause, pool: stall.tracker.name };
}

/**
 * The page. It stays for as long as the rule keeps one of its own after the condition ended, and then ends by itself: an explicit end
 * would also end the rule's, which has the same labels, and its next repetition would be a second page.
 * @param now - Unix seconds, by Alertmanager's clock.
 */
export function pageOf(stall: Stall, poster: Poster, now: number): PostableAlert {
  return {
    labels: pageLabels(poster, stall),
    annotations: annotations(stall, poster),
    ...times(stall, now, STALL.keepFiringSeconds),
  };
}

/** What one instance tells its fellows. */
export function voteOf(stall: Stall, poster: Poster, now: number): PostableAlert {
  const { name, severity, role } = STALLED_VOTE;
  return {
    labels: {
      ...poster.labels,
      alertname: name,
      severity,
      role,
      pool: stall.tracker.name,
      instance: poster.instance,
    },
    annotations: { summary: "One instance sees its connection pool stand still" },
    ...times(stall, now, VOTE_SECONDS),
  };
}

function times({ seconds }: Stall, now: number, lastsSeconds: number) {
  return {
    startsAt: isoTime(now - seconds),
    endsAt: isoTime(now + lastsSeconds),
    generatorURL: GENERATOR_URL,
  };
}

function isoTime(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString();
}

// What only the rules know is left out: the dashboard's address, means over a minute. Prometheus' own annotations replace these once it fires.
function annotations({ tracker, seconds, cause }: Stall, poster: Poster): Record<string, string> {
  const { service = "", environment } = poster.labels;
  const where = environment === undefined ? "" : ` (${environment})`;
  const oldest = `${tracker.oldestWaiterSeconds.toFixed(1)}s`;
  const page: PoolPage = POOL_PAGES[cause];
  const { used, idle, pending, max } = tracker.counts();
  const verdict = tracker.verdict();
  return {
    summary: page.summary,
    description: describeStall(`Pool ${tracker.name} of ${service}${where}`, oldest),
    evidence:
      `Seen by instance ${poster.instance} itself, for ${Math.round(seconds)} s: ${pending} requests wait, ` +
      `${used} of ${max} connections are used and ${idle} idle. ` +
      `Its verdict: ${verdict === undefined ? "no cause is plain" : `${verdict.cause}, ${verdict.evidence}`}.` +
      holderText(tracker.snapshot()),
    ...(page.doFirst !== undefined && { do_first: page.doFirst }),
    do_not: page.doNot,
    runbook_url: `${RUNBOOK_BASE_URL}/${page.name}.md`,
  };
}

/** Whose connections they are, in the words of the rules' pages, and what they do: of those held longest, as many as a snapshot has. */
function holderText({ holders }: ReturnType<WatchedPool["snapshot"]>): string {
  const counts = new Map<string, number>();
  for (const { route } of holders) counts.set(route, (counts.get(route) ?? 0) + 1);
  const [top] = [...counts].toSorted(([, some], [, others]) => others - some);
  if (top === undefined) return "";
  const parked = holders.filter(({ parkedSeconds }) => parkedSeconds !== null).length;
  return (
    ` Route that holds most connections: ${top[0]} (${top[1]}).` +
    ` No query is in flight in ${parked} of ${holders.length}: near all, the app holds the connections; near 0, the database does not answer.`
  );
}
