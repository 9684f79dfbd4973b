import type { Express } from "express";
import { type IntegerRule, parseInteger } from "../input.ts";
import type { Services } from "../services.ts";

const YEAR_RULE: IntegerRule = { min: 2000, max: 2100 };
const MONTH_RULE: IntegerRule = { min: 1, max: 12 };

/** `GET /reports/monthly?year=&month=`: a month's transfers by day, and the balances at its end (UTC, cents). */
export function addReportRoutes(app: Express, services: Services): void {
  const { pool, reportSql, readThrough } = services;
  app.get("/reports/monthly", async (request, response) => {
    const year = parseInteger("year", request.query["year"], YEAR_RULE);
    const month = parseInteger("month", request.query["month"], MONTH_RULE);
    const start = new Date(Date.UTC(year, month - 1));
    const end = new Date(Date.UTC(year, month));
    const rows = await readThrough(`report ${year} ${month}`, () =>
      pool.query<{ days: unknown; closing: unknown }>(reportSql(), [start, end]),
    );
    response.json({ year, month, ...rows[0] });
  });
}
