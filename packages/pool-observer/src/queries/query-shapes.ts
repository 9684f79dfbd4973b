import { type QueryShape, type QueryText, shapeOf } from "./query-shape.ts";

// Distinct texts of an app that uses parameters are some hundreds. At most twice as many are kept.
const GENERATION_SIZE = 500;
// Beyond it a text is made by a program and does not come again.
const KEPT_LENGTH = 4096;

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
    const known = this.#young.get(text);
    if (known !== undefined) return known;
    const shape = this.#old.get(text) ?? shapeOf(text, this.#wanted);
    if (text.length <= KEPT_LENGTH) this.#keep(text, shape);
    return shape;
  }

  #keep(text: string, shape: QueryShape): void {
    if (this.#young.size >= GENERATION_SIZE) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(text, shape);
  }
}
