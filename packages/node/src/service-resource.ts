import { hostname } from "node:os";
import { threadId } from "node:worker_threads";
import { RESOURCE_ATTRIBUTE } from "@plimsoll/catalog";
import { readAppPackage } from "./app-package.ts";

/**
 * Resource attributes that are true of any process, to be overridden by `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES`.
 * The instance is `host:pid`, or `host:pid:thread` in a worker thread: unlike a random id it can be read on a page at night, and in a container it
 * stays the same over restarts. Command line and arguments are left out, because they may hold a password.
 */
export function serviceResource(mainFile: string | undefined): Record<string, string | number> {
  const instance = [hostname(), process.pid, ...(threadId === 0 ? [] : [threadId])].join(":");
  const name = readAppPackage(mainFile)?.name;
  return {
    ...(name === undefined ? {} : { [RESOURCE_ATTRIBUTE.serviceName]: name }),
    [RESOURCE_ATTRIBUTE.serviceInstanceId]: instance,
    "host.name": hostname(),
    "process.pid": process.pid,
    "process.runtime.name": "nodejs",
    "process.runtime.version": process.versions.node,
  };
}
