import type { ExpectedQueries } from "./judge-spans.ts";
import type { Replacements } from "./write-app.ts";

/** A data layer, and what its app is expected to show. */
export interface Library {
  /** Its name on the page. */
  readonly name: string;
  /** The app: `apps/<app>.mjs`. */
  readonly app: string;
  /** Packages whose versions the page names, the one that users know first. */
  readonly packages: readonly string[];
  /** The package that the pool is of. */
  readonly pool: string;
  /** Packages that the app imports in place of those that its source names. */
  readonly replacements?: Replacements;
  /** Whether the app gives its pool to `observePool`. @default false */
  readonly observesByHand?: boolean;
  /** Seconds that a request waits at most. @default 0, which is for ever */
  readonly acquireTimeoutSeconds?: number;
  /** Connections that it holds for itself all the time. @default 0 */
  readonly alwaysHeld?: number;
  /** Whether it asks for connections at times of its own. @default false */
  readonly hasOwnWork?: boolean;
  /** What its queries look like, where they are not the common ones. */
  readonly queries?: ExpectedQueries;
  /** Why a cell is "no" and what to do, or how it was run. One line each. */
  readonly notes?: readonly string[];
}
