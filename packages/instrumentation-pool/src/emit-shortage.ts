import type { Attributes, Logger, SeverityNumber } from "@opentelemetry/api";
import { ATTRIBUTE } from "@plimsoll/catalog";
import type { PoolSnapshot } from "@plimsoll/pool-observer";

/** `event.name` of the log record of a shortage. */
export const SHORTAGE_EVENT = "plimsoll.pool.shortage";

// Source: https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber
// oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- API 1.9 has no such enum to import
const WARN = 13 as SeverityNumber.WARN;

/**
 * One log record that says who holds and who waits, when a pool became short of connections. Its body is a sentence, for people; the snapshot is
 * the attribute `plimsoll.pool.snapshot`, as JSON, because not every backend keeps nested attributes.
 */
export function emitShortage(logger: Logger, snapshot: PoolSnapshot, pool: Attributes): void {
  logger.emit({
    eventName: SHORTAGE_EVENT,
    severityNumber: WARN,
    severityText: "WARN",
    body: summary(snapshot),
    attributes: {
      ...pool,
      ...(snapshot.cause !== null && { [ATTRIBUTE.cause]: snapshot.cause }),
      "plimsoll.pool.snapshot": JSON.stringify(snapshot),
    },
  });
}

/** As in `pool "orders": 37 requests wait (used=10, idle=0, limit=10), the oldest for 1.2 s; held longest by /transfers for 31 s. Cause: leak.` */
function summary(snapshot: PoolSnapshot): string {
  const { pool, used, idle, limit, pending, waiters, holders, cause } = snapshot;
  const oldest = Math.max(0, ...waiters.map((waiter) => waiter.oldestSeconds));
  const [holder] = holders;
  const held =
    holder === undefined
      ? ""
      : `; held longest by ${holder.route} for ${holder.heldSeconds.toFixed(1)} s`;
  const why = cause === null ? "No cause is plain yet." : `Cause: ${cause}.`;
  const waiting = pending === 1 ? "1 request waits" : `${pending} requests wait`;
  return `pool "${pool}": ${waiting} (used=${used}, idle=${idle}, limit=${limit}), the oldest for ${oldest.toFixed(1)} s${held}. ${why}`;
}
