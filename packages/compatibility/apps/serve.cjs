/**
 * The shell of every app: one route for each thing that it does with its pool. What it prints says where it listens.
 * An app is a function that opens the database through one library and gives back what the routes do.
 */
const express = require("express");

/** Statements that make the table of the apps whose library has no schema builder, one by one. */
const SCHEMA = [
  "create table orders (id int primary key, status text not null)",
  "insert into orders values (7, 'paid')",
];

/** What each caller of the contended route does with its connection: it waits for a lock that the test holds. */
const GATE = "select pg_advisory_xact_lock_shared(4)::text as passed";

const ROUTES = ["query", "transaction", "failing", "contended"];

function serve(open) {
  void start(open);
}

async function start(open) {
  const { DATABASE_URL: url, POOL_NAME: name, POOL_MAX: max } = process.env;
  const database = await open({ url, name, max: Number(max), observe });
  const app = express();
  let callers = 0;
  app.get("/callers", (request, response) => response.json({ answer: callers }));
  for (const route of ROUTES)
    app.get(`/${route}`, async (request, response) => {
      callers += 1;
      try {
        response.json({ answer: await database[route]() });
      } catch (error) {
        response.status(500).json({ error: String(error) });
      } finally {
        callers -= 1;
      }
    });
  const server = app.listen(0, "127.0.0.1", () => {
    process.stdout.write(`listening on ${server.address().port}\n`);
  });
  // The parent closes our stdin when it has seen enough.
  process.stdin.resume().once("end", async () => {
    server.close();
    server.closeAllConnections();
    await database.end();
  });
}

/** Hands a pool to Plimsoll by hand, where that is asked for. */
function observe(pool) {
  const { POOL_NAME: name, OBSERVES_BY_HAND: byHand } = process.env;
  if (byHand === "yes") require("@plimsoll/node").observePool(pool, { name });
  return pool;
}

module.exports = { SCHEMA, serve, GATE };
