import t from "tap";
import { serverUser } from "../src/postgres-user.js";

const passwd = `root:x:0:0:root:/root:/bin/bash
postgres:x:101:104:PostgreSQL:/var/lib/postgresql:/bin/bash
nobody:x:65534:65533:nobody:/nonexistent:/usr/sbin/nologin
`;

t.test("whoever is not root runs the server as himself", async (t) => {
  t.equal(serverUser(passwd, 1000), undefined);
});

t.test("root runs the server as nobody, else as postgres", async (t) => {
  t.same(serverUser(passwd, 0), { name: "nobody", uid: 65534, gid: 65533 });
  const withoutNobody = passwd.replace(/nobody.*\n/, "");
  t.same(serverUser(withoutNobody, 0), { name: "postgres", uid: 101, gid: 104 });
});

t.test("a machine without an unprivileged user is refused with what to do", async (t) => {
  t.throws(() => serverUser("root:x:0:0:root:/root:/bin/sh\nnobody:x:0:0::/:/bin/sh\n", 0), {
    code: "PLIMSOLL_POSTGRES_FAILED",
    message: /none of the users nobody, postgres.*useradd/,
  });
});
