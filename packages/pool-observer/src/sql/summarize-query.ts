import { sanitizeQuery } from "./sanitize-query.ts";

// Source: semconv `db.query.summary`, at most 255 characters.
const LENGTH_LIMIT = 255;
const TARGET_LIMIT = 3;

/** Words that a table or other target stands behind. */
const BEFORE_TARGET: ReadonlySet<string> = new Set([
  "FROM",
  "JOIN",
  "INTO",
  "UPDATE",
  "TABLE",
  "CALL",
]);
const VERBS_WITH_TARGETS: ReadonlySet<string> = new Set([
  "SELECT",
  "INSERT",
  "UPDATE",
  "DELETE",
  "MERGE",
  "TRUNCATE",
  "LOCK",
  "COPY",
  "CALL",
  "ALTER",
  "CREATE",
  "DROP",
]);
const STATEMENT_VERBS: ReadonlySet<string> = new Set([
  "SELECT",
  "INSERT",
  "UPDATE",
  "DELETE",
  "MERGE",
]);

const WORD = /"(?:[^"]|"")*"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|[().,;]/g;

/**
 * What a query does and to which tables, as `db.query.summary` has it: no literal, no parameter, no comment and no column.
 *
 * @example
 * summarizeQuery("select * from accounts a join users u on u.id = a.owner where a.iban = 'DE12'"); // "SELECT accounts users"
 */
export function summarizeQuery(text: string): string {
  return summarizeSanitized(sanitizeQuery(text));
}

/** As {@link summarizeQuery}, of what {@link sanitizeQuery} made of the SQL. */
export function summarizeSanitized(sanitized: string): string {
  const words = sanitized.match(WORD) ?? [];
  const verb = verbOf(words);
  if (verb === undefined) return "";
  const targets = VERBS_WITH_TARGETS.has(verb) ? targetsOf(words) : [];
  return [verb, ...targets].join(" ").slice(0, LENGTH_LIMIT);
}

/** The first word; behind WITH the first verb outside of parentheses. */
function verbOf(words: readonly string[]): string | undefined {
  const first = words.find((word) => /^\w/.test(word))?.toUpperCase();
  if (first !== "WITH") return first;
  let depth = 0;
  for (const word of words) {
    if (word === "(") depth += 1;
    else if (word === ")") depth -= 1;
    else if (depth === 0 && STATEMENT_VERBS.has(word.toUpperCase())) return word.toUpperCase();
  }
  return first;
}

function targetsOf(words: readonly string[]): string[] {
  const targets = new Set<string>();
  for (const [i, word] of words.entries()) {
    if (!BEFORE_TARGET.has(word.toUpperCase()) || words[i - 1] === ".") continue;
    const target = nameAt(words, skipModifiers(words, i + 1));
    if (target !== undefined) targets.add(target);
  }
  return [...targets].slice(0, TARGET_LIMIT);
}

const MODIFIERS: ReadonlySet<string> = new Set(["ONLY", "IF", "NOT", "EXISTS", "LATERAL"]);

function skipModifiers(words: readonly string[], from: number): number {
  let at = from;
  while (MODIFIERS.has((words[at] ?? "").toUpperCase())) at += 1;
  return at;
}

/** A name, with its schema if it has one; none where a subquery or a list begins. */
function nameAt(words: readonly string[], at: number): string | undefined {
  const name = words[at];
  if (name === undefined || /^[().,;]$/.test(name)) return undefined;
  // `FOR UPDATE SKIP LOCKED`, `ON CONFLICT DO UPDATE SET`: no table stands there.
  if (/^(?:SET|OF|SKIP|NOWAIT|SELECT|VALUES)$/i.test(name)) return undefined;
  return words[at + 1] === "." ? `${name}.${words[at + 2] ?? ""}` : name;
}
