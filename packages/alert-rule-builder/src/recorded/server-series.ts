import { ATTRIBUTE, prometheusLabel } from "@plimsoll/catalog";
import { type RecordedSeries, series } from "./series.ts";

/** Keys of the group `plimsoll-server`. */
export type ServerKey =
  | "serverClaim"
  | "serverUsable"
  | "serverUsed"
  | "serverClaimed"
  | "serverLag";

const SERVER = [prometheusLabel(ATTRIBUTE.serverAddress), prometheusLabel(ATTRIBUTE.serverPort)];

/** The server's connections and its lag, as the opt-in probe sees them. */
export const SERVER_SERIES: Readonly<Record<ServerKey, RecordedSeries>> = {
  serverClaim: series(
    "plimsoll:server_claim:sum",
    "connections",
    "Connections that a service's pools may open on a server: instances × limit. No pool label.",
    SERVER,
  ),
  serverUsable: series(
    "plimsoll:server_usable:max",
    "connections",
    "Connections that the server gives to ordinary roles. No service or pool label, as the next three.",
    SERVER,
  ),
  serverUsed: series(
    "plimsoll:server_used:ratio",
    "0..1",
    "Client connections of the server over those that it gives.",
    SERVER,
  ),
  serverClaimed: series(
    "plimsoll:server_claimed:ratio",
    "ratio",
    "Connections that all pools may open over those that the server gives; over 1 they do not fit.",
    SERVER,
  ),
  serverLag: series(
    "plimsoll:server_replication_lag:max",
    "s",
    "Replication lag, while the probe succeeds.",
    SERVER,
  ),
};
