import type { OtlpProtocol } from "../otlp-protocol.ts";
import { require } from "../require-here.ts";

type Transformer = typeof import("@opentelemetry/otlp-transformer");

/** The body of the request that sends these items. */
export type Serializer<T> = (items: T[]) => Uint8Array | undefined;

type Kind = "Logs" | "Trace";
type Items<K extends Kind> = Parameters<Transformer[`Json${K}Serializer`]["serializeRequest"]>[0];

/** The serialiser for spans or log records that the exporter for `protocol` uses too. */
export function serializerOf<K extends Kind>(
  kind: K,
  protocol: OtlpProtocol,
): (items: Items<K>) => Uint8Array | undefined {
  const transformer = require("@opentelemetry/otlp-transformer") as Transformer;
  const serializer =
    transformer[`${protocol === "http/json" ? "Json" : "Protobuf"}${kind}Serializer`];
  return (items) =>
    (serializer.serializeRequest as (all: Items<K>) => Uint8Array | undefined)(items);
}

/** The body of the request that sends metrics. */
export function metricsSerializerOf(
  protocol: OtlpProtocol,
): Transformer["JsonMetricsSerializer"]["serializeRequest"] {
  const { JsonMetricsSerializer, ProtobufMetricsSerializer } =
    require("@opentelemetry/otlp-transformer") as Transformer;
  return protocol === "http/json"
    ? (metrics) => JsonMetricsSerializer.serializeRequest(metrics)
    : (metrics) => ProtobufMetricsSerializer.serializeRequest(metrics);
}

// The batch size of the SDK's own processors: a receiver takes at least that.
const BATCH_SIZE = 512;

/** Bodies of at most 512 items each. */
export function inBatches<T>(items: readonly T[], serialize: Serializer<T>): Uint8Array[] {
  const bodies: Uint8Array[] = [];
  for (let at = 0; at < items.length; at += BATCH_SIZE) {
    const body = serialize(items.slice(at, at + BATCH_SIZE));
    if (body !== undefined) bodies.push(body);
  }
  return bodies;
}
