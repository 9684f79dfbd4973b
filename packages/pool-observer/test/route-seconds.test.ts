import { OTHER_ROUTE, ROUTE_LIMIT } from "@plimsoll/catalog";
import t from "tap";
import { RouteSeconds } from "../src/route-seconds.ts";

t.test("holds and waits of a route are summed apart", (t) => {
  const routes = new RouteSeconds();
  routes.add("/transfers", "hold", 2);
  routes.add("/transfers", "hold", 1);
  routes.add("/transfers", "wait", 0.5);
  t.match([...routes.entries()], [["/transfers", { hold: 3, wait: 0.5 }]]);
  t.equal([...routes.entries()].length, 1);
  t.end();
});

t.test("routes beyond the limit share one series and lose no second", (t) => {
  const routes = new RouteSeconds();
  for (let i = 0; i < ROUTE_LIMIT + 5; i += 1) routes.add(`/r${i}`, "hold", 1);
  const entries = new Map(routes.entries());
  t.equal(entries.size, ROUTE_LIMIT + 1);
  t.equal(entries.get(OTHER_ROUTE)?.hold, 5);
  t.end();
});

t.test("a named route keeps its name when the limit is reached", (t) => {
  const routes = new RouteSeconds();
  for (let i = 0; i < ROUTE_LIMIT; i += 1) routes.add(`/r${i}`, "hold", 1);
  t.equal(routes.named("/r0"), "/r0");
  t.equal(routes.named("/new"), OTHER_ROUTE);
  t.end();
});
