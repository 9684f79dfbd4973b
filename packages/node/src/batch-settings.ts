/** How a batch processor of the SDK queues and sends, as its options are called. */
export interface BatchSettings {
  readonly maxQueueSize: number;
  readonly scheduledDelayMillis: number;
  readonly exportTimeoutMillis: number;
  readonly maxExportBatchSize: number;
}

/**
 * What the checked variables `OTEL_BSP_*` (spans) or `OTEL_BLRP_*` (log records) say, and the specification's defaults.
 * Source: https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export function batchSettings(env: NodeJS.ProcessEnv, processor: "BLRP" | "BSP"): BatchSettings {
  const setting = (name: string, byDefault: number): number =>
    Number(env[`OTEL_${processor}_${name}`] || byDefault);
  return {
    maxQueueSize: setting("MAX_QUEUE_SIZE", 2048),
    scheduledDelayMillis: setting("SCHEDULE_DELAY", processor === "BSP" ? 5000 : 1000),
    exportTimeoutMillis: setting("EXPORT_TIMEOUT", 30_000),
    maxExportBatchSize: setting("MAX_EXPORT_BATCH_SIZE", 512),
  };
}
