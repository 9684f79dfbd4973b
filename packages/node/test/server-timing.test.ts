import t from "tap";
import { serverTiming } from "../src/server-timing.ts";

t.test("a Server-Timing header has milliseconds, and no digit more than a tenth", (t) => {
  const header = serverTiming({
    waitSeconds: 0.01234,
    connectSeconds: 0,
    querySeconds: 1.5,
    heldIdleSeconds: 0.0002,
    queries: 3,
    repeated: new Map(),
  });
  t.equal(header, "pool-wait;dur=12.3, connect;dur=0, query;dur=1500, held-idle;dur=0.2");
  t.end();
});
