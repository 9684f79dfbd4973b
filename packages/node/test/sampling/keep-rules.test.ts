import t from "tap";
import { keepTraces } from "../../src/sampling/keep-traces.ts";
import { readKeepRules } from "../../src/sampling/keep-rules.ts";

t.test("without variables every reason keeps, and a second is slow", (t) => {
  const { reasons, slowSeconds } = readKeepRules({});
  t.same([...reasons], ["waited", "failed", "slow"]);
  t.equal(slowSeconds, 1);
  t.end();
});

t.test("variables choose the reasons and what is slow", (t) => {
  const { reasons, slowSeconds } = readKeepRules({
    PLIMSOLL_KEEP_TRACES: "slow, waited",
    PLIMSOLL_SLOW_TRACE_SECONDS: "0.25",
  });
  t.same([...reasons], ["waited", "slow"]);
  t.equal(slowSeconds, 0.25);
  t.same([...readKeepRules({ PLIMSOLL_KEEP_TRACES: "none" }).reasons], []);
  t.end();
});

t.test("with nothing to keep, or a sampler that takes all or none, the SDK is left alone", (t) => {
  const ratio = { OTEL_TRACES_SAMPLER: "traceidratio", OTEL_TRACES_SAMPLER_ARG: "0.1" };
  t.equal(keepTraces({ ...ratio, PLIMSOLL_KEEP_TRACES: "none" }, []), undefined);
  for (const sampler of ["always_on", "always_off", "parentbased_always_off"])
    t.equal(keepTraces({ OTEL_TRACES_SAMPLER: sampler }, []), undefined, sampler);
  t.equal(keepTraces(ratio, [])?.sampler.toString(), "Keeping{TraceIdRatioBased{0.1}}");
  t.end();
});

t.test("by default a trace is sampled unless its caller dropped it", (t) => {
  t.match(keepTraces({}, [])?.sampler.toString(), /^Keeping\{ParentBased\{root=AlwaysOnSampler/);
  t.end();
});
