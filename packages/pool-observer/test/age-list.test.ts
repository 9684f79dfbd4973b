import t from "tap";
import { type Aged, AgeList } from "../src/age-list.ts";

interface Named extends Aged {
  readonly name: string;
}

const member = (name: string): Named => ({ name, older: undefined, younger: undefined });

function names(list: AgeList<Named>): string {
  return [...list].map((m) => m.name).join("");
}

t.test("members come back oldest first", (t) => {
  const list = new AgeList<Named>();
  for (const name of ["a", "b", "c"]) list.push(member(name));
  t.equal(names(list), "abc");
  t.equal(list.oldest?.name, "a");
  t.equal(list.size, 3);
  t.end();
});

t.test("removing the first, the middle and the last keeps the order of the rest", (t) => {
  const [a, b, c, d] = ["a", "b", "c", "d"].map(member) as [Named, Named, Named, Named];
  const list = new AgeList<Named>();
  for (const m of [a, b, c, d]) list.push(m);
  list.remove(b);
  t.equal(names(list), "acd");
  list.remove(a);
  t.equal(list.oldest, c);
  list.remove(d);
  t.equal(names(list), "c");
  list.remove(c);
  t.equal(list.oldest, undefined);
  t.equal(list.size, 0);
  t.end();
});

t.test("a removed member can enter again as the youngest", (t) => {
  const [a, b] = ["a", "b"].map(member) as [Named, Named];
  const list = new AgeList<Named>();
  list.push(a);
  list.push(b);
  list.remove(a);
  list.push(a);
  t.equal(names(list), "ba");
  t.end();
});
