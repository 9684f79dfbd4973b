import { fileURLToPath } from "node:url";

/**
 * A file of test/fixtures/tls: `cert` and its `key`, for 127.0.0.1 and signed by itself, and `other-key`.
 * Made by `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -addext subjectAltName=IP:127.0.0.1,DNS:localhost`.
 */
export function pemFile(name: string): string {
  return fileURLToPath(new URL(`../../test/fixtures/tls/${name}.pem`, import.meta.url));
}
