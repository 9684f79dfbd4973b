import { freezeDatabase } from "../fault/freeze-database.ts";
import { inBackground } from "../fault/money-fault.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { FAULT, INSTANT_FAULT, RESOLVE_SECONDS } from "./ordinary.ts";
import { lagBehind } from "./lag-behind.ts";
import { scaleOut } from "./scale-out.ts";

const DOWN_SECONDS = 40;

/** The database does not answer, and nobody can tell whether queries or new connections hang first: either is the truth. */
const SILENT_SERVER = ["stalled", "connect_failure"] as const;

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
      // At 0.4 s a wait for two others would harm a user: small pools have those by chance at two thirds of use.
      usual: { databaseMs: 200 },
      server: { max_connections: 26 },
    },
    begin: scaleOut,
    expectedCauses: ["server_connections", "scale_out"],
  },
  {
    ...INSTANT_FAULT,
    name: "db-stop",
    resolveSeconds: RESOLVE_SECONDS,
    title: "PostgreSQL stands still (SIGSTOP): connections stay, nothing is answered",
    begin: async ({ database }) => {
      const thaw = freezeDatabase(database.pid);
      return async () => thaw();
    },
    expectedCauses: SILENT_SERVER,
  },
  {
    ...INSTANT_FAULT,
    name: "connect-refused",
    resolveSeconds: RESOLVE_SECONDS,
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
    expectedCauses: SILENT_SERVER,
  },
  {
    ...INSTANT_FAULT,
    name: "db-restart",
    title: "PostgreSQL is restarted, and is away for 40 s",
    begin: inBackground(
      ({ database }) => database.restart(DOWN_SECONDS),
      async () => {},
    ),
    expectedCauses: ["connect_failure"],
  },
  {
    ...INSTANT_FAULT,
    name: "failover",
    title:
      "the primary is gone, the address leads to the standby, and nobody promotes it: writes are refused",
    plan: { standby: "behind", hasGate: true },
    begin: async (stack) => {
      const servers = stack.standby();
      const gate = stack.gate();
      await servers.stopPrimary();
      await gate.shut();
      gate.pointTo(servers.standbyUrl);
      await gate.open();
      return () => servers.promote();
    },
    expectedCauses: ["read_only"],
  },
  {
    ...FAULT,
    name: "replica-lag",
    title:
      "the standby that Money reads from stands still, and shows data that gets older and older",
    plan: { standby: "reads" },
    loads: [{ script: "surge", rate: 10, env: { RAMP: "1s" } }],
    watchSeconds: 240,
    begin: lagBehind,
    // Readers see old data, and see it at once: a ticket, not a page.
    expectedCauses: [],
    expectedTicket: "PlimsollReplicationLagHigh",
  },
];
