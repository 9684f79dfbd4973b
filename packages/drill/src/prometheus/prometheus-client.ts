import { DrillError } from "../drill-error.ts";

/** One series of an answer; times in Unix seconds. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly (readonly [at: number, value: number])[];
}

/** Reads a Prometheus. Every call is bounded to 5 s. */
export interface PrometheusClient {
  /** The series of `expression` now, each with one point. */
  now(expression: string): Promise<Series[]>;
  range(expression: string, from: number, to: number, stepSeconds: number): Promise<Series[]>;
  version(): Promise<string>;
}

const ANSWER_MS = 5000;

interface RawSeries {
  metric: Record<string, string>;
  value?: [number, string];
  values?: [number, string][];
}

/** A client of the Prometheus at `url`. */
export function prometheusClient(url: string, signal: AbortSignal): PrometheusClient {
  const ask = async (path: string, query: Record<string, string>): Promise<unknown> => {
    const timeout = AbortSignal.timeout(ANSWER_MS);
    const response = await fetch(`${url}/api/v1/${path}?${String(new URLSearchParams(query))}`, {
      signal: AbortSignal.any([signal, timeout]),
    });
    const body = (await response.json()) as { data?: unknown; error?: string };
    if (response.ok) return body.data;
    throw new DrillError(
      "PLIMSOLL_RUN_FAILED",
      `Prometheus: ${path} ${JSON.stringify(query)} was answered with ${response.status}: ${body.error}`,
    );
  };
  return {
    now: async (expression) => readSeries(await ask("query", { query: expression })),
    range: async (expression, from, to, stepSeconds) =>
      readSeries(
        await ask("query_range", {
          query: expression,
          start: String(from),
          end: String(to),
          step: String(stepSeconds),
        }),
      ),
    version: async () => ((await ask("status/buildinfo", {})) as { version: string }).version,
  };
}

function readSeries(data: unknown): Series[] {
  const { result } = data as { result: RawSeries[] };
  return result.map(({ metric, value, values }) => ({
    labels: metric,
    points: (values ?? (value ? [value] : [])).map(([at, text]) => [at, Number(text)] as const),
  }));
}
