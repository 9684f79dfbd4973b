import { isSdkRegistered } from "./registered-sdk.ts";
import { findSdkDependency } from "./sdk-dependency.ts";

/** Values of `PLIMSOLL_SDK`. */
export const SDK_SETTINGS = ["auto", "join", "own"] as const;

/** Whether this package starts an SDK, or reports through the one that the app starts. */
export interface SdkChoice {
  readonly kind: "join" | "own";
  /** Why the app is believed to start one, in words that end a sentence. */
  readonly because?: string;
}

/**
 * Decides once, before anything is registered: whoever registers first wins, and an app whose SDK comes second loses its traces. One that is registered
 * is joined whatever the setting says, because a second one could not be.
 */
export function chooseSdk(env: NodeJS.ProcessEnv, mainFile: string | undefined): SdkChoice {
  if (isSdkRegistered()) return { kind: "join" };
  const setting = env["PLIMSOLL_SDK"] || "auto";
  if (setting === "own") return { kind: "own" };
  if (setting === "join") return { kind: "join", because: "PLIMSOLL_SDK is join" };
  const dependency = findSdkDependency(mainFile);
  if (dependency === undefined) return { kind: "own" };
  return { kind: "join", because: `the app depends on ${dependency}` };
}
