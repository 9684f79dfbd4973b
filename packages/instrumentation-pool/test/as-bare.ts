import type { Test } from "tap";
import { runFixture } from "./run-fixture.ts";

/** Everything that the fixture reports of a library is the same measured as bare. */
export function sameAsBare(t: Test, fixture: string): void {
  const bare = runFixture(fixture, "bare");
  const measured = runFixture(fixture, "measured");
  t.equal(bare.status, 0, bare.stderr);
  t.equal(measured.status, 0, measured.stderr);
  const seen = JSON.parse(measured.stdout) as object;
  t.ok(Object.keys(seen).length > 10);
  t.same(seen, JSON.parse(bare.stdout));
  t.equal(measured.stderr, bare.stderr);
  t.notMatch(measured.stdout, /plimsoll\.|HeldConnection/);
}

/** The fixture, which leaves a rejection unhandled, ends measured as it does bare. */
export function endsAsBare(t: Test, fixture: string): void {
  const bare = runFixture(fixture, "bare");
  const measured = runFixture(fixture, "measured");
  t.equal(bare.status, 1);
  t.equal(measured.status, 1);
  t.match(bare.stderr, /ECONNREFUSED/);
  t.equal(measured.stderr, bare.stderr);
}
