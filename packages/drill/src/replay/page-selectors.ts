import { selectorsOf } from "@plimsoll/alert-rule-builder";
import { parse } from "yaml";

/** One rule of a rule file, as far as the replay reads it. */
interface FileRule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

interface FileGroup {
  readonly name: string;
  readonly interval?: string;
  readonly rules: readonly FileRule[];
}

/** A page alert of a rule file. */
export interface PageAlert {
  readonly name: string;
  /** Seconds between two evaluations of its group in production. */
  readonly intervalSeconds: number;
}

/** What the pages of a rule file depend on. */
export interface PageRules {
  /** In the order of the file. */
  readonly groups: readonly string[];
  readonly alerts: readonly PageAlert[];
  /** Recorded series that a page reads, directly or through others. */
  readonly recorded: ReadonlySet<string>;
  /** Whether a page reads the scraped series, directly or through a recording. */
  reads(name: string, labels: Readonly<Record<string, string>>): boolean;
  /** Whether it reads any series of that name. */
  readsName(name: string): boolean;
}

type Matches = (labels: Readonly<Record<string, string>>) => boolean;

/** Prometheus' own default, where a group states no interval; compose/prometheus.yml has it. */
const EVALUATION_SECONDS = 5;

/**
 * What the alerts with `severity: page` in the rule file `text` read.
 * @throws RangeError when a selector has a matcher that it cannot read
 */
export function pageRules(text: string): PageRules {
  const { groups } = parse(text) as { groups: readonly FileGroup[] };
  const rules = groups.flatMap((group) => group.rules);
  const pages = rules.filter(({ labels }) => labels?.["severity"] === "page");
  const recorded = new Set<string>();
  const scraped = new Map<string, Matches[]>();
  const follow = ({ expr }: FileRule): void => {
    for (const { name, matchers } of selectorsOf(expr)) {
      const recordings = rules.filter(({ record }) => record === name);
      if (recordings.length === 0) {
        scraped.set(name, [...(scraped.get(name) ?? []), matchesOf(matchers)]);
      } else if (!recorded.has(name)) {
        recorded.add(name);
        for (const recording of recordings) follow(recording);
      }
    }
  };
  for (const page of pages) follow(page);
  scraped.delete("ALERTS"); // The rules write it themselves.
  return {
    groups: groups.map(({ name }) => name),
    alerts: pageAlerts(groups),
    recorded,
    readsName: (name) => scraped.has(name),
    reads: (name, labels) => scraped.get(name)?.some((matches) => matches(labels)) ?? false,
  };
}

function pageAlerts(groups: readonly FileGroup[]): PageAlert[] {
  return groups.flatMap(({ interval, rules }) =>
    rules
      .filter(({ labels }) => labels?.["severity"] === "page")
      .map(({ alert = "" }) => ({ name: alert, intervalSeconds: seconds(interval) })),
  );
}

function seconds(interval: string | undefined): number {
  if (interval === undefined) return EVALUATION_SECONDS;
  const [, count, unit] = /^(\d+)(s|m)$/.exec(interval) ?? [];
  if (count === undefined)
    throw new RangeError(`interval must be like 5s or 1m, got ${JSON.stringify(interval)}.`);
  return Number(count) * (unit === "m" ? 60 : 1);
}

function matchesOf(matchers: readonly string[]): Matches {
  const each = matchers.map(matchOf);
  return (labels) => each.every((matches) => matches(labels));
}

/** An absent label is an empty one, as in PromQL. */
function matchOf(matcher: string): Matches {
  const [, label = "", operator, quoted] = /^(\w+)\s*(=~|!~|!=|=)\s*(".*")$/.exec(matcher) ?? [];
  if (operator === undefined || quoted === undefined)
    throw new RangeError(`matcher must be like job="money", got ${JSON.stringify(matcher)}.`);
  const wanted = JSON.parse(quoted) as string;
  const pattern = operator.endsWith("~") ? new RegExp(`^(?:${wanted})$`) : undefined;
  const isMatch = (value: string): boolean => pattern?.test(value) ?? value === wanted;
  const isWanted = !operator.startsWith("!");
  return (labels) => isMatch(labels[label] ?? "") === isWanted;
}
