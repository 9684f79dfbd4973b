import type { Prometheus } from "./prometheus.ts";

/** A matcher as Prometheus parses it. */
export interface Matcher {
  readonly name: string;
  readonly type: "=" | "!=" | "=~" | "!~";
  readonly value: string;
}

/** A selector of a rule, without its range. */
export interface Selector {
  readonly name: string;
  readonly matchers: readonly Matcher[];
}

/** Every selector of an expression, by Prometheus' own parser. */
export async function selectorsOf(prometheus: Prometheus, query: string): Promise<Selector[]> {
  return collect(await prometheus.api("parse_query", { query }));
}

/** The selector as PromQL. */
export function selectorText({ name, matchers }: Selector): string {
  const inside = matchers.map((one) => `${one.name}${one.type}${JSON.stringify(one.value)}`);
  return `${name}{${inside.join(",")}}`;
}

// Source: Prometheus 3 web/api/v1/translate_ast.go: each node of the tree has a type, and its operands under several names.
function collect(node: unknown): Selector[] {
  if (Array.isArray(node)) return node.flatMap((one) => collect(one));
  if (typeof node !== "object" || node === null) return [];
  if (!isSelector(node)) return Object.values(node).flatMap((one) => collect(one));
  const matchers = node.matchers.filter(({ name }) => name !== "__name__");
  return [{ name: node.name, matchers }];
}

function isSelector(node: object): node is Selector {
  return "type" in node && /^(vector|matrix)Selector$/.test(String(node.type));
}
