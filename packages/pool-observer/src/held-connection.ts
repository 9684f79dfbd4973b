import type { RouteSource } from "./active-route.ts";
import type { Aged } from "./age-list.ts";

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
  queryingSince = 0;
  /** End of the last query, or the grant: since then it is parked unless a query is in flight. */
  parkedSince = 0;
  /** Up to here the hold's time was credited to its route. */
  creditedUntil = 0;
  routeSource: RouteSource | undefined = undefined;
}
