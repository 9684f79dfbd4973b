import { AsyncLocalStorage } from "node:async_hooks";
import { guard, reportFailure } from "../guard.ts";
import { patchMethod } from "../patch-method.ts";
import {
  attachRun,
  endActiveRun,
  endNativeRun,
  endRuns,
  noteAnswer,
  patchQuery,
} from "../queries/patch-query.ts";
import { nameConnection } from "./application-name.ts";
import type { PgClient } from "./pg-client.ts";
import { connectionOf } from "./pg-connection.ts";

type ConnectCallback = (this: unknown, ...args: unknown[]) => unknown;

/** Who wants to know of the client that a pool connects. */
export interface ConnectWatcher {
  /** `client` begins to connect. The result is called once with the error, or with none when it is connected. */
  connectStarted(client: PgClient): (error: unknown) => void;
}

/** Whose client connects inside the running synchronous call. */
let opening: ConnectWatcher | undefined;

/** Whose client connects somewhere in the running asynchronous call; emptied by the first that does. */
const creating = new AsyncLocalStorage<{ watcher: ConnectWatcher | undefined }>();

/** Runs `open`, which connects a client before it returns (pg-pool's `newClient`), such that `watcher` is told of it. */
export function whileOpening<T>(watcher: ConnectWatcher, open: () => T): T {
  const outer = opening;
  opening = watcher;
  try {
    return open();
  } finally {
    opening = outer;
  }
}

/** Runs `create`, which connects a client some time later, such that `watcher` is told of the first one. */
export function whileCreating<T>(watcher: ConnectWatcher, create: () => T): T {
  return creating.run({ watcher }, create);
}

function takeWatcher(): ConnectWatcher | undefined {
  if (opening !== undefined) {
    const watcher = opening;
    opening = undefined;
    return watcher;
  }
  const store = creating.getStore();
  if (store === undefined) return undefined;
  const { watcher } = store;
  // The socket keeps this async context for its life; its pool is not to be kept by it.
  store.watcher = undefined;
  return watcher;
}

/** Patches the class of a pool's clients, once: how long they connect, and when they have a query in flight. */
export function patchClientClass(prototype: object): void {
  // Both forms of pg's `connect()`, with a callback and with a promise, end here (pg 8.23.1 lib/client.js:153).
  const method = "_connect" in prototype ? "_connect" : "connect";
  patchMethod(prototype, method, (original) => {
    const replacement = function (this: object, ...args: unknown[]) {
      guard(() => nameConnection(this));
      const [callback] = args;
      const watcher = typeof callback === "function" ? takeWatcher() : undefined;
      if (watcher === undefined) return original.apply(this, args);
      const observed = guard(() =>
        observeConnect(this as PgClient, watcher, callback as ConnectCallback),
      );
      return original.apply(this, observed === undefined ? args : [observed]);
    };
    return Object.defineProperty(replacement, "name", { value: method });
  });
  // pg 8.23.1 lib/client.js: called after every enqueued query and after every ReadyForQuery, for each kind of query.
  patchMethod(prototype, "_pulseQueryQueue", (original) => {
    return function _pulseQueryQueue(this: object, ...args: unknown[]) {
      endNativeRun(this as PgClient);
      attachRun(this as PgClient);
      const result = original.apply(this, args);
      const connection = connectionOf(this);
      if (connection === undefined) return result;
      try {
        connection.noteQueries();
      } catch (error) {
        reportFailure(error);
      }
      return result;
    };
  });
  // The connection broke: no ReadyForQuery will come.
  patchMethod(prototype, "_errorAllQueries", (original) => {
    return function _errorAllQueries(this: object, ...args: unknown[]) {
      guard(() => connectionOf(this)?.noteNoQuery());
      guard(() => endRuns(this as PgClient, args[0]));
      return original.apply(this, args);
    };
  });
  patchAnswers(prototype);
  patchQuery(prototype);
}

/** The server's word on a query, before the app hears of it. */
function patchAnswers(prototype: object): void {
  patchMethod(prototype, "_handleReadyForQuery", (original) => {
    return function _handleReadyForQuery(this: object, ...args: unknown[]) {
      const connection = connectionOf(this);
      if (connection !== undefined) {
        // pg before 8.21 forgets it.
        connection.transactionCode = (args[0] as { status?: unknown } | undefined)?.status;
        noteAnswer(this as PgClient, connection);
      }
      return original.apply(this, args);
    };
  });
  // A query of pg is told of its error by a method of its own (see `patchQuery`); a stream has it bound to its cursor.
  patchMethod(prototype, "_handleErrorMessage", (original) => {
    return function _handleErrorMessage(this: object, ...args: unknown[]) {
      guard(() => endActiveRun(this as PgClient, args[0]));
      return original.apply(this, args);
    };
  });
}

function observeConnect(
  client: PgClient,
  watcher: ConnectWatcher,
  callback: ConnectCallback,
): ConnectCallback {
  const connectEnded = watcher.connectStarted(client);
  let isSettled = false;
  // Without a name, as pg-pool's own: it shows in logs of a client that is connecting.
  const observed = function (this: unknown, ...args: unknown[]) {
    if (!isSettled) {
      isSettled = true;
      guard(() => connectEnded(args[0]));
      // Back in its place, so that stacks name the host's callback as they do without us.
      if (client._connectionCallback === observed) client._connectionCallback = callback;
    }
    return callback.apply(this, args);
  };
  return Object.defineProperty(observed, "name", { value: "" });
}
