import { ruleGroups } from "@plimsoll/alert-rule-builder";
import t from "tap";
import { findRules } from "../../src/doctor/find-rules.ts";
import type { LoadedGroup, LoadedRule } from "../../src/doctor/sight.ts";
import { LOADED, sight } from "./sights.ts";

const EXPECTED = ruleGroups();

t.test("all rules, healthy, are no finding, and other people's groups do not matter", (t) => {
  const failing: LoadedRule = { name: "up:sum", query: "x", type: "recording", health: "err" };
  const other: LoadedGroup = {
    name: "node",
    file: "node.yml",
    interval: 1,
    evaluationTime: 9,
    rules: [failing],
  };
  t.same(findRules(sight({ groups: [...LOADED, other] }), EXPECTED), []);
  t.match(findRules(sight({ groups: [other] }), EXPECTED), [
    { code: "RULES_MISSING", severity: "error" },
  ]);
  t.end();
});

t.test("missing recordings are an error, missing alerts a warning", (t) => {
  const groups = without("plimsoll:pool_limit:sum", "PlimsollPoolLeak");
  t.match(findRules(sight({ groups }), EXPECTED), [
    { code: "RECORDINGS_MISSING", severity: "error", args: { names: ["plimsoll:pool_limit:sum"] } },
    { code: "ALERTS_MISSING", severity: "warning", args: { names: ["PlimsollPoolLeak"] } },
  ]);
  t.end();
});

t.test("an alert that the config disables is not missed", (t) => {
  const expected = ruleGroups({ disable: ["PlimsollPoolLeak"] });
  t.same(findRules(sight({ groups: without("PlimsollPoolLeak") }), expected), []);
  t.end();
});

t.test("a rule that fails is named with its error", (t) => {
  const groups = changed((rule) =>
    rule.name === "PlimsollPoolLeak" ? { ...rule, health: "err", lastError: "many-to-many" } : rule,
  );
  t.same(findRules(sight({ groups }), EXPECTED), [
    {
      code: "RULE_FAILS",
      severity: "error",
      where: "PlimsollPoolLeak",
      args: { lastError: "many-to-many" },
    },
  ]);
  t.end();
});

t.test("the same rules from two files are doubled, those of another cluster are not", (t) => {
  const all = LOADED.flatMap(({ rules }) => rules).length;
  const again = LOADED.map((group) => ({ ...group, file: "/etc/copy.yml" }));
  t.match(findRules(sight({ groups: [...LOADED, ...again] }), EXPECTED), [
    { code: "RULE_DOUBLED", args: { rules: all, in: [/rules\.yml/, /copy\.yml/] } },
  ]);
  const ofOther = changed((rule) => ({ ...rule, query: `${rule.query} # eu` }));
  t.same(findRules(sight({ groups: [...LOADED, ...ofOther] }), EXPECTED), []);
  t.end();
});

t.test("a group that takes longer than its interval is slow", (t) => {
  const groups = LOADED.map((group, index) =>
    index === 0 ? { ...group, evaluationTime: 5.04 } : group,
  );
  t.match(findRules(sight({ groups }), EXPECTED), [
    { code: "GROUP_SLOW", where: LOADED[0]?.name ?? "", args: { interval: 5, evaluationTime: 5 } },
  ]);
  t.end();
});

t.test("rules that read nothing are told when there are pools to read", (t) => {
  const names = new Set([...sight().names].filter((name) => !name.startsWith("plimsoll:")));
  t.match(findRules(sight({ names }), EXPECTED), [{ code: "NOTHING_RECORDED", severity: "error" }]);
  t.same(findRules(sight({ names, pools: [] }), EXPECTED), []);
  t.end();
});

t.test("no Alertmanager is told, one that is not known is not", (t) => {
  t.match(findRules(sight({ alertmanagers: 0 }), EXPECTED), [{ code: "NO_ALERTMANAGER" }]);
  t.same(findRules(sight({ alertmanagers: undefined }), EXPECTED), []);
  t.end();
});

function without(...names: readonly string[]): readonly LoadedGroup[] {
  return LOADED.map((group) => ({
    ...group,
    rules: group.rules.filter(({ name }) => !names.includes(name)),
  }));
}

function changed(change: (rule: LoadedRule) => LoadedRule): readonly LoadedGroup[] {
  return LOADED.map((group) => ({ ...group, rules: group.rules.map(change) }));
}
