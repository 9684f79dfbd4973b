import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Test } from "tap";
import { freePort } from "../run-app.ts";

const CONFIG = fileURLToPath(new URL("../../../../../alerts/alertmanager.yml", import.meta.url));

/** A notification of a webhook, as far as it is read here. */
export interface Notification {
  readonly alerts: readonly {
    readonly status: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  }[];
}

/** A real Alertmanager with the repository's example configuration, and what it sends to the pager and to the ticket queue. */
export async function startAlertmanager(t: Test): Promise<{
  readonly url: string;
  readonly notifications: readonly Notification[];
}> {
  const notifications: Notification[] = [];
  const pager = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += String(chunk)));
    request.on("end", () => {
      notifications.push(JSON.parse(body) as Notification);
      response.end();
    });
  }).listen(0, "127.0.0.1");
  await once(pager, "listening");
  t.teardown(() => {
    pager.close();
    pager.closeAllConnections();
  });
  const folder = t.testdir();
  const config = readFileSync(CONFIG, "utf8").replaceAll(
    "http://pager:9094",
    `http://127.0.0.1:${(pager.address() as AddressInfo).port}`,
  );
  writeFileSync(join(folder, "alertmanager.yml"), config);
  const port = await freePort();
  const child = spawn(
    "alertmanager",
    [
      `--config.file=${join(folder, "alertmanager.yml")}`,
      `--storage.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--web.route-prefix=/prefix",
      "--cluster.listen-address=",
    ],
    { stdio: "ignore" },
  );
  t.teardown(async () => {
    child.kill();
    if (child.exitCode === null) await once(child, "exit");
  });
  const url = `http://127.0.0.1:${port}/prefix`;
  await until(async () => (await fetch(`${url}/-/ready`).catch(() => undefined))?.ok === true);
  return { url, notifications };
}

/** Asks every 50 ms; the test's own timeout bounds it. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 50));
}
