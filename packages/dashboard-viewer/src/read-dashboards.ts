import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ViewerError } from "./viewer-error.ts";

/** What the server must know of a dashboard; the page reads the rest of its Classic JSON. */
export interface ViewerDashboard {
  readonly uid: string;
  readonly title: string;
  readonly description?: string;
  readonly panels: readonly unknown[];
}

/**
 * The dashboards among a folder's JSON files, in the order of their file names. Other JSON files are left out.
 *
 * @throws ViewerError `PLIMSOLL_WRONG_USE` when the folder cannot be read, a file is no JSON, or none is a dashboard.
 */
export function readDashboards(folder: string): ViewerDashboard[] {
  const dashboards = jsonFiles(folder).map(readJson).filter(isDashboard);
  if (dashboards.length > 0) return dashboards;
  throw wrongUse(`${folder}: no dashboard there. Name the folder of Grafana dashboards (*.json).`);
}

function jsonFiles(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
    return names.toSorted().map((name) => join(folder, name));
  } catch (error) {
    throw wrongUse(`${folder}: the folder of dashboards cannot be read. Name another.`, error);
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw wrongUse(`${file}: is no JSON. Mend it or take it out of the folder.`, error);
  }
}

function isDashboard(json: unknown): json is ViewerDashboard {
  const { uid, title, panels } = (json ?? {}) as Partial<ViewerDashboard>;
  return typeof uid === "string" && typeof title === "string" && Array.isArray(panels);
}

function wrongUse(message: string, cause?: unknown): ViewerError {
  return new ViewerError("PLIMSOLL_WRONG_USE", message, { cause });
}
