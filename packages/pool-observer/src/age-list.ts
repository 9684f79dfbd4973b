/** A member of at most one {@link AgeList} at a time. The links live in the member, so that entering a list allocates nothing. */
export interface Aged {
  older: Aged | undefined;
  younger: Aged | undefined;
}

/** Members in the order in which they entered: the oldest is found, and any member removed, in constant time. */
export class AgeList<T extends Aged> {
  #oldest: T | undefined;
  #youngest: T | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get oldest(): T | undefined {
    return this.#oldest;
  }

  /** Adds `member`, which must not be in a list, as the youngest. */
  push(member: T): void {
    member.older = this.#youngest;
    member.younger = undefined;
    if (this.#youngest === undefined) this.#oldest = member;
    else this.#youngest.younger = member;
    this.#youngest = member;
    this.#size += 1;
  }

  /** Removes `member`, which must be in this list. */
  remove(member: T): void {
    if (member.older === undefined) this.#oldest = member.younger as T | undefined;
    else member.older.younger = member.younger;
    if (member.younger === undefined) this.#youngest = member.older as T | undefined;
    else member.younger.older = member.older;
    member.older = undefined;
    member.younger = undefined;
    this.#size -= 1;
  }

  /** Oldest first. */
  *[Symbol.iterator](): Generator<T> {
    let member = this.#oldest;
    while (member !== undefined) {
      yield member;
      member = member.younger as T | undefined;
    }
  }
}
