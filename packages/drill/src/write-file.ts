import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { DrillError } from "./drill-error.ts";

/** Writes a file whole or not at all: readers see the old one or the new one. Makes its folder when that is missing. */
export function writeFileAtomically(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}-${randomUUID()}.tmp`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * Checks that `path` can be written, and leaves nothing behind.
 * @throws DrillError `PLIMSOLL_WRONG_USE` that names `key`, the path and the reason.
 */
export function assertWritable(key: string, path: string): void {
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error("it is a folder");
    const probe = `${path}.${process.pid}-${randomUUID()}.tmp`;
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DrillError(
      "PLIMSOLL_WRONG_USE",
      `${key} must be a file that can be written in a folder that exists, got ${JSON.stringify(path)}: ${reason}`,
    );
  }
}
