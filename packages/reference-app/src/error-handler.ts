import type { ErrorRequestHandler } from "express";
import { diagnose } from "./database-failure.ts";
import { invalidInput, MoneyError, STATUS } from "./errors.ts";
import type { OutageLog } from "./outage-log.ts";
import type { Services } from "./services.ts";

const RETRY_AFTER_SECONDS = 5;

/** The one place where errors become answers: `{error: {code, message, …details}}`, never SQL or a stack. */
export function createErrorHandler({ pool }: Services, log: OutageLog): ErrorRequestHandler {
  const toMoneyError = (thrown: unknown): MoneyError | undefined => {
    if (thrown instanceof MoneyError) return thrown;
    const flaw = unreadableBody(thrown);
    if (flaw) return invalidInput("body", "JSON of at most 16 kB", flaw);
    const failure = diagnose(thrown, pool);
    if (!failure) return undefined;
    log(failure.kind, failure.line);
    return new MoneyError("MONEY_UNAVAILABLE", "the database is not available. Try again later.");
  };
  // Express tells an error handler by its four parameters.
  return (thrown, request, response, next) => {
    if (response.headersSent) {
      next(thrown);
      return;
    }
    const error = toMoneyError(thrown);
    if (!error) {
      console.error(`money: ${request.method} ${request.path} failed:`, thrown);
      const body = { code: "MONEY_INTERNAL", message: "Money failed. It has been logged." };
      response.status(500).json({ error: body });
      return;
    }
    if (error.code === "MONEY_UNAVAILABLE") response.set("Retry-After", `${RETRY_AFTER_SECONDS}`);
    const { code, message, details } = error;
    response.status(STATUS[code]).json({ error: { code, message, ...details } });
  };
}

/**
 * What is wrong with the body when express.json() threw one of its errors of status 4xx: its type, such as
 * "entity.parse.failed". Its message would show a part of the body.
 */
function unreadableBody(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error && "type" in thrown && "status" in thrown)) return undefined;
  const isClients = Number(thrown.status) >= 400 && Number(thrown.status) < 500;
  return isClients ? String(thrown.type) : undefined;
}
