import { context, diag } from "@opentelemetry/api";
import { RESOURCE_ATTRIBUTE } from "@plimsoll/catalog";
import { monotonicSeconds, poolRegistry } from "@plimsoll/pool-observer";
import { processResource } from "../process-resource.ts";
import { require } from "../require-here.ts";
import { AlertmanagerChannel } from "./alertmanager-channel.ts";
import { targetOf } from "./alertmanager-client.ts";
import { type FastPathSettings, INSTANCES_MISSING, readFastPath } from "./settings.ts";
import { StallWatch } from "./stall-watch.ts";
import type { Poster } from "./stalled-alert.ts";

type Core = typeof import("@opentelemetry/core");

// Not a round number: Node keeps timers of one length in one list, and those of the app stay among themselves.
const LOOK_SECONDS = 1.013;

/**
 * Tells Alertmanager of stalled pools by itself, when the environment asks for it; returns a function that ends it. Without the
 * variable nothing is loaded and no timer runs.
 *
 * @param env - The checked variables.
 * @param invalid - Variables that broke their rule.
 */
export function startFastPath(
  env: NodeJS.ProcessEnv,
  invalid: readonly string[],
  warn: (line: string) => void = (line) => diag.warn(line),
): () => void {
  const settings = readFastPath(env, invalid);
  if (settings === "instances missing") warn(INSTANCES_MISSING);
  if (typeof settings !== "object") return () => {};
  try {
    return watchPools(settings);
  } catch (error) {
    warn(`plimsoll: the fast path could not start; all else does. ${String(error)}`);
    return () => {};
  }
}

function watchPools({ urls, tokenFile, labels, instances }: FastPathSettings): () => void {
  const { suppressTracing } = require("@opentelemetry/core") as Core;
  const poster = posterWith(labels);
  const watch = new StallWatch(monotonicSeconds);
  const channels = urls.map((url) => {
    const target = targetOf(url, tokenFile);
    return new AlertmanagerChannel({ target, poster, instances, clock: monotonicSeconds });
  });
  const look = (): void => {
    const stalls = watch.look(poolRegistry.trackers());
    for (const channel of channels) void channel.offer(stalls);
  };
  const timer = setInterval(() => {
    try {
      context.with(suppressTracing(context.active()), look);
    } catch (error) {
      // A timer's error would end the app. What fails once would fail every second.
      clearInterval(timer);
      diag.warn("plimsoll: the fast path failed and is off; the app is not affected.", error);
    }
  }, LOOK_SECONDS * 1000).unref();
  return () => {
    clearInterval(timer);
    for (const channel of channels) channel.stop();
  };
}

/** As the rules see this process: `service` and `environment` from its resource, unless `labels` says how Prometheus calls them. */
function posterWith(labels: Readonly<Record<string, string>>): Poster {
  const { attributes } = processResource();
  const text = (key: keyof typeof RESOURCE_ATTRIBUTE): string => {
    const value = attributes[RESOURCE_ATTRIBUTE[key]];
    return typeof value === "string" ? value : "";
  };
  const environment = text("environment");
  return {
    labels: {
      service: text("serviceName"),
      ...(environment !== "" && { environment }),
      ...labels,
    },
    instance: text("serviceInstanceId"),
  };
}
