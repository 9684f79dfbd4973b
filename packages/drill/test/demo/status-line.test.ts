import t from "tap";
import { statusLine } from "../../src/demo/status-line.ts";

t.test("a status names the pool's state, the suspects' route, pages and errors", (t) => {
  const line = statusLine({
    phase: "fault",
    seconds: 83.2,
    ofSeconds: null,
    used: 7,
    limit: 10,
    pending: 0,
    suspects: [{ route: "/transfers", connections: 4 }],
    userErrors: 0,
    pages: 1,
  });
  t.match(
    line,
    /^fault +\+83 s +used 7\/10 +waiting 0 +leak suspects 4 on \/transfers +pages 1 +user errors 0$/,
  );
  t.end();
});

t.test("what is not known yet is a question mark", (t) => {
  const line = statusLine({
    phase: "warm-up",
    seconds: 1,
    ofSeconds: 45,
    used: null,
    limit: null,
    pending: null,
    suspects: [],
    userErrors: 0,
    pages: 0,
  });
  t.match(line, /^warm-up +1\/45 s +used \?\/\? +waiting \?/);
  t.end();
});
