import t from "tap";
import { seededRandom } from "../../src/soak/random.ts";

function numbers(seed: number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: 1000 }, random);
}

t.test("a seed gives the same numbers from 0 to 1 each time, and another one others", (t) => {
  t.same(numbers(1), numbers(1));
  t.notSame(numbers(1), numbers(2));
  t.ok(numbers(3).every((n) => n >= 0 && n < 1));
  const mean = numbers(4).reduce((sum, n) => sum + n, 0) / 1000;
  t.ok(Math.abs(mean - 0.5) < 0.05);
  t.end();
});
