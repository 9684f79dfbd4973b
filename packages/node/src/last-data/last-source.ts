import type { Signal } from "../otlp-protocol.ts";

/** One signal that is sent now and then, and so has something unsent whenever the process ends. */
export interface LastSource {
  readonly signal: Signal;
  /** Gathers what can only be had over some turns of the microtask queue. Does no input or output: that would keep the process alive. */
  prepare?(): Promise<void>;
  /** The bodies of the requests that send what is left; they are not given twice. Takes no turn: called when the process has none. */
  take(): Uint8Array[];
  /** Called when the process goes on after `prepare`. */
  resume?(): void;
}
