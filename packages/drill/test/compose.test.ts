import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import t from "tap";
import { parse } from "yaml";

const REPOSITORY = fileURLToPath(new URL("../../../../", import.meta.url));
const COMPOSE = join(REPOSITORY, "compose");

interface Service {
  image: string;
  build?: { context: string; dockerfile: string };
  command?: string[];
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  healthcheck?: object;
}

interface Mount {
  service: string;
  source: string;
  target: string;
  mode: string;
}

const compose = read("compose.yaml") as { services: Record<string, Service>; volumes: object };
const services = Object.entries(compose.services);
const mounts = services.flatMap(([service, { volumes = [] }]) =>
  volumes.map((volume): Mount => {
    const [source = "", target = "", mode = ""] = volume.split(":");
    return { service, source, target, mode };
  }),
);
const fileMounts = mounts.filter(({ source }) => /^[./]/.test(source));

t.test("compose.yaml is valid by the Compose specification", (t) => {
  const schema = JSON.parse(
    readFileSync(join(REPOSITORY, "packages/drill/test/compose-spec.schema.json"), "utf8"),
  ) as object;
  const validate = new Ajv2020({ allErrors: true, strict: false }).compile(schema);
  t.ok(validate(compose), JSON.stringify(validate.errors));
  const broken = { services: { ...compose.services, money: { imagine: "node" } } };
  t.notOk(validate(broken), "an unknown key is refused, so that the test can fail");
  t.end();
});

t.test("every mounted file and folder is in the repository, and mounted read-only", (t) => {
  t.ok(fileMounts.length >= 5);
  for (const { source, target, mode } of fileMounts) {
    t.ok(existsSync(join(COMPOSE, source)), source);
    t.equal(mode, "ro", target);
  }
  t.end();
});

t.test("every other volume is declared", (t) => {
  const named = mounts.filter((mount) => !fileMounts.includes(mount));
  t.strictSame(
    named.map(({ source }) => source),
    Object.keys(compose.volumes),
  );
  t.end();
});

t.test("every published port is bound to 127.0.0.1", (t) => {
  const published = services.flatMap(([, { ports = [] }]) => ports);
  t.ok(published.length >= 4);
  for (const port of published) t.match(port, /^127\.0\.0\.1:\$\{[A-Z]+_PORT:-\d+\}:\d+$/);
  t.end();
});

t.test("every image is pinned, or built here from a Dockerfile that exists", (t) => {
  for (const [name, { image, build }] of services) {
    if (build === undefined) t.match(image, /:v?\d[\w.-]*$/, name);
    else {
      t.equal(resolve(COMPOSE, build.context), resolve(REPOSITORY), name);
      t.ok(existsSync(resolve(COMPOSE, build.context, build.dockerfile)), name);
    }
  }
  t.end();
});

t.test("every program that the image of this repository starts has a source", (t) => {
  const programs = services.flatMap(([, { build, command = [] }]) =>
    build === undefined ? [] : command.filter((word) => word.endsWith(".js")),
  );
  t.equal(programs.length, 3);
  for (const program of programs) {
    const source = program.replace("/dist/", "/").replace(/\.js$/, ".ts");
    t.ok(existsSync(join(REPOSITORY, source)), source);
  }
  t.end();
});

t.test("every service that stays up has a health check", (t) => {
  const without = services.filter(([, { healthcheck }]) => healthcheck === undefined);
  t.strictSame(
    without.map(([name]) => name),
    ["seed"],
  );
  t.end();
});

t.test("every password comes from the environment, with a default for the local demo", (t) => {
  const passwords = services.flatMap(([, { environment = {} }]) =>
    Object.entries(environment).filter(([key]) => /PASSWORD|SECRET|TOKEN/.test(key)),
  );
  t.equal(passwords.length, 2);
  for (const [key, value] of passwords) t.match(value, /^\$\{[A-Z_]+_PASSWORD:-\w+\}$/, key);
  t.end();
});

t.test("prometheus.yml passes promtool where compose mounts it", (t) => {
  const root = t.testdir();
  for (const { service, source, target } of fileMounts) {
    if (service === "prometheus") copy(join(COMPOSE, source), join(root, target));
  }
  const [config] = flag("prometheus", "--config.file");
  t.match(promtool(join(root, config ?? "")), "SUCCESS");
  t.match(flag("prometheus", "--web.enable-remote-write-receiver"), [""]);
  t.end();
});

t.test("prometheus.yml passes promtool where the native demo links it", (t) => {
  const run = t.testdir();
  symlinkSync(join(COMPOSE, "prometheus.yml"), join(run, "prometheus.yml"));
  symlinkSync(join(REPOSITORY, "alerts"), join(run, "alerts"));
  symlinkSync(join(COMPOSE, "targets"), join(run, "targets"));
  t.match(promtool(join(run, "prometheus.yml")), "SUCCESS");
  t.end();
});

t.test("alertmanager.yml passes amtool where compose mounts it", (t) => {
  const [config = ""] = flag("alertmanager", "--config.file");
  const mount = fileMounts.find(({ service }) => service === "alertmanager");
  const file = config.replace(mount?.target ?? "", join(COMPOSE, mount?.source ?? ""));
  t.match(execFileSync("amtool", ["check-config", file], { encoding: "utf8" }), "SUCCESS");
  t.end();
});

t.test("every target states its job, and is a service of compose.yaml", (t) => {
  const names = new Set([...Object.keys(compose.services), "localhost"]);
  for (const file of ["money.json", "prometheus.json", "alertmanager/alertmanager.json"]) {
    const groups = read(`targets/${file}`) as { targets: string[]; labels?: { job?: string } }[];
    for (const { targets, labels } of groups) {
      if (!file.includes("/")) t.ok(labels?.job, file);
      for (const target of targets) t.ok(names.has(target.split(":")[0] ?? ""), target);
    }
  }
  t.end();
});

t.test("Alertmanager pages the pager on the port on which it listens", (t) => {
  const { receivers } = parse(
    readFileSync(join(REPOSITORY, "alerts/alertmanager.yml"), "utf8"),
  ) as { receivers: { webhook_configs?: { url: string }[] }[] };
  const urls = receivers.flatMap(({ webhook_configs = [] }) =>
    webhook_configs.map(({ url }) => url),
  );
  t.ok(urls.length > 0);
  for (const url of urls) {
    t.equal(new URL(url).host, `pager:${compose.services["pager"]?.environment?.["PORT"]}`);
  }
  t.end();
});

t.test("Money sends its traces to the Collector, and the Collector to Jaeger", (t) => {
  const endpoint = compose.services["money"]?.environment?.["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];
  const { receivers, exporters, extensions } = read("otelcol.yaml") as {
    receivers: { otlp: { protocols: { http: { endpoint: string } } } };
    exporters: Record<string, { endpoint: string }>;
    extensions: { health_check: { endpoint: string } };
  };
  const listens = fallback(receivers.otlp.protocols.http.endpoint);
  t.equal(listens, "0.0.0.0:4318");
  t.equal(endpoint, `http://otelcol:${listens?.split(":")[1]}/v1/traces`);
  t.equal(fallback(exporters["otlp_http/jaeger"]?.endpoint), "http://jaeger:4318");
  const health = JSON.stringify(compose.services["otelcol"]?.healthcheck);
  t.match(health, fallback(extensions.health_check.endpoint)?.replace("0.0.0.0", "127.0.0.1"));
  t.same(flag("jaeger", "--collector.otlp.enabled"), ["true"]);
  t.end();
});

t.test("the Collector is built by the builder, and as the version, that the tests have", (t) => {
  const dockerfile = readFileSync(join(COMPOSE, "otelcol.Dockerfile"), "utf8");
  const tools = readFileSync(join(REPOSITORY, "packages/setup/src/tools.js"), "utf8");
  const [builder = ""] = /go\.opentelemetry\.io\/collector\/cmd\/builder@v[\d.]+/.exec(tools) ?? [];
  t.match(dockerfile, `go install ${builder}\n`);
  const { dist } = read("otelcol-builder.yaml") as { dist: { version: string } };
  t.equal(builder.split("@v")[1], dist.version);
  t.end();
});

t.test("Grafana finds the dashboards, and the alerts find Grafana", (t) => {
  const { environment = {}, ports = [] } = compose.services["grafana"] ?? {};
  const provider = read("grafana/provisioning/dashboards/plimsoll.yml") as {
    providers: { options: { path: string } }[];
  };
  const mount = fileMounts.find(({ source }) => source === "../dashboards");
  t.equal(provider.providers[0]?.options.path, mount?.target);
  const home = environment["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"] ?? "";
  t.ok(existsSync(home.replace(mount?.target ?? "", join(REPOSITORY, "dashboards"))), home);
  const rules = readFileSync(join(REPOSITORY, "alerts/plimsoll-pool.rules.yml"), "utf8");
  const [, port] = /dashboard_url: http:\/\/localhost:(\d+)\//.exec(rules) ?? [];
  t.match(ports, [`127.0.0.1:\${GRAFANA_PORT:-${port}}:3000`]);
  t.end();
});

t.test("Grafana asks the Prometheus of compose.yaml and knows its scrape interval", (t) => {
  const { datasources } = read("grafana/provisioning/datasources/prometheus.yml") as {
    datasources: { url: string; jsonData: { timeInterval: string } }[];
  };
  const { global } = read("prometheus.yml") as { global: { scrape_interval: string } };
  t.match(datasources, [
    { url: "http://prometheus:9090", jsonData: { timeInterval: global.scrape_interval } },
  ]);
  t.end();
});

function read(path: string): unknown {
  return parse(readFileSync(join(COMPOSE, path), "utf8"), { merge: true });
}

/** What the Collector takes when a variable is not set. */
function fallback(text = ""): string | undefined {
  return /^\$\{env:[A-Z_]+:-(.*)\}$/.exec(text)?.[1];
}

/** Values of a command-line flag of a service: what stands behind `=`, else the empty text. */
function flag(service: string, name: string): string[] {
  const words = compose.services[service]?.command ?? [];
  return words
    .filter((word) => word.split("=")[0] === name)
    .map((word) => word.slice(name.length + 1));
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true });
}

/** promtool's words; a warning, such as of a path that matches nothing, fails. */
function promtool(config: string): string {
  const output = execFileSync("promtool", ["check", "config", config], { encoding: "utf8" });
  if (/WARNING|FAILED|: 0 rules/.test(output)) throw new Error(output);
  if (!/[1-9]\d* rules found/.test(output)) throw new Error(`no rules: ${output}`);
  return output;
}
