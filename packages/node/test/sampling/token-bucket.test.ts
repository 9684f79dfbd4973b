import t from "tap";
import { TokenBucket } from "../../src/sampling/token-bucket.ts";

function passed(bucket: TokenBucket, now: number): number {
  let count = 0;
  while (count < 1000 && bucket.take(now)) count += 1;
  return count;
}

t.test("a bucket lets a burst through, then what its rate gives", (t) => {
  const bucket = new TokenBucket(10, 50, 0);
  t.equal(passed(bucket, 0), 50);
  t.equal(passed(bucket, 0.05), 0);
  t.equal(passed(bucket, 0.1), 1);
  t.equal(passed(bucket, 1.1), 10);
  t.equal(passed(bucket, 1000), 50, "and never more at once");
  t.end();
});
