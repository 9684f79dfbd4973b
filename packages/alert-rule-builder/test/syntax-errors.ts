import { parser } from "@prometheus-io/lezer-promql";

/** Where `expression` does not parse. */
export function syntaxErrors(expression: string): readonly number[] {
  const errors: number[] = [];
  parser.parse(expression).iterate({
    enter: ({ type, from }) => {
      if (type.isError) errors.push(from);
    },
  });
  return errors;
}
