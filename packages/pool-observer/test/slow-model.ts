/** A span of time; `to` is undefined while it runs. */
interface Span {
  readonly from: number;
  to: number | undefined;
}

interface ModelConnection {
  holds: Span[];
  queries: Span[];
}

/**
 * What a pool's numbers must be, from a plain record of everything that happened: slow, with no running totals, and so obvious that it can be believed.
 */
export class SlowModel {
  readonly waits: Span[] = [];
  readonly connections: ModelConnection[] = [];

  usedSeconds(now: number): number {
    return total(this.connections.flatMap((c) => c.holds).map((span) => clip(span, now)));
  }

  queryingSeconds(now: number): number {
    return total(
      this.connections.flatMap((c) =>
        c.holds.flatMap((hold) =>
          c.queries.map((query) => overlap(clip(hold, now), clip(query, now))),
        ),
      ),
    );
  }

  pendingSeconds(now: number): number {
    return total(this.waits.map((span) => clip(span, now)));
  }

  /** Seconds during which at least `least` of the spans ran at once. */
  secondsWithAtLeast(kind: "waits" | "holds", least: number, now: number): number {
    const spans = (kind === "waits" ? this.waits : this.connections.flatMap((c) => c.holds)).map(
      (span) => clip(span, now),
    );
    const moments = [...new Set(spans.flat())].toSorted((a, b) => a - b);
    let seconds = 0;
    for (const [i, from] of moments.entries()) {
      const to = moments[i + 1];
      if (to === undefined) break;
      const running = spans.filter(([start, end]) => start <= from && end >= to && end > start);
      if (running.length >= least) seconds += to - from;
    }
    return seconds;
  }

  /** Seconds of holds that ended in which no query of their connection ran, and how many those holds are. */
  parkedSeconds(now: number): { seconds: number; holds: number } {
    const ended = this.connections.flatMap((c) =>
      c.holds.filter((hold) => hold.to !== undefined).map((hold) => ({ c, hold })),
    );
    const seconds = ended.map(({ c, hold }) => {
      const span = clip(hold, now);
      const queried = c.queries.map((query) => overlap(span, clip(query, now)));
      return total([span]) - total(queried);
    });
    return { seconds: seconds.reduce((sum, s) => sum + s, 0), holds: ended.length };
  }

  oldest(spans: readonly Span[], now: number): number {
    return Math.max(0, ...spans.filter((s) => s.to === undefined).map((s) => now - s.from));
  }
}

function clip({ from, to }: Span, now: number): [number, number] {
  return [from, to ?? now];
}

function overlap([a, b]: [number, number], [c, d]: [number, number]): [number, number] {
  const from = Math.max(a, c);
  return [from, Math.max(from, Math.min(b, d))];
}

function total(spans: readonly [number, number][]): number {
  return spans.reduce((sum, [from, to]) => sum + (to - from), 0);
}
