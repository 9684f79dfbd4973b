import type pg from "pg";
import { FaultySocket } from "./faulty-socket.ts";
import type { AppModel } from "./model.ts";

type Pg = typeof import("pg");
type Callback = (error: unknown, ...rest: unknown[]) => void;

export const SOAK_LIMIT = 8;

/** A pool of `pg` on faulty sockets, of which `model` keeps its own books by what an app can see: events, callbacks and a class of clients. */
export function openModelledPool(pg: Pg, model: AppModel, random: () => number): pg.Pool {
  class ModelledClient extends pg.Client {
    override query(...args: unknown[]): never {
      const done = model.query();
      const callback = args.pop() as Callback;
      const seen: Callback = (...answer) => {
        done();
        callback(...answer);
      };
      return super.query(...([...args, seen] as unknown as [string])) as never;
    }
  }
  const pool = new pg.Pool({
    Client: ModelledClient,
    max: SOAK_LIMIT,
    // Of real time, and shorter than many waits.
    connectionTimeoutMillis: 2,
    maxUses: 30,
    stream: () => new FaultySocket(random),
  });
  pool.on("error", () => undefined);
  pool.on("acquire", (client) => model.acquired(client));
  (pool as NodeJS.EventEmitter).on("release", (_error, client) => model.released(client as object));
  modelRequests(pool, model);
  return pool;
}

/** `pool.query()` asks through `connect()` of the instance too. */
function modelRequests(pool: pg.Pool, model: AppModel): void {
  const connect = (callback: Callback) => {
    const settled = model.request();
    connectOfClass.call(pool, ((error: unknown, ...rest: unknown[]) => {
      settled(error);
      callback(error, ...rest);
    }) as never);
  };
  const connectOfClass = Object.getPrototypeOf(Object.getPrototypeOf(pool)).connect as (
    callback: never,
  ) => void;
  Object.assign(pool, { connect });
}
