import { type Metadata, Server, ServerCredentials } from "@grpc/grpc-js";

export interface GrpcRequest {
  readonly service: string;
  readonly metadata: Metadata;
  readonly body: Buffer;
}

const SERVICES = ["logs.v1.LogsService", "metrics.v1.MetricsService", "trace.v1.TraceService"];

/** Takes OTLP over gRPC on a free loopback port and keeps what came, as it came. */
export async function startGrpcReceiver(): Promise<{
  readonly url: string;
  readonly requests: readonly GrpcRequest[];
  stop(): void;
}> {
  const requests: GrpcRequest[] = [];
  const server = new Server();
  for (const service of SERVICES)
    server.addService(
      {
        Export: {
          path: `/opentelemetry.proto.collector.${service}/Export`,
          requestStream: false,
          responseStream: false,
          requestSerialize: (body: Buffer) => body,
          requestDeserialize: (body: Buffer) => body,
          responseSerialize: (body: Buffer) => body,
          responseDeserialize: (body: Buffer) => body,
        },
      },
      {
        Export: (
          call: { request: Buffer; metadata: Metadata },
          answer: (error: null, body: Buffer) => void,
        ) => {
          requests.push({ service, metadata: call.metadata, body: call.request });
          answer(null, Buffer.alloc(0));
        },
      },
    );
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
  return { url: `http://127.0.0.1:${port}`, requests, stop: () => server.forceShutdown() };
}
