import type { Parties } from "../services.ts";

/** The account that everybody pays into. */
const HOT_ACCOUNT = 1;

/**
 * A transfer into the one account that all pay into, as into a merchant's on the day of a sale: each locks its row until its
 * COMMIT, so they queue. Into and not out of it, for its funds would end before the drill does.
 */
export function payHotAccount({ from, to }: Parties): Parties {
  return from === HOT_ACCOUNT ? { from, to } : { from, to: HOT_ACCOUNT };
}
