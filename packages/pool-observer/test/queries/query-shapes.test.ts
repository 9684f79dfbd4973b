import t from "tap";
import { QueryShapes } from "../../src/queries/query-shapes.ts";

t.test("a text in use is read once", (t) => {
  const shapes = new QueryShapes("sanitized");
  const first = shapes.of("select 1");
  // Some hundred other texts in between, at each of which the first is asked for too.
  for (let i = 0; i < 5000; i += 1) {
    shapes.of(`select ${i} from t`);
    if (i % 400 === 0) t.equal(shapes.of("select 1"), first);
  }
  t.end();
});

t.test("a text that is not asked for any more is forgotten", (t) => {
  const shapes = new QueryShapes("sanitized");
  const first = shapes.of("select 1");
  for (let i = 0; i < 1001; i += 1) shapes.of(`select ${i} from t`);
  const again = shapes.of("select 1");
  t.not(again, first);
  t.same(again, first);
  t.end();
});

t.test("long texts that begin alike are one, for what follows is not read", (t) => {
  const shapes = new QueryShapes("sanitized");
  const head = `select ${"a,".repeat(2100)}`;
  const first = shapes.of(`${head} 1`);
  t.equal(shapes.of(`${head} 2`), first);
  t.not(shapes.of(head.slice(0, 4096)), first);
  t.same(shapes.of(head.slice(0, 4096)), first);
  t.end();
});
