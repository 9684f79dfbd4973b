const ANSWER_MS = 10_000;

/** Prometheus does not answer as Prometheus does. */
export class PrometheusError extends Error {
  readonly code = "PLIMSOLL_PROMETHEUS";

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "PrometheusError";
  }
}

/** The HTTP API of one Prometheus, or of what speaks it. */
export interface PrometheusApi {
  readonly url: string;
  /** The `data` of an answer; undefined where this server has no such path. @throws PrometheusError */
  readonly get: (path: string, query?: Readonly<Record<string, string>>) => Promise<unknown>;
}

/** The API at `url`, which has no slash at its end. */
export function prometheusApi(url: string): PrometheusApi {
  return {
    url,
    get: async (path, query = {}) => {
      const address = `${url}/api/v1/${path}?${new URLSearchParams(query).toString()}`;
      const response = await answer(url, address);
      if (response.status === 404 || response.status === 501) return undefined;
      const body = await json(url, path, response);
      if (body.status === "success") return body.data;
      throw new PrometheusError(
        `${url} refused ${path} with ${response.status}: ${body.error ?? "no reason given"}.`,
      );
    },
  };
}

async function answer(url: string, address: string): Promise<Response> {
  try {
    return await fetch(address, { signal: AbortSignal.timeout(ANSWER_MS) });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PrometheusError(
      `${url} does not answer (${reason}). Is that Prometheus' address, and can it be reached from here?`,
      { cause: error },
    );
  }
}

interface Body {
  readonly status?: unknown;
  readonly data?: unknown;
  readonly error?: string;
}

async function json(url: string, path: string, response: Response): Promise<Body> {
  const text = await response.text();
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === "object" && body !== null) return body;
  } catch {
    // Told below.
  }
  throw new PrometheusError(
    `${url} answered ${path} with ${response.status} and no JSON: this is not Prometheus' API, or a login stands before it. For Mimir the address ends in /prometheus.`,
  );
}
