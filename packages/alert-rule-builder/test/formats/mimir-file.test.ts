import t from "tap";
import { parse } from "yaml";
import { MOST_RULES_PER_GROUP } from "../../src/groups.ts";
import { mimirFileText } from "../../src/formats/mimir-file.ts";

interface MimirFile {
  readonly namespace: string;
  readonly groups: readonly { readonly query_offset: string; readonly rules: readonly object[] }[];
}

t.test("a file is one namespace of groups that judge data of now, and fit Mimir's limit", (t) => {
  const file = parse(mimirFileText({}, "pools")) as MimirFile;
  t.same(Object.keys(file), ["namespace", "groups"]);
  t.equal(file.namespace, "pools");
  for (const group of file.groups) {
    t.same(Object.keys(group), ["name", "interval", "query_offset", "rules"]);
    t.equal(group.query_offset, "0s");
    t.ok(group.rules.length <= MOST_RULES_PER_GROUP);
  }
  t.equal((parse(mimirFileText({})) as MimirFile).namespace, "plimsoll");
  t.end();
});
