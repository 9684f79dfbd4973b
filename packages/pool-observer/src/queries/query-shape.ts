import { OTHER_OPERATION } from "@plimsoll/catalog";
import { sanitizeQuery } from "../sql/sanitize-query.ts";
import { summarizeSanitized } from "../sql/summarize-query.ts";

/** What of a query's SQL goes onto its span: without literals, as it is, or nothing. */
export type QueryText = (typeof QUERY_TEXTS)[number];

/** Each {@link QueryText}. */
export const QUERY_TEXTS = ["sanitized", "raw", "off"] as const;

/** Whether `value` is one of {@link QUERY_TEXTS}. */
export function isQueryText(value: unknown): value is QueryText {
  return QUERY_TEXTS.some((text) => text === value);
}

/** What is known of a query from its SQL alone; one object for all queries of one text. */
export interface QueryShape {
  /** A command of PostgreSQL in capitals, or `_OTHER`. */
  readonly operation: string;
  /** `db.query.summary`: the command and its tables, no literal, at most 255 characters. */
  readonly summary: string;
  /** `db.query.text`; undefined when it is not wanted. */
  readonly text: string | undefined;
}

/** So much of a query's SQL is read, in characters: the beginning says what it does. */
export const LENGTH_LIMIT = 4096;

/**
 * The commands of PostgreSQL 18. A first word that is none of them is not reported, for it might be anything.
 * Source: https://www.postgresql.org/docs/18/sql-commands.html
 */
const COMMANDS: ReadonlySet<string> = new Set(
  (
    "ABORT ALTER ANALYZE BEGIN CALL CHECKPOINT CLOSE CLUSTER COMMENT COMMIT COPY CREATE DEALLOCATE DECLARE DELETE DISCARD DO DROP END " +
    "EXECUTE EXPLAIN FETCH GRANT IMPORT INSERT LISTEN LOAD LOCK MERGE MOVE NOTIFY PREPARE REASSIGN REFRESH REINDEX RELEASE RESET " +
    "REVOKE ROLLBACK SAVEPOINT SECURITY SELECT SET SHOW START TABLE TRUNCATE UNLISTEN UPDATE VACUUM VALUES WITH"
  ).split(" "),
);

/** Reads `text`, SQL as the app gave it. */
export function shapeOf(text: string, wanted: QueryText): QueryShape {
  const head = text.length > LENGTH_LIMIT ? text.slice(0, LENGTH_LIMIT) : text;
  const sanitized = sanitizeQuery(head);
  const summary = summarizeSanitized(sanitized);
  const [operation = ""] = summary.split(" ", 1);
  const isCommand = COMMANDS.has(operation);
  return {
    operation: isCommand ? operation : OTHER_OPERATION,
    summary: isCommand ? summary : OTHER_OPERATION,
    text: wanted === "off" ? undefined : wanted === "raw" ? head : sanitized,
  };
}
