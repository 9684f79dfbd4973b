const HAS_SET = /\bSET\b/i;
const PART = /"(?:[^"]|"")*"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|[;=]/g;

/** Statements that give a value to a setting: `SET a = b`, `ALTER ROLE r SET a TO b`, `CREATE FUNCTION f() … SET a = b`. */
const SETS: ReadonlySet<string> = new Set(["SET", "ALTER", "CREATE"]);
const BEFORE_VALUE: ReadonlySet<string> = new Set(["=", "TO", "ZONE"]);

/**
 * Replaces what settings are set to, and all behind it in the same statement: a bare word may be the value, and no literal tells it.
 * @param sanitized SQL without literals and comments
 */
export function hideSettings(sanitized: string): string {
  // UPDATE has one too; any other query is spared the rest.
  if (!HAS_SET.test(sanitized)) return sanitized.trim();
  let hidden = "";
  let from = 0;
  let valueAt: number | undefined;
  let statement: string | undefined;
  let isSetting = false;
  for (const { 0: part, index } of sanitized.matchAll(PART)) {
    const word = part.toUpperCase();
    if (word === ";") {
      if (valueAt !== undefined) {
        hidden += `${sanitized.slice(from, valueAt)} ?`;
        from = index;
      }
      valueAt = statement = undefined;
      isSetting = false;
      continue;
    }
    statement ??= word;
    if (word === "SET" && SETS.has(statement)) isSetting = true;
    else if (isSetting && BEFORE_VALUE.has(word)) valueAt ??= index + part.length;
  }
  hidden += valueAt === undefined ? sanitized.slice(from) : `${sanitized.slice(from, valueAt)} ?`;
  return hidden.trim();
}
