import { ATTRIBUTE, POOL_METRICS, prometheusLabel, SERVER_METRICS } from "@plimsoll/catalog";
import { perServer, SERVER_LABELS, perService } from "../pool-labels.ts";
import { aggregate, binary, type Expression } from "../promql.ts";
import { recorded } from "../recorded.ts";
import type { ServerKey } from "../recorded/server-series.ts";
import type { Thresholds } from "../thresholds.ts";
import { newest } from "./inputs.ts";

const SERVER = [prometheusLabel(ATTRIBUTE.serverAddress), prometheusLabel(ATTRIBUTE.serverPort)];

/** What pools may open on each server, and what the server says of itself. */
export function serverRecordings(thresholds: Thresholds): Readonly<Record<ServerKey, Expression>> {
  const fresh = thresholds.probeFreshSeconds;
  const limit = newest(POOL_METRICS.limit, thresholds.rateWindowSeconds);
  // Two instances report for a moment when the election changes hands: the highest of each kind, then their sum.
  const connections = perServer("max", newest(SERVER_METRICS.connections, fresh), [
    prometheusLabel(ATTRIBUTE.serverState),
    prometheusLabel(ATTRIBUTE.application),
  ]);
  const probed = perServer("max", newest(SERVER_METRICS.probeSuccess, fresh));
  const lag = perServer("max", newest(SERVER_METRICS.replicationLagSeconds, fresh));
  return {
    serverClaim: perService("sum", limit, SERVER),
    serverUsable: binary(perServer("max", newest(SERVER_METRICS.usableConnections, fresh)), ">", 0),
    serverUsed: binary(aggregate("sum", SERVER_LABELS, connections), "/", recorded("serverUsable")),
    serverClaimed: binary(
      aggregate("sum", SERVER_LABELS, recorded("serverClaim")),
      "/",
      recorded("serverUsable"),
    ),
    serverLag: binary(lag, "and", binary(probed, "==", 1)),
  };
}
