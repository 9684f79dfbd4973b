import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";

/** What an HTTPS server is made with. */
export interface CertificateAndKey {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** The certificate and the key in two PEM files. @throws when one cannot be read or is none, or when they do not belong together. */
export function readCertificateAndKey(certFile: string, keyFile: string): CertificateAndKey {
  const pair = { cert: readFileSync(certFile), key: readFileSync(keyFile) };
  createSecureContext(pair);
  return pair;
}
