import type { SyntaxNode } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";

/** A series selector in an expression. */
export interface ReadSelector {
  /** Every name that it can match: one, or the alternatives of `__name__=~"a|b"`. */
  readonly names: readonly string[];
  readonly labels: readonly string[];
  /** As it stands in the expression. */
  readonly text: string;
}

export interface ReadExpression {
  /** Texts that the parser could not read; none in a right expression. */
  readonly errors: readonly string[];
  readonly selectors: readonly ReadSelector[];
  /** Labels in `by (…)`, `ignoring (…)` and the like. */
  readonly groupingLabels: readonly string[];
  readonly functions: readonly string[];
}

/** Reads PromQL without Grafana variables. */
export function readPromql(text: string): ReadExpression {
  const nodes: SyntaxNode[] = [];
  parser.parse(text).iterate({ enter: (node) => void nodes.push(node.node) });
  const textOf = (node: SyntaxNode): string => text.slice(node.from, node.to);
  const named = (name: string): SyntaxNode[] => nodes.filter((node) => node.name === name);
  return {
    errors: nodes
      .filter((node) => node.type.isError)
      .map((node) => text.slice(node.from - 10, node.to + 10)),
    selectors: named("VectorSelector").map((node) => readSelector(node, textOf)),
    groupingLabels: named("GroupingLabels").flatMap((node) =>
      node.getChildren("LabelName").map(textOf),
    ),
    functions: named("FunctionIdentifier").map(textOf),
  };
}

function readSelector(node: SyntaxNode, textOf: (node: SyntaxNode) => string): ReadSelector {
  const matchers = (node.getChild("LabelMatchers")?.getChildren("UnquotedLabelMatcher") ?? []).map(
    (matcher) => ({
      label: textOf(matcher.firstChild ?? matcher),
      value: textOf(matcher.lastChild ?? matcher).slice(1, -1),
    }),
  );
  const identifier = node.getChild("Identifier");
  const byName = matchers.find(({ label }) => label === "__name__")?.value.split("|") ?? [];
  return {
    names: identifier === null ? byName : [textOf(identifier)],
    labels: matchers.map(({ label }) => label).filter((label) => label !== "__name__"),
    text: textOf(node),
  };
}
