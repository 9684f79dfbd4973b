const KEPT_CHARACTERS = 4000;
const SHOWN_LINES = 8;

/** The end of a program's output. */
export class LastLines {
  #text = "";

  add(text: string): void {
    this.#text = (this.#text + text).slice(-KEPT_CHARACTERS);
  }

  get text(): string {
    return this.#text;
  }

  /** The last eight lines that are not empty, indented for a message. */
  indented(): string {
    const lines = this.#text.split("\n").filter((line) => line.trim() !== "");
    if (lines.length === 0) return "    (it printed nothing)";
    return lines
      .slice(-SHOWN_LINES)
      .map((line) => `    ${line}`)
      .join("\n");
  }
}
