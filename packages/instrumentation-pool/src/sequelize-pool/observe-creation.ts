import { guard } from "../guard.ts";
import { whileCreating } from "../pg-client/patch-client.ts";
import { Creation } from "../resource-pool/creation.ts";
import type { LatePool } from "../resource-pool/late-pool.ts";
import type { SequelizePool } from "./sequelize-shapes.ts";

/**
 * Runs `createResource` (the pool's own), which calls `_factory.create()` once and handles what it returns. For the length of this call the
 * factory is one that inherits from the real one and sees that promise too; the pool gets the very same.
 */
export function observeCreation(
  pool: SequelizePool,
  late: LatePool,
  createResource: () => unknown,
): unknown {
  const factory = pool._factory;
  const creation = new Creation(late);
  pool._factory = Object.create(factory, {
    create: {
      value: () => {
        const made = factory.create();
        guard(() => observe(made, creation));
        return made;
      },
    },
  }) as typeof factory;
  try {
    return whileCreating(creation, createResource);
  } finally {
    pool._factory = factory;
  }
}

function observe(made: unknown, creation: Creation): void {
  // Another kind of thenable may start its work anew with each `then`.
  if (!(made instanceof Promise)) return;
  made.then(
    (resource) => guard(() => creation.succeeded(resource)),
    (error) => guard(() => creation.failed(error)),
  );
}
