import { poolPackage } from "./pool-package.ts";
import { start } from "./start.ts";

export { shutdown } from "./start.ts";

/**
 * Measures a pool that no hook reaches, such as one in a bundled app, from now on.
 *
 * @param pool a pool of pg-pool, of tarn (`knex.client.pool`) or of sequelize-pool (`sequelize.connectionManager.pool`), or the `sql` of
 * postgres.js, by shape
 * @param options.name the pool's name in metrics; no effect on a pool that is reported already
 * @throws TypeError when `pool` has the shape of none of them
 */
export function observePool(pool: object, options: { readonly name: string }): void {
  let observe: typeof observePool;
  try {
    observe = poolPackage().observePool;
  } catch {
    // start() has said why it cannot be loaded.
    return;
  }
  observe(pool, options);
}

// The import is the whole set-up: `import "@plimsoll/node"`, `node --import @plimsoll/node` or `node --require @plimsoll/node`.
start();
