import type { FaultSettings } from "@plimsoll/reference-app";

/** How a stack differs from one instance of Money on one PostgreSQL. */
export interface StackPlan {
  /** Instances of Money at the start. @default 1 */
  readonly instances?: number;
  /** More of each instance's environment. @default {} */
  readonly env?: Readonly<Record<string, string>>;
  /** How each instance is from the start, such as `{ databaseMs: 100 }` for a database that takes its time. @default {} */
  readonly usual?: Partial<FaultSettings>;
  /** Settings of PostgreSQL, such as `{ max_connections: 30 }`. @default {} */
  readonly server?: Readonly<Record<string, string | number | boolean>>;
  /**
   * Adds a standby that streams from the primary: `behind` it waits for its promotion, `reads` Money reads from it and writes
   * nowhere. @default none
   */
  readonly standby?: "behind" | "reads";
  /** Puts a gate between Money and PostgreSQL, which a fault can shut or freeze. @default false */
  readonly hasGate?: boolean;
  /** Puts a balancer before Money, so that instances can come and go; more than one instance has it anyway. @default false */
  readonly hasBalancer?: boolean;
  /** Watches with the baselines too: postgres_exporter and their rules. @default false */
  readonly hasBaselines?: boolean;
  /** Lets Money post a page to Alertmanager itself when a pool stands still (docs/fast-path.md). @default false */
  readonly hasFastPath?: boolean;
  /** Customers to seed, each with two accounts. @default 10,000 */
  readonly customers?: number;
}
