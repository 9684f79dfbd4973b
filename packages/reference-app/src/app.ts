import { type Health, type Priority, shedLoad } from "@plimsoll/express";
import express, { type Express } from "express";
import { createErrorHandler } from "./error-handler.ts";
import { notFound } from "./errors.ts";
import type { OutageLog } from "./outage-log.ts";
import { addAccountRoutes } from "./routes/accounts.ts";
import { addCustomerRoutes } from "./routes/customers.ts";
import { addReportRoutes } from "./routes/reports.ts";
import { addStatementRoutes } from "./routes/statement.ts";
import { addTransferRoutes } from "./routes/transfers.ts";
import type { Services } from "./services.ts";

/** What Money's app is made of. */
export interface AppParts {
  services: Services;
  log: OutageLog;
  health: Health;
  shedsLoad: boolean;
  /** Registers further routes before the final 404. */
  addMore?: ((app: Express) => void) | undefined;
}

/** Money's routes. */
export function createApp({ services, log, health, shedsLoad, addMore }: AppParts): Express {
  const app = express();
  app.disable("x-powered-by");
  app.use(health.router);
  if (shedsLoad) app.use(shedLoad({ priority: priorityOf, applies: usesPool }));
  app.use(express.json({ limit: "16kb" }));
  // Says that the process serves, not that the database does: a restart would not bring that back.
  app.get("/healthz", (_request, response) => {
    response.json({ status: "ok" });
  });
  addCustomerRoutes(app, services);
  addAccountRoutes(app, services);
  addTransferRoutes(app, services);
  addStatementRoutes(app, services);
  addReportRoutes(app, services);
  addMore?.(app);
  app.use((request) => {
    throw notFound(request.method, request.path);
  });
  app.use(createErrorHandler(services, log));
  return app;
}

/** A transfer is what Money is for; a report can be asked for again later. */
function priorityOf({ path }: express.Request): Priority {
  if (path.startsWith("/transfers")) return "critical";
  return path.startsWith("/reports") ? "low" : "normal";
}

function usesPool({ path }: express.Request): boolean {
  return path !== "/healthz" && path !== "/faults";
}
