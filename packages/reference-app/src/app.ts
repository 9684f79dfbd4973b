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

/** Money's routes. `addMore` registers further ones before the final 404. */
export function createApp(
  services: Services,
  log: OutageLog,
  addMore: (app: Express) => void = () => {},
): Express {
  const app = express();
  app.disable("x-powered-by");
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
  addMore(app);
  app.use((request) => {
    throw notFound(request.method, request.path);
  });
  app.use(createErrorHandler(services, log));
  return app;
}
