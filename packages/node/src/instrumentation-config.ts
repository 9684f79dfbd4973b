import type {
  PoolInstrumentationConfig,
  QueryInstrumentationConfig,
} from "@plimsoll/instrumentation-pool";
import { isQueryText } from "@plimsoll/pool-observer";
import { applicationName } from "./application-name.ts";

/** What the environment says of pools. */
export function poolConfig(env: NodeJS.ProcessEnv): PoolInstrumentationConfig {
  const leakAfter = env["PLIMSOLL_LEAK_AFTER_SECONDS"];
  const httpTimeout = env["PLIMSOLL_HTTP_TIMEOUT_SECONDS"];
  const ignored = env["PLIMSOLL_IGNORED_FINDINGS"];
  return {
    ...applicationName(env, process.argv[1]),
    serverProbe: env["PLIMSOLL_SERVER_PROBE"] === "true",
    ...(leakAfter && { leakAfterSeconds: Number(leakAfter) }),
    ...(httpTimeout && { httpTimeoutSeconds: Number(httpTimeout) }),
    ...(ignored && { ignoredFindings: ignored.split(",").map((rule) => rule.trim()) }),
  };
}

/**
 * What the environment says of queries. A query's span costs some microseconds, so it is made only when it goes somewhere: not without an exporter,
 * nor below a span that a parent-based sampler has dropped.
 */
export function queryConfig(
  hasTraces: boolean,
  env: NodeJS.ProcessEnv,
): QueryInstrumentationConfig {
  const sampler = env["OTEL_TRACES_SAMPLER"] || "parentbased_always_on";
  return {
    spans: hasTraces,
    followsParent: sampler.startsWith("parentbased_"),
    addSqlCommenterCommentToQueries: env["PLIMSOLL_SQLCOMMENTER"] === "true",
    queryText: isQueryText(env["PLIMSOLL_QUERY_TEXT"]) ? env["PLIMSOLL_QUERY_TEXT"] : "sanitized",
  };
}
