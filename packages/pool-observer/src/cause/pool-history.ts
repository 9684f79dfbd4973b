import { Baseline } from "./baseline.ts";
import { judge, type Verdict } from "./judge.ts";
import { difference, type PoolMoment, type PoolTotals } from "./pool-totals.ts";

// Windows: at least 30 s, so that a verdict is not an anecdote, and at most 60 s, so that it is about now.
const WINDOW_SECONDS = 30;
const SAMPLE_SECONDS = 5;
const KEEP_SECONDS = 60;

/** The last minute of a pool, and what is usual for it. */
export class PoolHistory {
  readonly #samples: PoolTotals[];
  readonly #baseline = new Baseline();

  constructor(first: PoolTotals) {
    this.#samples = [first];
  }

  /** Notes the totals of now; those within {@link SAMPLE_SECONDS} of the last noted are passed over. */
  note(totals: PoolTotals): void {
    const last = this.#samples.at(-1);
    if (last !== undefined) {
      if (totals.at - last.at < SAMPLE_SECONDS) return;
      this.#baseline.learn(difference(last, totals));
    }
    this.#samples.push(totals);
    while (this.#samples.length > 1 && totals.at - (this.#samples[0]?.at ?? 0) > KEEP_SECONDS)
      this.#samples.shift();
  }

  /** The verdict on the window that ends now: 30 s to 35 s, or all that there is yet. */
  judge(totals: PoolTotals, moment: PoolMoment): Verdict | undefined {
    const [oldest] = this.#samples;
    const start =
      this.#samples.findLast(({ at }) => totals.at - at >= WINDOW_SECONDS) ?? oldest ?? totals;
    return judge(difference(start, totals), moment, this.#baseline.usual);
  }
}
