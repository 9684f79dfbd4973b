import { LENGTH_LIMIT, type QueryShape, type QueryText, shapeOf } from "./query-shape.ts";

// Distinct texts of an app that uses parameters are some hundreds. At most twice as many are kept.
const GENERATION_SIZE = 500;

/**
 * The shapes of queries, read once per text while the text is in use.
 * Two generations instead of an order of use: when the young one is full it becomes the old one, and what is asked for again moves back.
 */
export class QueryShapes {
  readonly #wanted: QueryText;
  #young = new Map<string, QueryShape>();
  #old = new Map<string, QueryShape>();

  constructor(wanted: QueryText) {
    this.#wanted = wanted;
  }

  of(text: string): QueryShape {
    // What follows is not read. V8 keeps the whole of a text alive for a slice of it, but not for what was joined of two.
    const key = text.length > LENGTH_LIMIT ? `>${text.slice(0, LENGTH_LIMIT)}` : text;
    const known = this.#young.get(key);
    if (known !== undefined) return known;
    const shape = this.#old.get(key) ?? shapeOf(text, this.#wanted);
    this.#keep(key, shape);
    return shape;
  }

  #keep(key: string, shape: QueryShape): void {
    if (this.#young.size >= GENERATION_SIZE) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, shape);
  }
}
