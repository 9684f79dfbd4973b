import { Agent, request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

/** What clients saw of an overloaded app. */
export interface Outcome {
  readonly served: number;
  readonly shed: number;
  /** Of the requests that were served: time to the answer, seconds. */
  readonly p50Seconds: number;
  readonly p95Seconds: number;
}

/** Sends `perSecond` requests for `seconds`, whether or not the earlier ones were answered, as users do; then waits for the answers. */
export async function overload(url: string, perSecond: number, seconds: number): Promise<Outcome> {
  const agent = new Agent({ keepAlive: true });
  const answers: Promise<{ status: number; seconds: number }>[] = [];
  const began = performance.now();
  const total = perSecond * seconds;
  while (answers.length < total) {
    const due = Math.min(total, ((performance.now() - began) / 1000) * perSecond);
    while (answers.length < due) answers.push(get(url, agent));
    await pause(5);
  }
  const all = await Promise.all(answers);
  agent.destroy();
  const served = all.filter(({ status }) => status === 200).map(({ seconds }) => seconds);
  served.sort((a, b) => a - b);
  const quantile = (q: number): number => served[Math.floor(q * (served.length - 1))] ?? NaN;
  return {
    served: served.length,
    shed: all.filter(({ status }) => status === 503).length,
    p50Seconds: quantile(0.5),
    p95Seconds: quantile(0.95),
  };
}

function get(url: string, agent: Agent): Promise<{ status: number; seconds: number }> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent }, (response) => {
      response.resume();
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          seconds: (performance.now() - began) / 1000,
        }),
      );
    });
    sent.on("error", reject);
    sent.end();
  });
}
