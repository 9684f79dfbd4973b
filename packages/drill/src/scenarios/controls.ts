import { startNeighbour } from "../fault/busy-neighbour.ts";
import { extraLoad } from "../fault/extra-load.ts";
import { moneyFault } from "../fault/money-fault.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { CONTROL_RUN } from "./ordinary.ts";
import { replaceInstances } from "./replace-instances.ts";
import { missScrapes } from "./miss-scrapes.ts";

/** Longer than a control. */
const NOISE_SECONDS = 600;

/** What happens every day: nobody may be paged. */
export const CONTROLS: readonly Scenario[] = [
  {
    ...CONTROL_RUN,
    name: "steady",
    title: "the same load, nothing broken",
    plan: { usual: { databaseMs: 50 } },
    begin: null,
  },
  {
    ...CONTROL_RUN,
    name: "healthy-surge",
    title: "readers come, up to 30 per second within 2 minutes; the pool can serve 100",
    plan: { usual: { databaseMs: 100 } },
    watchSeconds: 240,
    begin: extraLoad({ script: "surge", rate: 30, env: { RAMP: "120s" } }),
  },
  {
    ...CONTROL_RUN,
    name: "rolling-restart",
    title: "three instances are replaced one after the other",
    plan: { instances: 3 },
    begin: replaceInstances({}),
  },
  {
    ...CONTROL_RUN,
    name: "cold-start",
    title: "a service that Prometheus has never seen gets its first requests",
    warmUpSeconds: 0,
    hasPast: false,
    watchSeconds: 240,
    begin: null,
  },
  {
    ...CONTROL_RUN,
    name: "batch-job",
    title: "a nightly job makes reports with 3 workers, each for longer than by day",
    // Every read is 0.25 s longer meanwhile: holds grow many times over, and the pool of 10 still has half of its connections left.
    begin: async (stack, signal) => {
      const endSlow = await moneyFault({ databaseMs: 250 })(stack, signal);
      const endJob = await extraLoad({ script: "reports", rate: 3 })(stack, signal);
      return async () => {
        await endJob();
        await endSlow();
      };
    },
  },
  {
    ...CONTROL_RUN,
    name: "scrape-gap",
    title: "Prometheus cannot scrape Money for 25 s, twice",
    begin: missScrapes(),
  },
  {
    ...CONTROL_RUN,
    name: "noisy-neighbour",
    title:
      "another database of the same server is busy: 4 connections that sort, a fifth of a core",
    begin: async ({ database }) => {
      const neighbour = await startNeighbour(database.adminUrl, { seconds: NOISE_SECONDS });
      return () => neighbour.stop();
    },
  },
  {
    ...CONTROL_RUN,
    name: "short-burst",
    title: "40 readers come in the same moment, every 5 s, and the pool queues them for some 50 ms",
    plan: { usual: { databaseMs: 10 } },
    begin: extraLoad({ script: "bursts", rate: 40 }),
  },
  {
    ...CONTROL_RUN,
    name: "deploy-with-new-pool-size",
    title: "two instances are replaced by ones with pools of 6 instead of 10",
    plan: { instances: 2 },
    begin: replaceInstances({ MONEY_POOL_MAX: "6" }),
  },
];
