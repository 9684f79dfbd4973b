import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { exporterArguments } from "../baseline/exporter-arguments.ts";
import { awaitReady } from "./await-ready.ts";
import { childEnv } from "./child-env.ts";
import type { Child } from "./child.ts";
import type { Processes } from "./processes.ts";
import type { RunFolder } from "./run-folder.ts";

/** What a postgres_exporter asks, and where it answers. */
export interface PostgresExporterAddress {
  /** Of the database whose tables it reads; it connects as this user. */
  readonly databaseUrl: string;
  readonly port: number;
  /** Of its log and of its file of targets. @default "postgres-exporter" */
  readonly name?: string;
}

const COMMAND = "postgres_exporter";
const ANSWER_MS = 5000;

/** Starts postgres_exporter, which the baseline of that name reads, and has Prometheus scrape it as job `postgres`. */
export async function startPostgresExporter(
  processes: Processes,
  folder: RunFolder,
  { databaseUrl, port, name = "postgres-exporter" }: PostgresExporterAddress,
  signal: AbortSignal,
): Promise<Child> {
  const source = new URL(databaseUrl);
  // Its driver wants TLS by default, which a server of a drill does not have.
  source.searchParams.set("sslmode", "disable");
  const child = await processes.start({
    name: "postgres_exporter",
    command: COMMAND,
    args: [
      `--web.listen-address=127.0.0.1:${port}`,
      ...exporterArguments(await printedVersion(signal)),
    ],
    // Not an argument: any user of the machine reads those, and the password is in it. The exporter's log leaves it out.
    env: childEnv({ DATA_SOURCE_NAME: source.href }),
    cwd: folder.path,
    logFile: folder.log(name),
  });
  await awaitReady(child, `http://127.0.0.1:${port}/metrics`, signal);
  folder.writeTargets(name, [`127.0.0.1:${port}`], { job: "postgres" });
  return child;
}

/** What it prints for its version; nothing when it cannot be run, which its start will tell. */
async function printedVersion(signal: AbortSignal): Promise<string> {
  try {
    const options = { timeout: ANSWER_MS, signal };
    const { stdout, stderr } = await promisify(execFile)(COMMAND, ["--version"], options);
    return stdout + stderr;
  } catch {
    return "";
  }
}
