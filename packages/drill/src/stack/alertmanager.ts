import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withPagerUrl } from "./alertmanager-config.ts";
import { awaitReady } from "./await-ready.ts";
import { childEnv } from "./child-env.ts";
import type { Child } from "./child.ts";
import type { Processes } from "./processes.ts";
import { REPOSITORY } from "./repository.ts";
import type { RunFolder } from "./run-folder.ts";

/** Where an Alertmanager listens, and where its pages go. */
export interface AlertmanagerAddress {
  readonly port: number;
  readonly pagerUrl: string;
  /** Of its files. @default "alertmanager" */
  readonly name?: string;
}

/** Starts Alertmanager with alerts/alertmanager.yml, its pages sent to `pagerUrl`, and waits until it is ready. */
export async function startAlertmanager(
  processes: Processes,
  folder: RunFolder,
  { port, pagerUrl, name = "alertmanager" }: AlertmanagerAddress,
  signal: AbortSignal,
): Promise<Child> {
  const text = readFileSync(join(REPOSITORY, "alerts", "alertmanager.yml"), "utf8");
  const config = join(folder.path, `${name}.yml`);
  writeFileSync(config, withPagerUrl(text, pagerUrl));
  const child = await processes.start({
    name: "Alertmanager",
    command: "alertmanager",
    args: [
      `--config.file=${config}`,
      `--storage.path=${folder.data(name)}`,
      `--web.listen-address=127.0.0.1:${port}`,
      // One instance: no gossip, no further port.
      "--cluster.listen-address=",
    ],
    env: childEnv(),
    cwd: folder.path,
    logFile: folder.log(name),
  });
  await awaitReady(child, `http://127.0.0.1:${port}/-/ready`, signal);
  return child;
}
