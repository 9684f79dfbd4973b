import t from "tap";
import { fillStep, readRunbook } from "../../src/runbook/read-runbook.ts";

const TEXT = `# PlimsollPoolX

## Diagnosis

\`\`\`promql
a{service="SERVICE"} # what it shows
b{c="#"}
  / d # a share
\`\`\`

\`\`\`sql
select pid
from x; -- oldest first
select 2;
\`\`\`

## Mitigation

1. Cancel it: words
   over two lines.

   \`\`\`sql
   select pg_cancel_backend(PID);
   \`\`\`

2. Wait.

   \`\`\`promql
   e
   f
   \`\`\`

## Do not

- Do not.
`;

t.test("a runbook is read as one step for each query, statement and command", (t) => {
  t.same(readRunbook(TEXT), {
    diagnosis: [
      { language: "promql", text: 'a{service="SERVICE"}', shows: "what it shows" },
      { language: "promql", text: 'b{c="#"} / d', shows: "a share" },
      { language: "sql", text: "select pid from x;", shows: "oldest first" },
      { language: "sql", text: "select 2;", shows: "" },
    ],
    mitigations: [
      {
        text: "Cancel it: words over two lines.",
        steps: [{ language: "sql", text: "select pg_cancel_backend(PID);", shows: "" }],
      },
      {
        text: "Wait.",
        steps: [
          { language: "promql", text: "e", shows: "" },
          { language: "promql", text: "f", shows: "" },
        ],
      },
    ],
  });
  t.same(readRunbook("# X\n"), { diagnosis: [], mitigations: [] });
  t.end();
});

t.test("a block of another language is an error", (t) => {
  t.throws(() => readRunbook("## Diagnosis\n\n```\nx\n```\n\n```http\nGET /\n```\n"), {
    message: /http/,
  });
  t.end();
});

t.test("filling a step replaces whole words only, and takes no word for granted", (t) => {
  const values = { SERVICE: "$1", URL: "http://a" };
  t.equal(fillStep("SERVICE URL/x $DATABASE_URL", values), "$1 http://a/x $DATABASE_URL");
  t.throws(() => fillStep("pid = PID", values), {
    message: /^PID: no value for it in "pid = PID"$/,
  });
  t.end();
});
