import { TableCellDisplayMode } from "@grafana/grafana-foundation-sdk/common";
import type {
  DataTransformerConfig,
  DynamicConfigValue,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/table";
import { COLOR } from "../colors.ts";
import { complete, type PanelText, type PlacedPanel, type Query } from "../panel.ts";
import type { DataLink } from "../sdk-repairs.ts";
import { valueMappings, type ValueWord } from "../words.ts";
import { colorByThreshold, type Steps } from "./look.ts";

/** One column, in the order in which they stand. */
export interface Column {
  /** Field of the query's answer: a label, or `Value` (with one query) or `Value #B`. */
  readonly field: string;
  readonly title: string;
  readonly unit?: string;
  readonly decimals?: number;
  readonly links?: readonly DataLink[];
  readonly words?: readonly ValueWord[];
  /** From which value which colour holds. */
  readonly steps?: Steps;
  /** Below the first step, and where there is no value. @default green */
  readonly base?: string;
  /** A bar from 0 to 1, or a coloured cell. @default plain text */
  readonly cell?: "gauge" | "background";
  readonly width?: number;
  /** Not shown: there for links to read. */
  readonly isHidden?: boolean;
}

interface Table extends PanelText {
  readonly width: number;
  readonly height: number;
  readonly queries: readonly Query[];
  readonly columns: readonly Column[];
  /** Title of the column to sort by. Rows that are equal in it stand as the first query has them. */
  readonly sortBy: string;
  /** @default "descending" */
  readonly order?: "ascending" | "descending";
  readonly noValue?: string;
}

/** The labels and values of now; several queries become one table, joined on the labels that they share. */
export function table(spec: Table): PlacedPanel {
  const builder = new PanelBuilder()
    .unit("none")
    .colorScheme(colorByThreshold())
    .transformations(transformations(spec));
  if (spec.noValue !== undefined) builder.noValue(spec.noValue);
  for (const column of spec.columns) {
    const properties = columnProperties(column);
    if (properties.length > 0) builder.overrideByName(column.title, properties);
  }
  const json = complete(builder.build(), spec, spec.queries, "table");
  return { json, width: spec.width, height: spec.height, queries: spec.queries };
}

function columnProperties(column: Column): DynamicConfigValue[] {
  const { unit, decimals, links, words, steps, base, cell, width } = column;
  return [
    ...property("unit", unit),
    ...property("decimals", decimals),
    ...property("links", links),
    ...property("mappings", words && valueMappings(words)),
    ...property("custom.width", width),
    ...(steps === undefined ? [] : [thresholdsProperty(steps, base)]),
    ...(cell === undefined ? [] : cellProperties(cell)),
    // Grafana up to 12 reads the first, later ones the second.
    ...(column.isHidden === true
      ? [
          { id: "custom.hidden", value: true },
          { id: "custom.hideFrom", value: { viz: true, legend: false, tooltip: false } },
        ]
      : []),
  ];
}

function cellProperties(cell: "gauge" | "background"): DynamicConfigValue[] {
  if (cell === "background") {
    return [
      {
        id: "custom.cellOptions",
        value: { type: TableCellDisplayMode.ColorBackground, mode: "basic" },
      },
    ];
  }
  return [
    { id: "custom.cellOptions", value: { type: TableCellDisplayMode.Gauge, mode: "basic" } },
    { id: "min", value: 0 },
    { id: "max", value: 1 },
  ];
}

function thresholdsProperty(steps: Steps, base: string = COLOR.good): DynamicConfigValue {
  const all = [{ value: null, color: base }, ...steps.map(([value, color]) => ({ value, color }))];
  return { id: "thresholds", value: { mode: "absolute", steps: all } };
}

function property(id: string, value: unknown): DynamicConfigValue[] {
  return value === undefined ? [] : [{ id, value }];
}

function transformations({ columns, queries, sortBy, order }: Table): DataTransformerConfig[] {
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
    { id: "sortBy", options: { sort: [{ field: sortBy, desc: order !== "ascending" }] } },
  ];
}
