import { fileURLToPath } from "node:url";

const ownFolders: string[] = [];

/**
 * Leaves the frames of a package's code out of call sites: for adapters, which stand between the app and us. In a bundle our files are the app's file,
 * so nothing is left out there.
 *
 * @param moduleUrl `import.meta.url` of the calling module; esbuild leaves it undefined in a CommonJS bundle
 * @param module the path of that module below the folder to be left out, without its extension
 */
export function hideFramesOf(moduleUrl: string | undefined, module: string): void {
  const url = moduleUrl?.replace(/\.[jt]s$/, "");
  if (url?.endsWith(`/${module}`) !== true) return;
  const folder = fileURLToPath(url.slice(0, -module.length));
  // As source maps name it, when the app has them enabled.
  ownFolders.push(folder, folder.replace(/([\\/])dist[\\/]src([\\/])$/, "$1src$2"));
}

hideFramesOf(import.meta.url, "snapshot/call-site");

/**
 * Notes where the running code was called from. V8 keeps the frames and makes the text when it is first read, so that this costs
 * a few microseconds, and nothing of the text.
 */
export function captureCallSite(): { readonly stack?: string } {
  const site: { readonly stack?: string } = {};
  Error.captureStackTrace(site, captureCallSite);
  return site;
}

const FRAME = /^\s+at (?:(?<name>.+?) \()?(?:file:\/\/)?(?<file>[^()]+?):(?<line>\d+):\d+\)?$/;

/**
 * The first frame of the app: its function, file below the working directory, and line. Undefined when only libraries are on the stack.
 *
 * @example
 * formatCallSite(captureCallSite()); // "transfer (src/transfers.js:41)"
 */
export function formatCallSite(site: { readonly stack?: string } | undefined): string | undefined {
  // A host's own `Error.prepareStackTrace` may make anything of it.
  if (typeof site?.stack !== "string") return undefined;
  for (const line of site.stack.split("\n")) {
    const { name, file, line: number } = FRAME.exec(line)?.groups ?? {};
    if (file === undefined || isLibrary(file)) continue;
    const folder = `${process.cwd()}/`;
    const place = `${file.startsWith(folder) ? file.slice(folder.length) : file}:${number}`;
    return name === undefined ? place : `${name.replace(/^async /, "")} (${place})`;
  }
  return undefined;
}

function isLibrary(file: string): boolean {
  if (file.startsWith("node:") || /[\\/]node_modules[\\/]/.test(file)) return true;
  return ownFolders.some((folder) => file.startsWith(folder));
}
