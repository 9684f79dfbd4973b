import { readFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../stack/repository.ts";
import { everySecond } from "./every-second.ts";
import { readExposition, type Sample } from "./exposition.ts";
import { type PageRules, pageRules } from "./page-selectors.ts";
import { openRecording, type RecordingFile } from "./recording-file.ts";
import { type RecordingLine, valueJson } from "./recording-lines.ts";

/** What to scrape. */
export interface RecordedTarget {
  /** Of its metrics. */
  readonly url: string;
  /** What Prometheus adds to its series, such as `{ job: "money" }`. `instance` is host and port of the URL unless it stands here. */
  readonly labels: Readonly<Record<string, string>>;
}

/** A recording that is being made. */
export interface Recorder {
  /** Scrapes one more target from now on. */
  add(target: RecordedTarget): void;
  /** Scrapes those of this URL no more, as when Prometheus' discovery drops them. */
  remove(url: string): void;
  /** Ends the recording and closes its file; may be called twice. @throws the error that ended it before, such as a full disk */
  stop(): Promise<void>;
}

/** What the production rules are. */
export const RULES_FILE: string = join(REPOSITORY, "alerts", "plimsoll-pool.rules.yml");

/** `scrape_timeout` of compose/prometheus.yml: a slower answer is none. */
const ANSWER_MS = 4000;
/** Two hours: some 30 MB for one instance. A recording that nobody ends ends itself. */
const MOST_SECONDS = 7200;

/**
 * Scrapes each target at every whole second and writes the samples that page rules read. A slow answer does not hold up the
 * next second, and counts for the second in which it was asked for, as in Prometheus.
 *
 * @param signal aborting it ends the recording
 */
export function startRecorder(
  { targets }: { readonly targets: readonly RecordedTarget[] },
  file: string,
  signal: AbortSignal,
): Recorder {
  const rules = pageRules(readFileSync(RULES_FILE, "utf8"));
  const output = openRecording(file);
  const scraped = targetList(output);
  const ended = new AbortController();
  const open = new Set<Promise<void>>();
  const startedAt = Date.now();
  const endClock = everySecond((at) => {
    if (Date.now() - startedAt > MOST_SECONDS * 1000) end();
    for (const target of scraped.all()) {
      const work = scrape(target, at, rules, output, ended.signal);
      open.add(work);
      void work.then(() => open.delete(work));
    }
  });
  const end = (): void => {
    endClock();
    ended.abort();
    output.close();
  };
  for (const target of targets) scraped.add(target);
  if (signal.aborted) end();
  signal.addEventListener("abort", end, { once: true });
  return {
    add: (target) => scraped.add(target),
    remove: (url) => scraped.remove(url),
    async stop(): Promise<void> {
      signal.removeEventListener("abort", end);
      end();
      await Promise.all(open);
      if (output.failure() !== undefined) throw output.failure();
    },
  };
}

interface Scraped extends RecordedTarget {
  readonly number: number;
  /** Name and labels of each series that was seen → its number. */
  readonly ids: Map<string, number>;
}

/** The targets that are scraped now, by their URLs. */
function targetList(
  output: RecordingFile,
): Pick<Recorder, "add" | "remove"> & { all(): Iterable<Scraped> } {
  const targets = new Map<string, Scraped>();
  let count = 0;
  return {
    add(target): void {
      const number = count++;
      targets.set(target.url, { ...target, number, ids: new Map() });
      const labels = { instance: new URL(target.url).host, ...target.labels };
      output.write({ target: number, url: target.url, labels });
    },
    remove(url): void {
      const target = targets.get(url);
      if (target) output.write({ gone: target.number, at: Date.now() / 1000 });
      targets.delete(url);
    },
    all: () => targets.values(),
  };
}

async function scrape(
  target: Scraped,
  at: number,
  rules: PageRules,
  output: RecordingFile,
  ended: AbortSignal,
): Promise<void> {
  const samples = await readTarget(target, rules, ended);
  // One that the end of the recording cut off says nothing about its target.
  if (ended.aborted) return;
  if (samples === null) output.write({ at, from: target.number, values: null });
  else output.write(scrapeLine(target, at, samples));
}

async function readTarget(
  { url, labels }: Scraped,
  rules: PageRules,
  ended: AbortSignal,
): Promise<readonly Sample[] | null> {
  try {
    const timeout = AbortSignal.timeout(ANSWER_MS);
    const response = await fetch(url, { signal: AbortSignal.any([ended, timeout]) });
    const text = await response.text();
    if (response.status !== 200) return null;
    return readExposition(text, (name) => rules.readsName(name)).filter((sample) =>
      rules.reads(sample.name, { ...sample.labels, ...labels }),
    );
  } catch {
    return null;
  }
}

function scrapeLine(
  { number, ids }: Scraped,
  at: number,
  samples: readonly Sample[],
): RecordingLine {
  const series: [number, string, Readonly<Record<string, string>>][] = [];
  const values = samples.flatMap(({ name, labels, value }) => {
    const key = JSON.stringify([name, sorted(labels)]);
    const id = ids.get(key) ?? ids.size;
    if (id === ids.size) series.push([id, name, labels]);
    ids.set(key, id);
    return [id, valueJson(value)];
  });
  return { at, from: number, ...(series.length > 0 && { series }), values };
}

function sorted(labels: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(labels).toSorted(([a], [b]) => a.localeCompare(b));
}
