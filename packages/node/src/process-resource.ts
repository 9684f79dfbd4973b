import type { Resource } from "@opentelemetry/resources";
import { require } from "./require-here.ts";
import { serviceResource } from "./service-resource.ts";

type Resources = typeof import("@opentelemetry/resources");

/** The resource of this process: what is true of any, and what `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` say. */
export function processResource(): Resource {
  const { defaultResource, detectResources, envDetector, resourceFromAttributes } =
    require("@opentelemetry/resources") as Resources;
  return defaultResource()
    .merge(resourceFromAttributes(serviceResource(process.argv[1])))
    .merge(detectResources({ detectors: [envDetector] }));
}
