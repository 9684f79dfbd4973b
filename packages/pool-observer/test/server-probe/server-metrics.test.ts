import { SERVER_METRICS } from "@plimsoll/catalog";
import { AggregationTemporality, MeterProvider, MetricReader } from "@opentelemetry/sdk-metrics";
import t from "tap";
import { reportServers } from "../../src/index.ts";
import { ScriptedServer } from "./scripted-server.ts";

class ManualReader extends MetricReader {
  constructor() {
    super({ aggregationTemporalitySelector: () => AggregationTemporality.CUMULATIVE });
  }
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

function report(server: ScriptedServer) {
  const reader = new ManualReader();
  const meter = new MeterProvider({ readers: [reader] }).getMeter("test");
  const stop = reportServers(server.probes, meter);
  const collect = async () => {
    const { resourceMetrics } = await reader.collect();
    return new Map(
      resourceMetrics.scopeMetrics
        .flatMap(({ metrics }) => metrics)
        .map(({ descriptor, dataPoints }) => [
          descriptor.name,
          { unit: descriptor.unit, values: dataPoints.map(({ value }) => value) },
        ]),
    );
  };
  return { stop, collect };
}

t.test(
  "every server metric of the catalogue is reported with its unit, and no other",
  async (t) => {
    const server = new ScriptedServer();
    server.reading = { ...server.reading, replicationLagSeconds: 0.5 };
    server.probes.offer(server.source());
    await server.pass(1);
    const seen = await report(server).collect();
    const wanted = Object.values(SERVER_METRICS);
    t.same([...seen.keys()].toSorted(), wanted.map(({ name }) => name).toSorted());
    for (const { name, unit } of wanted) t.equal(seen.get(name)?.unit, unit, name);
    t.same(seen.get("plimsoll.server.connections")?.values, [2]);
    t.same(seen.get("plimsoll.server.replication_lag_seconds")?.values, [0.5]);
  },
);

t.test("in a metrics SDK, which keeps every series, what is not known any more is 0", async (t) => {
  const server = new ScriptedServer();
  server.probes.offer(server.source());
  const { collect } = report(server);
  t.equal((await collect()).size, 0, "nothing before it is elected");
  await server.pass(1);
  t.same((await collect()).get("plimsoll.server.usable_connections")?.values, [97]);
  server.isDown = true;
  await server.pass(10);
  const seen = await collect();
  t.same(seen.get("plimsoll.server.probe_success")?.values, [0]);
  t.same(seen.get("plimsoll.server.usable_connections")?.values, [0]);
  t.same(seen.get("plimsoll.server.connections")?.values, [0]);
  server.isDown = false;
  await server.pass(60);
  t.same((await collect()).get("plimsoll.server.usable_connections")?.values, [97]);
});

t.test("nothing is observed after the report was stopped", async (t) => {
  const server = new ScriptedServer();
  server.probes.offer(server.source());
  await server.pass(1);
  const { stop, collect } = report(server);
  stop();
  t.equal((await collect()).size, 0);
});
