/**
 * A statement that only reads, after its plan went bad or its database slow. pg_sleep stands for the time that this takes, because
 * it takes the same on every machine and burns no CPU of the ones that run drills. For the pool both are alike: a connection held
 * by a statement in flight.
 *
 * @param sql without a semicolon; its rows stay the same, in the same order
 * @param seconds how much longer it takes; 0 gives `sql` back
 */
export function slowStatement(sql: string, seconds: number): string {
  if (seconds === 0) return sql;
  // A condition that reads no row is decided once, before the first row is looked for: one sleep, however many rows there are.
  return `SELECT answer.* FROM (${sql}) AS answer WHERE (SELECT pg_sleep(${seconds}) IS NOT NULL)`;
}
