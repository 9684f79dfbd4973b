/**
 * What a batch processor of the SDK has taken and its exporter has not sent yet, so that it can be sent when the process has no turn left.
 * The processor keeps its queue to itself, but hands it to the exporter in order: so one array and one check tell what has left the queue.
 */
export class KeptItems<T> {
  readonly #limit: number;
  #queue: T[] = [];
  readonly #inFlight = new Set<readonly T[]>();
  #isOpen = true;

  /** @param limit - The processor's own: what it drops is not kept either. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add(item: T): void {
    if (this.#isOpen && this.#queue.length < this.#limit) this.#queue.push(item);
  }

  /** Called when `items` leave the queue. Older ones that are not among them were dropped by the processor. */
  startSending(items: readonly T[]): void {
    const last = items.at(-1);
    if (last === undefined) return;
    const expected = items.length - 1;
    const at = this.#queue[expected] === last ? expected : this.#queue.indexOf(last);
    this.#queue.splice(0, at + 1);
    this.#inFlight.add(items);
  }

  /** Called when the exporter has an answer. After a failure too: the SDK has given them up. */
  finishSending(items: readonly T[]): void {
    this.#inFlight.delete(items);
  }

  /** Takes no more. What is kept stays until it is sent. */
  close(): void {
    this.#isOpen = false;
  }

  /** Everything that has not been sent, oldest first; it is kept no longer. */
  takeAll(): T[] {
    const all = [...[...this.#inFlight].flat(), ...this.#queue];
    this.#inFlight.clear();
    this.#queue = [];
    return all;
  }
}
