import { parser } from "@prometheus-io/lezer-promql";
import { type Selection, selectionMatchers } from "./selection.ts";

/**
 * `expression` with the matchers of `selection` in each of its selectors, and its labels kept by each aggregation and compared
 * by each matching.
 */
export function scopeExpression(expression: string, selection: Selection): string {
  const labels = Object.keys(selection);
  if (labels.length === 0) return expression;
  const matchers = selectionMatchers(selection).map(({ text }) => text);
  const edits: Edit[] = [];
  parser.parse(expression).iterate({
    enter: ({ node }) => {
      if (node.name === "VectorSelector") edits.push(addMatchers(node, matchers));
      if (node.name === "GroupingLabels" && groups(node)) edits.push(addLabels(node, labels));
    },
  });
  return edits.reduceRight(
    (text, { at, insert }) => text.slice(0, at) + insert + text.slice(at),
    expression,
  );
}

/** An annotation's template with the labels of `selection` in each query that it makes; `printf` fills in the alert's own. */
export function scopeTemplate(template: string, selection: Selection): string {
  const labels = Object.keys(selection);
  if (labels.length === 0) return template;
  const placeholders = labels.map((label) => `${label}=%q,`).join("");
  const values = labels.map((label) => ` $labels.${label}`).join("");
  return template.replaceAll(
    /(printf `[^`{]*\{)([^`]*`)/g,
    (_, head: string, tail: string) => `${head}${placeholders}${tail}${values}`,
  );
}

type SyntaxNode = ReturnType<typeof parser.parse>["topNode"];

interface Edit {
  readonly at: number;
  readonly insert: string;
}

function addMatchers(selector: SyntaxNode, matchers: readonly string[]): Edit {
  const braces = selector.getChild("LabelMatchers");
  const text = matchers.join(", ");
  if (braces === null) return { at: selector.to, insert: `{${text}}` };
  return { at: braces.from + 1, insert: braces.firstChild === null ? text : `${text}, ` };
}

/** Those of `by` and `on`; `group_left` has some too, that say what is copied. */
function groups(labels: SyntaxNode): boolean {
  const before = labels.prevSibling?.name;
  return before === "By" || before === "On";
}

function addLabels(list: SyntaxNode, labels: readonly string[]): Edit {
  const text = labels.join(", ");
  return { at: list.to - 1, insert: list.firstChild === null ? text : `, ${text}` };
}
