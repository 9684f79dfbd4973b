import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The version that is built. It is no dependency, because an install must not fail where it cannot be compiled. */
export const PG_NATIVE_VERSION = "3.9.0";

const FOLDER = fileURLToPath(new URL("../pg-native", import.meta.url));

/**
 * Builds pg-native, once, and returns the folder to name in `NODE_PATH`; or why it cannot be built: it needs a C++ compiler, make, Python,
 * `pg_config` and the headers of Node.
 */
export function buildPgNative(): { nodePath: string } | { reason: string } {
  const modules = join(FOLDER, "node_modules");
  const built = join(modules, "libpq/build/Release/addon.node");
  const done = existsSync(built) ? "" : install();
  return existsSync(built) ? { nodePath: modules } : { reason: done };
}

function install(): string {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, "package.json"), '{ "private": true }\n');
  const nodeFolder = dirname(dirname(process.execPath));
  const hasHeaders = existsSync(join(nodeFolder, "include/node/node_api.h"));
  const { status, stderr, error } = spawnSync(
    "npm",
    ["install", "--no-audit", "--no-fund", `pg-native@${PG_NATIVE_VERSION}`],
    {
      cwd: FOLDER,
      encoding: "utf8",
      timeout: 120_000,
      env: {
        ...process.env,
        NODE_OPTIONS: "",
        PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
        // Else node-gyp downloads them.
        ...(hasHeaders ? { npm_config_nodedir: nodeFolder } : {}),
      },
    },
  );
  return error?.message ?? `npm ended with ${status}: ${stderr.slice(-500)}`;
}
