import t from "tap";
import { html, trusted } from "../../src/report/html.ts";

t.test("values are escaped, in text and in attributes", (t) => {
  const evil = `<script>alert("&'")</script>`;
  t.equal(
    html`<p title="${evil}">${evil}</p>`.markup,
    `<p title="&lt;script&gt;alert(&quot;&amp;&#39;&quot;)&lt;/script&gt;">&lt;script&gt;alert(&quot;&amp;&#39;&quot;)&lt;/script&gt;</p>`,
  );
  t.end();
});

t.test("templates nest, and what is trusted stays as it is", (t) => {
  const items = ["a", "<b>"].map((text) => html`<i>${text}</i>`);
  t.equal(html`${items}${trusted("<hr>")}${3}`.markup, "<i>a</i><i>&lt;b&gt;</i><hr>3");
  t.end();
});
