import t from "tap";
import { guard } from "../src/guard.ts";
import { collectWarnings } from "./warnings.ts";

t.test("guard returns what the work returns", (t) => {
  t.equal(
    guard(() => 42),
    42,
  );
  t.end();
});

t.test("guard swallows every error and warns of the first one alone, with the error", (t) => {
  const warnings = collectWarnings(t);
  const error = new Error("out of numbers");
  for (let i = 0; i < 3; i += 1)
    t.equal(
      guard(() => {
        throw error;
      }),
      undefined,
    );
  t.equal(warnings.length, 1);
  t.match(warnings[0]?.[0], /^plimsoll: accounting for a pool failed; the app is not affected/);
  t.equal(warnings[0]?.[1], error);
  t.end();
});
