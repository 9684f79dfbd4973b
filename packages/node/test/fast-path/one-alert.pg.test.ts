import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";
import { freePort, startApp } from "../run-app.ts";
import { startAlertmanager, until } from "./alertmanager.ts";

const RULES = fileURLToPath(
  new URL("../../../../../alerts/plimsoll-pool.rules.yml", import.meta.url),
);
const { DATABASE_URL } = process.env;

t.test(
  "the rule's alert and the process's post are one alert, and one notification",
  { skip: DATABASE_URL === undefined && "DATABASE_URL is not set" },
  async (t) => {
    const { url, notifications } = await startAlertmanager(t);
    const [metrics, prometheus] = [await freePort(), await freePort()];
    const folder = t.testdir();
    const config = {
      global: { scrape_interval: "2s", external_labels: { cluster: "eu" } },
      rule_files: [RULES],
      alerting: {
        alertmanagers: [
          { path_prefix: "/prefix", static_configs: [{ targets: [new URL(url).host] }] },
        ],
      },
      scrape_configs: [
        { job_name: "app", static_configs: [{ targets: [`127.0.0.1:${metrics}`] }] },
      ],
    };
    // JSON is YAML.
    writeFileSync(join(folder, "prometheus.yml"), JSON.stringify(config));
    const server = spawn(
      "prometheus",
      [
        `--config.file=${join(folder, "prometheus.yml")}`,
        `--storage.tsdb.path=${join(folder, "data")}`,
        `--web.listen-address=127.0.0.1:${prometheus}`,
      ],
      { stdio: "ignore" },
    );
    t.teardown(async () => {
      server.kill();
      if (server.exitCode === null) await once(server, "exit");
    });
    const { child } = startApp({
      script: "stalled.mjs",
      limitSeconds: 120,
      env: {
        DATABASE_URL: DATABASE_URL ?? "",
        OTEL_SERVICE_NAME: "shop",
        OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=test",
        OTEL_EXPORTER_PROMETHEUS_PORT: String(metrics),
        PLIMSOLL_ALERTMANAGER_URL: url,
        PLIMSOLL_ALERTMANAGER_LABELS: "cluster=eu",
        PLIMSOLL_INSTANCES: "1",
      },
    });
    t.teardown(() => child.kill("SIGKILL"));

    const seen = new Map<string, Alert>();
    let most = 0;
    await until(async () => {
      const alerts = await stalledAlerts(url);
      most = Math.max(most, alerts.length);
      for (const alert of alerts) seen.set(posterOf(alert), alert);
      return seen.size === 2;
    });
    t.equal(most, 1, "never two");
    const [rule, process] = [seen.get("Prometheus")!, seen.get("the process")!];
    t.same(process.labels, rule.labels);
    t.equal(process.fingerprint, rule.fingerprint);
    for (const key of ["summary", "do_first", "do_not", "runbook_url"] as const)
      t.equal(process.annotations[key], rule.annotations[key], key);
    t.equal(about(process.annotations["description"]), about(rule.annotations["description"]));
    await until(() => notifications.length > 0);
    t.equal(notifications.length, 1);
    t.equal(notifications[0]?.alerts.length, 1);
  },
);

interface Alert {
  readonly fingerprint: string;
  readonly generatorURL: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

async function stalledAlerts(url: string): Promise<Alert[]> {
  const answer = await fetch(`${url}/api/v2/alerts?filter=alertname="PlimsollPoolStalled"`);
  return (await answer.json()) as Alert[];
}

function posterOf({ generatorURL }: Alert): string {
  return generatorURL.endsWith("/docs/fast-path.md") ? "the process" : "Prometheus";
}

/** A description without the seconds, which differ from one moment to the next. */
function about(text = ""): string {
  return text.replace(/waited for .*?s\./, "");
}
