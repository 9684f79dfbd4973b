import type { MachineStall } from "./machine-stall.ts";

/** So long after a stall began, harm is its doing: requests become errors after one second, and a queue of them needs some more. */
const AFTERMATH_SECONDS = 10;

/**
 * The stall to which harm may be owed rather than to the fault: the longest of those that began in the 10 s before it.
 * @param harmAt Unix seconds; null when nobody was harmed
 */
export function disturbance(
  stalls: readonly MachineStall[],
  harmAt: number | null,
): MachineStall | undefined {
  if (harmAt === null) return undefined;
  return stalls
    .filter(({ at }) => at <= harmAt && harmAt < at + AFTERMATH_SECONDS)
    .toSorted((a, b) => b.seconds - a.seconds)[0];
}
