import {
  type DataTransformerConfig,
  FieldColorBuilder,
  FieldColorModeId,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/table";
import { complete, type PanelText, type PlacedPanel, type Query } from "../panel.ts";
import { type DataLink } from "../sdk-repairs.ts";

/** One column, in the order in which they stand. */
export interface Column {
  /** Field of the query's answer: a label, or `Value` (with one query) or `Value #B`. */
  readonly field: string;
  readonly title: string;
  readonly unit?: string;
  readonly decimals?: number;
  readonly link?: DataLink;
}

interface Table extends PanelText {
  readonly width: number;
  readonly height: number;
  readonly queries: readonly Query[];
  readonly columns: readonly Column[];
  /** Title of the column to sort by, largest first. */
  readonly sortBy: string;
  readonly noValue?: string;
}

/** The labels and values of now; several queries become one table, joined on the labels that they share. */
export function table(spec: Table): PlacedPanel {
  const builder = new PanelBuilder()
    .unit("none")
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Thresholds))
    .transformations(transformations(spec));
  if (spec.noValue !== undefined) builder.noValue(spec.noValue);
  for (const column of spec.columns) {
    const properties = [
      ...(column.unit === undefined ? [] : [{ id: "unit", value: column.unit }]),
      ...(column.decimals === undefined ? [] : [{ id: "decimals", value: column.decimals }]),
      ...(column.link === undefined ? [] : [{ id: "links", value: [column.link] }]),
    ];
    if (properties.length > 0) builder.overrideByName(column.title, properties);
  }
  const json = complete(builder.build(), spec, spec.queries, "table");
  return { json, width: spec.width, height: spec.height, queries: spec.queries };
}

function transformations({ columns, queries, sortBy }: Table): DataTransformerConfig[] {
  const fields = columns.map((column) => column.field);
  return [
    ...(queries.length > 1 ? [{ id: "merge", options: {} }] : []),
    { id: "filterFieldsByName", options: { include: { names: fields } } },
    {
      id: "organize",
      options: {
        excludeByName: {},
        indexByName: Object.fromEntries(fields.map((field, index) => [field, index])),
        renameByName: Object.fromEntries(columns.map(({ field, title }) => [field, title])),
      },
    },
    { id: "sortBy", options: { sort: [{ field: sortBy, desc: true }] } },
  ];
}
