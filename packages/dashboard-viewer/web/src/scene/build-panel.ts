import {
  SceneDataTransformer,
  SceneGridItem,
  SceneGridRow,
  SceneQueryRunner,
  VizPanel,
} from "@grafana/scenes";
import { SOURCE_UID } from "../source/source-uid.ts";
import type { PanelJson } from "../source/viewer-data.ts";
import { PanelLinks } from "./panel-links.tsx";

/** The panels and rows of a dashboard, on its grid of 24 columns. A row holds what follows it, up to the next row. */
export function buildPanels(panels: readonly PanelJson[]): (SceneGridItem | SceneGridRow)[] {
  const top: (SceneGridItem | SceneGridRow)[] = [];
  let row: { readonly json: PanelJson; readonly children: SceneGridItem[] } | undefined;
  const endRow = (): void => {
    if (row !== undefined) top.push(buildRow(row.json, row.children));
  };
  for (const json of panels) {
    if (json.type === "row") {
      endRow();
      row = { json, children: (json.panels ?? []).map(buildItem) };
    } else if (row === undefined) top.push(buildItem(json));
    else row.children.push(buildItem(json));
  }
  endRow();
  return top;
}

function buildRow({ id, title, gridPos, collapsed }: PanelJson, children: SceneGridItem[]) {
  return new SceneGridRow({
    key: `row-${id}`,
    title: title ?? "",
    isCollapsed: collapsed ?? false,
    isCollapsible: true,
    x: 0,
    y: gridPos.y,
    children,
  });
}

function buildItem(json: PanelJson): SceneGridItem {
  const { x, y, w, h } = json.gridPos;
  return new SceneGridItem({
    key: `item-${json.id}`,
    x,
    y,
    width: w,
    height: h,
    isDraggable: false,
    isResizable: false,
    body: buildPanel(json),
  });
}

function buildPanel(json: PanelJson): VizPanel {
  const { id, type, title, description, options, fieldConfig, links } = json;
  return new VizPanel({
    key: `panel-${id}`,
    pluginId: type,
    title: title ?? "",
    ...(description !== undefined && { description }),
    options: options ?? {},
    fieldConfig: fieldConfig ?? { defaults: {}, overrides: [] },
    displayMode: json.transparent === true ? "transparent" : "default",
    ...(links !== undefined && links.length > 0 && { titleItems: new PanelLinks({ links }) }),
    // A panel of text asks nothing; with a runner it would wait for an answer.
    ...(json.targets !== undefined && { $data: buildData(json) }),
  });
}

function buildData({ targets = [], transformations = [], maxDataPoints, interval }: PanelJson) {
  const queries = new SceneQueryRunner({
    datasource: { uid: SOURCE_UID, type: "prometheus" },
    queries: [...targets],
    ...(maxDataPoints !== undefined && { maxDataPoints }),
    ...(interval !== undefined && { minInterval: interval }),
  });
  return new SceneDataTransformer({ $data: queries, transformations: [...transformations] });
}
