/**
 * Real revisions, where `DISCOGEN_CORPUS` says they are: the verdict of each pair that its INDEX.md names agrees
 * with the class it has there, and the laws hold for all pairs.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isAtLeast, judge, ownPolicy, type Verdict } from "#generator/changes/judge.js";
import type { Bump } from "#generator/changes/rule.js";
import { documentOf, type Json } from "../model/models.js";
import { diff } from "./library.js";
import { unclaimed } from "./leaves.js";
import { shuffled } from "./edits.js";

const corpus = process.env["DISCOGEN_CORPUS"] ?? "";
const index = join(corpus, "INDEX.md");

interface Pair {
  readonly api: string;
  readonly from: string;
  readonly to: string;
  readonly kind: string;
}

const pairs: readonly Pair[] =
  corpus === "" || !existsSync(index)
    ? []
    : [
        ...readFileSync(index, "utf8").matchAll(
          /^\| (\S+) \| (\S+) \| (\S+) \| ([^|]+?) \| \d+ \| /gm,
        ),
      ]
        .map(([, api = "", from = "", to = "", kind = ""]) => ({ api, from, to, kind }))
        .filter(({ api, from }) => existsSync(join(corpus, "revisions", api, `${from}.json`)));

/** What a class of INDEX.md means for the version. */
const bumpsOf: readonly (readonly [RegExp, readonly Bump[]])[] = [
  [/^(revision\/etag only|identical content)/, ["none"]],
  [/^docs only/, ["patch"]],
  [/^(additive|deprecation only)/, ["minor"]],
  [/^transport only/, ["minor", "patch"]],
  [/^breaking/, ["major"]],
];

/** Pairs whose class does not decide, or says something else than our own code means, with the reason. */
const expectations: Readonly<Record<string, readonly [Bump, string]>> = {
  "blogger.v3 20200504 20200711": ["minor", "a default of a parameter is no longer documented"],
  "blogger.v3 20200711 20210307": ["patch", "a default appears, which is documentation"],
  "playcustomapp.v1 20200707 20200801": [
    "major",
    "a property becomes read-only: our types of requests leave it out",
  ],
  "reseller.v1 20191008 20201201": [
    "minor",
    "only the standard parameter userIp goes, which our runtime never had; the host moves",
  ],
};

function load(api: string, revision: string): Json {
  return JSON.parse(
    readFileSync(join(corpus, "revisions", api, `${revision}.json`), "utf8"),
  ) as Json;
}

function verdictOf(before: Json, after: Json): Verdict {
  return judge(diff(before, after), { policy: ownPolicy, today: "2026-11-25" });
}

describe.skipIf(corpus === "")("pairs of revisions", () => {
  test("there are some, and every expectation is of one of them", () => {
    expect(pairs.length).toBeGreaterThan(50);
    const names = pairs.map(({ api, from, to }) => `${api} ${from} ${to}`);
    expect(Object.keys(expectations).filter((each) => !names.includes(each))).toEqual([]);
  });

  test.each(pairs)("$api $from → $to: $kind", ({ api, from, to, kind }) => {
    const { bump, changes } = verdictOf(load(api, from), load(api, to));
    const [expected] = expectations[`${api} ${from} ${to}`] ?? [];
    const [, allowed = []] = bumpsOf.find(([pattern]) => pattern.test(kind)) ?? [];
    expect(
      expected === undefined ? allowed : [expected],
      JSON.stringify(changes, null, 1),
    ).toContain(bump);
    // Nothing is an exception that would not need to be one.
    if (expected !== undefined) expect(allowed).not.toContain(expected);
    expect(changes.map(({ rule }) => rule)).not.toContain("unknown-key-changed");
  });
});

describe.skipIf(corpus === "")("for all revisions of an API", () => {
  const apis = corpus === "" ? [] : readdirSync(join(corpus, "revisions")).sort();

  test.each(apis)("%s", (api) => {
    const files = readdirSync(join(corpus, "revisions", api)).sort();
    const documents = files.map((file) => load(api, file.replace(/\.json$/, "")));
    const bumps = documents.map((before) =>
      documents.map((after) => verdictOf(before, after).bump),
    );
    for (const [first, before] of documents.entries()) {
      const turned = verdictOf(before, shuffled(before, 7) as Json);
      expect(turned.changes.map(({ rule }) => rule)).toEqual(["representation-changed"]);
      expect(bumps[first]?.[first]).toBe("none");
      for (const [last, after] of documents.entries()) {
        const what = `${files[first]} → ${files[last]}`;
        expect(unclaimed(before, after, diff(before, after)), what).toEqual([]);
        const whole = bumps[first]?.[last] ?? "none";
        for (let middle = first + 1; middle < last; middle++) {
          const steps = [bumps[first]?.[middle] ?? "none", bumps[middle]?.[last] ?? "none"];
          expect(
            steps.some((step) => isAtLeast(step, whole)),
            `${what} by ${files[middle]}`,
          ).toBe(true);
        }
      }
    }
  });
});

describe.skipIf(corpus === "")("real documents of today's size", () => {
  const files = corpus === "" ? [] : readdirSync(join(corpus, "documents")).sort();

  test.each(files)("%s is the same in any order", (file) => {
    const document = JSON.parse(readFileSync(join(corpus, "documents", file), "utf8")) as Json;
    expect(documentOf(document)).toBeDefined();
    const rules = diff(document, shuffled(document, 3) as Json).map(({ rule }) => rule);
    expect(rules).toEqual(["representation-changed"]);
  });
});
