import type { Socket } from "node:net";
import { type Passage, startPassage } from "./passage.ts";

/** All connections through one gate. */
export interface Passages {
  /** Leads a paused connection to where the gate points now. */
  take(near: Socket): void;
  freeze(): void;
  thaw(): void;
  /** Ends them all; those that come then are not frozen. */
  cut(): void;
  pointTo(databaseUrl: string): void;
}

/** No connection yet, and nothing frozen. */
export function createPassages(databaseUrl: string): Passages {
  const open = new Set<Passage>();
  let target = new URL(databaseUrl);
  let isFrozen = false;
  return {
    take(near): void {
      const to = { port: Number(target.port), host: target.hostname };
      const passage = startPassage(near, to, () => open.delete(passage));
      open.add(passage);
      if (!isFrozen) passage.thaw();
    },
    freeze(): void {
      isFrozen = true;
      for (const passage of open) passage.freeze();
    },
    thaw(): void {
      isFrozen = false;
      for (const passage of open) passage.thaw();
    },
    cut(): void {
      isFrozen = false;
      for (const passage of open) passage.cut();
    },
    pointTo(nextUrl): void {
      target = new URL(nextUrl);
    },
  };
}
