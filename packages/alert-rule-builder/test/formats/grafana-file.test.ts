import t from "tap";
import { parse } from "yaml";
import { ALERTS } from "../../src/alerts/alerts.ts";
import { grafanaFileText } from "../../src/formats/grafana-file.ts";
import { ruleGroups } from "../../src/rule-groups.ts";
import { syntaxErrors } from "../syntax-errors.ts";

interface GrafanaQuery {
  readonly refId: string;
  readonly relativeTimeRange: { readonly from: number; readonly to: number };
  readonly datasourceUid: string;
  readonly model: {
    readonly refId: string;
    readonly expr?: string;
    readonly instant?: boolean;
    readonly type?: string;
    readonly expression?: string;
  };
}

interface GrafanaRule {
  readonly uid: string;
  readonly title: string;
  readonly condition: string;
  readonly data: readonly GrafanaQuery[];
  readonly noDataState: string;
  readonly execErrState: string;
  readonly keepFiringFor: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

interface GrafanaFile {
  readonly apiVersion: number;
  readonly groups: readonly {
    readonly name: string;
    readonly folder: string;
    readonly interval: string;
    readonly rules: readonly GrafanaRule[];
  }[];
}

// The fields that Grafana reads: pkg/services/provisioning/alerting/rules_types.go, AlertRuleV1 and QueryV1.
const RULE_FIELDS = [
  "uid",
  "title",
  "condition",
  "data",
  "dashboardUid",
  "panelId",
  "noDataState",
  "execErrState",
];
const MORE_FIELDS = [
  "for",
  "keepFiringFor",
  "missing_series_evals_to_resolve",
  "annotations",
  "labels",
  "isPaused",
  "record",
];
const QUERY_FIELDS = ["refId", "queryType", "relativeTimeRange", "datasourceUid", "model"];

const file = read({});
const rules = file.groups.flatMap((group) => group.rules);

t.test(
  "every alert is a rule with a stable uid that Grafana takes, and no field that it does not read",
  (t) => {
    t.equal(file.apiVersion, 1);
    t.same(rules.map(({ title }) => title).toSorted(), ALERTS.map(({ name }) => name).toSorted());
    for (const rule of rules) {
      t.match(rule.uid, /^[a-zA-Z0-9_-]{1,40}$/);
      for (const key of Object.keys(rule))
        t.ok([...RULE_FIELDS, ...MORE_FIELDS].includes(key), key);
      for (const query of rule.data)
        for (const key of Object.keys(query)) t.ok(QUERY_FIELDS.includes(key), key);
    }
    t.equal(new Set(rules.map(({ uid }) => uid)).size, rules.length);
    t.end();
  },
);

t.test("every interval is a multiple of Grafana's 10 s", (t) => {
  for (const { interval } of file.groups) t.match(interval, /^([0-9]*0s|[0-9]+m)$/);
  t.end();
});

t.test("a rule asks what Prometheus' does, and fires on any value that is there", (t) => {
  const alerts = ruleGroups().flatMap((group) => group.rules.filter((rule) => "alert" in rule));
  for (const alert of alerts) {
    const rule = rules.find(({ title }) => title === alert.alert);
    const query = rule?.data.find(({ refId }) => refId === "query");
    t.equal(query?.model.expr, alert.expr);
    t.match(rule?.data.at(-2), {
      model: { type: "math", expression: /is_number\(\$query\) \|\| is_nan/ },
    });
    t.match(rule?.data.at(-1), {
      refId: rule?.condition,
      model: { type: "threshold", expression: rule?.data.at(-2)?.refId },
    });
    t.match(rule, {
      noDataState: "OK",
      keepFiringFor: alert.keep_firing_for,
      labels: alert.labels,
    });
  }
  t.end();
});

t.test("every query is instant, parses, has one name, and goes to the data source", (t) => {
  for (const { data } of rules) {
    t.equal(new Set(data.map(({ refId }) => refId)).size, data.length);
    for (const { refId, model, datasourceUid } of data) {
      t.equal(model.refId, refId);
      if (model.expr === undefined) continue;
      t.same(syntaxErrors(model.expr), [], model.expr);
      t.notMatch(model.expr, "%");
      t.match(model, { instant: true });
      t.equal(datasourceUid, "prometheus");
    }
  }
  t.end();
});

t.test("texts read only what the rule asked, and nothing that Grafana's templates lack", (t) => {
  let read = 0;
  for (const { data, annotations, title } of rules) {
    const refIds = new Set(data.map(({ refId }) => refId));
    for (const text of Object.values(annotations)) {
      t.notMatch(text, /\| query|\$value\b|first \||%q/, title);
      // Grafana's provisioning replaces ${NAME} by an environment variable.
      t.notMatch(text, "${");
      for (const [, refId = ""] of text.matchAll(/\$values\.(\w+)/g)) {
        read += 1;
        t.ok(refIds.has(refId), `${refId} in ${title}`);
      }
    }
  }
  t.ok(read > 100, String(read));
  t.end();
});

t.test("a page shows its own value, another series' and the top route", (t) => {
  const { annotations, data } = rules.find(
    ({ title }) => title === "PlimsollPoolLeak",
  ) as GrafanaRule;
  const evidence = Object.values(annotations).join("\n");
  t.match(
    evidence,
    /\{\{ with \$values\.pool_limit_sum \}\}\{\{ \.Value \| humanize \}\}\{\{ else \}\}unknown\{\{ end \}\}/,
  );
  t.match(evidence, /\$values\.top_pool_\w+ \}\}\{\{ \.Labels\.http_route \}\}/);
  const top = data.find(({ refId }) => refId.startsWith("top_pool_"));
  t.match(top?.model.expr, /^topk by \(service, environment, pool\) \(1, plimsoll:/);
  const budget = rules.find(({ title }) => title === "PlimsollConnectionBudgetExceeded");
  t.match(budget?.annotations["evidence"], "{{ $values.query.Value | humanize }}");
  t.end();
});

t.test("when the data source is gone the watchdog falls silent, and nothing else changes", (t) => {
  for (const { title, execErrState } of rules) {
    t.equal(execErrState, title === "PlimsollWatchdog" ? "OK" : "KeepLast");
  }
  t.end();
});

t.test(
  "folder, data source and clusters are the user's; a $ in a label is no variable of Grafana's",
  (t) => {
    const own = read(
      { selector: { cluster: "eu" }, labels: { team: "a$b" } },
      { folder: "Databases", datasourceUid: "mimir-1" },
    );
    const [group] = own.groups;
    t.equal(group?.folder, "Databases");
    const [rule] = group?.rules ?? [];
    t.equal(rule?.data[0]?.datasourceUid, "mimir-1");
    t.match(rule?.labels, { cluster: "eu", team: "a$$b" });
    for (const { uid } of own.groups.flatMap(({ rules }) => rules)) {
      t.match(uid, /^[a-zA-Z0-9_-]{1,40}$/);
      t.notOk(
        rules.some((other) => other.uid === uid),
        uid,
      );
    }
    t.end();
  },
);

function read(...args: Parameters<typeof grafanaFileText>): GrafanaFile {
  return parse(grafanaFileText(...args)) as GrafanaFile;
}
