import { freezeDatabase } from "../fault/freeze-database.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { INSTANT_FAULT, FAULT } from "./ordinary.ts";
import { scaleOut } from "./scale-out.ts";

/** The database, or the way to it. */
export const SERVER: readonly Scenario[] = [
  {
    ...FAULT,
    name: "scale-out",
    title:
      "traffic grows and instances are added, until their pools want more than max_connections",
    plan: {
      instances: 2,
      env: { MONEY_POOL_MAX: "5" },
      usual: { databaseMs: 400 },
      server: { max_connections: 26 },
    },
    begin: scaleOut,
    expectedCauses: ["server_connections", "scale_out"],
  },
  {
    ...INSTANT_FAULT,
    name: "db-stop",
    title: "PostgreSQL stands still (SIGSTOP): connections stay, nothing is answered",
    begin: async ({ database }) => {
      const thaw = freezeDatabase(database.pid);
      return async () => thaw();
    },
    expectedCauses: ["stalled"],
  },
  {
    ...INSTANT_FAULT,
    name: "connect-refused",
    title: "the server is gone: connections are cut, new ones are refused",
    plan: { hasGate: true },
    begin: async (stack) => {
      await stack.gate().shut();
      return () => stack.gate().open();
    },
    expectedCauses: ["connect_failure"],
  },
  {
    ...INSTANT_FAULT,
    name: "network-blackhole",
    title: "the network drops every packet between Money and PostgreSQL",
    plan: { hasGate: true },
    begin: async (stack) => {
      stack.gate().freeze();
      return async () => stack.gate().thaw();
    },
    expectedCauses: ["stalled"],
  },
];
