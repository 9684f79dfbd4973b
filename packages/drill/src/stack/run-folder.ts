import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "./repository.ts";

/** Where one run keeps its files: `.plimsoll/run/<time>/`. */
export interface RunFolder {
  readonly path: string;
  /** `prometheus.yml`, a link to the one in compose/. */
  readonly prometheusConfig: string;
  readonly alertmanagerConfig: string;
  readonly k6Csv: string;
  log(name: string): string;
  data(name: string): string;
  /** Writes a file of targets for Prometheus' discovery. */
  writeTargets(name: string, targets: readonly string[], labels: Record<string, string>): void;
  /** Deletes the data folders; logs, configuration and k6's record stay. */
  removeData(): void;
}

const DATA = "data";
const KEPT_RUNS = 5;

/** Makes the folder of a run that starts at `startedAt` (Unix seconds), below `parent`; runs before the last five are deleted. */
export function createRunFolder(
  startedAt: number,
  parent: string = join(REPOSITORY, ".plimsoll", "run"),
): RunFolder {
  const path = join(parent, folderName(startedAt));
  for (const folder of ["logs", DATA, "targets/alertmanager"]) {
    mkdirSync(join(path, folder), { recursive: true });
  }
  deleteOldRuns(parent, startedAt);
  // Prometheus takes relative paths from the folder of the link, not of the file.
  symlinkSync(join(REPOSITORY, "compose", "prometheus.yml"), join(path, "prometheus.yml"));
  symlinkSync(join(REPOSITORY, "alerts"), join(path, "alerts"));
  return {
    path,
    prometheusConfig: join(path, "prometheus.yml"),
    alertmanagerConfig: join(path, "alertmanager.yml"),
    k6Csv: join(path, "k6.csv"),
    log: (name) => join(path, "logs", `${name}.log`),
    data: (name) => join(path, DATA, name),
    writeTargets(name, targets, labels): void {
      writeFileSync(
        join(path, "targets", `${name}.json`),
        `${JSON.stringify([{ targets, labels }])}\n`,
      );
    },
    removeData: () => rmSync(join(path, DATA), { recursive: true, force: true }),
  };
}

/** `2026-11-23T22-31-04.123Z-4711`: UTC, sorts by time, and differs for two runs at once. */
function folderName(startedAt: number): string {
  return `${new Date(startedAt * 1000).toISOString().replaceAll(":", "-")}-${process.pid}`;
}

function deleteOldRuns(parent: string, now: number): void {
  const anHourAgo = folderName(now - 3600); // Younger ones may still run.
  const runs = readdirSync(parent).filter((name) => /^\d{4}-\d\d-\d\dT[\d.-]+Z-\d+$/.test(name));
  const old = runs.toSorted().slice(0, -KEPT_RUNS);
  for (const name of old.filter((name) => name < anHourAgo)) {
    rmSync(join(parent, name), { recursive: true, force: true });
  }
}
