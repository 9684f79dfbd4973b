import { closeSync, openSync, writeSync } from "node:fs";
import type { RecordingLine } from "./recording-lines.ts";

/** A recording's file while it is written. */
export interface RecordingFile {
  write(line: RecordingLine): void;
  /** May be called twice. */
  close(): void;
  /** The first error of writing; nothing is written after it. */
  failure(): unknown;
}

/**
 * Opens `file`, empty. Each line is with the kernel before the next is made: only the machine's own end can lose it.
 * @throws what the file system says when it cannot be opened
 */
export function openRecording(file: string): RecordingFile {
  const handle = openSync(file, "w");
  let isOpen = true;
  let failure: unknown;
  return {
    write(line): void {
      if (!isOpen || failure !== undefined) return;
      try {
        writeSync(handle, `${JSON.stringify(line)}\n`);
      } catch (error) {
        failure = error;
      }
    },
    close(): void {
      if (isOpen) closeSync(handle);
      isOpen = false;
    },
    failure: () => failure,
  };
}
