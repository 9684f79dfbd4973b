import type { FaultSettings } from "@plimsoll/reference-app";
import type { Balancer } from "./balancer.ts";
import type { Child } from "./child.ts";
import { freePorts } from "./free-ports.ts";
import { startMoney } from "./money.ts";
import type { Processes } from "./processes.ts";
import type { RunFolder } from "./run-folder.ts";
import { switchFault } from "./switch-fault.ts";

/** One process of Money. */
export interface Instance {
  /** `money-1`, of its log and its targets. */
  readonly name: string;
  /** Base URL, without a trailing slash. */
  readonly url: string;
  readonly metricsUrl: string;
}

/** The instances of Money behind one address. */
export interface Fleet {
  /** Where users call. */
  readonly url: string;
  /** Those that there are now. */
  instances(): readonly Instance[];
  /** Starts one more, with the faults that are set; Prometheus and the balancer find it. */
  add(env?: Readonly<Record<string, string>>): Promise<Instance>;
  /** Takes one out of the balancer, stops it gracefully, and Prometheus forgets it. */
  remove(instance: Instance): Promise<void>;
  /** Sets the faults of every instance, now and later; what is left out is as usual. */
  setFaults(settings: Partial<FaultSettings>): Promise<void>;
}

/** What the instances have in common. */
export interface FleetSpec {
  readonly databaseUrl: string;
  readonly traces: string;
  readonly env: Readonly<Record<string, string>>;
  readonly usual: Partial<FaultSettings>;
  /** Null: there is one instance, and users call it directly. */
  readonly balancer: Balancer | null;
}

interface Member extends Instance {
  readonly child: Child;
  readonly port: number;
}

/** A fleet without an instance yet. */
export function createFleet(
  processes: Processes,
  folder: RunFolder,
  spec: FleetSpec,
  signal: AbortSignal,
): Fleet {
  const members: Member[] = [];
  let faults = spec.usual;
  let started = 0;
  const balance = (): void => spec.balancer?.setTargets(members.map(({ port }) => port));
  return {
    get url(): string {
      return spec.balancer?.url ?? members[0]?.url ?? "";
    },
    instances: () => [...members],
    async add(env = {}): Promise<Instance> {
      const name = `money-${++started}`;
      const own = { ...spec, env: { ...spec.env, ...env } };
      const member = await startMember(processes, folder, name, own, signal);
      await switchFault(member.url, faults, signal);
      members.push(member);
      balance();
      return member;
    },
    async remove(instance): Promise<void> {
      const member = members.find(({ name }) => name === instance.name);
      if (!member) return;
      members.splice(members.indexOf(member), 1);
      balance();
      await processes.stop(member.child);
      folder.writeTargets(instance.name, [], { job: "money" });
    },
    async setFaults(settings): Promise<void> {
      faults = { ...spec.usual, ...settings };
      await Promise.all(members.map(({ url }) => switchFault(url, faults, signal)));
    },
  };
}

async function startMember(
  processes: Processes,
  folder: RunFolder,
  name: string,
  { databaseUrl, traces, env }: FleetSpec,
  signal: AbortSignal,
): Promise<Member> {
  const [port = 0, metricsPort = 0] = await freePorts(2);
  const address = { databaseUrl, port, metricsPort, traces, log: name, env };
  const child = await startMoney(processes, folder, address, signal);
  folder.writeTargets(name, [`127.0.0.1:${metricsPort}`], { job: "money" });
  const url = `http://127.0.0.1:${port}`;
  return { name, url, metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`, child, port };
}
