import { fillStep, type Placeholder, type RunbookStep } from "@plimsoll/alert-rule-builder";
import { execFile, spawnSync } from "node:child_process";
import { Client } from "pg";
import type { PrometheusClient } from "../../src/prometheus/prometheus-client.ts";

/** One line of an answer: labels and `value` of a series, columns of a row, or `code` and `output` of a command. */
// oxlint-disable-next-line typescript/no-explicit-any -- each drill knows the columns that its step has
export type Row = Readonly<Record<string, any>>;

/** What a step is run on. */
export interface StepTarget {
  readonly prometheus: PrometheusClient;
  /** The database of the service, as somebody who may see every session. */
  readonly databaseUrl: string;
  readonly values: Partial<Record<Placeholder, string>>;
}

const COMMAND_MS = 15_000;

/**
 * Runs one step as its reader would, with the placeholders filled in.
 * @throws what Prometheus or PostgreSQL says of a query that it does not take
 */
export async function runStep(step: RunbookStep, target: StepTarget): Promise<Row[]> {
  const text = fillStep(step.text, target.values);
  if (step.language === "promql") {
    const series = await target.prometheus.now(text);
    return series.map(({ labels, points }) => ({ ...labels, value: points[0]?.[1] }));
  }
  if (step.language === "sql") return queryRows(target.databaseUrl, text);
  return [await runCommand(text, target.databaseUrl)];
}

/** The program of a command that is not on the PATH; undefined when the step can be run. */
export function missingProgram({ language, text }: RunbookStep): string | undefined {
  const [program = ""] = text.split(" ");
  if (language !== "sh") return undefined;
  const { status } = spawnSync("bash", ["-c", `command -v ${program}`]);
  return status === 0 ? undefined : program;
}

/** The rows of a statement, on a connection of its own that no drill takes for one of the app's. */
export async function queryRows(databaseUrl: string, text: string): Promise<Row[]> {
  const url = new URL(databaseUrl);
  url.searchParams.set("application_name", "on-call");
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    return (await client.query(text)).rows as Row[];
  } finally {
    await client.end();
  }
}

function runCommand(text: string, databaseUrl: string): Promise<Row> {
  return new Promise((resolve) => {
    const env = { ...process.env, DATABASE_URL: databaseUrl };
    execFile("bash", ["-c", text], { env, timeout: COMMAND_MS }, (error, stdout, stderr) => {
      resolve({ code: error ? (error.code ?? 1) : 0, output: stdout + stderr });
    });
  });
}
