import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type pg from "pg";

type Work<T> = (client: pg.PoolClient) => Promise<T>;

/** Calls of a slow service, made where they must not be: within a transaction. */
export interface OutsideCall {
  /** `work`, followed by a call that takes `delayMs` while the client and its row locks are held; 0 = no call. */
  within: <T>(work: Work<T>, delayMs: number) => Work<T>;
  close: () => Promise<void>;
}

/** The service starts with the first call: a Money without this fault opens no further port. */
export function createOutsideCall(): OutsideCall {
  let service: Promise<FraudService> | undefined;
  const fraudCheck = async (delayMs: number): Promise<void> => {
    service ??= startFraudService();
    const { url } = await service;
    const response = await fetch(`${url}/check?delayMs=${delayMs}`);
    if (!response.ok) throw new Error(`fraud check: status ${response.status}`);
    await response.arrayBuffer();
  };
  return {
    within: (work, delayMs) => {
      if (delayMs === 0) return work;
      return async (client) => {
        const result = await work(client);
        await fraudCheck(delayMs);
        return result;
      };
    },
    close: async () => {
      await (await service)?.worker.terminate();
    },
  };
}

interface FraudService {
  url: string;
  worker: Worker;
}

async function startFraudService(): Promise<FraudService> {
  // A thread of its own with no preloads: its requests are no requests of Money's in any metric.
  const worker = new Worker(new URL("./fraud-service.js", import.meta.url), { execArgv: [] });
  const [port]: number[] = await once(worker, "message");
  worker.unref();
  return { url: `http://127.0.0.1:${port}`, worker };
}
