import t from "tap";
import { thinned } from "../../src/prometheus/golden.ts";

t.test("a series stays when it shows a label's value for the first time", (t) => {
  const exposition = `# TYPE a counter
a{route="/x",code="200"} 1 1700000000000
a{route="/y",code="200"} 2 1700000000000
a{route="/x",code="200",extra="1"} 3
a{route="/y",code="200"} 4
b 5
b 6
`;
  t.equal(
    thinned(exposition),
    `a{route="/x",code="200"} 1
a{route="/y",code="200"} 2
a{route="/x",code="200",extra="1"} 3
b 5`,
  );
  t.end();
});

t.test("what differs from one recording to the next is left out", (t) => {
  t.equal(thinned(series("ci", 12)), thinned(series("vm", 34)));
  t.match(thinned(series("ci", 12)), 'service_instance_id="vm:1"');
  t.end();
});

function series(name: string, pid: number): string {
  return `a{service_instance_id="${name}:${pid}",process_pid="${pid}",host_name="${name}",db_namespace="compatibility_${pid}_1"} 1 17${pid}`;
}
