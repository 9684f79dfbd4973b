import { parser } from "@prometheus-io/lezer-promql";
import type { Rule, RuleGroup } from "../../src/rule-groups.ts";

/** One change of one rule, as a slip of the hand would make it. */
export interface Mutant {
  readonly rule: string;
  /** Such as `threshold 0.1 → 0.2`. */
  readonly change: string;
  readonly groups: readonly RuleGroup[];
}

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly kind: "threshold" | "comparator" | "window" | "matcher" | "operator";
  readonly text: string;
}

const FLIPPED: Readonly<Record<string, string>> = {
  Gtr: "<",
  Lss: ">",
  Gte: "<",
  Lte: ">",
  EqlC: "!=",
};

/** Every threshold, comparator, window, label matcher and set operator of every rule, and every label and `keep_firing_for` of every alert. */
export function mutantsOf(
  groups: readonly RuleGroup[],
  isJudged: (rule: string) => boolean,
): readonly Mutant[] {
  return groups.flatMap((group, groupIndex) =>
    group.rules.flatMap((rule, ruleIndex) => {
      if (!isJudged(nameOf(rule))) return [];
      return changesOf(rule).map(({ change, rule: changed }) => ({
        rule: nameOf(rule),
        change,
        groups: groups.with(groupIndex, { ...group, rules: group.rules.with(ruleIndex, changed) }),
      }));
    }),
  );
}

/** The name of a recorded series or of an alert. */
export function nameOf(rule: Rule): string {
  return "record" in rule ? rule.record : rule.alert;
}

function changesOf(rule: Rule): readonly { change: string; rule: Rule }[] {
  const ofExpression = editsOf(rule.expr).map(({ from, to, kind, text }) => {
    const expr = rule.expr.slice(0, from) + text + rule.expr.slice(to);
    const line = rule.expr.slice(0, from).split("\n").length;
    const change = `${kind} ${rule.expr.slice(from, to)} → ${text} (line ${line})`;
    return { change, rule: { ...rule, expr } };
  });
  if ("record" in rule) return ofExpression;
  const ofLabels = Object.entries(rule.labels).map(([label, value]) => ({
    change: `label ${label}=${value} → x`,
    rule: { ...rule, labels: { ...rule.labels, [label]: "x" } },
  }));
  const longer = twiceAsLong(rule.keep_firing_for);
  const ofStay = {
    change: `window keep_firing_for ${rule.keep_firing_for} → ${longer}`,
    rule: { ...rule, keep_firing_for: longer },
  };
  return [...ofExpression, ...ofLabels, ofStay];
}

function editsOf(expression: string): readonly Edit[] {
  const edits: Edit[] = [];
  parser.parse(expression).iterate({
    enter: (node) => {
      const { name, from, to } = node;
      const text = expression.slice(from, to);
      const add = (kind: Edit["kind"], changed: string): void => {
        edits.push({ from, to, kind, text: changed });
      };
      if (name in FLIPPED) add("comparator", FLIPPED[name] ?? "");
      else if (name === "NumberDurationLiteral") add("threshold", twice(text));
      else if (name === "NumberDurationLiteralInDurationContext") add("window", twiceAsLong(text));
      else if (name === "And") add("operator", "unless");
      else if (name === "Unless") add("operator", "and");
      else if (name === "UnquotedLabelMatcher" || name === "QuotedLabelMatcher")
        add("matcher", text.replace(/"(.*)"/, '"x$1"'));
      return undefined;
    },
  });
  return edits;
}

function twice(number: string): string {
  return Number(number) === 0 ? "1" : String(Number(number) * 2);
}

function twiceAsLong(duration: string): string {
  return duration.replace(/\d+/, (count) => String(Number(count) * 2));
}
