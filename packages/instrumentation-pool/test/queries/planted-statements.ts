import fc from "fast-check";

/** What stands in each literal, comment and value of a {@link plantedStatement}, and must stand nowhere else. */
export const PLANTED: RegExp = /zqmarker|31415926535|1100110011001100/i;

/** A generated statement and the session that it is sent in. */
export interface Planted {
  readonly text: string;
  /** As it is by default, or off, as in a database from before PostgreSQL 9.1. */
  readonly hasStandardStrings: boolean;
}

const one = fc.constantFrom;
const joined = (...parts: fc.Arbitrary<string>[]) =>
  fc.tuple(...parts).map((texts) => texts.join(""));
const some = (part: fc.Arbitrary<string>, maxLength: number) =>
  fc.array(part, { maxLength }).map((parts) => parts.join(""));

/** Around the marker: what might be taken for the end of where it stands. */
const NOISE = [
  "x",
  " ",
  "\n",
  "\r",
  '"',
  "--",
  "/*",
  "*/",
  "$",
  "$$",
  "$q$",
  ";",
  "=",
  "E",
  "{",
  "é",
];
const around = (noise: readonly string[]) => {
  const part = some(one(...noise), 4);
  return joined(part, one("zqmarker", "zqMARKER"), part);
};
const inQuotes = joined(around([...NOISE, "''", "\\\\", "\\n"]));
const inOldQuotes = joined(around([...NOISE, "''", "\\'", "\\\\", "\\\\''"]));
const inEscapes = joined(around([...NOISE, "''", "\\'", "\\\\", "\\x27", "\\u0027"]));
const inDollars = around(NOISE.filter((noise) => !noise.includes("$")).concat("'", "\\", "$1"));
const inComment = around(NOISE.filter((noise) => !/[*\n\r]/.test(noise)).concat("'", "\\'", "$$"));

const comment = fc.oneof(
  inComment.map((text) => `--${text}\n`),
  inComment.map((text) => `-- it's ${text}\r`),
  inComment.map((text) => `/*${text}*/`),
  fc.tuple(inComment, inComment).map(([a, b]) => `/* ${a} /* ${b} */ ' ${a} **/`),
);
const space = fc.oneof(
  { weight: 6, arbitrary: one(" ", "\n", "\t", "  ") },
  { weight: 1, arbitrary: comment },
);

const numbers = one(
  "31415926535",
  "3.1415926535e31415926535",
  "31415926535.0",
  "-31415926535",
  ".31415926535",
  "0x31415926535",
);
const bits = one("B'1100110011001100'", "b'1100110011001100'", "X'31415926535'");

function literals(quoted: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const plain = quoted.map((text) => `'${text}'`);
  const escaped = inEscapes.map((text) => `E'${text}'`);
  const string = fc.oneof(
    plain,
    escaped,
    inEscapes.map((text) => `e'${text}'`),
    inQuotes.map((text) => `U&'\\0061${text}'`),
    quoted.map((text) => `N'${text}'`),
    inDollars.map((text) => `$$${text}$$`),
    fc
      .tuple(one("q", "tag", "zqmarker", "é"), inDollars)
      .map(([tag, text]) => `$${tag}$${text}$${tag}$`),
    fc.tuple(plain, plain).map((texts) => texts.join("\n")),
    fc.tuple(escaped, inEscapes).map(([first, text]) => `${first} \n '${text}'`),
  );
  return fc.oneof(
    { weight: 8, arbitrary: string },
    numbers,
    bits,
    string.map((text) => `${text}::text`),
    string.map((text) => `CAST(${text} AS text)`),
    plain.map((text) => `date${text}`),
    fc.tuple(string, numbers).map(([a, b]) => `ARRAY[${a},${b}]`),
    string.map((text) => `ARRAY(SELECT ${text})`),
  );
}

const words = one(
  "zqmarker",
  "zqmarker, zqmarker2",
  '"zqmarker"',
  '"zq ; zqmarker"',
  "'zqmarker'",
  "31415926535",
);

/** Templates: `~` is space, `?` a literal, `@` one in quotes, `!` the value of a setting. */
const TEMPLATES = [
  "SELECT~?",
  "SELECT@",
  "select~a,~?~as~b~from~nowhere~where~a~=~?~and~b~in~(?,~?)~order~by~1",
  'SELECT~$1::text||?~FROM~nowhere~n~JOIN~"No where"~w~ON~n.a=?~LIMIT~?',
  "INSERT~INTO~nowhere~(a,~b)~VALUES~(?,~?),(?,DEFAULT)~ON~CONFLICT~(a)~DO~UPDATE~SET~b~=~?~RETURNING~?",
  "UPDATE~nowhere~SET~a~=~?,~b=?~WHERE~c~=~?",
  "DELETE~FROM~nowhere~WHERE~a~LIKE~?~ESCAPE~?",
  "WITH~w~AS~(SELECT~?)~SELECT~*~FROM~w~WHERE~a=?",
  "VALUES~(?,~?)",
  "CALL~nothing(?,~?)",
  "EXECUTE~nothing(?,~?)",
  "PREPARE~nothing~AS~SELECT~?~FROM~nowhere",
  "EXPLAIN~SELECT~?~FROM~nowhere",
  "DO~?",
  "NOTIFY~a_channel,~?",
  "COMMENT~ON~TABLE~nowhere~IS~?",
  "COPY~nowhere~(a)~FROM~?~WITH~(FORMAT~csv,~DELIMITER~?,~NULL~?)",
  "COPY~(SELECT~?~FROM~nowhere)~TO~STDOUT~(QUOTE~?)",
  "ALTER~ROLE~nobody~WITH~LOGIN~PASSWORD~?~VALID~UNTIL~?",
  "ALTER~ROLE~nobody~IN~DATABASE~nowhere~SET~app.secret~=~!",
  "ALTER~DATABASE~nowhere~SET~app.secret~TO~!",
  "ALTER~USER~MAPPING~FOR~nobody~SERVER~nowhere~OPTIONS~(SET~password~?)",
  "CREATE~SERVER~nowhere~FOREIGN~DATA~WRAPPER~none~OPTIONS~(host~?,~port~?)",
  "CREATE~SUBSCRIPTION~nowhere~CONNECTION~?~PUBLICATION~p~WITH~(connect=false,create_slot=false,slot_name=NONE,broken)",
  "CREATE~FUNCTION~nowhere.f()~RETURNS~int~LANGUAGE~sql~SET~app.secret~=~!~AS~?",
  "CREATE~TABLE~nowhere.t~(a~text~DEFAULT~?~CHECK~(a~<>~?))",
  "SET~app.secret~=~!",
  "SET~LOCAL~app.secret~TO~!",
  'SET~SESSION~"app".secret~=~!',
  "set~time~zone~!",
  "SELECT~1;~SET~app.secret~=~!;~SELECT~?~FROM~nowhere",
  "SELECT~set_config(?,~?,~false)",
  "?",
  "~?~FROM~nowhere",
] as const;

function fill(
  template: string,
  literal: fc.Arbitrary<string>,
  quoted: fc.Arbitrary<string>,
): fc.Arbitrary<string> {
  const parts = template.split("").map((char) => {
    if (char === "~") return space;
    if (char === "?") return literal;
    if (char === "@") return quoted.map((text) => `'${text}'`);
    return char === "!" ? words : fc.constant(char);
  });
  return joined(...parts);
}

function statements(quoted: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const literal = literals(quoted);
  const statement = fc.oneof(...TEMPLATES.map((template) => fill(template, literal, quoted)));
  const whole = joined(some(comment, 1), statement, some(space, 1), one("", ";"));
  return fc.oneof(
    { weight: 5, arbitrary: whole },
    { weight: 1, arbitrary: joined(whole, fc.constant(";"), whole) },
    // Not closed: cut anywhere.
    { weight: 3, arbitrary: fc.tuple(whole, fc.nat(200)).map(([text, at]) => text.slice(0, at)) },
    // Longer than what is read of it.
    {
      weight: 1,
      arbitrary: fc
        .tuple(whole, literal, fc.integer({ min: 3900, max: 4100 }))
        .map(([text, last, length]) => `SELECT ${"a,".repeat(length / 2)}${last};${text}`),
    },
  );
}

/** A statement with a marker in each place where a literal or a secret can stand. */
export const plantedStatement: fc.Arbitrary<Planted> = fc.oneof(
  {
    weight: 3,
    arbitrary: statements(inQuotes).map((text) => ({ text, hasStandardStrings: true })),
  },
  {
    weight: 1,
    arbitrary: statements(inOldQuotes).map((text) => ({ text, hasStandardStrings: false })),
  },
);
