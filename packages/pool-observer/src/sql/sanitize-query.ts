import { hideSettings } from "./hide-settings.ts";

/*
 * Tokens of PostgreSQL's lexical structure that hold or hide a literal, longest first.
 * Source: https://www.postgresql.org/docs/18/sql-syntax-lexical.html
 * What is not closed runs to the end of the text, so that cut-off SQL leaks nothing.
 */
const TOKENS = new RegExp(
  [
    /("(?:[^"]|"")*"(?!")|\$\d+)/, // a quoted identifier, a parameter: kept
    /--[^\n\r]*/, // a comment
    /\/\*/, // the start of a comment, in which comments may be nested
    /[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)/, // a string with backslash escapes
    /(?:[uU]&|[bBxXnN])?'(?:[^']|'')*(?:'|$)/, // a string
    /\$(?<tag>[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?(?:\$[\s\S]*?(?:\$\k<tag>\$|$)|$)/, // a dollar-quoted string
    /([A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)/, // a word, digits in it: kept
    /"[\s\S]*/, // a quoted identifier that is not closed, whatever is in it
    /0[xobXOB][\da-fA-F_]+|(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/, // a number
  ]
    .map((token) => token.source)
    .join("|"),
  "g",
);

const COMMENT_EDGE = /\/\*|\*\//g;
// With standard_conforming_strings off, a backslash before a quote does not end the string; the client cannot know.
const IS_AMBIGUOUS = /^(?![eE])[^'"$]*'[\s\S]*\\'/;

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
    const [token, quotedOrParameter, , word] = match;
    if (quotedOrParameter !== undefined || word !== undefined) continue;
    sanitized += text.slice(from, match.index);
    if (token === "/*") TOKENS.lastIndex = endOfComment(text, TOKENS.lastIndex);
    from = TOKENS.lastIndex;
    if (token === "/*" || token.startsWith("--")) sanitized += " ";
    else {
      sanitized += "?";
      if (IS_AMBIGUOUS.test(token)) return hideSettings(sanitized);
    }
  }
  return hideSettings(sanitized + text.slice(from));
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
