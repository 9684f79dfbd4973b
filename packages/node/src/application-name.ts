import { RESOURCE_ATTRIBUTE } from "@plimsoll/catalog";
import { serviceResource } from "./service-resource.ts";
import { require } from "./require-here.ts";

type Resources = typeof import("@opentelemetry/resources");

/** The service's name for connections that have none of their own, as the resource says it; nothing when the environment switches it off. */
export function applicationName(
  env: NodeJS.ProcessEnv,
  mainFile: string | undefined,
): { readonly applicationName?: string } {
  if (env["PLIMSOLL_APPLICATION_NAME"] === "false") return {};
  const { envDetector } = require("@opentelemetry/resources") as Resources;
  const name =
    envDetector.detect().attributes?.[RESOURCE_ATTRIBUTE.serviceName] ??
    serviceResource(mainFile)[RESOURCE_ATTRIBUTE.serviceName];
  return typeof name === "string" ? { applicationName: name } : {};
}
