import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { CONFIG_EXAMPLE } from "../src/config/config-page.ts";
import { ruleOptions } from "../src/config/config-options.ts";
import { parseAlertConfig } from "../src/config/read-alert-config.ts";
import { yamlText } from "../src/rule-file.ts";
import { type RuleOptions, ruleGroups } from "../src/rule-groups.ts";
import { POOL_GROUPS } from "./promtool.ts";
import { HEALTHY, leakEvery } from "./scenarios.ts";
import { scrape } from "./scrape.ts";

const eu = ruleOptions(parseAlertConfig(CONFIG_EXAMPLE, "example"));
const us: RuleOptions = { selector: { cluster: "us" } };

const LEAK_BEGINS = 60;
const SECONDS = 400;

t.test(
  "a leak in one of two clusters with the same names pages only there, in the user's words",
  (t) => {
    // The example asks for 3 suspects: leaked at 60, 90, 120, suspect after 30 s; and 5 s to the next scrape and evaluation.
    t.same(firings(t.testdir(), "eu"), [
      '{alertname="PlimsollPoolLeak", cluster="eu", severity="critical", team="payments"} 150',
    ]);
    // Another cluster's rules keep Plimsoll's words and thresholds: 2 suspects.
    t.same(firings(t.testdir(), "us"), [
      '{alertname="PlimsollPoolLeak", cluster="us", severity="page"} 120',
    ]);
    t.end();
  },
);

t.test("a disabled alert is in no group, and the others are as they were", (t) => {
  const all = alertNames({});
  t.same(
    alertNames({ disable: ["PlimsollPoolLeak"] }),
    all.filter((name) => name !== "PlimsollPoolLeak"),
  );
  t.end();
});

t.test("static labels are on every alert and on nothing that is recorded", (t) => {
  for (const { rules } of ruleGroups({ labels: { team: "payments" } })) {
    for (const rule of rules) {
      if ("alert" in rule) t.equal(rule.labels["team"], "payments");
      else t.same(Object.keys(rule), ["record", "expr"]);
    }
  }
  t.end();
});

function alertNames(options: RuleOptions): readonly string[] {
  return ruleGroups(options).flatMap(({ rules }) =>
    rules.flatMap((rule) => ("alert" in rule ? [rule.alert] : [])),
  );
}

/** The alerts that fired, with their first second, when the pool of `leaking` leaks and both clusters are judged together. */
function firings(folder: string, leaking: "eu" | "us"): readonly string[] {
  const pools = (["eu", "us"] as const).flatMap((cluster) => {
    const leaked = cluster === leaking ? leakEvery(30, LEAK_BEGINS) : () => 0;
    return scrape({ ...HEALTHY, leaked }, SECONDS, 5).map(({ series, values }) => ({
      series: series.replace("{", `{cluster="${cluster}",`),
      values,
    }));
  });
  const groups = [eu, us].flatMap((options, index) =>
    ruleGroups(options)
      .filter(({ name }) => POOL_GROUPS.includes(name))
      .toSorted((a, b) => POOL_GROUPS.indexOf(a.name) - POOL_GROUPS.indexOf(b.name))
      .map((group) => ({ ...group, name: `${index}-${group.name}` })),
  );
  const times = `timestamp(ALERTS{alertstate="firing"})[${SECONDS}s:5s]`;
  const expr = `min by (alertname, cluster, severity, team) (min_over_time(${times}))`;
  writeFileSync(join(folder, "rules.yml"), yamlText({ groups }));
  writeFileSync(
    join(folder, "test.yml"),
    yamlText({
      rule_files: ["rules.yml"],
      evaluation_interval: "5s",
      group_eval_order: groups.map(({ name }) => name),
      tests: [
        {
          interval: "5s",
          input_series: pools,
          promql_expr_test: [{ expr, eval_time: `${SECONDS}s`, exp_samples: [] }],
        },
      ],
    }),
  );
  const done = spawnSync("promtool", ["test", "rules", join(folder, "test.yml")], {
    encoding: "utf8",
  });
  const report = (done.stdout + done.stderr).replaceAll(String.raw`\"`, '"');
  const found = [...report.matchAll(/(\{alertname=[^}]*\}) ([0-9.E+]+)/g)];
  if (found.length === 0) throw new Error(`promtool: no sample in its answer:\n${report}`);
  return found.map(([, labels = "", time]) => `${labels} ${Number(time)}`).toSorted();
}
