/** A query beside the alert's own, of which its text shows the value. */
export interface EvidenceQuery {
  readonly refId: string;
  readonly expr: string;
}

/** A text for Grafana and what it reads. */
export interface GrafanaText {
  readonly text: string;
  readonly queries: readonly EvidenceQuery[];
}

/** `{{ with printf `query` labels | query }}shown{{ else }}otherwise{{ end }}`, as `annotation-text.ts` writes it. */
const QUERIED =
  /\{\{ with printf `([^`]*)`[^|}]*\| query \}\}(.*?)\{\{ else \}\}(.*?)\{\{ end \}\}/g;

/**
 * Grafana executes the same templates, but its `query` finds nothing and its `$value` is a text of all values. What it does
 * have is `$values`: of each query of the rule the series whose labels are the alert's. So each query in the text becomes one
 * of the rule's. Source: grafana pkg/services/ngalert/state/template/template.go, pkg/services/ngalert/eval/captures.go.
 */
export function grafanaText(template: string, ownRefId: string): GrafanaText {
  const queries: EvidenceQuery[] = [];
  const withQueries = template.replaceAll(
    QUERIED,
    (_, query: string, shown: string, otherwise: string) => {
      const expr = forEveryAlert(query);
      const refId = refIdOf(expr);
      queries.push({ refId, expr });
      return `{{ with $values.${refId} }}${ofCapture(shown)}{{ else }}${otherwise}{{ end }}`;
    },
  );
  return { text: withQueries.replaceAll("{{ $value |", `{{ $values.${ownRefId}.Value |`), queries };
}

/** The query for all alerts at once: without the labels that `%q` fills in for one of them. */
function forEveryAlert(query: string): string {
  const labels = [...query.matchAll(/(\w+)=%q/g)].map(([, label]) => label);
  return query
    .replaceAll(/\w+=%q,?/g, "")
    .replaceAll(",}", "}")
    .replaceAll("{}", "")
    .replace("topk(1, ", `topk by (${labels.join(", ")}) (1, `);
}

function refIdOf(expr: string): string {
  const words = expr.replace(/^topk by \([^)]*\) \(1/, "top").match(/[a-zA-Z0-9]+/g) ?? [];
  return words.filter((word) => word !== "plimsoll").join("_");
}

function ofCapture(shown: string): string {
  return shown
    .replaceAll(/\. \| first \| label "(\w+)"/g, ".Labels.$1")
    .replaceAll(". | first | value", ".Value");
}
