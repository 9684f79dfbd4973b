import {
  type AnnotationEvent,
  type AnnotationQuery,
  type AnnotationSupport,
  type DataFrame,
  type DataQueryRequest,
  type DataQueryResponse,
  DataSourceApi,
  type DataSourceInstanceSettings,
  type MetricFindValue,
  type ScopedVars,
} from "@grafana/data";
import { getTemplateSrv } from "@grafana/runtime";
import { from, type Observable } from "rxjs";
import { alertEvents } from "./alert-events.ts";
import { type Asked, framesOf } from "./frames.ts";
import { labelValues, query } from "./prometheus-api.ts";
import { queryStep, rateInterval } from "./query-step.ts";
import type { PrometheusQuery, TimelineEvent } from "./viewer-data.ts";
import { isTimeline, timelineAnnotations, timelineFrames } from "./timeline-annotation.ts";

/** Answers the panels', variables' and annotations' queries from the viewer's one Prometheus. */
export class PrometheusSource extends DataSourceApi<PrometheusQuery> {
  readonly #scrapeIntervalSeconds: number;
  readonly #timeline: readonly TimelineEvent[];

  constructor(
    settings: DataSourceInstanceSettings,
    scrapeIntervalSeconds: number,
    timeline: readonly TimelineEvent[],
  ) {
    super(settings);
    this.interval = `${scrapeIntervalSeconds}s`;
    this.#scrapeIntervalSeconds = scrapeIntervalSeconds;
    this.#timeline = timeline;
  }

  override annotations: AnnotationSupport<PrometheusQuery> = {
    prepareAnnotation: (json: AnnotationQuery<PrometheusQuery>) => json,
    prepareQuery: (annotation) => annotation as unknown as PrometheusQuery,
    processEvents: (annotation, frames): Observable<AnnotationEvent[]> =>
      from([
        isTimeline(annotation)
          ? timelineAnnotations(this.#timeline)
          : alertEvents(annotation, frames),
      ]),
  };

  override query(request: DataQueryRequest<PrometheusQuery>): Observable<DataQueryResponse> {
    const targets = request.targets.filter(({ hide }) => hide !== true);
    const tables = targets.filter(({ format }) => format === "table").length;
    const answers = targets.map((target) => this.#answer(target, request, tables > 1));
    return from(Promise.all(answers).then((frames) => ({ data: frames.flat() })));
  }

  override async metricFindQuery(
    wanted: string | { readonly query?: string },
    options?: { readonly scopedVars?: ScopedVars },
  ): Promise<MetricFindValue[]> {
    const text = typeof wanted === "string" ? wanted : (wanted.query ?? "");
    const [, selector = "", label] = /^label_values\((?:(.*),)?\s*(\w+)\s*\)$/.exec(text) ?? [];
    if (label === undefined) throw new Error(`The viewer knows label_values only, not ${text}`);
    const interpolated = getTemplateSrv().replace(selector, options?.scopedVars, prometheusRegex);
    return (await labelValues(label, interpolated)).map((value) => ({ text: value }));
  }

  override async testDatasource(): Promise<{ status: string; message: string }> {
    await query("query", { query: "1" });
    return { status: "success", message: "Prometheus answers" };
  }

  async #answer(
    target: PrometheusQuery,
    request: DataQueryRequest<PrometheusQuery>,
    isOneOfMany: boolean,
  ): Promise<DataFrame[]> {
    if (isTimeline(target)) return timelineFrames(this.#timeline);
    const fromSeconds = request.range.from.valueOf() / 1000;
    const toSeconds = request.range.to.valueOf() / 1000;
    const rangeSeconds = Math.round(toSeconds - fromSeconds);
    const scrape = this.#scrapeIntervalSeconds;
    const step = queryStep(rangeSeconds, request.intervalMs, scrape, target.interval);
    const expr = getTemplateSrv().replace(
      target.expr,
      {
        ...request.scopedVars,
        __interval: { value: `${step}s` },
        __rate_interval: { value: rateInterval(step, scrape) },
        __range: { value: `${rangeSeconds}s` },
        __range_s: { value: rangeSeconds },
      },
      prometheusRegex,
    );
    const asked: Asked = { query: target, expr, stepSeconds: step, isOneOfMany };
    if (target.instant === true) {
      return framesOf(asked, await query("query", { query: expr, time: String(toSeconds) }));
    }
    // On multiples of the step, so that a refresh moves no point.
    const start = Math.floor(fromSeconds / step) * step;
    const range = { start: String(start), end: String(toSeconds), step: String(step) };
    return framesOf(asked, await query("query_range", { query: expr, ...range }));
  }
}

/**
 * Fills a variable into a selector as Grafana's Prometheus data source does: one value of a variable with several is a regular
 * expression in a string, so its special characters are escaped twice.
 */
function prometheusRegex(value: string | string[], variable: PrometheusVariable): string {
  const isPattern = variable.multi === true || variable.includeAll === true;
  if (!isPattern && typeof value === "string") return value.replaceAll(/[\\"]/g, String.raw`\$&`);
  const values = Array.isArray(value) ? value : [value];
  const escaped = values.map(escapePattern);
  return escaped.length === 1 ? (escaped[0] ?? "") : `(${escaped.join("|")})`;
}

interface PrometheusVariable {
  readonly multi?: boolean;
  readonly includeAll?: boolean;
}

function escapePattern(value: string): string {
  return value
    .replaceAll("\\", String.raw`\\\\`)
    .replaceAll(/[$^*{}[\]'+?.()|]/g, String.raw`\\$&`)
    .replaceAll('"', String.raw`\"`);
}
