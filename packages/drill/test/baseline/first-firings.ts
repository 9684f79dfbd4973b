import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";

/** Series in promtool's notation, such as `{ 'up{job="money"}': "1x60" }`: a sample each step. */
export type InputSeries = Readonly<Record<string, string>>;

/** Seconds after which each alert of `rulesFile` first fires, judged by promtool. What is not named stays silent. */
export function firstFirings(
  folder: string,
  rulesFile: string,
  series: InputSeries,
  seconds: number,
  stepSeconds: number = 5,
): Readonly<Record<string, number>> {
  const step = `${stepSeconds}s`;
  const expr = `min by (alertname) (min_over_time(timestamp(ALERTS{alertstate="firing"})[${seconds}s:${step}]))`;
  const input_series = Object.entries(series).map(([name, values]) => ({ series: name, values }));
  const promql_expr_test = [{ expr, eval_time: `${seconds}s`, exp_samples: [] }];
  const file = join(folder, "test.yml");
  const tests = [{ interval: step, input_series, promql_expr_test }];
  writeFileSync(file, stringify({ rule_files: [rulesFile], evaluation_interval: step, tests }));
  const done = spawnSync("promtool", ["test", "rules", file], { encoding: "utf8" });
  if (done.error) throw done.error;
  if (done.status === 0) return {};
  // promtool tells what it got only in a failure: {alertname=\"…\"} 7.5E+01
  const found = [...done.stderr.matchAll(/alertname=\\?"([^"\\]+)\\?"\} ([0-9.E+]+)/g)];
  if (found.length === 0) throw new Error(done.stdout + done.stderr);
  return Object.fromEntries(found.map(([, name = "", time]) => [name, Number(time)]));
}

/** Every alert of a rule file as Prometheus reads it. */
export interface RuleFile {
  readonly groups: readonly {
    readonly name: string;
    readonly rules: readonly {
      readonly alert: string;
      readonly expr: string;
      readonly labels: Readonly<Record<string, string>>;
    }[];
  }[];
}
