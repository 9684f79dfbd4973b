/**
 * One row: `days` with what was transferred on each day of the month, and `closing` with all balances at its end.
 * Balances are summed from the ledger, since accounts keep only the present one: this reads every entry up to then.
 */
export const MONTHLY_REPORT = `
  WITH days AS (
    SELECT (booked_at AT TIME ZONE 'UTC')::date AS day,
           count(*) AS transfers,
           sum(amount_cents) AS cents,
           count(DISTINCT account_id) AS payers,
           percentile_disc(0.5) WITHIN GROUP (ORDER BY amount_cents) AS "medianCents"
    FROM (
      SELECT booked_at, account_id, -amount_cents AS amount_cents
      FROM entries
      WHERE booked_at >= $1 AND booked_at < $2 AND transfer_id IS NOT NULL AND amount_cents < 0
    ) AS paid
    GROUP BY day
  ), balances AS (
    SELECT account_id, sum(amount_cents) AS cents
    FROM entries
    WHERE booked_at < $2
    GROUP BY account_id
  ), closing AS (
    SELECT count(*) AS accounts,
           coalesce(sum(cents), 0) AS cents,
           percentile_disc(0.5) WITHIN GROUP (ORDER BY cents) AS "medianCents"
    FROM balances
  )
  SELECT (SELECT coalesce(json_agg(days ORDER BY day), '[]') FROM days) AS days,
         (SELECT row_to_json(closing) FROM closing) AS closing`;
