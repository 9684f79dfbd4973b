import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Dialect } from "@plimsoll/catalog";
import { parse } from "yaml";
import type { AlertDefinition } from "../src/alerts/alert.ts";
import { yamlText } from "../src/rule-file.ts";
import { type RuleGroup, ruleGroups } from "../src/rule-groups.ts";
import type { Thresholds } from "../src/thresholds.ts";
import { type InputSeries, scrape, type ScrapedPool } from "./scrape.ts";

export interface Run {
  readonly pools: readonly ScrapedPool[];
  readonly seconds: number;
  /** @default 5 */
  readonly scrapeSeconds?: number;
  /** @default 5 */
  readonly evaluationSeconds?: number;
  /** Series that belong to no pool, such as `up`. */
  readonly others?: readonly {
    readonly series: string;
    readonly value: (t: number) => number | "stale";
  }[];
  /** Numbers that replace the default ones. */
  readonly thresholds?: Partial<Thresholds>;
  /** @default "js-scrape" */
  readonly dialect?: Dialect;
  /** Names of the rule groups, in the order of evaluation. @default POOL_GROUPS */
  readonly groups?: readonly string[];
  /** Which promtool judges: 2.42 or a 3.x. @default "promtool" */
  readonly command?: "promtool" | "promtool-3";
}

/** promtool tells all samples in one failure: two megabytes of them are every recorded series at nine moments. */
const MOST_BYTES = 2 ** 24;

/** What judges a pool by the second. Prometheus has no order among groups; here each reading is as fresh as can be. */
export const POOL_GROUPS: readonly string[] = [
  "plimsoll-pool-load",
  "plimsoll-pool-floor",
  "plimsoll-pool",
];

/** Those, and what the server refuses. */
export const CONNECT_GROUPS: readonly string[] = [
  "plimsoll-pool-load",
  "plimsoll-pool-connect",
  "plimsoll-pool",
];

/** What judges servers, services, and what can wait. */
export const SERVER_GROUPS: readonly string[] = ["plimsoll-pool-load", "plimsoll-server"];
export const SERVICE_GROUPS: readonly string[] = ["plimsoll-pool-load", "plimsoll-service"];
export const TICKET_GROUPS: readonly string[] = [...POOL_GROUPS, "plimsoll-pool-tickets"];

/** Names a rule file that the tests judge in place of the generated one: `mutation/mutate-alerts.ts` sets it. */
export const RULES_FILE_VARIABLE = "PLIMSOLL_TEST_RULES_FILE";

/** Seconds since the start at which each alert first fired. Empty: nobody was paged. */
export type FirstFirings = Readonly<Record<string, number>>;

/**
 * Runs the generated rule file over `run` in `promtool test rules`.
 * promtool ignores a group's interval, so the evaluation interval is stated; and it orders groups only when told to.
 */
export function firstFirings(run: Run): FirstFirings {
  const evaluation = run.evaluationSeconds ?? 5;
  const times = `timestamp(ALERTS{alertstate="firing",alertname!="PlimsollWatchdog"})[${run.seconds}s:${evaluation}s]`;
  const output = promtoolOf(run, {
    promql_expr_test: [
      {
        expr: `min by (alertname) (min_over_time(${times}))`,
        eval_time: `${run.seconds}s`,
        exp_samples: [],
      },
    ],
  });
  if (output === undefined) return {};
  // promtool tells what it got only in a failure: {alertname=\"…\"} 7.5E+01
  const found = [...output.matchAll(/alertname=\\?"(\w+)\\?"\} ([0-9.E+]+)/g)];
  if (found.length === 0) throw new Error(`promtool: no sample in its answer:\n${output}`);
  return Object.fromEntries(found.map(([, name = "", time]) => [name, Number(time)]));
}

/** The pool of the scenarios that is asked about. */
const MONEY = { service: "money", environment: "prod", pool: "money" } as const;

/** The parts of a page that depend on the moment. */
export interface PageText {
  readonly description: string;
  readonly evidence: string;
  readonly do_first: string;
}

/**
 * Throws promtool's report unless `alert` fires at `at` seconds for exactly the pool "money" of service "money" in
 * environment "prod", byte for byte as `text` says. Without `text`: unless it does not fire.
 */
export function assertPage(
  run: Run,
  alert: AlertDefinition,
  at: number,
  text?: PageText,
  where: Readonly<Record<string, string>> = MONEY,
): void {
  const expected = text && {
    exp_labels: { severity: alert.severity, role: alert.role, cause: alert.cause, ...where },
    exp_annotations: {
      ...text,
      summary: alert.summary,
      do_not: alert.doNot,
      runbook_url: `https://github.com/plimsoll/plimsoll/blob/main/alerts/runbooks/${alert.name}.md`,
      dashboard_url: `http://localhost:3000/d/plimsoll-pool?var-service=${where["service"] ?? ""}&var-environment=${where["environment"] ?? ""}&var-pool=${where["pool"] ?? ""}`,
    },
  };
  const exp_alerts = expected ? [expected] : [];
  const check = { eval_time: `${at}s`, alertname: alert.name, exp_alerts };
  const output = promtoolOf(run, { alert_rule_test: [check] });
  if (output !== undefined) throw new Error(output);
}

/** Throws promtool's report unless `expr` has exactly `samples` (series text to value) at `at` seconds. */
export function assertSamples(
  run: Run,
  expr: string,
  at: number,
  samples: Readonly<Record<string, number>>,
): void {
  const exp_samples = Object.entries(samples).map(([labels, value]) => ({ labels, value }));
  const output = promtoolOf(run, {
    promql_expr_test: [{ expr, eval_time: `${at}s`, exp_samples }],
  });
  if (output !== undefined) throw new Error(output);
}

/** Every sample that `expr` has at each of `times`, one a line with its second first, rounded to six digits. */
export function samples(run: Run, expr: string, times: readonly number[]): string {
  const promql_expr_test = times.map((at) => ({ expr, eval_time: `${at}s`, exp_samples: [] }));
  const output = promtoolOf(run, { promql_expr_test }) ?? "";
  // promtool tells what it got only in a failure: expr: … got: {__name__=\"…\"} 7.5E+01, {…
  const reports = output.split("got:").slice(1);
  if (reports.length !== times.length) throw new Error(`promtool: not an answer each:\n${output}`);
  return times.flatMap((at, index) => samplesIn(reports[index] ?? "", at)).join("\n");
}

function samplesIn(report: string, at: number): readonly string[] {
  const found = report.matchAll(/\{__name__="([^"]+)"(?:, )?([^}]*)\} (\S+?)(?:,|$)/gm);
  return [...found]
    .map(([, name, labels, value]) => `${at} ${name}{${labels}} ${rounded(value ?? "")}`)
    .toSorted();
}

function rounded(value: string): number {
  return Number(Number(value).toPrecision(6));
}

function promtoolOf(run: Run, checks: object): string | undefined {
  const names = run.groups ?? POOL_GROUPS;
  const groups = rulesToJudge(run.thresholds).filter(({ name }) => names.includes(name));
  return promtool(groups, testFile(run, checks), run.command);
}

/** promtool's report of a failure of `test` under the rules of `groups`; undefined when the test passed. */
export function promtool(
  groups: readonly RuleGroup[],
  test: object,
  command: Run["command"] = "promtool",
): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-rules-"));
  try {
    writeFileSync(join(folder, "rules.yml"), yamlText({ groups }));
    writeFileSync(join(folder, "test.yml"), yamlText({ rule_files: ["rules.yml"], ...test }));
    const done = spawnSync(command, ["test", "rules", join(folder, "test.yml")], {
      maxBuffer: MOST_BYTES,
      encoding: "utf8",
    });
    if (done.error) throw done.error;
    return done.status === 0 ? undefined : done.stdout + done.stderr;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The generated rules; those of a mutant, where one is judged. Other thresholds are not the mutant's rules. */
export function rulesToJudge(thresholds?: Partial<Thresholds>): readonly RuleGroup[] {
  if (thresholds !== undefined) return ruleGroups({ thresholds });
  const mutant = process.env[RULES_FILE_VARIABLE];
  if (mutant === undefined) return ruleGroups();
  return (parse(readFileSync(mutant, "utf8")) as { groups: RuleGroup[] }).groups;
}

function testFile(run: Run, checks: object): object {
  const step = run.scrapeSeconds ?? 5;
  const input_series: readonly InputSeries[] = run.pools.flatMap((pool) =>
    scrape(pool, run.seconds, step, run.dialect),
  );
  const others = (run.others ?? []).map(({ series, value }) => {
    const times = Array.from({ length: Math.floor(run.seconds / step) + 1 }, (_, i) => i * step);
    return { series, values: times.map((t) => value(t)).join(" ") };
  });
  return {
    evaluation_interval: `${run.evaluationSeconds ?? 5}s`,
    group_eval_order: run.groups ?? POOL_GROUPS,
    tests: [{ interval: `${step}s`, input_series: [...input_series, ...others], ...checks }],
  };
}
