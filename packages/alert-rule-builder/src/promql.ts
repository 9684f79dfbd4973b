/**
 * PromQL text, built from small typed parts: names are checked, label values and durations are quoted, operands that are
 * themselves binary get parentheses, and what does not fit a line is broken the way the Prometheus documentation does.
 */
export interface Expression {
  readonly text: string;
  /** A binary expression needs parentheses when it becomes an operand. */
  readonly isBinary: boolean;
}

/** A plain series name with its matchers; the only thing that `over` and `offset` accept. */
export interface Selector extends Expression {
  readonly isSelector: true;
}

/** One label matcher, quoted. */
export interface Matcher {
  readonly text: string;
}

export type BinaryOperator =
  | ArithmeticOperator
  | ComparisonOperator
  | `${ComparisonOperator} bool`
  | "and"
  | "or"
  | "unless";
type ArithmeticOperator = "+" | "-" | "*" | "/";
type ComparisonOperator = ">" | ">=" | "<" | "<=" | "==";

const LINE_WIDTH = 92;

/** @throws RangeError when `name` is no series name that Prometheus 2.42 can read unquoted. */
export function selector(name: string, ...matchers: readonly Matcher[]): Selector {
  if (!/^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name)) {
    throw new RangeError(`series name must match [a-zA-Z_:][a-zA-Z0-9_:]*, got ${quote(name)}.`);
  }
  const inside = matchers.map((matcher) => matcher.text).join(", ");
  return { text: inside ? `${name}{${inside}}` : name, isBinary: false, isSelector: true };
}

/** A number. */
export function literal(value: number): Expression {
  return { text: String(value), isBinary: false };
}

/** `label="value"` */
export function equals(label: string, value: string): Matcher {
  return { text: `${checkLabel(label)}=${quote(value)}` };
}

/** `label!="value"` */
export function differs(label: string, value: string): Matcher {
  return { text: `${checkLabel(label)}!=${quote(value)}` };
}

/** `label=~"a|b"`, each of `values` taken literally. */
export function oneOf(label: string, values: readonly string[]): Matcher {
  const literal = values.map((value) => value.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return { text: `${checkLabel(label)}=~${quote(literal.join("|"))}` };
}

/** `label!~"a|b"`, each of `values` taken literally. */
export function noneOf(label: string, values: readonly string[]): Matcher {
  return { text: oneOf(label, values).text.replace("=~", "!~") };
}

/** `label=~"pattern"`, a regular expression that must match the whole value. */
export function matches(label: string, pattern: string): Matcher {
  return { text: `${checkLabel(label)}=~${quote(pattern)}` };
}

/** `label!~"pattern"` */
export function matchesNot(label: string, pattern: string): Matcher {
  return { text: `${checkLabel(label)}!~${quote(pattern)}` };
}

/** `series[60s]`, printed in the largest unit that is whole: `1m`. */
export function over(series: Selector, seconds: number, offsetSeconds = 0): Expression {
  const offset = offsetSeconds === 0 ? "" : ` offset ${duration(offsetSeconds)}`;
  return { text: `${series.text}[${duration(seconds)}]${offset}`, isBinary: false };
}

/** `series offset 30s` */
export function offset(series: Selector, seconds: number): Expression {
  return { text: `${series.text} offset ${duration(seconds)}`, isBinary: false };
}

/** `name(arguments…)`; a string argument is quoted. */
export function call(name: string, ...args: readonly (Expression | number | string)[]): Expression {
  const [first = "", ...rest] = args.map((arg) =>
    typeof arg === "string" ? quote(arg) : toExpression(arg).text,
  );
  return enclose(`${name}(`, rest.length === 0 ? [first] : [first, rest.join(", ")], ")");
}

/** `name(name(body, first…), second…)`, one line for each list of arguments. */
export function nest(
  name: string,
  body: Expression,
  ...argumentLists: readonly (readonly string[])[]
): Expression {
  const tails = argumentLists.map((list) => `${list.map(quote).join(", ")})`);
  const text = `${`${name}(`.repeat(tails.length)}\n${indent([body.text, ...tails].join(",\n"))}`;
  return { text, isBinary: false };
}

/** `sum by (labels) (body)` */
export function aggregate(
  operation: "sum" | "max" | "avg" | "group" | "count",
  labels: readonly string[],
  body: Expression,
): Expression {
  return enclose(`${operation} by (${labels.map(checkLabel).join(", ")}) (`, [body.text], ")");
}

/** `topk by (labels) (1, body)`: of each group the series with the highest value. */
export function highest(labels: readonly string[], body: Expression): Expression {
  return enclose(`topk by (${labels.map(checkLabel).join(", ")}) (`, ["1", body.text], ")");
}

/** `left operator on (labels) group_left () right`: many series of the left meet one of the right. */
export function manyToOne(
  left: Expression,
  operator: ArithmeticOperator,
  right: Expression,
  on: readonly string[],
): Expression {
  const matching = `${operator} on (${on.map(checkLabel).join(", ")}) group_left ()`;
  return { text: join([operand(left), operand(right)], matching), isBinary: true };
}

/** `left operator right`; `on` restricts the matching to those labels. */
export function binary(
  left: Expression | number,
  operator: BinaryOperator,
  right: Expression | number,
  on?: readonly string[],
): Expression {
  const matching = on === undefined ? "" : ` on (${on.map(checkLabel).join(", ")})`;
  const operands = [operand(left), operand(right)] as const;
  return { text: join(operands, `${operator}${matching}`), isBinary: true };
}

/** `first operator second operator third …`, from the left. */
export function chain(
  operator: "and" | "or" | "*",
  first: Expression,
  ...rest: readonly Expression[]
): Expression {
  return { text: join([first, ...rest].map(operand), operator), isBinary: true };
}

/**
 * A duration as PromQL writes it.
 *
 * @throws RangeError when `seconds` is no whole number of at least 1.
 */
export function duration(seconds: number): string {
  if (!Number.isInteger(seconds) || seconds < 1) {
    throw new RangeError(`duration must be a whole number of seconds >= 1, got ${seconds}.`);
  }
  if (seconds % 3600 === 0) return `${seconds / 3600}h`;
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}

function enclose(head: string, parts: readonly string[], tail: string): Expression {
  const oneLine = head + parts.join(", ") + tail;
  const text = fits(oneLine) ? oneLine : `${head}\n${indent(parts.join(",\n"))}\n${tail}`;
  return { text, isBinary: false };
}

function join(operands: readonly string[], operator: string): string {
  const oneLine = operands.join(` ${operator} `);
  return fits(oneLine) ? oneLine : operands.join(`\n${operator} `);
}

function fits(line: string): boolean {
  return line.length <= LINE_WIDTH && !line.includes("\n");
}

function operand(value: Expression | number): string {
  const expression = toExpression(value);
  if (!expression.isBinary) return expression.text;
  return expression.text.includes("\n")
    ? `(\n${indent(expression.text)}\n)`
    : `(${expression.text})`;
}

function toExpression(value: Expression | number): Expression {
  return typeof value === "number" ? literal(value) : value;
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, "  ");
}

// JSON's escapes are a subset of Go's, which PromQL strings use.
function quote(text: string): string {
  return JSON.stringify(text);
}

function checkLabel(name: string): string {
  if (/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)) return name;
  throw new RangeError(`label name must match [a-zA-Z_][a-zA-Z0-9_]*, got ${quote(name)}.`);
}
