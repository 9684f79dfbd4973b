import t from "tap";
import { NO_DATABASE, query } from "../test-database.ts";
import { startTestMoney } from "../test-money.ts";

t.test("with PostgreSQL", { skip: NO_DATABASE ?? false }, async (t) => {
  const money = await startTestMoney(t);

  t.test("the monthly report counts each transfer of the month once", async (t) => {
    const { status, body } = await money.get("/reports/monthly?year=2024&month=4");
    t.equal(status, 200);
    const [expected] = await query<{ transfers: number; cents: number }>(
      money.databaseUrl,
      `SELECT count(*)::int AS transfers, sum(amount_cents)::int AS cents FROM transfers
       WHERE booked_at >= '2024-04-01T00:00:00Z' AND booked_at < '2024-05-01T00:00:00Z'`,
    );
    t.ok(expected!.transfers > 0);
    const sum = (key: string): number =>
      body.days.reduce((total: number, day: Record<string, number>) => total + day[key]!, 0);
    t.strictSame({ transfers: sum("transfers"), cents: sum("cents") }, expected);
    t.ok(body.days.every(({ day }: { day: string }) => day.startsWith("2024-04-")));
  });

  t.test(
    "the report's closing balances are those of all accounts at the month's end",
    async (t) => {
      const { body } = await money.get("/reports/monthly?year=2024&month=12");
      const [expected] = await query(
        money.databaseUrl,
        "SELECT count(*)::int AS accounts, sum(balance_cents)::int AS cents FROM accounts",
      );
      t.match(body.closing, expected);
    },
  );

  t.test("a month before the first entry is empty", async (t) => {
    t.strictSame((await money.get("/reports/monthly?year=2022&month=12")).body, {
      year: 2022,
      month: 12,
      days: [],
      closing: { accounts: 0, cents: 0, medianCents: null },
    });
  });

  t.test("a month that is none is refused with key, rule and value", async (t) => {
    const wrong: [string, string, unknown][] = [
      ["year=2024&month=13", "month", "13"],
      ["year=2024&month=0", "month", "0"],
      ["year=1999&month=1", "year", "1999"],
      ["month=1", "year", null],
    ];
    for (const [search, key, value] of wrong) {
      const { status, body } = await money.get(`/reports/monthly?${search}`);
      t.equal(status, 400);
      t.strictSame([body.error.key, body.error.value], [key, value]);
    }
  });
});
