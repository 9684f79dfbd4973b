import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { isAlive } from "./kill-group.ts";
import { REPOSITORY } from "./repository.ts";

/** Where one run keeps its files: `.plimsoll/run/<time>/`. */
export interface RunFolder {
  readonly path: string;
  /** `prometheus.yml`, a link to the one in compose/. */
  readonly prometheusConfig: string;
  readonly alertmanagerConfig: string;
  /** k6's record of every request of one load. */
  k6Csv(load: string): string;
  log(name: string): string;
  data(name: string): string;
  /** Writes a file of targets for Prometheus' discovery. */
  writeTargets(name: string, targets: readonly string[], labels: Record<string, string>): void;
  /** Deletes the data folders; logs, configuration and k6's record stay. */
  removeData(): void;
}

const DATA = "data";
const ALERTS = "alerts";
const KEPT_RUNS = 5;
/** A time, and the id of the process that ran it. */
const RUN_NAME = /^\d{4}-\d\d-\d\dT[\d.-]+Z-(\d+)$/;

/**
 * Makes the folder of a run that starts at `startedAt` (Unix seconds), below `parent`, and tidies up after those that have ended.
 * @param moreRules paths of rule files that its Prometheus loads beside the shipped ones
 */
export function createRunFolder(
  startedAt: number,
  parent: string = join(REPOSITORY, ".plimsoll", "run"),
  moreRules: readonly string[] = [],
): RunFolder {
  const path = join(parent, folderName(startedAt));
  mkdirSync(parent, { recursive: true });
  tidyRuns(parent);
  for (const folder of ["logs", DATA, ALERTS, "targets/alertmanager"]) {
    mkdirSync(join(path, folder), { recursive: true });
  }
  // Prometheus takes relative paths from the folder of the link, not of the file.
  symlinkSync(join(REPOSITORY, "compose", "prometheus.yml"), join(path, "prometheus.yml"));
  for (const rules of [...shippedRules(), ...moreRules]) {
    symlinkSync(rules, join(path, ALERTS, basename(rules)));
  }
  return {
    path,
    prometheusConfig: join(path, "prometheus.yml"),
    alertmanagerConfig: join(path, "alertmanager.yml"),
    k6Csv: (load) => join(path, `k6-${load}.csv`),
    log: (name) => join(path, "logs", `${name}.log`),
    data: (name) => join(path, DATA, name),
    writeTargets(name, targets, labels): void {
      writeFileSync(
        join(path, "targets", `${name}.json`),
        `${JSON.stringify([{ targets, labels }])}\n`,
      );
    },
    removeData: () => remove(join(path, DATA)),
  };
}

/** `2026-11-23T22-31-04.123Z-4711`: UTC, sorts by time, and differs for two runs at once. */
function folderName(startedAt: number): string {
  return `${new Date(startedAt * 1000).toISOString().replaceAll(":", "-")}-${process.pid}`;
}

function shippedRules(): string[] {
  const folder = join(REPOSITORY, ALERTS);
  const names = readdirSync(folder).filter((name) => name.endsWith(".rules.yml"));
  return names.map((name) => join(folder, name));
}

/** Of runs that have ended the last five stay, without data: one that was killed could not delete its own. */
function tidyRuns(parent: string): void {
  const runs = readdirSync(parent).filter((name) => RUN_NAME.test(name) && !isRunning(name));
  const sorted = runs.toSorted();
  for (const name of sorted) remove(join(parent, name, DATA));
  for (const name of sorted.slice(0, -KEPT_RUNS)) remove(join(parent, name));
}

function isRunning(name: string): boolean {
  return isAlive(Number(RUN_NAME.exec(name)?.[1]));
}

function remove(path: string): void {
  rmSync(path, { recursive: true, force: true });
}
