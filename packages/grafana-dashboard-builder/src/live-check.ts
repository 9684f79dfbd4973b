import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { type DashboardQuery, dashboardQueries } from "./dashboard-queries.ts";
import { substitute } from "./substitute.ts";

/** What to ask, and where. */
export interface LiveCheck {
  /** Such as `http://127.0.0.1:9090`, without a slash at the end. */
  readonly prometheusUrl: string;
  readonly dashboard: Dashboard;
  /** Values of the dashboard's variables: service, environment, pool, instance. */
  readonly values: Readonly<Record<string, string>>;
  /** Keys of queries whose empty answer is normal: `normallyEmpty()`. */
  readonly normallyEmpty?: ReadonlyMap<string, string>;
}

export interface QueryProblem extends DashboardQuery {
  /** `error`: Prometheus refused it. `empty`: it found nothing, and that is not normal. */
  readonly problem: "error" | "empty";
  /** Prometheus' own words, or what was asked. */
  readonly message: string;
}

export interface QueryReport {
  readonly asked: number;
  readonly problems: readonly QueryProblem[];
  /** Keys whose empty answer was excused. */
  readonly excused: readonly string[];
}

/**
 * Runs every query of a dashboard against a live Prometheus: panels and annotations as of now, variables as label values.
 *
 * @throws TypeError when Prometheus cannot be reached; RangeError when a variable has no value.
 */
export async function checkQueries(check: LiveCheck): Promise<QueryReport> {
  const queries = dashboardQueries(check.dashboard);
  const answers = await Promise.all(queries.map((query) => ask(check, query)));
  const excused = (query: DashboardQuery): boolean =>
    query.source === "annotation" || (check.normallyEmpty?.has(query.key) ?? false);
  const problems = answers.flatMap(({ query, asked, error, count }): QueryProblem[] => {
    if (error !== undefined) return [{ ...query, problem: "error", message: error }];
    if (count > 0 || excused(query)) return [];
    return [{ ...query, problem: "empty", message: `no series for ${asked}` }];
  });
  const empty = answers.filter(
    ({ query, error, count }) => error === undefined && count === 0 && excused(query),
  );
  return { asked: queries.length, problems, excused: empty.map(({ query }) => query.key) };
}

interface Answer {
  readonly query: DashboardQuery;
  readonly asked: string;
  readonly error?: string;
  readonly count: number;
}

async function ask({ prometheusUrl, values }: LiveCheck, query: DashboardQuery): Promise<Answer> {
  const asked = substitute(query.expr, values);
  const url =
    query.label === undefined
      ? new URL(`${prometheusUrl}/api/v1/query`)
      : new URL(`${prometheusUrl}/api/v1/label/${query.label}/values`);
  url.searchParams.set(query.label === undefined ? "query" : "match[]", asked);
  const response = await fetch(url);
  const body = (await response.json()) as PrometheusAnswer;
  if (body.status === "error")
    return { query, asked, error: `${body.error} in ${asked}`, count: 0 };
  const found = "result" in body.data ? body.data.result : body.data;
  return { query, asked, count: found.length };
}

type PrometheusAnswer =
  | { readonly status: "error"; readonly error: string }
  | {
      readonly status: "success";
      readonly data: readonly string[] | { readonly result: readonly unknown[] };
    };
