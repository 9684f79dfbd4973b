import type { AnnotationQuery } from "@grafana/data";
import {
  behaviors,
  dataLayers,
  EmbeddedScene,
  SceneControlsSpacer,
  SceneDataLayerSet,
  SceneGridLayout,
  SceneRefreshPicker,
  SceneTimePicker,
  SceneTimeRange,
  VariableValueSelectors,
} from "@grafana/scenes";
import { DashboardCursorSync } from "@grafana/schema";
import { SOURCE_UID } from "../source/source-uid.ts";
import { TIMELINE_ANNOTATION } from "../source/timeline-annotation.ts";
import type { DashboardJson } from "../source/viewer-data.ts";
import { AnnotationSwitches } from "./annotation-switches.tsx";
import { buildPanels } from "./build-panel.ts";
import { buildVariables } from "./build-variables.ts";

/**
 * Turns a dashboard in the Classic JSON model into a scene. `@grafana/scenes` 8.19.0 has no importer of that model in its
 * package: Grafana's own is part of Grafana.
 */
export function buildScene(json: DashboardJson, hasTimeline: boolean): EmbeddedScene {
  const annotations = [
    ...(json.annotations?.list ?? []),
    ...(hasTimeline ? [TIMELINE_ANNOTATION] : []),
  ];
  const layers = annotations.filter(hasQuery).map(buildLayer);
  return new EmbeddedScene({
    $timeRange: new SceneTimeRange({ ...json.time, timeZone: json.timezone ?? "browser" }),
    $variables: buildVariables(json.templating?.list ?? []),
    $data: new SceneDataLayerSet({ layers }),
    $behaviors: [new behaviors.CursorSync({ sync: DashboardCursorSync.Crosshair })],
    controls: [
      new VariableValueSelectors({}),
      new SceneControlsSpacer(),
      new SceneTimePicker({}),
      new SceneRefreshPicker({ ...(json.refresh !== undefined && { refresh: json.refresh }) }),
      new AnnotationSwitches({}),
    ],
    body: new SceneGridLayout({
      isDraggable: false,
      isResizable: false,
      isLazy: true,
      children: buildPanels(json.panels),
    }),
  });
}

/** Grafana's built-in annotation, of its own database, asks no Prometheus. */
function hasQuery(annotation: AnnotationQuery): boolean {
  return "expr" in annotation || "target" in annotation;
}

function buildLayer(annotation: AnnotationQuery): dataLayers.AnnotationsDataLayer {
  return new dataLayers.AnnotationsDataLayer({
    key: `annotations-${annotation.name}`,
    name: annotation.name,
    isEnabled: annotation.enable,
    isHidden: annotation.hide ?? false,
    query: { ...annotation, datasource: { uid: SOURCE_UID } },
  });
}
