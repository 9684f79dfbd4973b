import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

// Asked by Debian's package scripts before they start a service; 101 means "do not".
// Source: https://people.debian.org/~hmh/invokerc.d-policyrc.d-specification.txt
const POLICY = "/usr/sbin/policy-rc.d";

/**
 * Keeps packages that are installed now from starting their services. Leaves a policy that is there
 * alone: it is the administrator's.
 *
 * @param {(command: string[]) => Promise<{ code: number }>} runAsRoot
 * @param {string} [policy]
 * @returns {Promise<() => Promise<void>>} takes our policy away again; also done when we exit before
 */
export async function holdServices(runAsRoot, policy = POLICY) {
  if (existsSync(policy)) return async () => {};
  const script = `printf '#!/bin/sh\\nexit 101\\n' > "$1" && chmod 755 "$1"`;
  await runAsRoot(["sh", "-c", script, "sh", policy]);
  const removeNow = () => {
    const command = ["rm", "-f", policy];
    if (process.getuid?.() === 0) spawnSync("rm", command.slice(1));
    else spawnSync("sudo", ["-n", ...command]);
  };
  process.once("exit", removeNow);
  return async () => {
    process.off("exit", removeNow);
    await runAsRoot(["rm", "-f", policy]);
  };
}
