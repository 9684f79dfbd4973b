import type { Aged } from "./age-list.ts";
import type { ConnectionSource } from "./connection-source.ts";
import type { PoolRequest } from "./pool-request.ts";

/**
 * What is known of one physical connection. Made once per connection and used for every hold of it, so that a hold allocates nothing.
 * Times are in seconds of the tracker's clock; they mean something only while `isHeld`, or `isQuerying`.
 */
export class HeldConnection implements Aged {
  older: Aged | undefined = undefined;
  younger: Aged | undefined = undefined;
  isHeld = false;
  isQuerying = false;
  /** It sent LISTEN: such a holder waits for notifications with no query in flight, which is no leak. */
  isListening = false;
  heldSince = 0;
  /** Start of the query in flight. */
  queryingSince = 0;
  /** Since when one query or another has been in flight without a gap, within this hold. */
  busySince = 0;
  /** End of the last query, or the grant: since then it is parked unless a query is in flight. */
  parkedSince = 0;
  /** Seconds of this hold with a query in flight, those of a stretch that still runs left out. */
  queriedSeconds = 0;
  /** Up to here the hold's time was credited to its route. */
  creditedUntil = 0;
  /** What the hold was granted to. */
  request: PoolRequest | undefined = undefined;
  readonly source: ConnectionSource | undefined;

  constructor(source?: ConnectionSource) {
    this.source = source;
  }
}
