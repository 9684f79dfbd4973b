import type { Page } from "playwright-core";

/** What a page asked of Prometheus, and what it was answered. */
export interface Asked {
  /** Queries without an answer yet. */
  pending(): number;
  /** Number of series in the last answer to an expression of a dashboard; undefined when it was not asked. */
  seriesOf(expr: string): number | undefined;
}

/** Listens to a page's queries from now on. */
export function askedOf(page: Page): Asked {
  let pending = 0;
  const answers = new Map<string, number>();
  page.on("request", (request) => {
    if (isQuery(request.url())) pending += 1;
  });
  page.on("requestfailed", (request) => {
    if (isQuery(request.url())) pending -= 1;
  });
  page.on("response", (response) => {
    if (!isQuery(response.url())) return;
    const query = new URLSearchParams(response.request().postData() ?? "").get("query") ?? "";
    void response
      .json()
      .then(({ data }: Answer) => answers.set(query, data?.result.length ?? -1))
      // A page that is closed takes its answers along.
      .catch(() => {})
      .finally(() => (pending -= 1));
  });
  return {
    pending: () => pending,
    seriesOf(expr) {
      const pattern = patternOf(expr);
      return [...answers].findLast(([query]) => pattern.test(query))?.[1];
    },
  };
}

interface Answer {
  readonly data?: { readonly result: readonly unknown[] };
}

function isQuery(url: string): boolean {
  return /\/api\/v1\/query(?:_range)?$/.test(url);
}

/** The expression with anything in the place of its variables. */
function patternOf(expr: string): RegExp {
  const parts = expr.split(/\$\{\w+(?::\w+)?\}|\$\w+/);
  const escaped = parts.map((part) => part.replaceAll(/[\\^$*+?.()|[\]{}]/g, String.raw`\$&`));
  return new RegExp(`^${escaped.join(String.raw`[^"\]]*`)}$`, "s");
}
