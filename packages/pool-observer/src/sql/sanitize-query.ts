/*
 * Tokens of PostgreSQL's lexical structure that hold or hide a literal, longest first.
 * Source: https://www.postgresql.org/docs/18/sql-syntax-lexical.html
 * What is not closed runs to the end of the text, so that cut-off SQL leaks nothing.
 */
const TOKENS = new RegExp(
  [
    /"(?:[^"]|"")*(?:"|$)/, // a quoted identifier: kept
    /\$\d+/, // a parameter: kept
    /--[^\n]*/, // a comment
    /\/\*/, // the start of a comment, in which comments may be nested
    /[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)/, // a string with backslash escapes
    /(?:[uU]&|[bBxXnN])?'(?:[^']|'')*(?:'|$)/, // a string
    /\$([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$[\s\S]*?(?:\$\1\$|$)/, // a dollar-quoted string
    /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/, // a word, digits in it: kept
    /0[xobXOB][\da-fA-F_]+|(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/, // a number
  ]
    .map((token) => token.source)
    .join("|"),
  "g",
);

const IS_KEPT = /^(?:"|\$\d|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*$)/;
const COMMENT_EDGE = /\/\*|\*\//g;
// With standard_conforming_strings off, a backslash before a quote does not end the string; the client cannot know.
const IS_AMBIGUOUS = /^(?![eE])[^'"$]*'[\s\S]*\\'/;
// The value of a setting may be a bare word.
const SETTING = /^\s*SET\s[^=;]*?(?:=|\sTO\s)/i;

/**
 * SQL with every literal replaced by `?` and every comment removed; parameters, identifiers and key words stay as they are.
 * Where it cannot be told whether a string ends, everything from there on is one `?`.
 *
 * @example
 * sanitizeQuery("SELECT * FROM users WHERE email = 'a@b.c' AND id = $1"); // "SELECT * FROM users WHERE email = ? AND id = $1"
 */
export function sanitizeQuery(text: string): string {
  let sanitized = "";
  let from = 0;
  TOKENS.lastIndex = 0;
  for (let match = TOKENS.exec(text); match !== null; match = TOKENS.exec(text)) {
    const [token] = match;
    sanitized += text.slice(from, match.index);
    from = TOKENS.lastIndex;
    if (token === "/*") {
      from = endOfComment(text, from);
      TOKENS.lastIndex = from;
      sanitized += " ";
    } else if (token.startsWith("--")) sanitized += " ";
    else if (IS_KEPT.test(token)) sanitized += token;
    else {
      sanitized += "?";
      if (IS_AMBIGUOUS.test(token)) return withoutSetting(sanitized);
    }
  }
  return withoutSetting(sanitized + text.slice(from));
}

/** Where the comment ends that began just before `from`. */
function endOfComment(text: string, from: number): number {
  let depth = 1;
  COMMENT_EDGE.lastIndex = from;
  for (let edge = COMMENT_EDGE.exec(text); edge !== null; edge = COMMENT_EDGE.exec(text)) {
    depth += edge[0] === "/*" ? 1 : -1;
    if (depth === 0) return COMMENT_EDGE.lastIndex;
  }
  return text.length;
}

function withoutSetting(sanitized: string): string {
  const setting = SETTING.exec(sanitized);
  return (setting === null ? sanitized : `${setting[0]} ?`).trim();
}
