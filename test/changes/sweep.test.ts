/** Each leaf of a document is changed once, and removed once: something is told at it or above it. */
import { expect, test } from "vitest";
import { compareApis } from "#generator/changes/compare-apis.js";
import { publishedNames } from "#generator/model/api-names.js";
import { buildModel } from "#generator/model/build-model.js";
import { readDocument } from "#generator/document/read-document.js";
import { everyKey } from "../document/documents.js";
import { resellerJson, type Json } from "../model/models.js";
import { isClaimed, leavesOf, type Leaf } from "./leaves.js";
import { library, modelOf, put } from "./library.js";

test.each([
  ["reseller", resellerJson()],
  ["library", library()],
  ["a document with every key of the format", everyKey],
])("whichever leaf of %s changes or goes, it is told there or above", (_, json) => {
  const before = modelOf(json);
  const names = publishedNames(before);
  const silent: string[] = [];
  let count = 0;
  for (const [at, leaf] of leavesOf(json)) {
    for (const value of [...otherValues(at, leaf), undefined]) {
      const changed = withLeaf(json, at, value);
      const { value: document } = readDocument(new TextEncoder().encode(JSON.stringify(changed)));
      const after = document && buildModel(document, names, { lenient: true }).value;
      if (after == null) continue;
      count++;
      const changes = compareApis(before, after, { isSameText: false });
      const isTold = isClaimed(at, true, changes) || isClaimed(at, false, changes);
      if (!isTold && !isSame(at, leaf, value)) silent.push(`${at} = ${String(value)}`);
    }
  }
  expect(silent).toEqual([]);
  expect(count).toBeGreaterThan(60);
});

/** A flag that is not set says what one that is not there says. */
function isSame(at: string, leaf: Leaf, value: Leaf | undefined): boolean {
  return (
    (leaf === false && value === undefined) || (at.endsWith("/streamingType") && leaf === "NONE")
  );
}

function withLeaf(json: Json, at: string, value: Leaf | undefined): Json {
  const copy = structuredClone(json);
  put(copy, at, value);
  return copy;
}

/** Other values that the place may have. */
function otherValues(at: string, leaf: Leaf): Leaf[] {
  if (typeof leaf === "boolean") return [!leaf];
  if (typeof leaf === "number") return [leaf + 1];
  const key = at.slice(at.lastIndexOf("/") + 1);
  if (key === "type")
    return ["string", "integer", "array", "object", "any"].filter((each) => each !== leaf);
  if (key === "httpMethod") return ["PUT"];
  if (key === "location") return ["path", "query"].filter((each) => each !== leaf);
  return [`${String(leaf)}x`];
}
