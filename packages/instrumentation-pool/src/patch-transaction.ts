import { reserveFlow } from "@plimsoll/pool-observer";
import { guard } from "./guard.ts";
import { patchMethod } from "./patch-method.ts";

/**
 * Marks the flow of whoever begins a transaction with a library that lets code of the app run only inside of transactions while a connection is
 * held. Such a library asks its pool too deep inside for that, behind an `await` of its own: sequelize 6.37.8
 * lib/dialects/abstract/connection-manager.js:201, knex 3.3.0 lib/execution/transaction.js.
 *
 * @param owner a class with a method `transaction`; anything else is left alone
 */
export function patchTransaction(owner: unknown): void {
  if (typeof owner !== "function" || typeof owner.prototype !== "object") return;
  patchMethod(owner.prototype as object, "transaction", (original) => {
    return function transaction(this: object, ...args: unknown[]) {
      guard(reserveFlow);
      return original.apply(this, args);
    };
  });
}
