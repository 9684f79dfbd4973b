import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DrillError } from "../drill-error.ts";
import { REPOSITORY } from "../stack/repository.ts";
import { writeFileAtomically } from "../write-file.ts";
import type { PlannedRun } from "./campaign.ts";
import type { DrillRecord } from "./drill-run.ts";

/** Where finished runs are kept, so that a campaign that was stopped can go on. */
export interface ResultStore {
  has(planned: PlannedRun): boolean;
  save(planned: PlannedRun, record: DrillRecord): void;
  /** File for the recording of a run. */
  recordingOf(planned: PlannedRun): string;
  /** Every kept run of these, in their order. @throws DrillError when a file is no record */
  read(planned: readonly PlannedRun[]): DrillRecord[];
  /** Forgets these runs; others stay. */
  forget(planned: readonly PlannedRun[]): void;
}

/** The store in `folder`. @default .plimsoll/drill of the working copy */
export function openResultStore(
  folder: string = join(REPOSITORY, ".plimsoll", "drill"),
): ResultStore {
  mkdirSync(folder, { recursive: true });
  const recordingOf = ({ scenario, run }: PlannedRun): string =>
    join(folder, `${scenario.name}-${run}.recording.jsonl`);
  const fileOf = ({ scenario, run }: PlannedRun): string =>
    join(folder, `${scenario.name}-${run}.json`);
  return {
    has: (planned) => existsSync(fileOf(planned)),
    save: (planned, record) => writeFileAtomically(fileOf(planned), JSON.stringify(record)),
    recordingOf,
    read: (planned) =>
      planned
        .map(fileOf)
        .filter((file) => existsSync(file))
        .map(readRecord),
    forget(planned): void {
      for (const one of planned) {
        rmSync(fileOf(one), { force: true });
        rmSync(recordingOf(one), { force: true });
      }
    },
  };
}

function readRecord(file: string): DrillRecord {
  const text = readFileSync(file, "utf8");
  try {
    return JSON.parse(text) as DrillRecord;
  } catch (cause) {
    const message = `${file}: is no record of a run. Delete it: it is made again.`;
    throw new DrillError("PLIMSOLL_RUN_FAILED", message, { cause });
  }
}
