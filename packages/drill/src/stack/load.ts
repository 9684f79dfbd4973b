import { existsSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { K6CsvReader } from "../score/k6-csv.ts";
import type { UserRequest } from "../score/user-request.ts";
import { childEnv } from "./child-env.ts";
import type { Child } from "./child.ts";
import type { Processes } from "./processes.ts";
import { LOAD_SCRIPTS } from "./repository.ts";
import type { RunFolder } from "./run-folder.ts";

/** How much load, on what, and where its metrics go. */
export interface LoadSpec {
  readonly baseUrl: string;
  readonly prometheusUrl: string;
  /** Requests per second over all routes. */
  readonly rate: number;
  /** Upper bound; the load stops by itself then. */
  readonly seconds: number;
  /** Script of k6/, without `.ts`. @default "money" */
  readonly script?: string;
  /** Tells loads of one run apart. @default the script */
  readonly name?: string;
  /** What the script reads beside BASE_URL, DURATION and RATE. @default {} */
  readonly env?: Readonly<Record<string, string>>;
}

/** A running k6. */
export interface Load {
  /** Tells loads of one run apart. */
  readonly name: string;
  readonly child: Child;
  /** The requests that finished since the last call. */
  newRequests(): Promise<UserRequest[]>;
}

/** Starts k6 with a script of k6/; every request goes to the run's CSV, the sums to Prometheus. */
export async function startLoad(
  processes: Processes,
  folder: RunFolder,
  spec: LoadSpec,
): Promise<Load> {
  const { script = "money", name = script } = spec;
  const csv = folder.k6Csv(name);
  const child = await processes.start({
    name: `k6 (${name})`,
    command: "k6",
    args: [
      "run",
      "--no-usage-report",
      "--quiet",
      "--no-color",
      "--address=", // No control port.
      `--tag=load=${name}`, // Two loads of one run would write the same series.
      "--out=experimental-prometheus-rw",
      `--out=csv=${csv}`,
      join(LOAD_SCRIPTS, `${script}.ts`),
    ],
    env: childEnv({
      BASE_URL: spec.baseUrl,
      DURATION: `${spec.seconds}s`,
      RATE: String(spec.rate),
      K6_PROMETHEUS_RW_SERVER_URL: `${spec.prometheusUrl}/api/v1/write`,
      K6_PROMETHEUS_RW_PUSH_INTERVAL: "1s",
      K6_PROMETHEUS_RW_TREND_STATS: "p(95),max",
      K6_CSV_TIME_FORMAT: "unix_milli",
      K6_CSV_SAVE_INTERVAL: "500ms",
      ...spec.env,
    }),
    cwd: folder.path,
    logFile: folder.log(`k6-${name}`),
    // Ends the run at once; requests that still hang are no longer waited for.
    stopSignal: "SIGINT",
  });
  return { name, child, newRequests: readGrowing(csv) };
}

/** Reads what a file has gained since the last call; nothing while it is not there. */
function readGrowing(file: string): () => Promise<UserRequest[]> {
  const reader = new K6CsvReader();
  const decoder = new TextDecoder();
  let position = 0;
  return async () => {
    if (!existsSync(file)) return [];
    const handle = await open(file);
    try {
      const { size } = await handle.stat();
      const buffer = Buffer.alloc(size - position);
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
      position += bytesRead;
      return reader.read(decoder.decode(buffer.subarray(0, bytesRead), { stream: true }));
    } finally {
      await handle.close();
    }
  };
}
