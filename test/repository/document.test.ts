/** The document in `discovery/` is Google's, byte for byte. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ResellerClient } from "@discogen/reseller-v1";
import { readJson, root, type Manifest } from "./paths.js";

const bytes = readFileSync(`${root}discovery/reseller-v1.json`);

test("git knows the document by its own hash", () => {
  const blob = createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
  expect(blob).toBe("3000dc9415f71871fc5a07e8d3fe0f54c6f579bf");
});

test("it is reseller:v1 of 2021-11-06", () => {
  expect(JSON.parse(bytes.toString())).toMatchObject({ id: "reseller:v1", revision: "20211106" });
});

test("client, package.json and lock name the same revision, and the hash of the canonical document", () => {
  const { etag: _, revision, ...rest } = JSON.parse(bytes.toString()) as Record<string, unknown>;
  const sha256 = createHash("sha256")
    .update(JSON.stringify(sorted(rest)))
    .digest("hex");
  const about = { id: "reseller:v1", revision, sha256 };
  expect(ResellerClient.document).toEqual(about);
  expect(readJson<Manifest>("generated/reseller-v1/package.json").discovery).toEqual(about);
  const lock = JSON.stringify(readJson("discogen.lock.json"));
  expect(lock).toContain(sha256);
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
}
