import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { threadId } from "node:worker_threads";
import { RESOURCE_ATTRIBUTE } from "@plimsoll/catalog";

/**
 * Resource attributes that are true of any process, to be overridden by `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES`.
 * The instance is `host:pid`, or `host:pid:thread` in a worker thread: unlike a random id it can be read on a page at night, and in a container it
 * stays the same over restarts. Command line and arguments are left out, because they may hold a password.
 */
export function serviceResource(mainFile: string | undefined): Record<string, string | number> {
  const instance = [hostname(), process.pid, ...(threadId === 0 ? [] : [threadId])].join(":");
  const name = packageName(mainFile);
  return {
    ...(name === undefined ? {} : { [RESOURCE_ATTRIBUTE.serviceName]: name }),
    [RESOURCE_ATTRIBUTE.serviceInstanceId]: instance,
    "host.name": hostname(),
    "process.pid": process.pid,
    "process.runtime.name": "nodejs",
    "process.runtime.version": process.versions.node,
  };
}

/** The `name` in the package.json nearest above `mainFile`. */
function packageName(mainFile: string | undefined): string | undefined {
  if (mainFile === undefined) return undefined;
  for (let folder = dirname(mainFile); ; folder = dirname(folder)) {
    const name = readName(join(folder, "package.json"));
    if (name !== undefined) return name;
    if (folder === dirname(folder)) return undefined;
  }
}

function readName(file: string): string | undefined {
  try {
    const { name } = JSON.parse(readFileSync(file, "utf8")) as { name?: unknown };
    return typeof name === "string" && name !== "" ? name : undefined;
  } catch {
    // No package.json in this folder, or one that is not JSON: the next folder up may have one.
    return undefined;
  }
}
