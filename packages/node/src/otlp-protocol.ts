/** The three kinds of telemetry, spelled as in the variables. */
export type Signal = "LOGS" | "METRICS" | "TRACES";

export type OtlpProtocol = "grpc" | "http/json" | "http/protobuf";

/** The protocol that the checked variables choose for `signal`. */
export function protocolOf(env: NodeJS.ProcessEnv, signal: Signal): OtlpProtocol {
  const chosen = env[`OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`] || env["OTEL_EXPORTER_OTLP_PROTOCOL"];
  return chosen === "grpc" || chosen === "http/json" ? chosen : "http/protobuf";
}
