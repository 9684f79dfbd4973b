import type { Child } from "../src/stack/child.ts";
import type { Fleet, Instance } from "../src/stack/fleet.ts";
import type { Load, LoadSpec } from "../src/stack/load.ts";
import type { Stack } from "../src/stack/stack.ts";

/** A stack without processes, for what only tells one what to do. */
export interface FakeStack {
  readonly stack: Stack;
  /** What it was told, in order. */
  readonly calls: readonly string[];
  /** Resolves when it was told something that begins so; the n-th time of that. @param times 1 unless told */
  readonly told: (beginning: string, times?: number) => Promise<void>;
}

/** @param count instances of Money at the start */
export function fakeStack(count = 1): FakeStack {
  const calls: string[] = [];
  const waiting = new Set<() => void>();
  const tell = (call: string): void => {
    calls.push(call);
    for (const look of waiting) look();
  };
  const told = (beginning: string, times = 1): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (calls.filter((call) => call.startsWith(beginning)).length >= times) resolve();
      };
      waiting.add(look);
      look();
    });
  const loads: Load[] = [];
  const parts = {
    fleet: fakeFleet(count, tell),
    loads,
    folder: {
      writeTargets: (name: string, targets: readonly string[], labels: Record<string, string>) =>
        tell(`targets of ${name}, job ${labels["job"]}: ${targets.join()}`),
    },
    processes: {
      stop: async (child: Child) => tell(`stop ${child.name}`),
    },
    addLoad: async ({ script = "money", name = script, ...rest }: Partial<LoadSpec>) => {
      tell(`load ${name} ${JSON.stringify(rest)}`);
      loads.push(fakeLoad(name));
      return loads.at(-1);
    },
  };
  return { stack: parts as unknown as Stack, calls, told };
}

function fakeLoad(name: string): Load {
  return { name, child: { name: `k6 (${name})` } as Child, newRequests: async () => [] };
}

function fakeFleet(count: number, tell: (call: string) => void): Fleet {
  const members: Instance[] = [];
  let started = 0;
  const start = (): Instance => {
    const name = `money-${++started}`;
    const url = `http://127.0.0.1:${3000 + started}`;
    const instance = { name, url, metricsUrl: `http://127.0.0.1:${9000 + started}/metrics` };
    members.push(instance);
    return instance;
  };
  for (let one = 0; one < count; one += 1) start();
  return {
    url: "http://127.0.0.1:3000",
    instances: () => [...members],
    async add(env = {}): Promise<Instance> {
      const instance = start();
      tell(`add ${instance.name} ${JSON.stringify(env)}`);
      return instance;
    },
    async remove(instance): Promise<void> {
      members.splice(members.indexOf(instance), 1);
      tell(`remove ${instance.name}`);
    },
    setFaults: async (settings) => tell(`faults ${JSON.stringify(settings)}`),
  };
}
