import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A small process that ends our children should we be killed (SIGKILL, out of memory) before we can. */
export interface OrphanGuard {
  watch(groupId: number): void;
  forget(groupId: number): void;
  /** Resolves when the guard is gone. */
  close(): Promise<void>;
}

/** Starts the guard; it learns of our end by the end of its input. */
export function startOrphanGuard(): OrphanGuard {
  const script = fileURLToPath(new URL("orphan-guard-main.js", import.meta.url));
  const guard = spawn(process.execPath, [script], {
    stdio: ["pipe", "ignore", "ignore"],
    // In a group of its own: what ends us by a signal to our group must not end it.
    detached: true,
    env: {},
  });
  const gone = once(guard, "close").catch(() => {});
  guard.stdin.on("error", () => {}); // Without a guard the drill still ends its children itself.
  guard.unref();
  return {
    watch: (id) => guard.stdin.write(`+${id}\n`),
    forget: (id) => guard.stdin.write(`-${id}\n`),
    close: async () => {
      guard.ref();
      guard.stdin.end();
      await gone;
    },
  };
}
