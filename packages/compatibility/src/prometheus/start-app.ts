import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const APP = fileURLToPath(new URL("../../../test/fixtures/every-series.mjs", import.meta.url));

/** Where the app's metrics go. */
export interface AppAddresses {
  readonly databaseUrl: string;
  readonly metricsPort: string;
  /** Base URL of a Prometheus with an OTLP receiver. */
  readonly otlp: string;
}

/** Starts the app that makes every series, and waits until it is under load. Ends it with `stop`. */
export async function startEverySeries(addresses: AppAddresses): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, ["--import", "@plimsoll/node", APP], {
    cwd: fileURLToPath(new URL(".", import.meta.url)),
    env: {
      PATH: process.env["PATH"],
      DATABASE_URL: addresses.databaseUrl,
      OTEL_SERVICE_NAME: "every-series",
      OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=test",
      OTEL_EXPORTER_PROMETHEUS_PORT: addresses.metricsPort,
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${addresses.otlp}/api/v1/otlp/v1/metrics`,
      OTEL_METRIC_EXPORT_INTERVAL: "1000",
      // Spans are made, dropped by the ratio and judged: that has metrics too. They are printed and not read.
      OTEL_TRACES_EXPORTER: "console",
      OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
      OTEL_TRACES_SAMPLER_ARG: "0",
      PLIMSOLL_LEAK_AFTER_SECONDS: "2",
      PLIMSOLL_SERVER_PROBE: "true",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  process.once("exit", () => child.kill("SIGKILL"));
  await Promise.race([once(child.stdout, "data"), ended(child)]);
  child.stdout.resume();
  return async () => {
    if (child.exitCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  };
}

async function ended(child: ChildProcess): Promise<never> {
  const [code] = await once(child, "exit");
  throw new Error(`every-series.mjs ended with code ${code}.`);
}
