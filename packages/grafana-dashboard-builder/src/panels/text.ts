import { PanelBuilder, TextMode } from "@grafana/grafana-foundation-sdk/text";
import { complete, type PanelText, type PlacedPanel } from "../panel.ts";

interface Text extends PanelText {
  readonly width: number;
  readonly height: number;
  readonly markdown: string;
}

/** Words that stand on the dashboard. */
export function text(spec: Text): PlacedPanel {
  const builder = new PanelBuilder().mode(TextMode.Markdown).content(spec.markdown);
  const json = complete(builder.build(), spec, [], "range");
  return { json, width: spec.width, height: spec.height, queries: [] };
}
