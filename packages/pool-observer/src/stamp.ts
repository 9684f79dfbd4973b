/** A value that is kept in objects of others, where nobody sees it. */
export interface Stamp<T> {
  /** What was put into `target` last; undefined if nothing was. */
  of(target: object): T | undefined;
  put(target: object, value: T): void;
}

/** A class whose constructor returns what it is given, so that a subclass puts its private fields into that. */
const Given = function Given(target: object): object {
  return target;
} as unknown as new (target: object) => object;

/**
 * Makes a stamp. A private field, unlike a property under a symbol, is in no output of `console.log()`, no comparison and no copy, and costs a quarter
 * of `Object.defineProperty()` or of a WeakMap: it is put into something at every query.
 */
export function createStamp<T>(): Stamp<T> {
  class Stamped extends Given {
    #value: T;

    constructor(target: object, value: T) {
      super(target);
      this.#value = value;
    }

    static of(target: object): T | undefined {
      return #value in target ? target.#value : undefined;
    }

    static put(target: object, value: T): void {
      if (#value in target) target.#value = value;
      else void new Stamped(target, value);
    }
  }
  return Stamped;
}
