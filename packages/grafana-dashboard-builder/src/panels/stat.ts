import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  ReduceDataOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import type { DynamicConfigValue, ValueMapping } from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/stat";
import {
  complete,
  type PanelText,
  type PlacedPanel,
  type Query,
  withValueLinks,
} from "../panel.ts";
import type { DataLink } from "../sdk-repairs.ts";
import { valueMappings, type ValueWord } from "../words.ts";
import { colorByThreshold, type Steps, thresholds } from "./look.ts";

/** What stands there in place of a series' name. */
export interface NameWord {
  readonly text: string;
  readonly link?: DataLink;
}

interface Stat extends PanelText {
  readonly width: number;
  readonly height: number;
  readonly unit: string;
  readonly decimals?: number;
  readonly query: Query;
  /** From which value which colour holds; below the first it is `base`. */
  readonly steps: Steps;
  /** @default green */
  readonly base?: string;
  /** Shown when the answer is empty. */
  readonly noValue?: string;
  /** Show the series' name in place of its value, or both. @default "value" */
  readonly shown?: "value" | "name" | "both";
  /** Words for values. */
  readonly words?: readonly ValueWord[];
  /** Words for series' names. */
  readonly names?: Readonly<Record<string, NameWord>>;
  /** Where a click on the value leads. */
  readonly valueLinks?: readonly DataLink[];
}

const TEXT_MODE = {
  value: BigValueTextMode.Value,
  name: BigValueTextMode.Name,
  both: BigValueTextMode.ValueAndName,
} as const;

/**
 * One number, or word, of now: queried as an instant and without a sparkline, because the last value of a range outlives an
 * app that is gone.
 */
export function stat(spec: Stat): PlacedPanel {
  const builder = new PanelBuilder()
    .unit(spec.unit)
    .colorScheme(colorByThreshold())
    .thresholds(thresholds(spec.steps, spec.base))
    .colorMode(BigValueColorMode.Background)
    .graphMode(BigValueGraphMode.None)
    .textMode(TEXT_MODE[spec.shown ?? "value"])
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(["lastNotNull"]).values(false));
  if (spec.decimals !== undefined) builder.decimals(spec.decimals);
  if (spec.noValue !== undefined) builder.noValue(spec.noValue);
  if (spec.words !== undefined) builder.mappings(valueMappings(spec.words) as ValueMapping[]);
  for (const [name, word] of Object.entries(spec.names ?? {})) {
    builder.overrideByName(name, nameProperties(word));
  }
  const json = withValueLinks(
    complete(builder.build(), spec, [spec.query], "instant"),
    spec.valueLinks,
  );
  return { json, width: spec.width, height: spec.height, queries: [spec.query] };
}

function nameProperties({ text, link }: NameWord): DynamicConfigValue[] {
  return [
    { id: "displayName", value: text },
    ...(link === undefined ? [] : [{ id: "links", value: [link] }]),
  ];
}
