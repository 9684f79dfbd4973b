import { parser } from "@prometheus-io/lezer-promql";

/** One selector of an expression. */
export interface FoundSelector {
  readonly name: string;
  readonly matchers: readonly string[];
}

/** Every selector of `expression`, by the parser. */
export function selectorsOf(expression: string): readonly FoundSelector[] {
  const found: { name: string; matchers: string[] }[] = [];
  parser.parse(expression).iterate({
    enter: ({ name, from, to }) => {
      const text = expression.slice(from, to);
      if (name === "VectorSelector")
        found.push({ name: /^[\w:]+/.exec(text)?.[0] ?? "", matchers: [] });
      if (name === "UnquotedLabelMatcher") found.at(-1)?.matchers.push(text);
    },
  });
  return found;
}
