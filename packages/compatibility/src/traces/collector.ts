import { fileURLToPath } from "node:url";
import type { OtlpAddresses } from "./jaeger.ts";
import { freeAddresses, startServer } from "./server.ts";

const CONFIG = fileURLToPath(new URL("../../../../../compose/otelcol.yaml", import.meta.url));

/** A running Collector that passes on what it is sent. */
export interface Collector {
  readonly otlp: OtlpAddresses;
  stop(): Promise<void>;
}

/** Starts the Collector with the very file that compose.yaml mounts, on free ports of 127.0.0.1; it sends to `target`. */
export async function startCollector(target: OtlpAddresses): Promise<Collector> {
  const [http = "", grpc = "", health = ""] = await freeAddresses(3);
  const server = await startServer({
    command: "otelcol",
    args: [`--config=${CONFIG}`],
    env: {
      OTLP_HTTP_LISTEN: http,
      OTLP_GRPC_LISTEN: grpc,
      HEALTH_LISTEN: health,
      JAEGER_OTLP_ENDPOINT: target.http,
    },
    health: `http://${health}/`,
  });
  return { otlp: { http: `http://${http}`, grpc: `http://${grpc}` }, stop: server.stop };
}
