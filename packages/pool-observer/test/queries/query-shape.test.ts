import t from "tap";
import { isQueryText, shapeOf } from "../../src/queries/query-shape.ts";

t.test("a shape has the command, the summary and the text without literals", (t) => {
  t.same(shapeOf("select * from users where email = 'a@b.c' and id = $1", "sanitized"), {
    operation: "SELECT",
    summary: "SELECT users",
    text: "select * from users where email = ? and id = $1",
  });
  t.end();
});

t.test("the text is raw or left out if that is asked for", (t) => {
  const text = "select 'a literal'";
  t.equal(shapeOf(text, "raw").text, text);
  t.equal(shapeOf(text, "off").text, undefined);
  t.equal(shapeOf(text, "off").summary, "SELECT");
  t.end();
});

for (const [text, operation] of [
  ["SELECT\n*\nFROM t", "SELECT"],
  ["/* c */ select 1", "SELECT"],
  ["(select 1) union (select 2)", "SELECT"],
  ["select'x'", "SELECT"],
  ["COMMIT;", "COMMIT"],
  ["with a as (select 1) insert into t select * from a", "INSERT"],
  ["", "_OTHER"],
  ["'password'", "_OTHER"],
  ["selectt 1", "_OTHER"],
  ["SELECT$1", "_OTHER"],
  ["password", "_OTHER"],
] as const)
  t.test(`the operation of ${JSON.stringify(text)} is ${operation}`, (t) => {
    const shape = shapeOf(text, "sanitized");
    t.equal(shape.operation, operation);
    if (operation === "_OTHER") t.equal(shape.summary, "_OTHER");
    t.end();
  });

t.test("long SQL is read up to 4096 characters", (t) => {
  const { text, summary } = shapeOf(`SELECT ${"a,".repeat(2040)} 'secret', b FROM t`, "sanitized");
  t.equal(summary, "SELECT");
  t.ok((text ?? "").length <= 4096);
  t.notMatch(text, "secret");
  t.end();
});

t.test("a setting of the text is one of three words", (t) => {
  t.ok(isQueryText("raw"));
  t.notOk(isQueryText("RAW"));
  t.notOk(isQueryText(undefined));
  t.end();
});
