import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Client } from "pg";
import type { StackUrls } from "../stack/stack.ts";
import type { PrometheusClient } from "../prometheus/prometheus-client.ts";

/** Versions of what took part, as each says itself; "unknown" when it says none. */
export interface ToolVersions {
  readonly node: string;
  readonly postgresql: string;
  readonly prometheus: string;
  readonly alertmanager: string;
  readonly k6: string;
}

const UNKNOWN = "unknown";
const ANSWER_MS = 5000;

/** Asks each tool. A tool that does not answer is "unknown": no run fails for a version. */
export async function readVersions(
  urls: StackUrls,
  prometheus: PrometheusClient,
): Promise<ToolVersions> {
  const [postgresql, prometheusVersion, alertmanager, k6] = await Promise.all([
    orUnknown(askPostgres(urls.database)),
    orUnknown(prometheus.version()),
    orUnknown(askAlertmanager(urls.alertmanager)),
    orUnknown(askK6()),
  ]);
  const node = process.version.slice(1);
  return { node, postgresql, prometheus: prometheusVersion, alertmanager, k6 };
}

async function orUnknown(version: Promise<string>): Promise<string> {
  try {
    return (await version) || UNKNOWN;
  } catch {
    return UNKNOWN;
  }
}

async function askPostgres(connectionString: string): Promise<string> {
  const client = new Client({ connectionString, connectionTimeoutMillis: ANSWER_MS });
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version: string }>("SHOW server_version");
    return rows[0]?.server_version ?? UNKNOWN;
  } finally {
    await client.end();
  }
}

async function askAlertmanager(url: string): Promise<string> {
  const response = await fetch(`${url}/api/v2/status`, { signal: AbortSignal.timeout(ANSWER_MS) });
  const status = (await response.json()) as { versionInfo?: { version?: string } };
  return status.versionInfo?.version ?? UNKNOWN;
}

async function askK6(): Promise<string> {
  const { stdout } = await promisify(execFile)("k6", ["version"], { timeout: ANSWER_MS });
  return /v(\d[\w.+-]*)/.exec(stdout)?.[1] ?? UNKNOWN;
}
