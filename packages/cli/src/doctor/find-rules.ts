import { RECORDED, type RuleGroup } from "@plimsoll/alert-rule-builder";
import { error, type Finding, warning } from "./finding.ts";
import type { LoadedGroup, LoadedRule, Sight } from "./sight.ts";

/** What is wrong with the rules, of which `expected` should be loaded. */
export function findRules(sight: Sight, expected: readonly RuleGroup[]): readonly Finding[] {
  const ours = sight.groups.filter(({ rules }) => rules.some((rule) => isOurs(rule, expected)));
  if (ours.length === 0) return [error("RULES_MISSING")];
  const rules = ours.flatMap((group) => group.rules);
  return [
    ...missing(rules, expected),
    ...rules.filter(({ health }) => health === "err").map(failure),
    ...doubled(ours),
    ...ours.filter(isSlow).map(slowGroup),
    ...nothingRecorded(sight, rules),
    ...(sight.alertmanagers === 0 ? [warning("NO_ALERTMANAGER")] : []),
  ];
}

function isOurs({ name }: LoadedRule, expected: readonly RuleGroup[]): boolean {
  return namesOf(expected).includes(name);
}

function namesOf(groups: readonly RuleGroup[]): readonly string[] {
  return groups.flatMap(({ rules }) =>
    rules.map((rule) => ("alert" in rule ? rule.alert : rule.record)),
  );
}

function missing(
  loaded: readonly LoadedRule[],
  expected: readonly RuleGroup[],
): readonly Finding[] {
  const has = new Set(loaded.map(({ name }) => name));
  const names = namesOf(expected).filter((name) => !has.has(name));
  const recordings = names.filter((name) => name.includes(":"));
  const alerts = names.filter((name) => !name.includes(":"));
  return [
    ...(recordings.length > 0 ? [error("RECORDINGS_MISSING", { names: recordings })] : []),
    ...(alerts.length > 0 ? [warning("ALERTS_MISSING", { names: alerts })] : []),
  ];
}

function failure({ name, lastError = "" }: LoadedRule): Finding {
  return error("RULE_FAILS", { lastError }, name);
}

/** The same query twice writes the same series twice. Of another selection it has other matchers. */
function doubled(groups: readonly LoadedGroup[]): readonly Finding[] {
  const places = groups.flatMap(({ file, name, rules }) =>
    rules.map((rule) => ({ rule, place: `${file} ${name}` })),
  );
  const same = Map.groupBy(places, ({ rule }) => `${rule.name}\n${rule.query}`);
  const twice = [...same.values()].filter((rules) => rules.length > 1);
  const [first] = twice;
  if (first === undefined) return [];
  const where = first.map(({ place }) => place);
  return [warning("RULE_DOUBLED", { rules: twice.length, in: where }, first[0]?.rule.name)];
}

function isSlow({ interval, evaluationTime = 0 }: LoadedGroup): boolean {
  return evaluationTime > interval;
}

function slowGroup({ name, interval, evaluationTime = 0 }: LoadedGroup): Finding {
  return warning(
    "GROUP_SLOW",
    { interval, evaluationTime: Number(evaluationTime.toFixed(1)) },
    name,
  );
}

/** The rules run and there are pools, and nothing is recorded: they read others. */
function nothingRecorded(
  { names, pools }: Sight,
  rules: readonly LoadedRule[],
): readonly Finding[] {
  const limit = RECORDED.limit.name;
  const isRun = rules.some(({ name, health }) => name === limit && health === "ok");
  return isRun && pools.length > 0 && !names.has(limit)
    ? [error("NOTHING_RECORDED", { series: limit })]
    : [];
}
