import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { pemFile } from "./pem-file.ts";
import { freePort, startApp } from "./run-app.ts";

const TOKEN = "a-token-of-the-test-0123456789";

interface Target {
  readonly health: string;
  readonly lastError: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A Prometheus that scrapes `address` once for each of `jobs`; stopped when the test ends. Returns its API's URL. */
async function startPrometheus(
  t: Test,
  address: string,
  jobs: Readonly<Record<string, object>>,
): Promise<string> {
  const folder = t.testdir();
  const config = {
    global: { scrape_interval: "1s", scrape_timeout: "1s" },
    scrape_configs: Object.entries(jobs).map(([job_name, settings]) => ({
      job_name,
      static_configs: [{ targets: [address] }],
      ...settings,
    })),
  };
  writeFileSync(join(folder, "prometheus.yml"), JSON.stringify(config));
  const own = `127.0.0.1:${await freePort()}`;
  const child = spawn(
    "prometheus",
    ["--config.file=prometheus.yml", "--storage.tsdb.path=data", `--web.listen-address=${own}`],
    { cwd: folder, stdio: "ignore" },
  );
  t.teardown(async () => {
    child.kill("SIGKILL");
    await once(child, "close");
  });
  return `http://${own}/api/v1`;
}

/** The targets by job, as soon as each was scraped. */
async function scrapedTargets(api: string, count: number): Promise<Map<string, Target>> {
  for (;;) {
    const targets = await fetch(`${api}/targets`)
      .then((response) => response.json() as Promise<{ data: { activeTargets: Target[] } }>)
      .then(({ data }) => data.activeTargets)
      .catch(() => []);
    if (targets.length === count && targets.every(({ health }) => health !== "unknown"))
      return new Map(targets.map((target) => [String(target.labels["job"]), target]));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

t.test(
  "a real Prometheus scrapes /metrics over TLS with its token, and without either it cannot",
  async (t) => {
    const port = String(await freePort());
    const { child, run } = startApp({
      script: "measured-app.mjs",
      flags: ["--import", "@plimsoll/node"],
      env: {
        OTEL_EXPORTER_PROMETHEUS_PORT: port,
        PLIMSOLL_METRICS_TOKEN: TOKEN,
        PLIMSOLL_METRICS_TLS_CERT_FILE: pemFile("cert"),
        PLIMSOLL_METRICS_TLS_KEY_FILE: pemFile("key"),
      },
    });
    await once(child.stdout, "data");
    const authorization = { credentials: TOKEN };
    const tls_config = { ca_file: pemFile("cert") };
    const api = await startPrometheus(t, `127.0.0.1:${port}`, {
      right: { scheme: "https", authorization, tls_config },
      tokenless: { scheme: "https", tls_config },
      wrong: { scheme: "https", tls_config, authorization: { credentials: `${TOKEN}!` } },
      unverified: { scheme: "https", authorization },
      clear: { scheme: "http", authorization },
    });
    const targets = await scrapedTargets(api, 5);
    t.match(targets.get("right"), { health: "up", lastError: "" });
    t.match(targets.get("tokenless"), { health: "down", lastError: /401/ });
    t.match(targets.get("wrong"), { health: "down", lastError: /401/ });
    t.match(targets.get("unverified"), { health: "down", lastError: /certificate/ });
    t.match(targets.get("clear"), { health: "down" });
    const answer = await fetch(`${api}/query?query=plimsoll_pool_requests_started_total`);
    const { data } = (await answer.json()) as { data: { result: { value: unknown[] }[] } };
    t.same(
      data.result.map(({ value }) => value[1]),
      ["1"],
      "one series, from the one that may",
    );
    child.stdin.end();
    t.match(await run, { exitCode: 0, stderr: "" }, "a scraper's connection keeps nothing alive");
  },
);
