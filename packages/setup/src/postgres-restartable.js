import { setTimeout as wait } from "node:timers/promises";
import { launchServer } from "./postgres-server.js";

/**
 * A server that can be stopped and started again on its port and data.
 *
 * @param {Parameters<typeof launchServer>[0]} wanted
 */
export async function launchRestartable(wanted) {
  let server = await launchServer(wanted);
  const { port } = server;
  const ending = new AbortController();
  /** @type {Promise<void> | undefined} */
  let restarting;
  const restart = async (/** @type {number} */ downSeconds) => {
    await server.stop();
    await wait(downSeconds * 1000, undefined, { signal: ending.signal });
    server = await launchServer({ ...wanted, port });
  };
  return {
    port,
    pid: () => server.pid,
    hasDied: () => server.hasDied(),
    lastLog: () => server.lastLog(),
    /** @param {number} downSeconds */
    restart(downSeconds) {
      restarting ??= restart(downSeconds).finally(() => (restarting = undefined));
      return restarting;
    },
    async stop() {
      ending.abort();
      await restarting?.catch(() => {}); // its caller learns of it
      await server.stop();
    },
  };
}
