import { type DataFrame, type Field, FieldType } from "@grafana/data";
import type { PrometheusQuery } from "./viewer-data.ts";
import { type PrometheusSeries, sampleValue } from "./prometheus-api.ts";

/** What an answer's frames need to know of its question. */
export interface Asked {
  readonly query: PrometheusQuery;
  /** The expression with its variables filled in. */
  readonly expr: string;
  readonly stepSeconds: number;
  /** Whether the panel asks several tables: their values need names of their own. */
  readonly isOneOfMany: boolean;
}

/** Turns series into the frames that Grafana's Prometheus data source would make of them. */
export function framesOf(asked: Asked, series: readonly PrometheusSeries[]): DataFrame[] {
  const { format } = asked.query;
  if (format === "table") return series.length === 0 ? [] : [tableFrame(asked, series)];
  const frames = series.map((one) => seriesFrame(asked, one));
  return format === "heatmap" ? withoutLowerBuckets(frames) : frames;
}

function samples({ values, value }: PrometheusSeries): readonly (readonly [number, string])[] {
  return values ?? (value === undefined ? [] : [value]);
}

function seriesFrame({ query, expr, stepSeconds }: Asked, series: PrometheusSeries): DataFrame {
  const points = samples(series);
  const name = seriesName(query, expr, series.metric);
  const fields: Field[] = [
    {
      name: "Time",
      type: FieldType.time,
      // A hole of more than one step is drawn as a hole.
      config: query.instant === true ? {} : { interval: stepSeconds * 1000 },
      values: points.map(([time]) => time * 1000),
    },
    {
      name: "Value",
      type: FieldType.number,
      labels: { ...series.metric },
      config: name === undefined ? {} : { displayNameFromDS: name },
      values: points.map(([, value]) => sampleValue(value)),
    },
  ];
  return { refId: query.refId, ...(name !== undefined && { name }), fields, length: points.length };
}

/** Grafana names a series of `__auto` by its labels; without labels, by its expression. */
function seriesName(
  { legendFormat = "__auto" }: PrometheusQuery,
  expr: string,
  metric: Readonly<Record<string, string>>,
): string | undefined {
  if (legendFormat !== "__auto" && legendFormat !== "") {
    return legendFormat.replaceAll(/\{\{\s*([\w.]+)\s*\}\}/g, (_, label: string) => {
      return metric[label] ?? "";
    });
  }
  return Object.keys(metric).length === 0 ? expr : undefined;
}

function tableFrame({ query, isOneOfMany }: Asked, series: readonly PrometheusSeries[]): DataFrame {
  const rows = series.flatMap(({ metric, ...rest }) =>
    samples({ metric, ...rest }).map(([time, value]) => ({ metric, time, value })),
  );
  const labels = [...new Set(series.flatMap(({ metric }) => Object.keys(metric)))].toSorted();
  const valueName = isOneOfMany ? `Value #${query.refId}` : "Value";
  return {
    refId: query.refId,
    length: rows.length,
    fields: [
      field(
        "Time",
        FieldType.time,
        rows.map(({ time }) => time * 1000),
      ),
      ...labels.map((label) =>
        field(
          label,
          FieldType.string,
          rows.map(({ metric }) => metric[label] ?? ""),
        ),
      ),
      field(
        valueName,
        FieldType.number,
        rows.map(({ value }) => sampleValue(value)),
      ),
    ],
  };
}

function field(name: string, type: FieldType, values: unknown[]): Field {
  return { name, type, config: {}, values };
}

/** Prometheus' buckets hold all that is smaller too; a heatmap shows what is in each alone. */
function withoutLowerBuckets(frames: readonly DataFrame[]): DataFrame[] {
  const sorted = frames.toSorted((a, b) => bucketBound(a) - bucketBound(b));
  return sorted.map((frame, index) => {
    const lower = sorted[index - 1];
    const [time, value] = frame.fields;
    if (lower === undefined || time === undefined || value === undefined) return frame;
    const below = new Map(
      lower.fields[0]?.values.map((at: number, row) => [at, lower.fields[1]?.values[row]]),
    );
    const values = value.values.map((all: number, row) => {
      return Math.max(0, all - (below.get(time.values[row]) ?? 0));
    });
    return { ...frame, fields: [time, { ...value, values }] };
  });
}

/** Upper bound of a bucket's series. */
export function bucketBound(frame: DataFrame): number {
  return sampleValue(frame.fields[1]?.labels?.["le"] ?? frame.name ?? "NaN");
}
