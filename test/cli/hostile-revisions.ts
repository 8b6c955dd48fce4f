/** Two revisions that differ wherever a report repeats what they say, and say there what they like. */
import { library } from "./library.js";

/** Texts that would be more than text where they are not encoded; each has the word `PWN`. */
export const hostileTexts: readonly string[] = [
  "`PWN` ``` @octocat #1 [a](https://example.com/PWN) ![b](x) *c* | d \\",
  "``",
  " `PWN",
  "</code></details></script><script>globalThis.PWN=1</script><img src=x onerror=PWN>",
  '"><b onclick="PWN">',
  "' onclick='PWN",
  "]]><failure>PWN</failure><![CDATA[ --> <!-- &lt; &#x3c; &PWN;",
  "a\n::error::PWN\n##[stop-commands]PWN",
  "a\r\n# PWN\u2028- PWN",
  "%0A::add-mask::PWN,file=PWN",
  "\u0000\u001b[31mPWN\u0007\u009b\ufffe\uffff",
  "\u202ePWN\u2066",
  "\ud800PWN",
  "{to} {from} $& $1 PWN",
  "PWN".repeat(200),
];

/** The old and the new document. */
export function hostileRevisions(): readonly [string, string] {
  return [revision("old"), revision("new")];
}

function revision(age: "old" | "new"): string {
  const text = (index: number): string => `${hostileTexts[index] ?? ""}${age}`;
  return library((document) => {
    document["revision"] = text(0);
    document["title"] = text(3);
    document["ownerName"] = text(4);
    document["labels"] = hostileTexts.map((each) => each + age);
    document["features"] = hostileTexts.map((each) => each + age);
    document["unknownKey"] = text(7);
    const values = Object.entries(hostileTexts).map(([index, each]) => [
      `kind${index}`,
      { type: "string", enum: ["same", each + age], default: each + age, pattern: each + age },
    ]);
    const names = hostileTexts.map((each) => [each.slice(0, 90) + age, { type: "string" }]);
    document.schemas["Book"] = {
      id: "Book",
      type: "object",
      properties: Object.fromEntries([...values, ...names]) as object,
    };
  });
}
