import t from "tap";
import { html as markup } from "../../src/debug/html.ts";

// Under another name, so that the formatter leaves the markup as it is.

t.test("values are escaped, in text and in attributes", async (t) => {
  const evil = `<script>alert("1" & '2')</script>`;
  const safe = "&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;";
  t.equal(markup`<a title="${evil}">${evil}</a>`.text, `<a title="${safe}">${safe}</a>`);
});

t.test("markup is not escaped twice, lists are joined and nothing is nothing", async (t) => {
  const rows = ["a", "<b>"].map((row) => markup`<li>${row}</li>`);
  t.equal(markup`<ul>${rows}</ul>`.text, "<ul><li>a</li><li>&lt;b&gt;</li></ul>");
  t.equal(markup`${null}${undefined}${false}${0}`.text, "0");
});
