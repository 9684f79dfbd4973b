import { diag } from "@opentelemetry/api";
import { type FindingsListener, formatFindings } from "@plimsoll/pool-observer";
import { guard } from "./guard.ts";

/** Writes what is to be said of a pool's settings as one line of `diag`: a warning if any of it is one, else for information. */
export const logFindings: FindingsListener = (findings, { name }) => {
  guard(() => {
    const line = formatFindings(name, findings);
    if (findings.some(({ severity }) => severity === "warning")) diag.warn(line);
    else diag.info(line);
  });
};
