import t from "tap";
import { until } from "../database.ts";
import { DebianPostgres, needsDebianPostgres } from "./debian-postgres.ts";
import { type Instance, openInstance } from "./probed.ts";

const LAG = "replicationLagSeconds";

async function lagOf(instance: Instance): Promise<number | undefined> {
  return (await instance.pass(10)).number(LAG);
}

function isAbove(lag: number | undefined, seconds: number): boolean {
  return lag !== undefined && lag > seconds;
}

t.test(
  "a primary and its streaming standby tell the lag, each in its own way",
  { ...needsDebianPostgres, timeout: 90_000 },
  async (t) => {
    const primary = await DebianPostgres.create(t);
    await primary.ask("create table t (id int)");
    await primary.ask("create role ordinary login");
    await primary.ask("create database other");
    const standby = await DebianPostgres.standbyOf(t, primary);
    const onPrimary = openInstance(t, primary.options).instance;
    const onStandby = openInstance(t, standby.options).instance;
    const asOrdinary = { ...primary.options, user: "ordinary", database: "other" };
    const ordinary = openInstance(t, asOrdinary).instance;

    await primary.ask("insert into t values (1)");
    await until("the standby streams and is caught up", async () => {
      const [atPrimary, atStandby] = [await lagOf(onPrimary), await lagOf(onStandby)];
      return atPrimary !== undefined && atPrimary < 1 && atStandby === 0;
    });
    t.equal(onPrimary.report().number("inRecovery"), 0);
    t.equal(onStandby.report().number("inRecovery"), 1);
    t.equal(onStandby.report().number("probeSuccess"), 1, "a standby has an election of its own");

    await standby.ask("select pg_wal_replay_pause()");
    await primary.ask("insert into t values (2)");
    await until("both see a lag that grows", async () => {
      const [atPrimary, atStandby] = [await lagOf(onPrimary), await lagOf(onStandby)];
      return isAbove(atPrimary, 0.5) && isAbove(atStandby, 0.5);
    });
    t.equal(await lagOf(ordinary), undefined, "nothing without pg_monitor: it is not 0");
    t.equal(ordinary.report().number("probeSuccess"), 1);
    await primary.ask("grant pg_monitor to ordinary");
    await until("with pg_monitor it is seen", async () => isAbove(await lagOf(ordinary), 0.5));

    await standby.ask("select pg_wal_replay_resume()");
    await until("caught up", async () => (await lagOf(onStandby)) === 0);

    await primary.stop();
    await until("cut off, all replayed: the age of the last commit", async () =>
      isAbove(await lagOf(onStandby), 0.5),
    );
    await standby.ask("select pg_promote()");
    const promoted = await onStandby.pass(10);
    t.equal(promoted.number("inRecovery"), 0);
    t.equal(promoted.number(LAG), undefined, "a primary without standbys");
    t.equal(promoted.number("probeSuccess"), 1, "the session outlives the promotion");
  },
);
