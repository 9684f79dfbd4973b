/** A steady stream of one kind of request; k6 is for what users see, this for what a fault needs. */
export interface RequestSpec {
  readonly method?: string;
  /** Of the n-th request. */
  readonly url: (n: number) => string;
  /** JSON of the n-th request. */
  readonly body?: (n: number) => unknown;
  readonly perSecond: number;
  /** Requests that may be open at once; above it none is sent. @default 40 */
  readonly openMost?: number;
}

/** A running stream. */
export interface Requests {
  /** How many were answered with each status; 0 counts those without an answer. */
  statuses(): ReadonlyMap<number, number>;
  setRate(perSecond: number): void;
  /** Sends no more and gives up those that are open; resolves when none is. May be called twice. */
  stop(): Promise<void>;
}

const TICK_MS = 50;
const ANSWER_MS = 15_000;

/** Sends requests until it is stopped. An answer does not hold up the next request: the rate stays, as with users. */
export function sendRequests(spec: RequestSpec): Requests {
  const { openMost = 40 } = spec;
  const stopped = new AbortController();
  const open = new Set<Promise<void>>();
  const statuses = new Map<number, number>();
  let { perSecond } = spec;
  let sent = 0;
  let due = 0;

  const send = async (n: number): Promise<void> => {
    const status = await statusOf(spec, n, stopped.signal);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  };
  const timer = setInterval(() => {
    for (due += (perSecond * TICK_MS) / 1000; due >= 1; due -= 1) {
      if (open.size >= openMost) continue;
      const request: Promise<void> = send(sent++).finally(() => open.delete(request));
      open.add(request);
    }
  }, TICK_MS);
  return {
    statuses: () => statuses,
    setRate: (next) => void (perSecond = next),
    async stop(): Promise<void> {
      clearInterval(timer);
      stopped.abort();
      await Promise.all(open);
    },
  };
}

async function statusOf(spec: RequestSpec, n: number, stopped: AbortSignal): Promise<number> {
  try {
    const response = await fetch(spec.url(n), {
      method: spec.method ?? "GET",
      signal: AbortSignal.any([stopped, AbortSignal.timeout(ANSWER_MS)]),
      ...(spec.body && {
        headers: { "content-type": "application/json" },
        body: JSON.stringify(spec.body(n)),
      }),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}
