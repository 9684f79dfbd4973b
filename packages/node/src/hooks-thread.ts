import workerThreads from "node:worker_threads";

/**
 * Whether this code runs in Node's own thread for loader hooks, where `--require` preloads run too (Node 22): a second SDK there would take the
 * port of the first. A worker that the app made has a parent port, that thread has none.
 */
export function isHooksThread(): boolean {
  const { isInternalThread, isMainThread, parentPort } = workerThreads as typeof workerThreads & {
    // Since Node 24.
    readonly isInternalThread?: boolean;
  };
  return isInternalThread ?? (!isMainThread && parentPort === null);
}
