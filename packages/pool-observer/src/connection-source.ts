/** Where a connection stands in a transaction: `idle` outside of one, `open` in one, `failed` in one that only a rollback can end. */
export type TransactionStatus = "idle" | "open" | "failed";

/** What an adapter can say of one connection when asked. Every method is cheap, pure and must not throw. */
export interface ConnectionSource {
  /** Process id of the server's backend; undefined when not known. */
  backendPid(): number | undefined;
  /** As the server said after the last query; undefined when not known. */
  transactionStatus(): TransactionStatus | undefined;
  /** SQL of the last query that was sent, as the app wrote it: whoever shows it summarises it first. */
  lastQueryText(): string | undefined;
}
