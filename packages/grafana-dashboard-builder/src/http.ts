import { recorded, sumOrZero } from "./promql.ts";

/** HTTP responses per second that failed, that took over 1 s, and all, of the services that `matchers` choose. */
export interface HttpRates {
  readonly all: string;
  readonly failed: string;
  readonly slow: string;
}

/** Recorded by route; a failed one exists only once a request has failed, hence the zero. */
export function httpRates(matchers: string): HttpRates {
  const all = recorded("routeRequests", matchers);
  return {
    all: `sum(${all})`,
    failed: sumOrZero(recorded("routeFailed", matchers), all),
    slow: `sum(${recorded("routeSlow", matchers)})`,
  };
}
