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

t.test("a route that comes late and is heavier takes the name of the lightest", (t) => {
  const routes = new RouteSeconds(0);
  for (let i = 0; i < ROUTE_LIMIT; i += 1) routes.add(`/r${i}`, "hold", i + 1);
  routes.add("/late", "hold", 500);
  t.equal(routes.named("/late"), OTHER_ROUTE);
  routes.rebalance(15);
  t.equal(routes.named("/late"), "/late");
  t.equal(routes.named("/r0"), OTHER_ROUTE);
  routes.add("/late", "wait", 3);
  const entries = new Map(routes.entries());
  t.match(entries.get("/late"), { hold: 0, wait: 3 }, "what it did before is in other");
  t.equal(entries.get(OTHER_ROUTE)?.hold, 500);
  t.equal(entries.size, ROUTE_LIMIT + 1);
  t.end();
});

t.test("a route that gets its name back goes on where it ended", (t) => {
  const routes = new RouteSeconds(0);
  for (let i = 0; i < ROUTE_LIMIT; i += 1) routes.add(`/r${i}`, "hold", i + 1);
  routes.add("/late", "hold", 500);
  routes.rebalance(15);
  routes.add("/r0", "hold", 9000);
  routes.rebalance(30);
  routes.add("/r0", "hold", 1);
  t.equal(new Map(routes.entries()).get("/r0")?.hold, 2);
  t.end();
});

t.test("routes that are alike do not take turns", (t) => {
  const routes = new RouteSeconds(0);
  const all = Array.from({ length: ROUTE_LIMIT * 2 }, (_, i) => `/r${i}`);
  for (let minute = 1; minute < 60; minute += 1) {
    for (const route of all) routes.add(route, "hold", 1);
    routes.rebalance(minute * 60);
  }
  t.same(
    [...routes.entries()].map(([route]) => route),
    [...all.slice(0, ROUTE_LIMIT), OTHER_ROUTE],
  );
  t.end();
});

t.test("the seconds of all series never fall and are all there, whatever routes come", (t) => {
  const routes = new RouteSeconds(0);
  let added = 0;
  const last = new Map<string, number>();
  for (let step = 1; step <= 2000; step += 1) {
    const seconds = (step * 7919) % 31;
    routes.add(`/r${(step * step) % 331}`, "hold", seconds);
    added += seconds;
    if (step % 50 === 0) routes.rebalance(step);
    for (const [route, { hold }] of routes.entries()) {
      if (hold < (last.get(route) ?? 0)) t.fail(`${route} fell`);
      last.set(route, hold);
    }
  }
  t.equal(
    [...last.values()].reduce((sum, hold) => sum + hold, 0),
    added,
  );
  t.end();
});
