import type { Upstream } from "./prometheus-proxy.ts";
import { ViewerError } from "./viewer-error.ts";

/**
 * Reads the address of a Prometheus, such as `http://127.0.0.1:9090` or `https://user:password@host/prometheus`. Credentials
 * become a header and are printed nowhere.
 *
 * @throws ViewerError `PLIMSOLL_WRONG_USE`
 */
export function readUpstream(address: string): Upstream {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !["http:", "https:"].includes(url.protocol)) {
    // The value is not repeated: it may hold a password.
    throw new ViewerError(
      "PLIMSOLL_WRONG_USE",
      "--prometheus must be an http or https URL, such as http://127.0.0.1:9090",
    );
  }
  const { username, password, origin, pathname } = url;
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return {
    base: `${origin}${pathname.replace(/\/+$/, "")}`,
    authorization:
      credentials === ":" ? undefined : `Basic ${Buffer.from(credentials).toString("base64")}`,
  };
}
