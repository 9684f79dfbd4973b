import t from "tap";
import { ShortageEpisodes } from "../../src/snapshot/shortage-episodes.ts";

t.test("a shortage begins once, and anew after 30 quiet seconds", (t) => {
  const episodes = new ShortageEpisodes();
  t.equal(episodes.begins(0.2, true, 0), true);
  for (let now = 1; now < 100; now += 1) t.equal(episodes.begins(0.2, true, now), false);
  t.equal(episodes.begins(0, true, 120), false);
  t.equal(episodes.begins(0.2, true, 125), false, "it comes back: the same shortage");
  t.equal(episodes.begins(0.2, true, 156), true);
  t.end();
});

t.test("with room left only a wait that harms a user is a shortage", (t) => {
  const episodes = new ShortageEpisodes();
  t.equal(episodes.begins(0.9, false, 0), false);
  t.equal(episodes.begins(0.09, true, 1), false);
  t.equal(episodes.begins(1, false, 2), true);
  t.end();
});
