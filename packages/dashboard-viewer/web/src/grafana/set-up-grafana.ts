import {
  createTheme,
  type DataQueryRequest,
  type DataSourceApi,
  type DataSourceInstanceSettings,
  EventBusSrv,
  type FieldConfigPropertyItem,
  type GrafanaTheme2,
  LoadingState,
  type PanelData,
  standardFieldConfigEditorRegistry,
  standardTransformers,
  standardTransformersRegistry,
  type TransformerRegistryItem,
} from "@grafana/data";
import { initPluginTranslations } from "@grafana/i18n";
import {
  config,
  type DataSourceSrv,
  setAppEvents,
  setDataSourceSrv,
  setPluginImportUtils,
  setRunRequest,
  setTemplateSrv,
} from "@grafana/runtime";
import { sceneGraph, type SceneObject } from "@grafana/scenes";
import { catchError, from, map, merge, type Observable, of, share, takeUntil, timer } from "rxjs";
import type { PrometheusSource } from "../source/prometheus-source.ts";
import { PANEL_PLUGINS } from "./panel-plugins.ts";

/**
 * Gives Grafana's components what Grafana itself gives them: registries, services and a theme. Verified with
 * `@grafana/runtime` 13.2.2; without one of them a component throws at its first use.
 */
export async function setUpGrafana(
  source: PrometheusSource,
  settings: DataSourceInstanceSettings,
  mode: "light" | "dark",
): Promise<GrafanaTheme2> {
  await initPluginTranslations("plimsoll-viewer");
  setAppEvents(new EventBusSrv());
  registerTransformers();
  standardFieldConfigEditorRegistry.setInit(() => STANDARD_FIELDS.map(fieldItem));
  setDataSourceSrv(sourceService(source, settings));
  setRunRequest(runRequest);
  setTemplateSrv(TEMPLATES);
  setPluginImportUtils({
    importPanelPlugin: async (id: string) => {
      const plugin = PANEL_PLUGINS[id];
      if (plugin === undefined) throw new Error(`The viewer cannot draw panels of type ${id}`);
      return plugin;
    },
    getPanelPluginFromCache: (id: string) => PANEL_PLUGINS[id],
  });
  config.theme2 = createTheme({ colors: { mode } });
  return config.theme2;
}

/** What field configuration may name; Grafana's own registry of them is on no npm package. */
const STANDARD_FIELDS = [
  "unit",
  "min",
  "max",
  "decimals",
  "displayName",
  "description",
  "color",
  "thresholds",
  "mappings",
  "links",
  "noValue",
  "filterable",
];

/** One entry of a registry of field options; without an editor, because nothing is edited here. */
export function fieldItem(path: string): FieldConfigPropertyItem {
  return {
    id: path,
    path,
    name: path,
    editor: () => null,
    override: () => null,
    process: (value) => value,
    shouldApply: () => true,
    getItemsCount: () => 0,
  };
}

function registerTransformers(): void {
  const byId = new Map<string, TransformerRegistryItem>();
  for (const transformer of Object.values(standardTransformers)) {
    // joinByField stands there under two names.
    const { id, name } = transformer;
    byId.set(id, { id, name, transformation: async () => transformer } as never);
  }
  standardTransformersRegistry.setInit(() => [...byId.values()]);
}

function sourceService(
  source: PrometheusSource,
  settings: DataSourceInstanceSettings,
): DataSourceSrv {
  return {
    get: async () => source as unknown as DataSourceApi,
    getList: () => [settings],
    getInstanceSettings: () => settings,
    reload: async () => {},
    registerRuntimeDataSource: () => {},
  };
}

/** Nothing flickers for an answer that comes at once; a slow one is announced, as in Grafana. */
const SLOW_ANSWER_MS = 400;

function runRequest(source: DataSourceApi, request: DataQueryRequest): Observable<PanelData> {
  const base = { timeRange: request.range, request, series: [] };
  const answer = from(source.query(request)).pipe(
    map(({ data }) => ({ ...base, state: LoadingState.Done, series: data as PanelData["series"] })),
    catchError((error: Error) => {
      const errors = [{ message: error.message }];
      return of({ ...base, state: LoadingState.Error, errors });
    }),
    share(),
  );
  const slow = timer(SLOW_ANSWER_MS).pipe(map(() => ({ ...base, state: LoadingState.Loading })));
  return merge(slow.pipe(takeUntil(answer)), answer);
}

/** Variables live in the scene that asks: Grafana's own service finds it in the same place. */
const TEMPLATES: Parameters<typeof setTemplateSrv>[0] = {
  getVariables: () => [],
  containsTemplate: (target = "") => target.includes("$"),
  updateTimeRange: () => {},
  replace(target = "", scopedVars, format): string {
    const scene = scopedVars?.["__sceneObject"]?.value.valueOf() as SceneObject | undefined;
    if (scene === undefined) return target;
    return sceneGraph.interpolate(scene, target, scopedVars, format as never);
  },
};
