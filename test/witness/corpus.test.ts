/** Every pair of real revisions, where `DISCOGEN_CORPUS` says they are: verdict, witnesses and class agree. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { compareApis } from "#generator/changes/compare-apis.js";
import { judge, ownPolicy } from "#generator/changes/judge.js";
import type { Bump } from "#generator/changes/rule.js";
import type { WitnessedPair } from "#generator/witness/witness-types.js";
import { judged, typeDisagreements, wireDisagreements } from "./disagreements.js";
import { found, type Json } from "../model/models.js";

const corpus = process.env["DISCOGEN_CORPUS"] ?? "";

/** A row of the corpus's own table. */
interface Row {
  readonly document: string;
  readonly from: string;
  readonly to: string;
  /** Of another comparison, which knows no catalogue. */
  readonly kind: string;
}

const rows: readonly Row[] =
  corpus === ""
    ? []
    : readFileSync(join(corpus, "INDEX.md"), "utf8")
        .split("\n")
        .flatMap((line) => {
          const found = /^\| (\S+) \| (\d{8}\S*) \| (\d{8}\S*) \| ([^|]+) \|/.exec(line);
          if (found === null) return [];
          const [, document = "", from = "", to = "", kind = ""] = found;
          return [{ document, from, to, kind }];
        });

/** Which bumps a class allows; of constraints the rule decides. */
const allowed: readonly (readonly [RegExp, readonly Bump[]])[] = [
  [/^(revision|identical)/, ["none"]],
  [/^docs/, ["patch"]],
  [/^(additive|deprecation)/, ["minor"]],
  [/^transport/, ["minor", "patch"]],
  [/^breaking/, ["major"]],
  [/^constraint/, ["patch", "minor", "major"]],
];

/** Pairs that mean something else for our clients. */
const explained: Readonly<Record<string, Bump>> = {
  // The standard parameter userIp went, and clients do not have it.
  "reseller.v1 20191008 20201201": "minor",
};

describe.skipIf(corpus === "")("the revisions of the corpus", () => {
  let pairs: readonly WitnessedPair[];
  let types: readonly (readonly string[])[];

  beforeAll(async () => {
    pairs = rows.map((row) => judged(read(row.document, row.from), read(row.document, row.to)));
    types = await typeDisagreements(pairs);
  }, 600_000);

  test("are all there", () => expect(rows.length).toBeGreaterThan(50));

  const cases = rows.map((row, index) => [`${row.document} ${row.from} ${row.to}`, index] as const);
  test.each(cases)("the compiler confirms the verdict on %s", (_, index) => {
    expect(types[index]).toEqual([]);
  });
  test.each(cases)("requests confirm the verdict on %s", async (name, index) => {
    expect(await wireDisagreements(found(pairs[index], name))).toEqual([]);
  });
  test.each(cases)("the bump of %s is one of its class", (name, index) => {
    const kind = rows[index]?.kind ?? "";
    const [, bumps = []] = allowed.find(([pattern]) => pattern.test(kind)) ?? [];
    const known = explained[name];
    expect(known === undefined ? bumps : [known]).toContain(bumpOf(found(pairs[index], name)));
  });
});

function bumpOf({ before, after }: WitnessedPair): Bump {
  return judge(compareApis(before, after), { policy: ownPolicy, today: "2026-01-01" }).bump;
}

function read(document: string, revision: string): Json {
  const folder = join(corpus, "revisions");
  const paths = readdirSync(folder, { recursive: true }).map(String);
  const [path, ...others] = paths.filter(
    (each) => each.includes(document) && each.includes(revision) && each.endsWith(".json"),
  );
  if (path === undefined || others.length > 0) throw new Error(`${document} ${revision}`);
  return JSON.parse(readFileSync(join(folder, path), "utf8")) as Json;
}
