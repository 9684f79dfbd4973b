import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/**
 * Keeps packages that are installed now from starting their services. Leaves a policy that is there
 * alone: it is the administrator's.
 *
 * @param {string} policy path of policy-rc.d
 * @param {string[]} asRoot what to put before a command to run it as root
 * @returns {() => void} takes our policy away again; done at our exit in any case
 */
export function holdServices(policy, asRoot) {
  if (existsSync(policy)) return () => {};
  const run = (/** @type {string[]} */ ...command) => {
    const [file = "", ...args] = [...asRoot, ...command];
    spawnSync(file, args, { stdio: "ignore" });
  };
  const release = () => {
    process.off("exit", release);
    run("rm", "-f", policy);
  };
  process.once("exit", release);
  run("sh", "-c", `printf '#!/bin/sh\\nexit 101\\n' > "$1" && chmod 755 "$1"`, "sh", policy);
  return release;
}
