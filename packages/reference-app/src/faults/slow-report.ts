/**
 * The report after its plan went bad. pg_sleep stands for the time that a bad plan takes, because it takes the same on
 * every machine and burns no CPU of the ones that run drills. For the pool both are alike: a connection held by
 * a statement in flight.
 *
 * @param seconds how much longer it takes; 0 gives `sql` back
 */
export function slowReport(sql: string, seconds: number): string {
  if (seconds === 0) return sql;
  return `SELECT report.* FROM (SELECT pg_sleep(${seconds}) OFFSET 0) AS bad_plan, (${sql}) AS report`;
}
