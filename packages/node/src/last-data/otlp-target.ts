import { protocolOf, type Signal } from "../otlp-protocol.ts";
import { require } from "../require-here.ts";

type NodeHttp = typeof import("@opentelemetry/otlp-exporter-base/node-http");

/** Where and how requests with one signal are sent by HTTP. Plain data, to be handed to another thread. */
export interface HttpTarget {
  readonly signal: Signal;
  readonly protocol: "http";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly isZipped: boolean;
}

/** By gRPC the sending thread reads the variables itself. */
export interface GrpcTarget {
  readonly signal: Signal;
  readonly protocol: "grpc";
}

export type OtlpTarget = GrpcTarget | HttpTarget;

/** Where the checked variables send `signal`, as upstream's exporters read them. */
export async function readTarget(signal: Signal, env: NodeJS.ProcessEnv): Promise<OtlpTarget> {
  const protocol = protocolOf(env, signal);
  if (protocol === "grpc") return { signal, protocol };
  const { convertLegacyHttpOptions } =
    require("@opentelemetry/otlp-exporter-base/node-http") as NodeHttp;
  const type = protocol === "http/json" ? "application/json" : "application/x-protobuf";
  const options = convertLegacyHttpOptions({}, signal, `v1/${signal.toLowerCase()}`, {
    "Content-Type": type,
  });
  return {
    signal,
    protocol: "http",
    url: options.url,
    headers: await options.headers(),
    isZipped: options.compression === "gzip",
  };
}
