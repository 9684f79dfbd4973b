import t from "tap";
import { until } from "../database.ts";
import { collectWarnings } from "../warnings.ts";
import { DebianPostgres, needsDebianPostgres } from "./debian-postgres.ts";
import { openInstance } from "./probed.ts";

t.test(
  "a server that is stopped and started is missed at once and probed again within a minute",
  needsDebianPostgres,
  async (t) => {
    const warnings = collectWarnings(t);
    const server = await DebianPostgres.create(t);
    const { instance } = openInstance(t, server.options);
    const other = openInstance(t, server.options).instance;
    t.equal((await instance.pass(1)).number("probeSuccess"), 1);
    t.same((await other.pass(1)).points, []);
    await server.stop();
    await until("the loss is seen", () => instance.report().number("probeSuccess") === 0);
    t.equal(instance.report().points.length, 1, "nothing old is shown");
    t.equal((await instance.pass(300)).number("probeSuccess"), 0);
    t.equal((await other.pass(60)).number("probeSuccess"), 0, "it tried in vain too");
    t.equal(warnings.length, 2, "one of each instance");
    t.match(warnings[0]?.[0], /failed \(ECONNREFUSED\)/);
    await server.start();
    const took = await instance.passUntil(60, (report) => report.number("probeSuccess") === 1);
    t.ok(took <= 60, `${took} s`);
    await other.pass(60);
    t.same(other.report().points, [], "who is not elected says nothing again");
    t.ok(Number(instance.report().number("maxConnections")) > 0);
    t.equal(warnings.length, 2);
  },
);
