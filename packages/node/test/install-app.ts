import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FIXTURES } from "./run-app.ts";

const PACKAGES = join(FIXTURES, "../../..");
// What @plimsoll/node is made of; no other package of ours is published with it.
const PACKED = ["catalog", "pool-observer", "instrumentation-pool", "node"];

/** The npm beside the Node that started the tests, or undefined: pnpm alone is brought. */
export function hasNpm(): boolean {
  return spawnSync("npm", ["--version"], { env: cleanEnv() }).status === 0;
}

/** Installs our packages as users get them, and `dependencies` before them, in `folder`. @throws Error with what the package manager said */
export function installApp(folder: string, dependencies: Readonly<Record<string, string>>): void {
  const archives = mkdtempSync(join(tmpdir(), "plimsoll-packed-"));
  try {
    for (const name of PACKED)
      run("pnpm", ["pack", "--pack-destination", archives], join(PACKAGES, name));
    writeFileSync(
      join(folder, "package.json"),
      JSON.stringify({ name: "team-app", version: "1.0.0", private: true, dependencies }),
    );
    const quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"];
    run("npm", ["install", ...quiet], folder);
    const files = readdirSync(archives).map((file) => join(archives, file));
    run("npm", ["install", ...quiet, ...files], folder);
  } finally {
    rmSync(archives, { recursive: true });
  }
}

function run(command: string, args: string[], cwd: string): void {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    env: cleanEnv(),
    timeout: 120_000,
  });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stdout}${stderr}`);
}

/** tap's loader hooks are for its own children, and npm_config_ settings of the outer npm for its own run. */
function cleanEnv(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([key]) => key !== "NODE_OPTIONS" && !key.startsWith("TAP"),
  );
  return Object.fromEntries(own);
}
