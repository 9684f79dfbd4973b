import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { parse } from "yaml";
import { ALERT_FORMATS, type AlertFormat, artifacts } from "../../src/artifacts.ts";
import { CONFIG_EXAMPLE } from "../../src/config/config-page.ts";
import { ruleOptions } from "../../src/config/config-options.ts";
import { parseAlertConfig } from "../../src/config/read-alert-config.ts";
import { yamlText } from "../../src/rule-file.ts";
import { type RuleGroup, ruleGroups } from "../../src/rule-groups.ts";

const config = parseAlertConfig(CONFIG_EXAMPLE, "example");

/** The rule groups in a format's files, as Prometheus would be given them. */
const GROUPS: Readonly<Record<AlertFormat, (format: AlertFormat) => readonly RuleGroup[]>> = {
  prometheus: (format) => (documentOf(format, ".rules.yml") as Groups).groups,
  grafana: (format) => (documentOf(format, ".rules.yml") as Groups).groups,
  "prometheus-operator": (format) =>
    (documentOf(format, ".prometheusrule.yml") as { spec: Groups }).spec.groups,
  mimir: (format) => (documentOf(format, ".mimir.yml") as Groups).groups,
};

interface Groups {
  readonly groups: readonly RuleGroup[];
}

for (const format of ALERT_FORMATS) {
  t.test(`${format}: promtool accepts the rules with every lint on`, (t) => {
    const file = join(t.testdir(), "rules.yml");
    // Prometheus 2.42 does not know query_offset; Mimir's own tool is not to be had here.
    const groups = GROUPS[format](format).map(({ name, interval, rules }) => ({
      name,
      interval,
      rules,
    }));
    writeFileSync(file, yamlText({ groups }));
    const done = spawnSync("promtool", ["check", "rules", "--lint=all", "--lint-fatal", file], {
      encoding: "utf8",
    });
    t.equal(done.status, 0, done.stderr);
    const rules = ruleGroups().flatMap((group) => group.rules);
    t.match(done.stdout, `SUCCESS: ${rules.length - 1} rules found`, "one of all is disabled");
    t.end();
  });

  t.test(`${format}: the rules are the same as Prometheus' own`, (t) => {
    const rules = GROUPS[format](format).map(({ name, rules }) => [name, rules]);
    t.same(
      rules,
      GROUPS.prometheus("prometheus").map(({ name, rules }) => [name, rules]),
    );
    t.end();
  });
}

t.test("Prometheus' files hold no query_offset, which 2.42 refuses", (t) => {
  for (const format of ["prometheus", "prometheus-operator", "grafana"] as const) {
    for (const { text } of filesOf(format)) t.notMatch(text, "query_offset", format);
  }
  t.end();
});

t.test("routes come with every format but Grafana's, whose policies belong to Grafana", (t) => {
  for (const format of ALERT_FORMATS) {
    const names = filesOf(format).map(({ file }) => file);
    t.equal(names.includes("alertmanager.yml"), format !== "grafana", format);
  }
  t.end();
});

function filesOf(format: AlertFormat) {
  return artifacts(ruleOptions(config), { ...config, format });
}

function documentOf(format: AlertFormat, suffix: string): unknown {
  return parse(filesOf(format).find(({ file }) => file.endsWith(suffix))?.text ?? "");
}
