import { readdirSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { ViewerError } from "./viewer-error.ts";

/** Where `web/build.js` puts the page; part of the published package. */
const BUILT = fileURLToPath(new URL("../web/", import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** A file of the page. */
export interface PageFile {
  readonly path: string;
  readonly type: string;
}

/**
 * The page's files by URL path, such as `/page.js`. Only what is listed here is served, so no path leads out of the folder.
 *
 * @throws ViewerError `PLIMSOLL_VIEWER_NOT_BUILT`
 */
export function pageFiles(folder: string = BUILT): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>();
  for (const path of filesIn(folder)) {
    const type = TYPES[extname(path)];
    const urlPath = `/${relative(folder, path).replaceAll(sep, "/")}`;
    if (type !== undefined) files.set(urlPath, { path, type });
  }
  if (files.has("/index.html")) return files;
  throw new ViewerError(
    "PLIMSOLL_VIEWER_NOT_BUILT",
    "dashboard-viewer: its page is not built. Run `node packages/dashboard-viewer/web/build.js`.",
  );
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
}
