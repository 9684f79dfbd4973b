/** One series of an answer: a range query fills `values`, an instant one `value`; times in seconds. */
export interface PrometheusSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly values?: readonly (readonly [number, string])[];
  readonly value?: readonly [number, string];
}

/** What `/api/v1/query` and `/api/v1/query_range` answer. A scalar has one value and no labels. */
export type PrometheusResult =
  | { readonly resultType: "matrix"; readonly result: readonly PrometheusSeries[] }
  | { readonly resultType: "vector"; readonly result: readonly PrometheusSeries[] }
  | { readonly resultType: "scalar"; readonly result: readonly [number, string] };

/** An alert of `/api/v1/alerts`. */
export interface PrometheusAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: "pending" | "firing";
  readonly activeAt: string;
}

/** Asks an expression; as a form, because an expression may outgrow a URL. */
export async function query(
  path: "query" | "query_range",
  parameters: Readonly<Record<string, string>>,
): Promise<readonly PrometheusSeries[]> {
  const body = new URLSearchParams(parameters);
  const answer = await ask<PrometheusResult>(path, { method: "POST", body });
  return answer.resultType === "scalar" ? [{ metric: {}, value: answer.result }] : answer.result;
}

/** Values of a label, of the series that a selector matches. */
export function labelValues(label: string, selector: string): Promise<string[]> {
  const parameters = selector === "" ? "" : `?${new URLSearchParams({ "match[]": selector })}`;
  return ask<string[]>(`label/${encodeURIComponent(label)}/values${parameters}`);
}

/** Pending and firing alerts. */
export async function alerts(): Promise<readonly PrometheusAlert[]> {
  return (await ask<{ readonly alerts: readonly PrometheusAlert[] }>("alerts")).alerts;
}

/** A sample's value: Prometheus writes its infinities as no JavaScript number. */
export function sampleValue(text: string): number {
  return Number(text.replace("Inf", "Infinity"));
}

async function ask<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await fetch(`/api/v1/${path}`, init);
  const answer = (await response.json()) as { status: string; data: T; error?: string };
  if (answer.status !== "success") throw new Error(answer.error ?? `HTTP ${response.status}`);
  return answer.data;
}
