import { parse } from "yaml";
import t from "tap";
import { DASHBOARDS } from "../src/dashboards.ts";
import { DASHBOARD_FORMATS, type DashboardFile, dashboardFiles } from "../src/formats.ts";

const uids = DASHBOARDS.map(({ uid }) => uid);
const json = dashboardFiles("json");

/** Bytes that `kubectl apply` can keep in its annotation. */
const MOST_BYTES = 262_144;

t.test("json is a file for each dashboard", (t) => {
  t.strictSame(
    json.map(({ file }) => file),
    uids.map((uid) => `${uid}.json`),
  );
  for (const { text } of json) t.match(JSON.parse(text), { schemaVersion: 42 });
  t.end();
});

t.test("provisioning is a provider, and the same JSON in the folder that it reads", (t) => {
  const [provider, ...files] = dashboardFiles("provisioning", { folder: "Databases", path: "/x" });
  t.equal(provider?.file, "plimsoll.yml");
  t.strictSame(parse(provider?.text ?? ""), {
    apiVersion: 1,
    providers: [
      {
        name: "plimsoll",
        folder: "Databases",
        folderUid: "plimsoll",
        type: "file",
        disableDeletion: true,
        allowUiUpdates: false,
        options: { path: "/x" },
      },
    ],
  });
  t.strictSame(
    files,
    json.map(({ file, text }) => ({ file: `plimsoll/${file}`, text })),
  );
  t.end();
});

t.test("a ConfigMap is what the sidecar looks for, and holds the same dashboard", (t) => {
  const files = dashboardFiles("configmap", {
    namespace: "monitoring",
    resourceLabels: { team: "payments" },
  });
  for (const [index, uid] of uids.entries()) {
    const map = parse(files[index]?.text ?? "") as { data: Record<string, string> };
    t.match(map, {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: {
        name: uid,
        namespace: "monitoring",
        labels: { grafana_dashboard: "1", team: "payments" },
        annotations: { grafana_folder: "Plimsoll" },
      },
    });
    t.strictSame(Object.keys(map.data), [`${uid}.json`]);
    t.strictSame(read(map.data[`${uid}.json`]), read(json[index]?.text));
  }
  t.end();
});

t.test("a GrafanaDashboard selects a Grafana, and holds the same dashboard", (t) => {
  const files = dashboardFiles("grafana-operator");
  for (const [index, uid] of uids.entries()) {
    const resource = parse(files[index]?.text ?? "") as { spec: { json: string } };
    t.match(resource, {
      apiVersion: "grafana.integreatly.org/v1beta1",
      kind: "GrafanaDashboard",
      metadata: { name: uid },
      spec: { folder: "Plimsoll", instanceSelector: { matchLabels: { dashboards: "grafana" } } },
    });
    t.notOk("labels" in (resource as unknown as { metadata: object }).metadata);
    t.strictSame(read(resource.spec.json), read(json[index]?.text));
  }
  const [own] = dashboardFiles("grafana-operator", {
    resourceLabels: { a: "b" },
    instanceLabels: { grafana: "main" },
  });
  t.match(parse(own?.text ?? ""), {
    metadata: { labels: { a: "b" } },
    spec: { instanceSelector: { matchLabels: { grafana: "main" } } },
  });
  t.end();
});

t.test("every resource is small enough for kubectl apply", (t) => {
  for (const { file, text } of [
    ...dashboardFiles("configmap"),
    ...dashboardFiles("grafana-operator"),
  ]) {
    t.ok(Buffer.byteLength(text) < MOST_BYTES, `${file}: ${Buffer.byteLength(text)} bytes`);
  }
  t.end();
});

t.test("a team's runbooks and severities are in every format", (t) => {
  const options = {
    runbookBaseUrl: "https://wiki.example/runbooks",
    severities: { page: "critical" },
  };
  for (const format of DASHBOARD_FORMATS) {
    const text = allText(dashboardFiles(format, options));
    t.notMatch(text, "alerts/runbooks");
    t.match(text, "https://wiki.example/runbooks/${__value.raw}.md");
    t.match(text, String.raw`severity=\"critical\"`);
    t.notMatch(text, String.raw`severity=\"page\"`);
    t.match(text, String.raw`severity=\"ticket\"`, "what is not told stays");
  }
  t.end();
});

t.test("nothing told is nothing changed", (t) => {
  for (const [index, { build }] of DASHBOARDS.entries()) {
    t.strictSame(read(json[index]?.text), JSON.parse(JSON.stringify(build())));
  }
  t.end();
});

function read(text: string | undefined): unknown {
  return JSON.parse(text ?? "");
}

function allText(files: readonly DashboardFile[]): string {
  return files.map(({ text }) => text).join("");
}
