import { readFileSync } from "node:fs";
import { request } from "node:http";
import type { RequestOptions } from "node:https";
import { gzipSync } from "node:zlib";
import type { HttpTarget } from "./otlp-target.ts";

/**
 * Sends one body, once. Upstream's exporters take a tenth of a second to load, and wait for a second to try again (otlp-exporter-base 0.300.0
 * retrying-transport.mjs:33): both would hold up the end of the app.
 */
export async function post(
  { signal, url, headers, isZipped }: HttpTarget,
  body: Uint8Array,
  timeoutMillis: number,
): Promise<void> {
  const isSecure = url.startsWith("https:");
  const send = isSecure ? (await import("node:https")).request : request;
  const options: RequestOptions = {
    method: "POST",
    headers: { ...headers, ...(isZipped ? { "Content-Encoding": "gzip" } : {}) },
    signal: AbortSignal.timeout(timeoutMillis),
    ...(isSecure ? certificates(signal) : {}),
  };
  return new Promise((resolve, reject) => {
    const sent = send(url, options, (response) => {
      response.resume();
      const { statusCode = 0 } = response;
      if (statusCode < 300) resolve();
      else reject(new Error(`status ${statusCode}`));
    });
    sent.on("error", reject);
    sent.end(isZipped ? gzipSync(body) : body);
  });
}

/** Source: https://opentelemetry.io/docs/specs/otel/protocol/exporter/ */
function certificates(signal: string): Pick<RequestOptions, "ca" | "cert" | "key"> {
  const read = (name: string): Buffer | undefined => {
    const file =
      process.env[`OTEL_EXPORTER_OTLP_${signal}_${name}`] ||
      process.env[`OTEL_EXPORTER_OTLP_${name}`];
    return file ? readFileSync(file) : undefined;
  };
  return { ca: read("CERTIFICATE"), cert: read("CLIENT_CERTIFICATE"), key: read("CLIENT_KEY") };
}
