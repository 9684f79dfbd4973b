import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Dialect } from "@plimsoll/catalog";
import { freeAddresses, startServer } from "../traces/server.ts";

const RULES = fileURLToPath(
  new URL("../../../../../alerts/plimsoll-pool.rules.yml", import.meta.url),
);

/** Which Prometheus, and how the app's metrics reach it. */
export interface PrometheusKind {
  readonly command: "prometheus" | "prometheus-3";
  readonly dialect: Dialect;
}

/** A series and its newest value. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A rule as Prometheus has loaded it. */
export interface LoadedRule {
  readonly name: string;
  readonly query: string;
  readonly type: "recording" | "alerting";
  readonly health: string;
  readonly lastError?: string;
}

/** A running Prometheus with the rules. */
export interface Prometheus {
  readonly url: string;
  readonly kind: PrometheusKind;
  query(expression: string): Promise<readonly Sample[]>;
  rules(): Promise<readonly LoadedRule[]>;
  /** Answers of its HTTP API, `data` alone. */
  api(path: string, parameters?: Readonly<Record<string, string>>): Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts a Prometheus that scrapes `target`, or waits for OTLP; its files lie in `folder`. */
export async function startPrometheus(
  folder: string,
  kind: PrometheusKind,
  target: string,
): Promise<Prometheus> {
  const [address = ""] = await freeAddresses(1);
  const url = `http://${address}`;
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "prometheus.yml");
  writeFileSync(file, configuration(kind.dialect, target));
  // The committed rules, but that none waits for longer than 5 s to be evaluated.
  const rules = readFileSync(RULES, "utf8").replaceAll(/interval: (15s|1m)$/gm, "interval: 5s");
  writeFileSync(join(folder, "plimsoll.rules.yml"), rules);
  const { stop } = await startServer({
    command: kind.command,
    args: [
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=${address}`,
      ...(kind.dialect === "otlp" ? ["--web.enable-otlp-receiver"] : []),
    ],
    health: `${url}/-/ready`,
  });
  return { ...client(url), kind, stop };
}

/** What of its HTTP API is asked here. */
function client(url: string): Omit<Prometheus, "kind" | "stop"> {
  const api: Prometheus["api"] = (path, parameters = {}) => ask(url, path, parameters);
  return {
    url,
    api,
    async query(expression) {
      const { result } = (await api("query", { query: expression })) as QueryData;
      return result.map(({ metric, value: [, value] }) => ({
        labels: metric,
        value: Number(value),
      }));
    },
    async rules() {
      const { groups } = (await api("rules")) as { groups: { rules: LoadedRule[] }[] };
      return groups.flatMap(({ rules }) => rules);
    },
  };
}

interface QueryData {
  readonly result: readonly {
    readonly metric: Record<string, string>;
    readonly value: readonly [number, string];
  }[];
}

// The labels that rules read without a join with target_info: DESIGN's "promotion in the OTLP path".
function configuration(dialect: Dialect, target: string): string {
  const common = `global: { scrape_interval: 1s, scrape_timeout: 1s }\nrule_files: [plimsoll.rules.yml]\n`;
  if (dialect === "js-scrape")
    return `${common}scrape_configs:\n  - job_name: app\n    static_configs: [{ targets: ["${target}"] }]\n`;
  const promoted = ["service.name", "service.instance.id", "deployment.environment.name"];
  return `${common}otlp: { promote_resource_attributes: ${JSON.stringify(promoted)} }\n`;
}

async function ask(
  url: string,
  path: string,
  parameters: Readonly<Record<string, string>>,
): Promise<unknown> {
  const answer = await fetch(`${url}/api/v1/${path}?${new URLSearchParams(parameters).toString()}`);
  const { status, data, error } = (await answer.json()) as {
    status: string;
    data: unknown;
    error?: string;
  };
  if (status !== "success") throw new Error(`prometheus: ${path}: ${error}`);
  return data;
}
