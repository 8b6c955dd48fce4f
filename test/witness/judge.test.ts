/** What a witness says where a verdict is wrong: it must not be a witness that always agrees. */
import { describe, expect, test } from "vitest";
import type { Edit, Json } from "#generator/changes/rule.js";
import { edit } from "#generator/changes/rule.js";
import type { WitnessedPair } from "#generator/witness/witness-types.js";
import { edited, library } from "../changes/library.js";
import { judged, typeDisagreements, wireDisagreements } from "./disagreements.js";

function pairOf(...edits: readonly Edit[]): WitnessedPair {
  const base = library();
  return judged(edited(base, edits, "before"), edited(base, edits, "after"));
}

/** Both witnesses, one behind the other. */
async function disagreements(pair: WitnessedPair): Promise<string[]> {
  const [types = []] = await typeDisagreements([pair]);
  return [...types, ...(await wireDisagreements(pair))];
}

const title = edit("/schemas/Book/properties/title", { type: "string" }, undefined);
const verb = edit("/resources/books/methods/get/httpMethod", "GET", "DELETE");

describe("a verdict from which a change is missing", () => {
  test("is contradicted by every use that does not compile", async () => {
    const pair = { ...pairOf(title), changes: [] };
    const found = await disagreements(pair);
    expect(found.map((line) => line.slice(0, line.indexOf(":")))).toEqual([
      "read at /schemas/Book/properties/title",
      "write at /schemas/Book/properties/title",
    ]);
  });

  test("is contradicted by every call that differs", async () => {
    const found = await disagreements({ ...pairOf(verb), changes: [] });
    expect(found).toContain("library.books.get (all): verb was GET, and is DELETE");
    expect(found).toContain("library.books.get (needed): verb was GET, and is DELETE");
  });
});

describe("a verdict with a change that there is not", () => {
  test("is refuted by the compiler", async () => {
    const { changes } = pairOf(title);
    expect(await disagreements({ ...pairOf(), changes })).toEqual([
      "property-removed at /schemas/Book/properties/title breaks nothing",
    ]);
  });

  test("is refuted by requests", async () => {
    const { changes } = pairOf(verb);
    expect(await disagreements({ ...pairOf(), changes })).toEqual([
      "method-http-method-changed at /resources/books/methods/get/httpMethod shows in no request",
    ]);
  });
});

describe("a verdict is confirmed", () => {
  const at = "/resources/books/methods/get";

  test("of what a refused call cannot show", async () => {
    const required = { type: "string", location: "query", required: true };
    const edits = [
      edit("/servicePath", "", "more/"),
      edit(`${at}/parameters/size`, undefined, required),
    ];
    expect(await disagreements(pairOf(...edits))).toEqual([]);
  });

  test("where a path has lost its parameter", async () => {
    expect(await disagreements(pairOf(edit(`${at}/path`, "v1/books/{bookId}", "")))).toEqual([]);
  });

  test("of a host in capitals", async () => {
    const edits = edit("/rootUrl", "https://library.example.com/", "HTTPS://LIBRARY.EXAMPLE.COM/");
    expect(await disagreements(pairOf(edits))).toEqual([]);
  });
});

test("verdicts on what only the server sets are confirmed", async () => {
  const set = (type: Readonly<Record<string, Json>>): Json => ({ ...type, readOnly: true });
  const text = { type: "string" };
  const choice = { ...text, enum: ["a"] };
  const around = (type: Json): Json => set({ type: "object", properties: { inner: type } });
  const pairs = ["Book", "SentBook", "ReadBook"].flatMap((book) =>
    [
      [set(text), set(choice)],
      [set(choice), set(text)],
      [set({ type: "any" }), set(text)],
      [set(text), { type: "integer" }],
      [set(text), undefined],
      [around(text), around(choice)],
    ].map(([before, after]) => pairOf(edit(`/schemas/${book}/properties/title`, before, after))),
  );
  expect((await typeDisagreements(pairs)).flat()).toEqual([]);
});
