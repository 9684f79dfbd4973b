import { PHONE_SCREEN } from "../../src/delivery/phone-template.ts";

/** `text` as a phone breaks it into lines: at spaces, and a longer word where the screen ends. */
export function phoneLines(text: string): readonly string[] {
  return text.split("\n").flatMap((paragraph) => wrapped(paragraph));
}

function wrapped(paragraph: string): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (let word of paragraph.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (longer.length <= PHONE_SCREEN.columns) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    for (; word.length > PHONE_SCREEN.columns; word = word.slice(PHONE_SCREEN.columns))
      lines.push(word.slice(0, PHONE_SCREEN.columns));
    line = word;
  }
  return [...lines, line];
}
