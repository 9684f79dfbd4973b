import { readFileSync } from "node:fs";
import { isNode, LineCounter, type ParsedNode, parseDocument } from "yaml";
import { type AlertConfig, ALERT_CONFIG_SCHEMA } from "./alert-config.ts";
import { AlertConfigError, type ConfigProblem } from "./alert-config-error.ts";
import { contradictions } from "./contradictions.ts";
import { describeIssue, type FoundProblem } from "./describe-issue.ts";

/**
 * Reads a config file, YAML or JSON.
 *
 * @throws AlertConfigError when it cannot be read, or anything in it is not as docs/alert-config.md says.
 */
export function readAlertConfig(file: string): AlertConfig {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `it cannot be read: ${reason}. Give the path of a YAML or JSON file.`;
    throw new AlertConfigError(file, [{ path: "", line: undefined, message }]);
  }
  return parseAlertConfig(text, file);
}

/**
 * The config in `text`; `file` is what errors call it.
 *
 * @throws AlertConfigError as above.
 */
export function parseAlertConfig(text: string, file: string): AlertConfig {
  const lines = new LineCounter();
  // JSON is YAML too.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ message, pos }) => ({
      path: "",
      line: lines.linePos(pos[0]).line,
      message: `is no YAML: ${message}. Correct this line.`,
    }));
    throw new AlertConfigError(file, problems);
  }
  const value: unknown = document.toJS() ?? {};
  const parsed = ALERT_CONFIG_SCHEMA.safeParse(value);
  const found = parsed.success
    ? contradictions(parsed.data)
    : parsed.error.issues.flatMap((issue) => describeIssue(issue, value));
  if (!parsed.success || found.length > 0) {
    const place = (problem: FoundProblem) => placed(problem, document.contents, lines);
    const problems = found.map(place).toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
    throw new AlertConfigError(file, problems);
  }
  return parsed.data;
}

function placed(
  { keys, message }: FoundProblem,
  contents: ParsedNode | null,
  lines: LineCounter,
): ConfigProblem {
  const offset = offsetOf(contents, keys);
  return {
    path: keys.join("."),
    line: offset === undefined ? undefined : lines.linePos(offset).line,
    message,
  };
}

/** Where the key at the end of `keys` stands; where its nearest parent does when it is not there. */
function offsetOf(contents: ParsedNode | null, keys: readonly PropertyKey[]): number | undefined {
  let node: unknown = contents;
  let offset: number | undefined;
  for (const key of keys) {
    if (!isNode(node) || !("items" in node)) break;
    const items = node.items as readonly unknown[];
    const pair = items.find((item) => keyOf(item) === String(key)) as Pair | undefined;
    const child = pair ?? (items[Number(key)] as ParsedNode | undefined);
    if (child === undefined) break;
    const place = "key" in child ? child.key : child;
    offset = isNode(place) ? place.range?.[0] : offset;
    node = "key" in child ? child.value : child;
  }
  return offset;
}

interface Pair {
  readonly key: unknown;
  readonly value: unknown;
}

function keyOf(item: unknown): string | undefined {
  if (typeof item !== "object" || item === null || !("key" in item)) return undefined;
  const { key } = item;
  return isNode(key) && "value" in key ? String(key.value) : undefined;
}
