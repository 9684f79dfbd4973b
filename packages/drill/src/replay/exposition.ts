/** One line of a Prometheus exposition. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+-?\d+)?$/;
const LABEL = /\s*([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"\s*(?:,|$)/y;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", "\\": "\\", '"': '"' };
/** How a line spells what `Number` spells otherwise. */
const WORDS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  "+Inf": Infinity,
  Inf: Infinity,
  "-Inf": -Infinity,
};

/**
 * The samples of a text exposition whose name is wanted. Their timestamps are left out: Plimsoll's exporter writes none.
 * Source: https://prometheus.io/docs/instrumenting/exposition_formats/
 *
 * @throws SyntaxError for the first wanted line that is none
 */
export function readExposition(text: string, wants: (name: string) => boolean): Sample[] {
  const samples: Sample[] = [];
  for (const line of text.split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const [name = ""] = /^[^{\s]*/.exec(line) ?? [];
    if (wants(name)) samples.push(readLine(line));
  }
  return samples;
}

function readLine(line: string): Sample {
  const [, name, labels = "", text] = LINE.exec(line) ?? [];
  if (name === undefined || text === undefined) throw wrong(line);
  const value = WORDS[text] ?? Number(text);
  if (Number.isNaN(value) && text !== "NaN") throw wrong(line);
  return { name, labels: readLabels(labels, line), value };
}

function readLabels(text: string, line: string): Record<string, string> {
  const labels: Record<string, string> = {};
  let at = 0;
  while (at < text.length) {
    LABEL.lastIndex = at;
    const [all, name, value] = LABEL.exec(text) ?? [];
    if (all === undefined || name === undefined || value === undefined) throw wrong(line);
    labels[name] = value.replaceAll(/\\(.)/g, (_, sign: string) => ESCAPES[sign] ?? `\\${sign}`);
    at += all.length;
  }
  return labels;
}

function wrong(line: string): SyntaxError {
  return new SyntaxError(`exposition: no sample in ${JSON.stringify(line)}.`);
}
