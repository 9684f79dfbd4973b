import { connect, type Socket } from "node:net";

/** One connection through a gate. Nothing passes until it is thawed. */
export interface Passage {
  freeze(): void;
  thaw(): void;
  /** Ends both sides. */
  cut(): void;
}

/**
 * Leads a connection on to a server, which hears of it when it is thawed for the first time. When one side ends, so does the other,
 * unless it is frozen: then when it is thawed.
 *
 * @param near paused
 * @param onEnd is called once, when both sides have ended or are about to
 */
export function startPassage(
  near: Socket,
  to: { port: number; host: string },
  onEnd: () => void,
): Passage {
  let isFrozen = true;
  let far: Socket | undefined;
  const cut = (): void => {
    near.destroy();
    far?.destroy();
    onEnd();
  };
  // A paused socket still learns of its end: the other side must not.
  const watch = (socket: Socket): Socket =>
    socket
      .on("error", () => {}) // "close" follows.
      .once("close", () => {
        if (!isFrozen) cut();
      });
  watch(near);
  return {
    freeze(): void {
      isFrozen = true;
      for (const socket of [near, far]) socket?.unpipe().pause();
    },
    thaw(): void {
      isFrozen = false;
      if (near.destroyed || far?.destroyed) return cut();
      far ??= watch(connect(to));
      near.unpipe().pipe(far);
      far.unpipe().pipe(near);
    },
    cut,
  };
}
