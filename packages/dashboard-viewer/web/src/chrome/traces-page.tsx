import type { JSX } from "react";
import { Header } from "./header.tsx";

/** Where links to traces lead: the viewer keeps none, so it shows what Grafana would search for. */
export function TracesPage({ search }: { readonly search: string }): JSX.Element {
  return (
    <>
      <Header links={[]} search="" title="Traces" />
      <main style={{ padding: 16 }}>
        <p>
          In Grafana this link searches a Tempo data source for traces. The viewer has no trace
          store. The search, in TraceQL:
        </p>
        <pre>{traceQueries(search).join("\n")}</pre>
      </main>
    </>
  );
}

function traceQueries(search: string): string[] {
  try {
    const panes = JSON.parse(new URLSearchParams(search).get("panes") ?? "") as Record<
      string,
      { queries?: { query?: string }[] }
    >;
    return Object.values(panes).flatMap(({ queries = [] }) =>
      queries.map(({ query = "" }) => query),
    );
  } catch {
    return ["The link names none."];
  }
}
