import t from "tap";
import { preferredType } from "../../src/http/preferred-type.ts";

const of = (accept: string) => preferredType(accept, ["application/json", "text/html"]);

const BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

t.test("the offer of the highest quality is preferred, and the first of equals", async (t) => {
  t.equal(of(BROWSER), "text/html");
  t.equal(of("text/html"), "text/html");
  t.equal(of("application/json"), "application/json");
  t.equal(of("text/html;q=0.5, application/json;q=0.6"), "application/json");
  t.equal(of("application/json;q=0, */*"), "text/html", "the most exact range decides");
  t.equal(of("TEXT/*"), "text/html");
  t.equal(of("*/*"), "application/json");
});

t.test("whoever does not say, or wants what is not there, gets the first offer", async (t) => {
  for (const accept of [undefined, "", "image/png", "text/html;q=x", ",;,"])
    t.equal(preferredType(accept, ["text/plain", "application/json", "text/html"]), "text/plain");
});
