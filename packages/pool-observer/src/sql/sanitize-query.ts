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
    /\/\*[\s\S]*?(?:\*\/|$)/, // a comment
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
const IS_COMMENT = /^(?:--|\/\*)/;

/**
 * SQL with every literal replaced by `?` and every comment removed; parameters, identifiers and key words stay as they are.
 *
 * @example
 * sanitizeQuery("SELECT * FROM users WHERE email = 'a@b.c' AND id = $1"); // "SELECT * FROM users WHERE email = ? AND id = $1"
 */
export function sanitizeQuery(text: string): string {
  return text
    .replaceAll(TOKENS, (token) => {
      if (IS_KEPT.test(token)) return token;
      return IS_COMMENT.test(token) ? " " : "?";
    })
    .trim();
}
