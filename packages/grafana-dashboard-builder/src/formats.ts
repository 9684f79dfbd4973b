import { stringify } from "yaml";
import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { DASHBOARDS } from "./dashboards.ts";
import { type DashboardOptions, withOptions } from "./options.ts";

/** How dashboards reach a Grafana: README.md says what to do with each. */
export const DASHBOARD_FORMATS = ["json", "provisioning", "configmap", "grafana-operator"] as const;

export type DashboardFormat = (typeof DASHBOARD_FORMATS)[number];

/** One generated file. */
export interface DashboardFile {
  /** Path inside the output folder. */
  readonly file: string;
  readonly text: string;
}

const FOLDER = "Plimsoll";
const FOLDER_UID = "plimsoll";
const PATH = "/var/lib/grafana/dashboards/plimsoll";

interface Named {
  readonly uid: string;
  readonly dashboard: Dashboard;
}

type Write = (dashboards: readonly Named[], options: DashboardOptions) => readonly DashboardFile[];

const WRITE: Readonly<Record<DashboardFormat, Write>> = {
  json: jsonFiles,
  provisioning: (dashboards, options) => [
    { file: "plimsoll.yml", text: yamlText(provider(options)) },
    ...jsonFiles(dashboards).map(({ file, text }) => ({ file: `plimsoll/${file}`, text })),
  ],
  configmap: (dashboards, options) =>
    dashboards.map(({ uid, dashboard }) => ({
      file: `${uid}.configmap.yml`,
      text: yamlText(configMap(uid, dashboard, options)),
    })),
  "grafana-operator": (dashboards, options) =>
    dashboards.map(({ uid, dashboard }) => ({
      file: `${uid}.grafanadashboard.yml`,
      text: yamlText(grafanaDashboard(uid, dashboard, options)),
    })),
};

/** Every file of `format`. */
export function dashboardFiles(
  format: DashboardFormat,
  options: DashboardOptions = {},
): readonly DashboardFile[] {
  const dashboards = DASHBOARDS.map(({ uid, build }) => ({
    uid,
    dashboard: withOptions(build(), options),
  }));
  return WRITE[format](dashboards, options);
}

function jsonFiles(dashboards: readonly Named[]): readonly DashboardFile[] {
  return dashboards.map(({ uid, dashboard }) => ({
    file: `${uid}.json`,
    text: `${JSON.stringify(dashboard, null, 2)}\n`,
  }));
}

/** Grafana's provider of dashboards from files. */
function provider({ folder = FOLDER, path = PATH }: DashboardOptions): object {
  const own = { name: "plimsoll", folder, folderUid: FOLDER_UID, type: "file" };
  return {
    apiVersion: 1,
    providers: [{ ...own, disableDeletion: true, allowUiUpdates: false, options: { path } }],
  };
}

/** What the dashboard sidecar of Grafana's Helm chart collects; it needs `sidecar.dashboards.folderAnnotation: grafana_folder`. */
function configMap(uid: string, dashboard: Dashboard, options: DashboardOptions): object {
  const { folder = FOLDER, resourceLabels } = options;
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      ...metadata(uid, options),
      labels: { ...resourceLabels, grafana_dashboard: "1" },
      annotations: { grafana_folder: folder },
    },
    data: { [`${uid}.json`]: compact(dashboard) },
  };
}

/** What grafana-operator 5 reads. */
function grafanaDashboard(uid: string, dashboard: Dashboard, options: DashboardOptions): object {
  const { folder = FOLDER, resourceLabels, instanceLabels = { dashboards: "grafana" } } = options;
  return {
    apiVersion: "grafana.integreatly.org/v1beta1",
    kind: "GrafanaDashboard",
    metadata: {
      ...metadata(uid, options),
      ...(resourceLabels === undefined ? {} : { labels: resourceLabels }),
    },
    spec: {
      instanceSelector: { matchLabels: instanceLabels },
      folder,
      json: compact(dashboard),
    },
  };
}

function metadata(name: string, { namespace }: DashboardOptions): object {
  return { name, ...(namespace === undefined ? {} : { namespace }) };
}

// `kubectl apply` keeps a copy of the whole resource in an annotation of at most 256 KiB.
function compact(dashboard: Dashboard): string {
  return `${JSON.stringify(dashboard)}\n`;
}

// As Go's readers take it: version 1.1 quotes what they would read as a boolean, and no line is folded.
function yamlText(document: unknown): string {
  return stringify(document, { version: "1.1", lineWidth: 0 });
}
