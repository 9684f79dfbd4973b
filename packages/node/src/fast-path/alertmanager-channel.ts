import { diag } from "@opentelemetry/api";
import { STALLED_VOTE } from "@plimsoll/catalog";
import type { Clock } from "@plimsoll/pool-observer";
import { ask, type Target } from "./alertmanager-client.ts";
import { quorumOf } from "./settings.ts";
import type { Stall } from "./stall-watch.ts";
import { pageOf, type PostableAlert, type Poster, voteOf } from "./stalled-alert.ts";

/** Alertmanager is spoken to this often at most, while a pool stands still. */
const ROUND_SECONDS = 10;

/** After a failure the next attempt waits twice as long, up to this. */
const LONGEST_PAUSE_SECONDS = 60;

/** A page that is posted lasts for 120 s: two repetitions may be lost. */
const REPOST_SECONDS = 30;

/** A page that somebody else posted is left alone while it lasts for longer than this. */
const LASTS_SECONDS = 60;

/** As many as a process may have pools of a name of their own. */
const MOST_POOLS = 50;

/** Below this a clock is right: the header has whole seconds. */
const CLOCK_SECONDS = 5;

/** Instances of a large service would all post in the same moment; they spread over a second per hundred, ten at most. */
const SPREAD_SECONDS_PER_INSTANCE = 0.01;
const MOST_SPREAD_SECONDS = 10;

/** An alert of `GET /api/v2/alerts`, as far as it is read. */
interface KnownAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly endsAt: string;
}

export interface ChannelOptions {
  readonly target: Target;
  readonly poster: Poster;
  readonly instances: number;
  readonly clock: Clock;
}

/** Tells one Alertmanager of stalled pools: one request at a time, and quiet while there is nothing to tell. */
export class AlertmanagerChannel {
  readonly #options: ChannelOptions;
  readonly #quorum: number;
  readonly #end = new AbortController();
  /** By pool, on our clock: when its page was posted, or found. */
  readonly #pagedAt = new Map<string, number>();
  #isBusy = false;
  #isCalm = true;
  #nextAt = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #hasWarned = false;
  #aheadSeconds = 0;

  constructor(options: ChannelOptions) {
    this.#options = options;
    this.#quorum = quorumOf(options.instances);
  }

  /** To be called every second or so with the pools that stand still. Never throws, never rejects. */
  async offer(stalls: readonly Stall[]): Promise<void> {
    const now = this.#options.clock();
    if (stalls.length === 0) this.#isCalm = true;
    else if (this.#isCalm) {
      this.#isCalm = false;
      this.#nextAt = Math.max(this.#nextAt, now + this.#spread());
    }
    const due = stalls.filter(({ tracker }) => this.#isDue(tracker.name, now)).slice(0, MOST_POOLS);
    if (due.length === 0 || this.#isBusy || now < this.#nextAt) return;
    this.#isBusy = true;
    this.#nextAt = now + ROUND_SECONDS;
    try {
      await this.#tell(due);
      this.#failures = 0;
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#isBusy = false;
    }
  }

  /** Ends what is under way. */
  stop(): void {
    this.#end.abort();
  }

  #spread(): number {
    if (this.#quorum === 1) return 0;
    const most = Math.min(
      this.#options.instances * SPREAD_SECONDS_PER_INSTANCE,
      MOST_SPREAD_SECONDS,
    );
    return Math.random() * most;
  }

  #isDue(pool: string, now: number): boolean {
    return now - (this.#pagedAt.get(pool) ?? Number.NEGATIVE_INFINITY) >= REPOST_SECONDS;
  }

  async #tell(due: readonly Stall[]): Promise<void> {
    const open = await this.#withoutPage(due);
    const agreed = this.#quorum === 1 ? open : await this.#vote(open);
    if (agreed.length === 0) return;
    const before = this.#aheadSeconds;
    await this.#post(agreed, pageOf);
    // Posted by a clock that was wrong, it may have ended already.
    if (Math.abs(this.#aheadSeconds - before) < CLOCK_SECONDS) this.#notePaged(agreed);
  }

  /** Those of `due` for which no cause pages yet, whoever posted it and whatever it is: one incident, one page. */
  async #withoutPage(due: readonly Stall[]): Promise<readonly Stall[]> {
    // One that may post and not read is to page all the same, if it needs nobody's vote.
    const pages = await this.#known({ severity: "page", role: "cause" }).catch((error: unknown) => {
      if (this.#quorum > 1) throw error;
      return [];
    });
    const lasting = new Set(
      pages
        .filter(({ endsAt }) => Date.parse(endsAt) / 1000 > this.#now() + LASTS_SECONDS)
        .map(({ labels }) => labels["pool"]),
    );
    this.#notePaged(due.filter(({ tracker }) => lasting.has(tracker.name)));
    return due.filter(({ tracker }) => !lasting.has(tracker.name));
  }

  /** Tells the others, and returns the pools that enough of them see stand still. */
  async #vote(open: readonly Stall[]): Promise<readonly Stall[]> {
    if (open.length === 0) return [];
    await this.#post(open, voteOf);
    const votes = await this.#known({ alertname: STALLED_VOTE.name });
    return open.filter(({ tracker }) => votersFor(tracker.name, votes) >= this.#quorum);
  }

  async #post(
    stalls: readonly Stall[],
    alertOf: (stall: Stall, poster: Poster, now: number) => PostableAlert,
  ): Promise<void> {
    const now = this.#now();
    const alerts = stalls.map((stall) => alertOf(stall, this.#options.poster, now));
    await this.#ask("alerts", alerts);
  }

  /** What Alertmanager has of this service with `labels`. */
  async #known(labels: Readonly<Record<string, string>>): Promise<readonly KnownAlert[]> {
    const matchers = { environment: "", ...this.#options.poster.labels, ...labels };
    const query = Object.entries(matchers).map(
      ([name, value]) => `filter=${encodeURIComponent(`${name}=${JSON.stringify(value)}`)}`,
    );
    const alerts: unknown = JSON.parse(await this.#ask(`alerts?${query.join("&")}`, undefined));
    if (!Array.isArray(alerts)) throw new Error("its answer is no list of alerts");
    return alerts as KnownAlert[];
  }

  async #ask(path: string, alerts: readonly PostableAlert[] | undefined): Promise<string> {
    const answer = await ask(this.#options.target, path, alerts, this.#end.signal);
    const ahead = answer.aheadSeconds ?? 0;
    this.#aheadSeconds = Math.abs(ahead) < CLOCK_SECONDS ? 0 : ahead;
    return answer.body;
  }

  #notePaged(stalls: readonly Stall[]): void {
    const now = this.#options.clock();
    for (const { tracker } of stalls) this.#pagedAt.set(tracker.name, now);
  }

  /** Unix seconds by Alertmanager's clock: by ours alone, a page of a host whose clock is minutes late would end the rule's. */
  #now(): number {
    return Date.now() / 1000 + this.#aheadSeconds;
  }

  #failed(error: unknown): void {
    if (this.#end.signal.aborted) return;
    this.#failures += 1;
    const pause = Math.min(ROUND_SECONDS * 2 ** (this.#failures - 1), LONGEST_PAUSE_SECONDS);
    this.#nextAt = this.#options.clock() + pause;
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    const reason = error instanceof Error ? error.message : String(error);
    diag.warn(
      `plimsoll: Alertmanager at ${this.#options.target.name} could not be told of a stalled pool: ${reason}. The rules page all the same, later. See docs/fast-path.md.`,
    );
  }
}

function votersFor(pool: string, votes: readonly KnownAlert[]): number {
  const ofPool = votes.filter(({ labels }) => labels["pool"] === pool);
  return new Set(ofPool.map(({ labels }) => labels["instance"])).size;
}
