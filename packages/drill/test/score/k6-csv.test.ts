import t from "tap";
import { K6CsvReader, splitCsvLine } from "../../src/score/k6-csv.ts";

// Recorded from k6 1.8.1 with K6_CSV_TIME_FORMAT=unix_milli.
const RECORDED = `metric_name,timestamp,metric_value,check,error,error_code,expected_response,group,method,name,proto,scenario,service,status,subproto,tls_version,url,extra_tags,metadata
http_reqs,1795473274493,1.000000,,,,true,::setup,GET,setup,HTTP/1.1,,,200,,,setup,,
http_req_duration,1795473274493,5.802352,,,,true,::setup,GET,setup,HTTP/1.1,,,200,,,setup,,
http_req_duration,1795473278094,2000.153407,,request timeout,1050,false,,GET,"GET /x, y",,a,,0,,,"GET /x, y",,
user_errors,1795473278094,1.000000,,,,,,,"GET /x, y",,a,,,,,,reason=slow,
http_req_duration,1795473278120,21.344958,,,,true,,GET,"GET /x, y",HTTP/1.1,a,,200,,,"GET /x, y",,
`;

const REQUESTS = [
  { name: "GET /x, y", endedAt: 1795473278.094, durationSeconds: 2.000153, status: 0 },
  { name: "GET /x, y", endedAt: 1795473278.12, durationSeconds: 0.021345, status: 200 },
];

t.test("k6's record gives the users' requests, without those of its set-up", (t) => {
  t.same(new K6CsvReader().read(RECORDED), REQUESTS);
  t.end();
});

t.test("a record that is still being written is read piece by piece", (t) => {
  for (const size of [1, 7, 200]) {
    const reader = new K6CsvReader();
    const found = [];
    for (let start = 0; start < RECORDED.length; start += size) {
      found.push(...reader.read(RECORDED.slice(start, start + size)));
    }
    t.same(found, REQUESTS, `in pieces of ${size} characters`);
  }
  t.end();
});

t.test("a header without a column that is read is an error that names it", (t) => {
  t.throws(() => new K6CsvReader().read("metric_name,timestamp,metric_value,name\n"), {
    message: /no column status/,
  });
  t.end();
});

t.test("a number that is none is an error that shows the line", (t) => {
  const broken = RECORDED.replace("21.344958", "soon");
  t.throws(() => new K6CsvReader().read(broken), {
    message: /metric_value must be a number, got "soon" in: http/,
  });
  t.end();
});

t.test("a quoted cell may hold commas and quotes", (t) => {
  t.same(splitCsvLine('a,"b, ""c""",,d'), ["a", 'b, "c"', "", "d"]);
  t.same(splitCsvLine('"",x,"y"'), ["", "x", "y"]);
  t.end();
});
