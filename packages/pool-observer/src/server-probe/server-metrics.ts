import { ATTRIBUTE, SERVER_METRICS, type ServerMetric } from "@plimsoll/catalog";
import type {
  Attributes,
  BatchObservableCallback,
  Meter,
  ObservableGauge,
} from "@opentelemetry/api";
import type { ServerProbe } from "./server-probe.ts";
import type { ServerProbes } from "./server-probes.ts";

/** Takes one number of a server: which metric, its value, and all of its attributes. */
export type ObserveServer = (metric: ServerMetric, value: number, attributes: Attributes) => void;

/** Gives every number that the probes have now to `observe`. A probe that failed has `probe_success` alone. */
export function observeServers(probes: ServerProbes, observe: ObserveServer): void {
  for (const probe of probes.all()) observeServer(probe, observe);
}

function observeServer(probe: ServerProbe, observe: ObserveServer): void {
  const state = probe.state();
  if (state === undefined) return;
  const { attributes } = probe;
  const { reading } = state;
  observe("probeSuccess", state.isSuccess ? 1 : 0, attributes);
  if (reading === undefined) return;
  observe("probeSeconds", state.probeSeconds, attributes);
  observe("maxConnections", reading.maxConnections, attributes);
  observe("usableConnections", reading.usableConnections, attributes);
  observe("lockWaiters", reading.lockWaiters, attributes);
  observe("oldestTransactionSeconds", reading.oldestTransactionSeconds, attributes);
  observe("inRecovery", reading.isInRecovery ? 1 : 0, attributes);
  if (reading.replicationLagSeconds !== null)
    observe("replicationLagSeconds", reading.replicationLagSeconds, attributes);
  for (const { state, application, count } of reading.connections)
    observe("connections", count, {
      ...attributes,
      [ATTRIBUTE.serverState]: state,
      [ATTRIBUTE.application]: application,
    });
}

/**
 * Reports every server of `probes` through `meter`. The metrics SDK shows a series that is no longer observed at its last value for ever; so a
 * series that has no number any more is reported as 0, `probe_success` among them.
 *
 * @returns a function that stops it
 */
export function reportServers(probes: ServerProbes, meter: Meter): () => void {
  const gauges = createGauges(meter);
  const reported = new Map<string, readonly [ServerMetric, Attributes]>();
  const callback: BatchObservableCallback = (result) => {
    const gone = new Map(reported);
    observeServers(probes, (metric, value, attributes) => {
      const series = `${metric} ${JSON.stringify(attributes)}`;
      gone.delete(series);
      reported.set(series, [metric, attributes]);
      result.observe(gauges[metric], value, attributes);
    });
    for (const [metric, attributes] of gone.values()) result.observe(gauges[metric], 0, attributes);
  };
  const all = Object.values(gauges);
  meter.addBatchObservableCallback(callback, all);
  return () => meter.removeBatchObservableCallback(callback, all);
}

function createGauges(meter: Meter): Record<ServerMetric, ObservableGauge> {
  const gauges = Object.entries(SERVER_METRICS).map(([key, { name, description, unit }]) => [
    key,
    meter.createObservableGauge(name, { description, unit }),
  ]);
  return Object.fromEntries(gauges) as Record<ServerMetric, ObservableGauge>;
}
