import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { DrillError } from "../drill-error.ts";

/** Programs that a stack with load needs on the PATH. */
const TOOLS: readonly string[] = ["prometheus", "alertmanager", "k6"];

/**
 * Checks that the programs can be started, before anything is.
 * @param more programs beside those of every stack
 * @throws DrillError `PLIMSOLL_TOOL_MISSING` that names each that is missing.
 */
export function assertTools(
  more: readonly string[] = [],
  path: string = process.env["PATH"] ?? "",
): void {
  const folders = path.split(delimiter).filter(Boolean);
  const missing = [...TOOLS, ...more].filter(
    (tool) => !folders.some((folder) => isProgram(join(folder, tool))),
  );
  if (missing.length === 0) return;
  throw new DrillError(
    "PLIMSOLL_TOOL_MISSING",
    `${missing.join(", ")}: not on the PATH. \`npm run ${more.length > 0 ? "drill" : "demo"}\` brings what is missing.`,
  );
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
